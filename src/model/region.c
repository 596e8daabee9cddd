/* SPDX-License-Identifier: BSD-2-Clause */
/* Reserved memory as drivers/of/of_reserved_mem.c reads it, and who uses it. */
#include "model/region.h"

#include "base/bisect.h"
#include "model/address.h"
#include "model/passes.h"
#include "model/pci.h"
#include "tree/cells.h"

static uint64_t pair_cells(const struct topology *topo)
{
	const struct node *root = tree_root(topo->tree);

	return (uint64_t)root->address_cells + root->size_cells;
}

/* Takes a pair with the cells of the root. */
static bool take_pair(const struct topology *topo, struct cells *cells, uint64_t *base,
		      uint64_t *size)
{
	const struct node *root = tree_root(topo->tree);

	return pair_cells(topo) && cells_take(cells, root->address_cells, base) &&
	       cells_take(cells, root->size_cells, size);
}

static bool is_whole(const struct topology *topo, const struct property *property)
{
	const uint64_t pair = pair_cells(topo);

	return pair && property->length % (4 * pair) == 0;
}

/* True where the node has the cells itself and they are the root's. */
static bool has_cells_of_root(const struct node *node, enum known known, uint32_t root)
{
	uint32_t cells;

	return node_read_cell(node, known, &cells) && cells == root;
}

/* __reserved_mem_check_root(). */
static bool is_well_formed(const struct topology *topo, const struct node *node)
{
	const struct node *root = tree_root(topo->tree);

	return has_cells_of_root(node, PROP_ADDRESS_CELLS, root->address_cells) &&
	       has_cells_of_root(node, PROP_SIZE_CELLS, root->size_cells) &&
	       node_has(node, PROP_RANGES);
}

static enum pool pool_of(const struct node *node)
{
	if (!node_has(node, PROP_COMPATIBLE))
		return POOL_NONE;
	if (node_is_compatible(node, "restricted-dma-pool"))
		return POOL_RESTRICTED;
	if (!node_is_compatible(node, "shared-dma-pool"))
		return POOL_NONE;
	if (!node_has(node, PROP_REUSABLE))
		return POOL_COHERENT;
	return node_has(node, PROP_NO_MAP) ? POOL_NONE : POOL_CMA;
}

static enum reg_fault read_first(const struct topology *topo, struct cells *cells,
				 struct range *out)
{
	uint64_t base, size;

	if (!take_pair(topo, cells, &base, &size))
		return REG_BROKEN;
	if (!size)
		return REG_EMPTY;
	return range_from_length(base, size, out) ? REG_FINE : REG_WRAPS;
}

static void read_reg(const struct topology *topo, struct region *region)
{
	const struct property *reg = node_find(region->node, PROP_REG);
	struct cells cells = cells_of(reg);

	region->has_reg = reg != NULL;
	if (!reg)
		return;
	region->fault = REG_BROKEN;
	if (is_whole(topo, reg)) {
		region->reg_count = (uint32_t)(reg->length / (4 * pair_cells(topo)));
		region->fault = read_first(topo, &cells, &region->range);
	}
	region->reg_bad = region->fault != REG_FINE;
	region->translates = reg_translate(topo, region->node, 0, &region->cpu);
}

/* A number that must have exactly count cells. */
static bool read_number(const struct property *property, uint32_t count, uint64_t *out)
{
	struct cells cells = cells_of(property);

	return property->length == (uint64_t)4 * count && cells_take(&cells, count, out);
}

static void read_ranges(struct topology *topo, const struct property *property,
			struct allocation *out)
{
	struct cells cells = cells_of(property);
	uint64_t base, size;
	struct range range;

	out->has_ranges = true;
	out->ranges_bad = !is_whole(topo, property);
	while (!out->ranges_bad && take_pair(topo, &cells, &base, &size))
		if (range_from_length(base, size, &range))
			*VEC_ADD(topo->arena, &out->ranges) = range;
}

/* __reserved_mem_alloc_size(). */
static void read_allocation(struct topology *topo, struct region *region)
{
	const struct node *root = tree_root(topo->tree);
	const struct property *size = node_find(region->node, PROP_SIZE);
	const struct property *alignment = node_find(region->node, PROP_ALIGNMENT);
	const struct property *ranges = node_find(region->node, PROP_ALLOC_RANGES);
	struct allocation *out = &region->allocation;

	out->size_bad = !read_number(size, root->size_cells, &out->size);
	if (alignment)
		out->alignment_bad =
			!read_number(alignment, root->address_cells, &out->alignment);
	if (ranges)
		read_ranges(topo, ranges, out);
}

/* A kernel that skips a broken reg goes on as if there were none. */
static bool is_dynamic(const struct topology *topo, const struct region *region)
{
	if (!node_has(region->node, PROP_SIZE))
		return false;
	return !region->has_reg || (region->fault == REG_BROKEN &&
				    kernel_has(&topo->kernel, KERNEL_EARLY_REG_IS_WHOLE));
}

static void add_region(struct topology *topo, const struct node *node)
{
	struct region *region = VEC_ADD(topo->arena, &topo->regions);

	region->node = node;
	region->pool = pool_of(node);
	region->no_map = node_has(node, PROP_NO_MAP);
	region->reserved = node->available && !topo->reserved_memory_bad;
	read_reg(topo, region);
	region->dynamic = is_dynamic(topo, region);
	if (region->dynamic)
		read_allocation(topo, region);
}

/* The node's own status counts for nothing: fdt_scan_reserved_mem(). */
static void find_regions(struct topology *topo)
{
	const struct node *node;

	for_each_child (node, tree_root(topo->tree))
		if (node_is_named(node, "reserved-memory"))
			break;
	topo->reserved_memory = node;
	if (!node)
		return;
	topo->reserved_memory_bad = !is_well_formed(topo, node);
	for_each_child (node, topo->reserved_memory)
		add_region(topo, node);
}

static void add_uses(struct topology *topo, const struct node *user,
		     const struct property *property)
{
	struct cells cells = cells_of(property);
	struct region_use *use;
	uint32_t phandle, index;

	for (index = 0; cells_take_one(&cells, &phandle); index++) {
		if (!phandle)
			continue;
		use = VEC_ADD(topo->arena, &topo->region_uses);
		use->user = user;
		use->index = index;
		use->phandle = phandle;
		use->target = tree_find_phandle(topo->tree, phandle);
		use->region = region_of(topo, use->target);
	}
}

/* From the last to the first, so that each list is in document order. */
static void link_uses(struct topology *topo)
{
	struct region_use *use;
	struct region *region;
	size_t i;

	for (i = topo->region_uses.count; i-- > 0;) {
		use = &topo->region_uses.items[i];
		if (!use->region)
			continue;
		region = &topo->regions.items[use->region - topo->regions.items];
		use->next = region->first_use;
		region->first_use = use;
	}
}

void region_find(struct topology *topo)
{
	const struct node *node;

	find_regions(topo);
	for_each_node_with (node, topo->tree, PROP_MEMORY_REGION)
		add_uses(topo, node, node_find(node, PROP_MEMORY_REGION));
	link_uses(topo);
	reservations_decode(topo);
}

const struct region *region_of(const struct topology *topo, const struct node *node)
{
	struct bisect at = { .end = topo->regions.count };

	if (!node || !at.end || node->parent != topo->reserved_memory)
		return NULL;
	while (bisect_next(&at))
		bisect_tell(&at,
			    topo->regions.items[at.middle].node->index < node->index);
	return &topo->regions.items[at.first];
}

const struct master *region_master(const struct topology *topo, const struct node *node)
{
	const struct master *host = pci_host_of(topo, node);

	return host ? host : topology_master(topo, node);
}
