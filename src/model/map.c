/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes iommu-map and msi-map. */
#include "model/map.h"

#include "model/passes.h"
#include "tree/cells.h"

/* The properties of each kind of map. */
static const struct {
	enum known map, mask, cells;
} names[] = {
	[MAP_IOMMU] = { PROP_IOMMU_MAP, PROP_IOMMU_MAP_MASK, PROP_IOMMU_CELLS },
	[MAP_MSI] = { PROP_MSI_MAP, PROP_MSI_MAP_MASK, PROP_MSI_CELLS },
};

/* The cells of one map. */
struct reader {
	struct topology *topo;
	struct map *map;
	const uint32_t *cells;
	size_t count, next;
};

static const uint32_t no_output[1];

/* Cells of output for one target; 1 where it does not say. */
static uint32_t output_cells(const struct map *map, const struct node *target)
{
	uint32_t count;

	return node_read_cell(target, names[map->kind].cells, &count) ? count : 1;
}

/* Whether a node can be meant as target, so that a phandle is no stray number. */
static bool is_target(const struct map *map, const struct node *node)
{
	if (!node)
		return false;
	return node_has(node, names[map->kind].cells) ||
	       (map->kind == MAP_MSI && node_has(node, PROP_MSI_CONTROLLER));
}

/*
 * True where the cells are a whole number of entries of the layout, each with a target.
 * Keeps the first target whose cells are not one, and so show in the layout.
 */
static bool fits(const struct reader *reader, enum map_layout layout,
		 const struct node **odd)
{
	const struct node *target;
	size_t next = 0, size = 4;

	*odd = NULL;
	while (reader->count - next >= 2) {
		target = tree_find_phandle(reader->topo->tree, reader->cells[next + 1]);
		if (!is_target(reader->map, target))
			return false;
		if (!*odd && output_cells(reader->map, target) != 1)
			*odd = target;
		if (layout == MAP_BY_CELLS)
			size = (size_t)3 + output_cells(reader->map, target);
		if (reader->count - next < size)
			return false;
		next += size;
	}
	return next && next == reader->count;
}

enum { ENTRY_CELLS_MIN = 3, ENTRY_CELLS_MAX = 6 };

/*
 * The size by which the cells are two entries or more, each with a target, although no
 * layout has entries of that size; 0 for none.
 */
static unsigned find_uneven(const struct reader *reader)
{
	const struct node *target;
	unsigned size;
	size_t i;

	for (size = ENTRY_CELLS_MIN; size <= ENTRY_CELLS_MAX; size++) {
		if (reader->count % size || reader->count < (size_t)2 * size)
			continue;
		for (i = 0; i < reader->count; i += size) {
			target = tree_find_phandle(reader->topo->tree,
						   reader->cells[i + 1]);
			if (!is_target(reader->map, target))
				break;
		}
		if (i == reader->count)
			return size;
	}
	return 0;
}

/*
 * True where an entry names no node and the cells are no whole number of entries, were
 * that one as large as its target's: a cell is missing or left over before it.
 */
static bool is_ragged(const struct reader *reader)
{
	const struct node *target;
	bool lost = false;
	size_t next = 0, size = 4;

	if (!is_target(reader->map, reader->map->target))
		return false;
	while (reader->count - next >= 2) {
		target = tree_find_phandle(reader->topo->tree, reader->cells[next + 1]);
		if (!target) {
			lost = true;
			target = reader->map->target;
		}
		if (reader->map->layout != MAP_FOUR)
			size = (size_t)3 + output_cells(reader->map, target);
		if (reader->count - next < size)
			return lost;
		next += size;
	}
	return lost && next != reader->count;
}

/*
 * True where the first target is an IOMMU that lacks #iommu-cells, and entries of four
 * cells would not each name an IOMMU: they were written for more cells, or fewer.
 */
static bool is_unsized(const struct reader *reader)
{
	const struct topology *topo = reader->topo;
	const struct map *map = reader->map;
	const struct iommu *iommu;
	const struct node *target;
	size_t i;

	iommu = map->kind == MAP_IOMMU && map->target ? topology_iommu(topo, map->target)
						      : NULL;
	if (!iommu || !iommu_lacks_cells(iommu))
		return false;
	if (reader->count % 4)
		return true;
	for (i = 0; i < reader->count; i += 4) {
		target = tree_find_phandle(topo->tree, reader->cells[i + 1]);
		if (!target || !topology_iommu(topo, target))
			return true;
	}
	return false;
}

/*
 * of_check_bad_map(): four-cell entries of one ID each for one target, where the first
 * target has two cells.
 */
static bool is_legacy(const struct reader *reader)
{
	const struct node *target;
	size_t i;

	if (!reader->count || reader->count % 4)
		return false;
	target = tree_find_phandle(reader->topo->tree, reader->cells[1]);
	if (!target || output_cells(reader->map, target) != 2)
		return false;
	for (i = 0; i < reader->count; i += 4)
		if (reader->cells[i + 1] != reader->cells[1] || reader->cells[i + 3] != 1)
			return false;
	return true;
}

static void find_layout(struct reader *reader)
{
	const bool by_cells =
		kernel_has(&reader->topo->kernel, KERNEL_MAP_ENTRIES_BY_CELLS);
	const struct node *odd_by_cells, *odd_by_four, *odd;
	const bool fits_cells = fits(reader, MAP_BY_CELLS, &odd_by_cells);
	const bool fits_four = fits(reader, MAP_FOUR, &odd_by_four);
	struct map *map = reader->map;

	odd = fits_cells ? odd_by_cells : fits_four ? odd_by_four : NULL;
	if (odd)
		map->target = odd;
	map->layout = !by_cells           ? MAP_FOUR
		      : is_legacy(reader) ? MAP_LEGACY
					  : MAP_BY_CELLS;
	if (map->layout == MAP_FOUR)
		map->misread = fits_cells && odd;
	else if (map->layout == MAP_BY_CELLS)
		map->misread = !fits_cells && fits_four;
	if (!fits_cells && !fits_four)
		map->uneven = find_uneven(reader);
	map->ragged = map->layout != MAP_LEGACY && is_ragged(reader);
	map->unsized = is_unsized(reader);
	map->refused = map->property->length % 4;
	if (!by_cells)
		map->refused = !map->property->length || map->property->length % 16;
}

static enum entry_state find_target(struct reader *reader, struct map_entry *entry)
{
	if (!entry->phandle)
		return ENTRY_ZERO_PHANDLE;
	entry->target = tree_find_phandle(reader->topo->tree, entry->phandle);
	if (!entry->target)
		return ENTRY_DANGLING;
	if (reader->map->kind == MAP_IOMMU)
		entry->iommu = topology_iommu(reader->topo, entry->target);
	return ENTRY_OK;
}

/* In the order in which of_map_id() looks at an entry. */
static enum entry_state decode_entry(struct reader *reader, struct map_entry *entry)
{
	const uint32_t *cells = reader->cells + reader->next;
	const size_t left = reader->count - reader->next;
	enum entry_state state;
	uint32_t outputs = 1;

	entry->base = cells[0];
	if (left < 2)
		return ENTRY_TRUNCATED;
	entry->phandle = cells[1];
	state = find_target(reader, entry);
	if (state == ENTRY_OK && reader->map->layout == MAP_BY_CELLS)
		outputs = output_cells(reader->map, entry->target);
	if (outputs > SPECIFIER_CELLS_MAX)
		return ENTRY_TOO_WIDE;
	if (left < (size_t)3 + outputs)
		return state == ENTRY_OK ? ENTRY_TRUNCATED : state;
	if (outputs) {
		entry->output = cells + 2;
		entry->output_count = outputs;
	}
	entry->length = cells[2 + outputs];
	reader->next += (size_t)3 + outputs;
	return state;
}

static bool knows_size(const struct map *map, const struct map_entry *entry)
{
	if (entry->state == ENTRY_TRUNCATED || entry->state == ENTRY_TOO_WIDE)
		return false;
	return entry->state == ENTRY_OK || map->layout != MAP_BY_CELLS;
}

static void decode_entries(struct reader *reader)
{
	struct map *map = reader->map;
	struct map_entry *entry;

	/* No entry has fewer than three cells, but the last. */
	map->entries.capacity = reader->count / 3 + 1;
	map->entries.items = arena_array(reader->topo->arena, map->entries.capacity,
					 sizeof(*map->entries.items));
	while (reader->next < reader->count) {
		entry = VEC_ADD(reader->topo->arena, &map->entries);
		entry->index = (uint32_t)(map->entries.count - 1);
		entry->cell = (uint32_t)reader->next;
		entry->output = no_output;
		entry->state = decode_entry(reader, entry);
		if (!knows_size(map, entry))
			return;
	}
}

/* Requester IDs by bus-range, which drivers/pci/of.c takes as 0 to 0xff where it is bad.
 */
static struct range requester_ids(const struct node *node)
{
	struct cells cells = cells_of(node_find(node, PROP_BUS_RANGE));
	uint32_t first, last;

	if (!cells_take_one(&cells, &first) || !cells_take_one(&cells, &last) ||
	    first > last || first > 0xff)
		return (struct range){ 0, 0xffff };
	return (struct range){ first << 8, (last > 0xff ? 0xff : last) << 8 | 0xff };
}

static const uint32_t *read_cells(struct topology *topo, const struct property *property)
{
	struct cells cells = cells_of(property);
	const size_t count = cells_left(&cells);
	uint32_t *out = arena_array(topo->arena, count, sizeof(*out));
	size_t i;

	for (i = 0; i < count; i++)
		out[i] = cells_next(&cells);
	return out;
}

static void decode(struct topology *topo, uint32_t number, enum map_kind kind)
{
	const struct master *master = &topo->masters.items[number];
	const struct property *property = node_find(master->node, names[kind].map);
	struct reader reader = { .topo = topo };
	struct map *map;

	if (!property)
		return;
	map = VEC_ADD(topo->arena, &topo->maps);
	map->kind = kind;
	map->master = number;
	map->node = master->node;
	map->property = property;
	map->has_mask = node_read_cell(master->node, names[kind].mask, &map->mask);
	if (!map->has_mask)
		map->mask = UINT32_MAX;
	map->inputs = (struct range){ 0, UINT32_MAX };
	if (master->kind == MASTER_PCI_HOST)
		map->inputs = requester_ids(master->node);
	reader.map = map;
	reader.cells = read_cells(topo, property);
	reader.count = property->length / 4;
	if (reader.count > 1)
		map->target = tree_find_phandle(topo->tree, reader.cells[1]);
	find_layout(&reader);
	if (!map->refused)
		decode_entries(&reader);
	map_divide(topo, map);
}

void map_decode(struct topology *topo)
{
	const struct map *map;
	uint32_t i;

	for (i = 0; i < topo->masters.count; i++) {
		decode(topo, i, MAP_IOMMU);
		decode(topo, i, MAP_MSI);
	}
	for_each (map, &topo->maps) {
		struct master *master = &topo->masters.items[map->master];

		if (map->kind == MAP_IOMMU)
			master->iommu_map = map;
		else
			master->msi_map = map;
	}
}
