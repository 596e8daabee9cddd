/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the steps of predict() share, one file each, in this order:
 *
 *	predict_provider.c  which IOMMU instances register
 *	predict_link.c      which instances Linux links a master to
 *	predict_claim.c     the devices that come to the instances' drivers, in order
 *	predict_group.c     which of them are taken, and into which group, with
 *	predict_match.c     stream-match entries of SMMUv2, and
 *	predict_owner.c     owners of IDs
 *	predict_interval.c  the IDs that maps yield, against all others
 *	predict_context.c   domains and translation contexts of groups
 *	predict_loss.c      instances lost to a master
 *	predict_reach.c     masters whose DMA windows do not suit
 *	predict_verdict.c   what becomes of each master
 *
 * For src/model only.
 */
#ifndef MODEL_PREDICT_H
#define MODEL_PREDICT_H

#include "model/topology.h"

enum { NOBODY = UINT32_MAX }; /* no index */

enum provider_state {
	PROVIDER_UNKNOWN,
	PROVIDER_VISITED, /* waits on the stack of predict_provider.c */
	PROVIDER_WAITS,   /* for another one, as far as the deferral timeout */
	PROVIDER_REGISTERS,
	PROVIDER_NEVER, /* iommu.why_lost says why */
};

enum link_state {
	LINK_NONE,    /* no IOMMU named */
	LINK_OK,      /* iommu serves the master */
	LINK_DROPPED, /* of_iommu_configure() gives up at once */
	LINK_WAITS,   /* -EPROBE_DEFER for the target */
};

/* How far of_iommu_configure() comes with the entries of one master. */
struct link {
	enum link_state state;
	uint32_t next;                 /* specifier to look at, to go on where it waits */
	struct iommu *iommu;           /* that serves the master so far */
	struct iommu *last;            /* of the instances named, the last to register */
	struct iommu *waits_for;       /* NULL where the target is none */
	const struct node *target;     /* that it waits for */
	const struct specifier *fault; /* the entry that ends it; NULL for none */
	const char *why;
	bool several;               /* instances */
	struct iommu *instances[4]; /* for drivers that take a few */
	unsigned instance_count;
};

/* When the devices come to the driver of an IOMMU: the order of iommu_buses[]. */
enum claim_class {
	CLAIM_PLATFORM,
	CLAIM_PCI,
	CLAIM_AMBA,
	CLAIM_ID_BUS,
	CLAIM_SEVERAL, /* when the last of several instances registers */
	CLAIM_LATE,    /* devices made by a driver, after the IOMMU has registered */
};

enum fault {
	FAULT_NONE,
	FAULT_ID,       /* an ID beyond those of the IOMMU */
	FAULT_MASK,     /* a mask beyond those of the IOMMU */
	FAULT_CELLS,    /* cells that the driver takes for further IOMMUs */
	FAULT_LARB,     /* ports of a larb that the IOMMU or the driver does not take */
	FAULT_OWNED,    /* the ID is another device's */
	FAULT_OVERLAP,  /* stream-match entries meet */
	FAULT_ENTRIES,  /* out of stream-match entries */
	FAULT_GROUPS,   /* belongs to two groups */
	FAULT_CONTEXTS, /* out of translation contexts */
	FAULT_DIRECT,   /* a region to be mapped lies outside what the IOMMU translates */
};

/* A device that comes to an IOMMU driver's probe_device(): a master, or functions. */
struct claim {
	uint32_t master;
	enum claim_class class;
	struct iommu *iommu; /* that serves it */
	struct iommu *last;  /* at whose registration Linux configures it */
	bool by_map;         /* functions of a map's piece */
	uint32_t first_stream, stream_count;
	enum fault fault;
	uint32_t stream; /* that has the fault; NOBODY */
	uint32_t group;  /* index into prediction.groups; NOBODY */
};

struct forming_group {
	struct iommu *iommu;
	uint32_t parent; /* of the group that it was joined to; itself for none */
	bool has_domain, identity;
	enum { CONTEXT_NONE, CONTEXT_HELD, CONTEXT_REFUSED } context;
	bool has_start; /* its addresses begin at start */
	uint64_t start;
	uint32_t number; /* in topology.groups; NOBODY before */
};

struct prediction {
	struct topology *topo;
	enum provider_state *providers; /* by iommu index */
	VEC(struct claim) claims;       /* in the order in which Linux takes them */
	VEC(struct forming_group) groups;
	uint32_t *group_of; /* by master: of its claims; NOBODY */
	uint32_t *lost_at;  /* by iommu index: claim that it is lost to; NOBODY */
};

static inline uint32_t iommu_index(const struct prediction *p, const struct iommu *iommu)
{
	return (uint32_t)(iommu - p->topo->iommus.items);
}

static inline uint32_t master_index(const struct prediction *p,
				    const struct master *master)
{
	return (uint32_t)(master - p->topo->masters.items);
}

static inline enum provider_state provider_state(const struct prediction *p,
						 const struct iommu *iommu)
{
	return p->providers[iommu_index(p, iommu)];
}

/* predict_provider.c: fills providers, and the instances' never_probes and why_lost. */
void predict_providers(struct prediction *p);
void provider_give_up(struct prediction *p, struct iommu *iommu, const char *why);

/* predict_link.c */
void link_begin(struct link *link);
/* Goes on with the master's iommus until it is linked, dropped or has to wait. */
void link_advance(const struct prediction *p, const struct master *master,
		  struct link *link);
/* How Linux links the IDs of one piece of the master's iommu-map. */
struct link link_piece(const struct prediction *p, const struct map *map,
		       const struct map_piece *piece);
/* All pieces at once: served where one of them is. */
struct link link_map(const struct prediction *p, const struct map *map);
/* True for an IOMMU that gave up on its own one, which came all the same: in a circle. */
bool link_came_too_late(const struct prediction *p, const struct master *master);
/* True where Linux reads the map: that of a host bridge or a bus with IDs. */
bool link_reads_map(const struct master *master);

/* What #iommu-cells does to the instance's masters. */
enum cells_effect link_cells_effect(const struct iommu *iommu);

/* predict_claim.c */
void predict_claims(struct prediction *p);
/* False for PCI functions and for nodes that Linux makes no device of. */
bool becomes_device(const struct topology *topo, const struct master *master);

/* predict_match.c: stream-match entries of SMMUv2. */
struct match_tables;
struct match_tables *match_tables_new(struct prediction *p);
/* Gives the claim its entries and its group, or a fault. */
void match_admit(struct prediction *p, struct match_tables *tables, struct claim *claim);

/* predict_owner.c: IDs that are told apart by their number alone. */
struct owners;
struct owners *owners_new(struct prediction *p);
void owner_admit(struct prediction *p, struct owners *owners, struct claim *claim);

/* predict_interval.c: where intervals of IDs meet other streams. */
void predict_intervals(struct prediction *p);

/* predict_group.c */
uint32_t group_new(struct prediction *p, struct iommu *iommu);
uint32_t group_root(const struct prediction *p, uint32_t group);
/* One group of two; the result is its root. */
uint32_t group_merge(struct prediction *p, uint32_t a, uint32_t b);
void predict_admission(struct prediction *p); /* claims' faults and groups */
void predict_groups(struct prediction *p);    /* topology.groups */

/* predict_context.c */
void predict_contexts(struct prediction *p);

/* predict_loss.c */
void predict_losses(struct prediction *p);
/* True where the fault comes with the domain of the group, after all devices. */
bool is_of_domain(const struct claim *claim);
/* One clause: why the driver does not take the device. */
const char *fault_text(struct prediction *p, const struct claim *claim);

/* predict_reach.c: why dma-iommu leaves the master with untranslated DMA; NULL where not.
 */
const char *reach_breaks(const struct topology *topo, const struct master *master,
			 const struct iommu *iommu);

/* The same where the group of the master begins its addresses elsewhere already. */
const char *reach_collides(const struct topology *topo, const struct master *master,
			   struct forming_group *group);

/* predict_verdict.c */
void predict_verdicts(struct prediction *p);

#endif
