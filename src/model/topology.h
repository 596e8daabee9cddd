/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DMA topology of one tree: masters, IOMMU instances, what the masters' specifiers
 * and maps say, buses with their windows, memory, and what Linux makes of it. The model
 * records and judges nothing: what cannot be decoded is kept with its state for a rule to
 * report.
 */
#ifndef MODEL_TOPOLOGY_H
#define MODEL_TOPOLOGY_H

#include "base/range.h"
#include "base/vec.h"
#include "load/bindings.h"
#include "model/kernel.h"
#include "tree/tree.h"

/* A node that answers iommus or iommu-map, or whose binding is that of an IOMMU. */
struct iommu {
	const struct node *node;
	const struct binding *binding; /* NULL: no schema covers it */
	bool has_cells;                /* #iommu-cells is there, with one cell or more */
	uint32_t cells;                /* its value, 0 without */
	uint32_t mask;                 /* stream-match-mask, 0 without */
	unsigned contexts;             /* translation contexts; 0: unknown */
	const uint64_t *context_numbers; /* of model/context.h alone */
	bool has_larbs;                  /* MediaTek: its masters' IDs are their ports */
	uint32_t larbs;                  /* bit n: larb n is one of them */
	unsigned contexts_wanted;        /* predicted: groups that need one each */
	unsigned entries_wanted; /* predicted: stream-match entries, the first 255 */
	bool coherent;           /* page-table walks, by of_dma_is_coherent() */
	bool never_probes;       /* predicted: see why_lost; its masters wait in vain */
	bool lost_to_master;     /* predicted: bus_iommu_probe() failed for lost_to */
	bool lost_likely;        /* only hardware without wide IDs refuses that one */
	const struct master *lost_to;
	const char *why_lost;  /* NULL while the instance registers */
	VEC(uint32_t) masters; /* indices into topology.masters, ascending, each once */
};

/* State of one iommus, iommu-map or msi-map entry. Linux stops at the first that is bad.
 */
enum entry_state {
	ENTRY_OK,
	ENTRY_ZERO_PHANDLE,
	ENTRY_DANGLING,  /* no node has the phandle */
	ENTRY_NO_CELLS,  /* the target lacks #iommu-cells (#msi-cells) */
	ENTRY_TRUNCATED, /* fewer cells are left than the entry needs, or a broken cell */
	ENTRY_TOO_WIDE,  /* maps only: the target's cells pass SPECIFIER_CELLS_MAX */
};

enum { SPECIFIER_CELLS_MAX = 16 }; /* MAX_PHANDLE_ARGS in include/linux/of.h */

/* One entry of iommus: of_parse_phandle_with_args(.., "#iommu-cells", index). */
struct specifier {
	uint32_t master; /* index into topology.masters */
	uint32_t index;  /* of the entry in the property */
	enum entry_state state;
	uint32_t phandle;
	const struct node *target; /* NULL where dangling or zero */
	struct iommu *iommu;       /* of the target; NULL where it has none */
	uint32_t cell_count;       /* at most SPECIFIER_CELLS_MAX */
	const uint32_t *cells;     /* the first may be read even where there is none: 0 */
	uint32_t missing; /* cells that a truncated entry lacks; 0: loose bytes only */
};

/*
 * One entry of iommu-map or msi-map, as the selected kernel's of_map_id() reads it. A
 * target without #iommu-cells (#msi-cells) has one cell of output, and ENTRY_OK.
 */
struct map_entry {
	uint32_t index;
	enum entry_state state;
	uint32_t cell; /* offset of the entry in the property, in cells */
	uint32_t base; /* first input ID */
	uint32_t length;
	uint32_t phandle;
	const struct node *target;
	struct iommu *iommu; /* iommu-map only */
	uint32_t output_count;
	const uint32_t *output; /* first may be read even where there is none */
};

/* How the cells of a map are laid out. */
enum map_layout {
	MAP_BY_CELLS, /* 3 + #iommu-cells (#msi-cells) cells an entry */
	MAP_LEGACY,   /* four-cell entries that 7.2 still reads for a two-cell target */
	MAP_FOUR,     /* always four cells: kernels without MAP_ENTRIES_BY_CELLS */
};

/*
 * Input IDs behind the mask for which one entry decides. Both ends are IDs that the mask
 * lets through; it may leave out some between them.
 */
struct map_piece {
	struct range ids;
	uint32_t entry; /* index into map.entries */
	bool fails;     /* the lookup of these IDs ends in an error */
	bool sparse;    /* the mask does leave out some */
};

enum map_kind { MAP_IOMMU, MAP_MSI };

struct map {
	enum map_kind kind;
	uint32_t master; /* index into topology.masters */
	const struct node *node;
	const struct property *property;
	const struct node *target; /* the first whose #iommu-cells (#msi-cells) is not 1,
				      else the first; NULL: none */
	enum map_layout layout;
	bool misread;    /* written in another layout than this kernel reads */
	unsigned uneven; /* cells of each entry, where no layout has that many; else 0 */
	bool ragged;     /* an entry has another size than its target asks for, so that
			    the next seems to name no node */
	bool unsized;    /* the first target lacks #iommu-cells, and the one cell that
			    Linux takes instead is not what the entries have */
	bool refused;    /* the whole map is: bad length */
	uint32_t mask;   /* 0xffffffff without iommu-map-mask */
	bool has_mask;
	struct range inputs; /* IDs that can be looked up: PCI requester IDs of the
				buses, or any; the mask may fold them together */
	VEC(struct map_entry) entries; /* to the first where every lookup ends */
	VEC(struct map_piece) pieces;  /* ascending; IDs in no piece bypass */
};

/*
 * One entry of msi-parent, as of_for_each_phandle() reads it with "#msi-cells": a target
 * without the property takes no argument.
 */
struct msi_parent {
	const struct node *node;
	uint32_t index;
	enum entry_state state; /* never ENTRY_NO_CELLS */
	uint32_t phandle;
	const struct node *target;
	uint32_t argument_count;
	uint32_t argument; /* the first; 0 where there is none */
};

/*
 * How a stream stands to the streams that its instance had before, in the order in which
 * Linux configures devices.
 */
enum stream_state {
	STREAM_FREE,       /* meets none */
	STREAM_REPEATED,   /* covered by one of the same master */
	STREAM_SHARED,     /* covered by one of another master */
	STREAM_OVERLAPS,   /* SMMUv2: meets another in part, which is refused */
	STREAM_TOO_LATE,   /* SMMUv2: covers a narrower one, which is refused */
	STREAM_TWO_GROUPS, /* its master has entries of two groups, which is refused */
	STREAM_SPLIT,      /* SMMUv2: covered by one of a master of another group */
	STREAM_SURPLUS,    /* SMMUv2: no stream-match entry is left */
};

/*
 * What one IOMMU instance sees of one master: an ID with mask, or an interval of IDs that
 * a map yields. Entries of IOMMUs that know no IDs have none.
 */
struct stream {
	uint32_t master;
	struct iommu *iommu; /* that the entry names */
	enum known property; /* PROP_IOMMUS or PROP_IOMMU_MAP */
	uint32_t index;      /* of the entry */
	uint32_t piece;      /* of a map: index into map.pieces */
	struct range ids;    /* one ID where from iommus */
	uint32_t mask;       /* bits that do not matter */
	enum stream_state state;
	uint32_t other; /* index of the stream that it meets; UINT32_MAX for none */
};

enum bus_kind { BUS_DEFAULT, BUS_PCI, BUS_ISA, BUS_FLAGS, BUS_UNMATCHED };

/* State of a window, in the order in which of_dma_get_range() would notice. */
enum window_state {
	WINDOW_OK,
	WINDOW_UNTRANSLATABLE, /* no window of a bus above holds it */
	WINDOW_EMPTY,          /* size 0: ends the map */
	WINDOW_WRAPS,          /* passes 2^64 */
};

/* One dma-ranges entry. */
struct window {
	uint32_t index;
	enum window_state state;
	uint32_t flags;  /* first cell of a PCI, ISA or three-cell address */
	uint64_t dma;    /* address that the device emits */
	uint64_t parent; /* address on the bus above, as written */
	uint64_t cpu;    /* after translation; UINT64_MAX where untranslatable */
	uint64_t size;
	const struct node *lost_at; /* the bus that does not pass it on; NULL otherwise */
};

struct bus;

/* How of_dma_get_range() ends for a master. */
enum reach_state {
	REACH_UNLIMITED, /* no map: no non-empty dma-ranges was found */
	REACH_MAPPED,    /* by the windows of a bus */
	REACH_REFUSED, /* -EINVAL: a dma-ranges without a usable entry; runs unlimited */
	REACH_FATAL,   /* the same where the device never binds for it: fsl-mc and cdx,
			  and a size that wraps on kernels with DMA_LIMIT_BY_SIZE */
};

/* An installed DMA window of a master (struct bus_dma_region), merged, in Linux' order.
 */
struct reach_window {
	uint32_t index; /* of its first dma-ranges entry */
	uint64_t dma, cpu, size;
};

struct reach {
	enum reach_state state;
	const struct bus *bus; /* whose windows count; NULL where REACH_UNLIMITED */
	VEC(struct reach_window) windows; /* those before the first of size 0 */
	bool empty_map;           /* a size-0 window came first: every mapping fails */
	bool cut;                 /* a size-0 window hides usable ones behind it */
	uint64_t lowest, highest; /* DMA addresses: dma_range_map_min() and _max() */
	uint64_t limit;           /* bus_dma_limit: last DMA address; 0: unlimited */
};

/* A node with a dma-ranges property, empty or not. */
struct bus {
	const struct node *node;
	const struct property *property;
	enum bus_kind kind;
	uint32_t address_cells, size_cells, parent_cells; /* na, ns, pna */
	bool cells_bad;             /* counts are out of bounds: -EINVAL */
	bool no_address_cells;      /* Linux 7.2 finds no bus type */
	uint32_t surplus;           /* bytes behind the last whole entry */
	VEC(struct window) windows; /* as written, none merged */
	struct reach reach;         /* of the masters for which this bus counts */
	uint64_t zone_limit;        /* last CPU address by of_dma_get_max_cpu_address();
				       not where cells_bad or the property is empty */
};

/*
 * ZONE_DMA of an arm64 machine: where GFP_DMA and the bounce buffers come from. Windows
 * of any live bus bound it, whether or not a device sits there.
 */
struct dma_zone {
	const struct bus *bus; /* whose windows end lowest; NULL where none counts */
	uint64_t limit;        /* its last CPU address */
	bool applies;          /* to this machine: arm64 */
	bool known;            /* it applies, and RAM is known: the rest holds */
	bool empty;            /* no RAM lies in it */
	uint64_t last;         /* last address of the zone, where not empty */
};

/* Why the interconnects entry that is named dma-mem gives no DMA parent. */
enum dma_link_state {
	DMA_LINK_OK,
	DMA_LINK_MISSING,   /* interconnects is absent or ends before the entry */
	DMA_LINK_ZERO,      /* its phandle is zero */
	DMA_LINK_DANGLING,  /* no node has the phandle */
	DMA_LINK_NO_CELLS,  /* the target lacks #interconnect-cells */
	DMA_LINK_TRUNCATED, /* fewer cells are left than the target asks for */
	DMA_LINK_LOOPS,     /* leads back to the node, or over too many hops */
};

/* The dma-mem interconnect of a node: __of_get_dma_parent(). */
struct dma_link {
	const struct node *node, *target; /* target: NULL where there is none */
	enum dma_link_state state;
	uint32_t index;     /* of dma-mem in interconnect-names */
	uint32_t bad_index; /* of the entry that is at fault; that of dma-mem or before */
};

/* Where RAM comes from. */
enum memory_source { MEMORY_NODE, MEMORY_OPTION };

struct memory {
	struct range range;
	enum memory_source source;
	const struct node *node; /* NULL for --memory */
};

/* What drivers of reserved memory make of a region by its compatible. */
enum pool {
	POOL_NONE,
	POOL_COHERENT,   /* shared-dma-pool: kernel/dma/coherent.c */
	POOL_CMA,        /* the same, reusable: kernel/dma/contiguous.c */
	POOL_RESTRICTED, /* restricted-dma-pool: kernel/dma/swiotlb.c */
};

enum reg_fault {
	REG_FINE,
	REG_BROKEN, /* its length is no multiple of the root's cells */
	REG_EMPTY,  /* size 0 */
	REG_WRAPS,  /* passes 2^64 */
};

/* What a region without a usable reg asks for: __reserved_mem_alloc_size(). */
struct allocation {
	uint64_t size, alignment;     /* alignment: 0 without */
	bool size_bad, alignment_bad; /* another number of cells than the root has */
	bool has_ranges, ranges_bad;  /* of alloc-ranges */
	VEC(struct range) ranges;     /* empty and wrapping ones left out */
};

struct region_use;

/* A child of /reserved-memory. */
struct region {
	const struct node *node;
	enum pool pool;
	bool no_map;
	bool reserved; /* Linux reads the node: it is available, its parent well-formed */
	bool dynamic;  /* Linux allocates it as allocation says */
	bool has_reg;
	bool reg_bad; /* fault is not REG_FINE */
	enum reg_fault fault;
	uint32_t reg_count; /* pairs */
	struct range range; /* first reg pair; only with has_reg and not reg_bad */
	bool translates;    /* of_address_to_resource() of the first pair succeeds */
	struct range cpu;   /* what it yields */
	struct allocation allocation;
	const struct region_use *first_use; /* in document order of the users */
};

/* An entry of memory-region; empty ones are left out. */
struct region_use {
	const struct node *user;
	uint32_t index;                /* of the entry */
	uint32_t phandle;              /* not 0 */
	const struct node *target;     /* NULL where no node has the phandle */
	const struct region *region;   /* NULL where the target is no region */
	const struct region_use *next; /* of the same region */
};

/*
 * One entry of iommu-addresses, read with the cells of the named device's DMA parent, or
 * a cell inside an entry that of_iommu_get_resv_regions() takes for the start of one.
 */
struct reservation {
	const struct region *region;
	uint32_t index; /* of the entry; misread: of the one that the cell is in */
	uint32_t cell;  /* offset in the property */
	enum entry_state state;
	bool misread; /* not as written: the device's phandle inside another entry */
	bool seen;    /* Linux' scan for the device comes upon it */
	bool zero_length;
	uint32_t phandle;
	const struct node *device;
	uint64_t address, length; /* as written, flags left out */
	bool translates;          /* through the device's DMA windows */
	uint64_t iova;            /* after translation: what Linux reserves */
	bool listed;              /* the device names the region in memory-region */
	bool direct;              /* equals the region: mapped one to one */
};

/* product.md, section 4: what becomes of a master under the selected kernel. */
enum verdict {
	VERDICT_BYPASS, /* no IOMMU named */
	VERDICT_TRANSLATED,
	VERDICT_IDENTITY,
	VERDICT_DROPPED,  /* named, but runs untranslated */
	VERDICT_DEFERRED, /* waits for an IOMMU that never comes, then untranslated */
	VERDICT_BROKEN,  /* translating domain, untranslated DMA: every transfer faults */
	VERDICT_REFUSED, /* does not bind, or waits for ever */
};

enum master_kind {
	MASTER_DEVICE,    /* platform or AMBA device */
	MASTER_PCI_HOST,  /* stands for the functions behind it */
	MASTER_ID_BUS,    /* fsl-mc, cdx: children are mapped by ID */
	MASTER_ID_DEVICE, /* host1x, gpcdma: contexts by iommu-map, own DMA by iommus */
	MASTER_CHILD,     /* sub-node that a driver makes a device of */
	MASTER_PCI_FUNCTION, /* root port or endpoint node: its properties are not read */
};

/* A DMA master. */
struct master {
	const struct node *node;
	enum master_kind kind;
	uint32_t clients;                          /* the CLIENT_ bits of the node */
	uint32_t first_specifier, specifier_count; /* in topology.specifiers */
	uint32_t taken;     /* of these, before the first that no IOMMU's driver took */
	uint32_t undecoded; /* cells of iommus behind the first bad entry */
	const struct map *iommu_map, *msi_map;   /* NULL without */
	uint32_t first_stream, stream_count;     /* in topology.streams */
	uint32_t first_outbound, outbound_count; /* in topology.outbounds */
	const struct node *dma_parent; /* of_get_next_dma_parent(): may be "dma-mem" */
	const struct node *dma_start;  /* where of_dma_get_range() begins: that, or the
					  node  itself of a PCI host or a bus with IDs */
	struct reach reach;
	bool coherent;
	const struct node *coherent_node; /* that decides it; NULL: the default */
	struct iommu *iommu;              /* that serves it; NULL where none does */
	struct iommu *refuser; /* that it is linked to, and that does not take it */
	enum verdict verdict;
	const char *why; /* one sentence for the verdict */
	uint32_t group;  /* index into topology.groups; UINT32_MAX for none */
	bool is_apart;   /* broken: its windows begin elsewhere than its group's */
};

struct group {
	struct iommu *iommu;
	const char *why;
	VEC(uint32_t) masters; /* ascending */
};

/*
 * A window through which the CPU reaches the devices behind a PCI host: an entry of its
 * ranges.
 */
struct outbound {
	uint32_t master; /* index into topology.masters */
	uint32_t index;  /* of the entry */
	uint32_t flags;  /* first cell of the PCI address */
	uint64_t pci, size;
	uint64_t parent; /* its low 64 bits on the bus above the host */
	bool translates;
	uint64_t cpu; /* where it translates */
};

/* Live nodes with one first compatible, of which at least one is a master, IOMMU or bus.
 */
struct kin {
	const char *compatible;
	VEC(const struct node *) nodes; /* document order */
};

/* IDs of an IOMMU that a project says its hardware has. */
struct id_list {
	const char *iommu; /* pattern of the path */
	const char *from;  /* where that is said: "file:line" */
	const struct range *ids;
	size_t count;
};

struct topology {
	struct arena *arena;
	const struct tree *tree;
	const struct bindings *bindings;
	struct kernel kernel;
	/* An Arm machine whose CPUs run nothing else; ARCH_DMA_DEFAULT_COHERENT: RISC-V,
	   PowerPC. */
	bool is_32bit, coherent_by_default;
	bool has_lpae; /* a 32-bit machine that can do physical addresses of 40 bits */
	VEC(struct iommu) iommus;           /* document order; complete before the rest */
	VEC(struct master) masters;         /* document order */
	VEC(struct specifier) specifiers;   /* by master, then index */
	VEC(struct map) maps;               /* by master; iommu-map first */
	VEC(struct msi_parent) msi_parents; /* by node, then index; up to the first bad */
	VEC(struct stream) streams;         /* by master */
	VEC(struct bus) buses;              /* document order */
	VEC(struct dma_link) dma_links;     /* document order */
	VEC(struct outbound) outbounds;     /* by master, then index */
	VEC(struct memory) memory;          /* by address */
	struct dma_zone zone;
	const struct node *reserved_memory; /* NULL without */
	bool reserved_memory_bad; /* of a form that Linux ignores with all its regions */
	VEC(struct region) regions;           /* document order */
	VEC(struct region_use) region_uses;   /* by user, then index */
	VEC(struct reservation) reservations; /* by region; misread ones after written */
	VEC(const struct reservation *) reservations_by_device; /* those with a device */
	VEC(struct group) groups;                               /* by first master */
	VEC(struct kin) kins;
	uint32_t *clients;              /* by node index: CLIENT_ bits */
	const struct id_list *id_lists; /* set by whoever knows of them */
	size_t id_list_count;
	struct iommu **iommu_of; /* by node index; NULL where the node is none */
	uint32_t *master_of;     /* by node index; UINT32_MAX where the node is none */
	struct bus **bus_of;     /* by node index */
	uint32_t *client_of;     /* by node index: CLIENT_ bits of any node */
	struct address_indexes *address_indexes; /* of model/address.c alone */
	const struct node **dma_parent_of; /* by node index, NULL where structural; NULL
					      itself without dma-mem interconnects */
};

struct assumed_memory {
	const struct range *ranges;
	size_t count;
};

/* Builds the topology of the tree; never fails: what is wrong is recorded. */
struct topology *topology_build(struct arena *arena, const struct tree *tree,
				const struct bindings *bindings,
				const struct kernel *kernel,
				const struct assumed_memory *assumed);

/* What the schemas say of the node: CLIENT_ bits. */
static inline uint32_t topology_clients(const struct topology *topo,
					const struct node *node)
{
	return topo->clients[node->index];
}

/*
 * True where of_platform_populate() makes a device of the node, or a driver that
 * clients.yaml knows. Usable after master_find().
 */
bool topology_is_populated(const struct topology *topo, const struct node *node);

/*
 * The node, or the nearest above it, that has no compatible although nobody but
 * of_platform_populate() comes by: it passes over the node and all below it, but enters
 * /firmware. NULL where there is none.
 */
const struct node *topology_passed_over(const struct topology *topo,
					const struct node *node);

/*
 * True for a live IOMMU without the #iommu-cells that its binding demands. One that is
 * wired by the legacy binding needs none.
 */
bool iommu_lacks_cells(const struct iommu *iommu);

static inline struct iommu *topology_iommu(const struct topology *topo,
					   const struct node *node)
{
	return node ? topo->iommu_of[node->index] : NULL;
}

static inline struct master *topology_master(const struct topology *topo,
					     const struct node *node)
{
	uint32_t index = node ? topo->master_of[node->index] : UINT32_MAX;

	return index == UINT32_MAX ? NULL : &topo->masters.items[index];
}

#endif
