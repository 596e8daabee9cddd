/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rules of both kinds of map ask about a map. */
#include <stdlib.h>

#include "rules/map.h"

bool map_is_read(const struct topology *topo, const struct map *map, enum map_kind kind)
{
	const enum master_kind master = topo->masters.items[map->master].kind;

	return map->kind == kind && map->node->live &&
	       (master == MASTER_PCI_HOST || master == MASTER_ID_BUS ||
		master == MASTER_ID_DEVICE);
}

bool map_is_whole(const struct topology *topo, const struct map *map, enum map_kind kind)
{
	const struct map_entry *last;

	if (!map_is_read(topo, map, kind) || map->refused || map->misread ||
	    map->uneven || map->ragged || map->unsized)
		return false;
	if (!map->entries.count)
		return true;
	last = &map->entries.items[map->entries.count - 1];
	return last->state != ENTRY_TRUNCATED && last->state != ENTRY_TOO_WIDE;
}

bool map_is_placeholder(const struct topology *topo, const struct map *map)
{
	const struct map_entry *entry;

	if (!(topo->masters.items[map->master].clients & CLIENT_FIRMWARE_MAP))
		return false;
	for_each (entry, &map->entries)
		if (entry->length > 1 || (entry->length && map->entries.count > 1))
			return false;
	return true;
}

bool map_misses(const struct map *map, struct range ids)
{
	const struct range masked = { ids.first & map->mask, ids.last & map->mask };
	const struct map_piece *piece;

	for_each (piece, &map->pieces)
		if (range_overlaps(piece->ids, masked))
			return false;
	return true;
}

/* A table of known functions: what it leaves out was left out on purpose. */
static bool is_list(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->length != 1)
			return false;
	return map->entries.count;
}

/* True where another rule says why the entry leaves its IDs without an answer. */
static bool is_to_blame(const struct topology *topo, const struct map *map,
			const struct map_entry *entry)
{
	struct range ids;

	if (map_entry_is_fatal(topo, map, entry))
		return true;
	return map->kind == MAP_IOMMU &&
	       (!map_entry_inputs(map, entry, &ids) || ids.first > map->inputs.last);
}

bool map_has_culprit(const struct topology *topo, const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (is_to_blame(topo, map, entry))
			return true;
	return false;
}

const struct binding *map_piece_binding(const struct map *map,
					const struct map_piece *piece)
{
	const struct map_entry *entry = map_piece_entry(map, piece);

	if (piece->fails || !entry->iommu || !entry->target->live)
		return NULL;
	return entry->iommu->binding;
}

bool map_is_own_id(const struct map *map, uint64_t id)
{
	const struct node *child;
	uint32_t reg;

	if (map->kind != MAP_IOMMU || id - map->inputs.first > 0xff)
		return false;
	for_each_child (child, map->node)
		if (child->live && node_has(child, PROP_IOMMU_CELLS) &&
		    node_read_cell(child, PROP_REG, &reg) && (reg >> 8 & 0xffff) == id)
			return true;
	return false;
}

bool map_has_gap(const struct topology *topo, const struct map *map, uint32_t *id)
{
	const struct map_piece *piece;
	uint64_t next;

	if (topo->masters.items[map->master].kind != MASTER_PCI_HOST || is_list(map) ||
	    map_has_culprit(topo, map) || map->inputs.last - map->inputs.first <= 0xff ||
	    !map_next_input(map, 0, &next))
		return false;
	for_each (piece, &map->pieces) {
		if (piece->ids.first > next && map_is_own_id(map, next) &&
		    !map_next_input(map, next + 1, &next))
			return false;
		if (piece->ids.first > next)
			break;
		if (!map_next_input(map, piece->ids.last + 1, &next))
			return false;
	}
	*id = (uint32_t)next;
	return true;
}

/* The input IDs of one entry, for sorting. */
struct span {
	struct range ids;
	const struct map_entry *entry;
};

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->ids.first != b->ids.first)
		return a->ids.first < b->ids.first ? -1 : 1;
	return a->entry->index < b->entry->index ? -1 : a->entry->index > b->entry->index;
}

static size_t collect_spans(const struct topology *topo, const struct map *map,
			    struct span *out)
{
	const struct map_entry *entry;
	size_t count = 0;

	for_each (entry, &map->entries) {
		if (map_entry_is_fatal(topo, map, entry))
			break;
		if (entry->state != ENTRY_OK ||
		    !map_entry_inputs(map, entry, &out[count].ids) ||
		    out[count].ids.first > map->inputs.last)
			continue;
		out[count++].entry = entry;
	}
	return count;
}

/* Whether both lead to one target at the same distance. */
static bool yield_the_same(const struct map_entry *a, const struct map_entry *b)
{
	uint32_t i;

	if (a->target != b->target || a->output_count != b->output_count)
		return false;
	if (a->output_count && a->output[0] - a->base != b->output[0] - b->base)
		return false;
	for (i = 1; i < a->output_count; i++)
		if (a->output[i] != b->output[i])
			return false;
	return true;
}

static struct map_clash clash_of(const struct map_entry *a, const struct map_entry *b,
				 uint64_t id)
{
	const bool in_order = a->index < b->index;

	return (struct map_clash){ .first = in_order ? a : b,
				   .second = in_order ? b : a,
				   .id = (uint32_t)id,
				   .agree = yield_the_same(a, b) };
}

size_t map_find_clashes(const struct topology *topo, const struct map *map,
			struct map_clash **out)
{
	const size_t most = map->entries.count;
	struct span *spans, *widest = NULL, *span;
	size_t count, found = 0;

	*out = NULL;
	if (most < 2)
		return 0;
	spans = arena_array(topo->arena, most, sizeof(*spans));
	*out = arena_array(topo->arena, most, sizeof(**out));
	count = collect_spans(topo, map, spans);
	qsort(spans, count, sizeof(*spans), compare_spans);
	for (span = spans; span < spans + count; span++) {
		if (widest && span->ids.first <= widest->ids.last)
			(*out)[found++] =
				clash_of(widest->entry, span->entry, span->ids.first);
		if (!widest || span->ids.last > widest->ids.last)
			widest = span;
	}
	return found;
}
