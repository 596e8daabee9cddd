/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the schemas say about IOMMU bindings and about masters: iommu-lint-schema(5). Read
 * once, checked, then read-only and shared by all workers. Every text is owned by the
 * bindings. Facts that differ by compatible are variants, merged by
 * binding_for_compatible().
 */
#ifndef LOAD_BINDINGS_H
#define LOAD_BINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"

/* NULL-terminated list of texts; never NULL itself. */
typedef const char *const *strings;

/* What happens where #iommu-cells is not among the allowed values. */
enum cells_effect {
	CELLS_IGNORED,        /* surplus cells are not read */
	CELLS_PROBE_FAILS,    /* the IOMMU's own driver gives up: arm-smmu-v3 */
	CELLS_MASTER_REFUSED, /* of_xlate or probe_device fails for each master */
	CELLS_MISREAD,        /* the driver counts cells as entries: omap */
	CELLS_RANDOM_ID,      /* an ID is read from uninitialised memory */
};

/* One master naming several instances of the driver. */
enum several_instances {
	INSTANCES_FIRST,    /* IDs of all entries go to the first-listed instance */
	INSTANCES_LAST,     /* the last-listed instance serves */
	INSTANCES_ALL,      /* every instance is programmed, up to instances_max */
	INSTANCES_REJECTED, /* the master is refused */
};

/* Two masters using one ID of one instance. */
enum shared_id {
	SHARED_IRRELEVANT, /* no IDs, or an ID is an enable bit */
	SHARED_GROUP,      /* both join one group */
	SHARED_REJECTED,   /* the second master is refused */
	SHARED_OVERWRITES, /* the later attach takes over */
	SHARED_CORRUPTS,   /* memory corruption or a NULL dereference */
};

/* How IOMMU groups are formed, beside PCI topology and fsl-mc containers. */
enum group_policy {
	GROUP_DEVICE,   /* one for each device */
	GROUP_INSTANCE, /* one for each instance */
	GROUP_STREAMS,  /* devices that share a stream-match entry: SMMUv2 */
	GROUP_FIRST_ID, /* devices with the same first ID: tegra-smmu */
	GROUP_ANY_ID,   /* devices that share any stream: apple-dart */
	GROUP_NONE,
};

/* Where the number of translation contexts of an instance is to be seen. */
enum contexts_from {
	CONTEXTS_UNKNOWN, /* hidden in hardware */
	CONTEXTS_UNLIMITED,
	CONTEXTS_FIXED,      /* contexts */
	CONTEXTS_INTERRUPTS, /* at most interrupts - #global-interrupts */
	CONTEXTS_CHILDREN,   /* one for each child node */
};

/* How the driver tells streams apart. */
enum matching {
	MATCH_NONE, /* the specifier carries no ID */
	MATCH_ID,   /* equal IDs */
	MATCH_MASK, /* (ID, mask) pairs: SMMUv2 */
};

enum domain_policy {
	DOMAIN_DEFAULT,  /* the kernel's default: translating on arm64 */
	DOMAIN_IDENTITY, /* identity for every master */
};

/* Ask with kernels_include(). */
struct kernels {
	unsigned from, to; /* 6013 is Linux 6.13; 0 is an open end; none: from > to > 0 */
};

/* A compatible in a table of Linux, and the kernels that have it there. */
struct kernel_match {
	const char *compatible;
	struct kernels kernels;
};

/* An IOMMU binding: one family of schemas/, that is, one struct iommu_ops of Linux. */
struct binding {
	const char *id;         /* "arm-smmu-v3": the schema's own name */
	const char *title;      /* "Arm SMMUv3" */
	const char *driver;     /* two nodes of equal driver share iommu_ops */
	struct kernels kernels; /* in which a driver exists */
	uint32_t probe_order;   /* drivers of lower numbers register first */
	strings compatibles;    /* all that the binding lists */
	const struct kernel_match *driver_matches; /* those in the driver's match table;
						      ends with one without compatible */

	uint32_t cells_allowed; /* bit n: #iommu-cells = n is allowed; 0: never judged */
	enum cells_effect cells_too_few, cells_too_many;
	bool cells_required; /* the binding demands #iommu-cells, so that a node without
				it is a faulty IOMMU; false: no IOMMU at all (virtio,mmio)
			      */
	const char *id_name; /* "stream ID", "micro-TLB", "port"; NULL without IDs */
	enum matching matching;
	uint64_t id_max;        /* beyond it Linux misbehaves for certain (an error) */
	uint64_t id_likely_max; /* beyond it only some hardware works (a warning) */
	const char *id_too_big; /* consequence, one sentence */
	uint32_t match_entries_max; /* stream-match entries; 0: no limit */

	enum several_instances instances;
	unsigned instances_max;
	const char *instances_effect; /* consequence, one sentence */
	enum shared_id shared_id;
	const char *shared_effect; /* consequence, one sentence */
	enum group_policy group;
	strings group_regions; /* with GROUP_INSTANCE one for each: the larbs of its
				  masters, "4 5 13:0x600" */
	bool joint_groups;     /* the instances of the driver that say so are as one */
	enum contexts_from contexts_from;
	unsigned contexts;

	unsigned input_bits, output_bits; /* 0: unknown */
	const char *
		output_effect; /* what happens to RAM beyond output_bits; NULL: nothing */
	uint64_t aperture_first, aperture_last; /* IOVAs the driver can translate */
	uint64_t mapped_last;  /* IOVAs that it maps without an error; 0: aperture_last */
	bool aperture_certain; /* false: hardware may be narrower or wider */

	enum domain_policy domain;
	const struct kernel_match *identity_clients; /* masters that get identity; ends
							with one without compatible */
	struct kernels iommu_addresses;              /* kernels whose driver reads them */
	bool software_msi; /* has the IOVA window 0x08000000 + 0x100000 */
	bool pasid, stall; /* pasid-num-bits, dma-can-stall are honoured */
	bool ats;          /* ats-supported has an effect */

	uint64_t reg_size_min;      /* of reg[0]; 0: not judged */
	const char *reg_small_with; /* property that allows half of it; NULL: none */
	bool reg_required;
	unsigned interrupts_min;
	strings required; /* properties beside compatible, reg and #iommu-cells: "a", or
			     "a|b" where either serves */
	strings probe_needs;        /* of those, what the driver does not probe without */
	strings clock_names;        /* each a list that is allowed: "aclk iface" */
	strings vendor_compatibles; /* in a tree of one of these vendors a node must have
				       a compatible of that vendor that is no
				       driver_match */
	strings users; /* properties by which other nodes name it, beside iommus and
			  iommu-map: "renesas,ipmmu-main" */
	strings allowed_masters; /* names of the only devices that the driver takes; with
				    the trait allow-listed-masters */
	strings traits;          /* named peculiarities that code asks for by name: see
				    iommu-lint-schema(5); binding_has() */
};

/* What schemas/clients.yaml can say of a node that is no IOMMU; bits of a set. */
enum client_trait {
#define CLIENT(id, name) CLIENT_BIT_##id,
#include "load/client.def"
#undef CLIENT
};

enum {
#define CLIENT(id, name) CLIENT_##id = 1 << CLIENT_BIT_##id,
#include "load/client.def"
#undef CLIENT
	CLIENT_OF_BINDING = 1 << 30, /* an IOMMU binding has one of the compatibles */
};

struct bindings;

/*
 * Reads the schemas built into the program, then every *.yaml of each directory, which
 * add families and override facts. -EINVAL with file, line and reason for a bad one.
 */
int bindings_read(struct arena *arena, const char *const *directories, size_t count,
		  const struct bindings **out, struct failure *why);

/*
 * The binding of a node with these compatibles (a string list of length bytes, NUL after
 * each); NULL for none. O(1) a string. Where variants match, the result is a copy in the
 * arena with them merged in.
 */
const struct binding *binding_for_compatible(const struct bindings *bindings,
					     struct arena *arena, const char *compatibles,
					     size_t length);

bool binding_has(const struct binding *binding, const char *trait);

/* What the schemas say of compatibles on some SoCs only, read for one tree. */
struct soc_traits {
	const struct bindings *bindings;
	const uint32_t *traits; /* by compatible; NULL: nothing */
};

/* Of a tree whose root has these compatibles. */
struct soc_traits soc_traits_find(const struct bindings *bindings, struct arena *arena,
				  const char *compatibles, size_t length);

/*
 * The CLIENT_ bits of a node with these compatibles and this name (unit address left
 * out): what clients.yaml says of any of them. Called for every node of every tree, so it
 * hashes each string once and searches nothing.
 */
uint32_t client_traits_on(const struct soc_traits *soc, const char *compatibles,
			  size_t length, const char *name, size_t name_length);

/* The same on any SoC. */
uint32_t client_traits(const struct bindings *bindings, const char *compatibles,
		       size_t length, const char *name, size_t name_length);

/* True where the version lies within. */
static inline bool kernels_include(struct kernels kernels, unsigned version)
{
	return version >= kernels.from && (!kernels.to || version <= kernels.to);
}

#endif
