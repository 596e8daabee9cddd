/* SPDX-License-Identifier: BSD-2-Clause */
/* Which entry of a map decides for which input ID. */
#include "base/cover.h"
#include "model/map.h"

static bool is_failing(const struct map_entry *entry)
{
	return entry->state != ENTRY_OK || (entry->length > 1 && entry->output_count > 1);
}

bool map_entry_is_fatal(const struct topology *topo, const struct map *map,
			const struct map_entry *entry)
{
	switch (entry->state) {
	case ENTRY_TRUNCATED:
	case ENTRY_TOO_WIDE:
		return true;
	case ENTRY_DANGLING:
	case ENTRY_ZERO_PHANDLE:
		if (kernel_has(&topo->kernel, KERNEL_MAP_ENTRIES_BY_CELLS))
			return true;
		break;
	default:
		break;
	}
	return map_entry_is_masked(map, entry);
}

bool map_entry_inputs(const struct map *map, const struct map_entry *entry,
		      struct range *out)
{
	if (!range_from_length(entry->base, entry->length, out))
		return false;
	/* A sum of 32 bits, which is then compared with the ID. */
	if (map->layout == MAP_FOUR && out->last >= UINT32_MAX)
		return false;
	if (out->last > UINT32_MAX)
		out->last = UINT32_MAX;
	return true;
}

enum map_answer map_lookup(const struct topology *topo, const struct map *map,
			   uint32_t id, struct map_hit *out)
{
	const uint32_t masked = id & map->mask;
	const struct map_entry *entry;
	struct range inputs;

	*out = (struct map_hit){ NULL, 0 };
	if (map->refused)
		return MAP_FAILS;
	for_each (entry, &map->entries) {
		if (!map_entry_is_fatal(topo, map, entry) &&
		    (!map_entry_inputs(map, entry, &inputs) ||
		     !range_has(inputs, masked)))
			continue;
		out->entry = entry;
		if (map_entry_is_fatal(topo, map, entry) || is_failing(entry))
			return MAP_FAILS;
		out->output = entry->output[0] + (masked - entry->base);
		return MAP_HIT;
	}
	return MAP_BYPASS;
}

static uint32_t highest_bit(uint32_t value)
{
	return value ? UINT32_C(1) << (31 - __builtin_clz(value)) : 0;
}

/* The first value from `from` on that the mask lets through; false where none follows. */
static bool next_value(uint64_t from, uint32_t mask, uint64_t *out)
{
	uint32_t value = (uint32_t)from, below = highest_bit(value & ~mask);

	if (from > UINT32_MAX)
		return false;
	*out = from;
	if (!below)
		return true;
	/* Count up by one among the bits of the mask above the highest stray bit. */
	*out = ((value | ~mask | (below - 1)) + UINT32_C(1)) & mask;
	return *out > from;
}

/* The last value up to `from` that the mask lets through; 0 always is. */
static uint64_t last_value(uint64_t from, uint32_t mask)
{
	uint32_t value = (uint32_t)from, below = highest_bit(value & ~mask);

	return below ? (value & ~(below - 1) & mask) | ((below - 1) & mask) : value;
}

static bool is_sparse(struct range ids, uint32_t mask)
{
	uint32_t top = highest_bit((uint32_t)(ids.first ^ ids.last));

	return top && ~mask & (top | (top - 1));
}

struct range map_masked_inputs(const struct map *map)
{
	struct range ids = map->inputs;

	if ((map->mask & 0xff00) != 0xff00)
		ids.first = 0;
	ids.last = last_value(ids.last, map->mask);
	return ids;
}

bool map_next_input(const struct map *map, uint64_t from, uint64_t *out)
{
	const struct range inputs = map_masked_inputs(map);

	if (from < inputs.first)
		from = inputs.first;
	return next_value(from, map->mask, out) && *out <= inputs.last;
}

static void add_piece(const struct topology *topo, struct map *map, struct range ids,
		      uint32_t number)
{
	const struct map_entry *entry = &map->entries.items[number];
	const struct range inputs = map_masked_inputs(map);
	struct map_piece *piece;

	if (!range_overlaps(ids, inputs))
		return;
	ids = range_intersect(ids, inputs);
	ids.last = last_value(ids.last, map->mask);
	if (!next_value(ids.first, map->mask, &ids.first) || ids.first > ids.last)
		return;
	piece = VEC_ADD(topo->arena, &map->pieces);
	piece->ids = ids;
	piece->entry = number;
	piece->fails = is_failing(entry) || map_entry_is_fatal(topo, map, entry);
	piece->sparse = is_sparse(ids, map->mask);
}

void map_divide(const struct topology *topo, struct map *map)
{
	const size_t most = map->entries.count;
	struct range *ranges = arena_array(topo->arena, most, sizeof(*ranges));
	uint32_t *entries = arena_array(topo->arena, most, sizeof(*entries));
	struct cover cover;
	size_t count = 0, i;
	bool fatal = false;

	for (i = 0; i < most && !fatal; i++) {
		const struct map_entry *entry = &map->entries.items[i];

		fatal = map_entry_is_fatal(topo, map, entry);
		if (fatal)
			ranges[count] = (struct range){ 0, UINT32_MAX };
		else if (!map_entry_inputs(map, entry, &ranges[count]))
			continue;
		entries[count++] = (uint32_t)i;
	}
	cover = cover_build(topo->arena, ranges, count);
	map->pieces.capacity = cover.count;
	map->pieces.items =
		arena_array(topo->arena, cover.count, sizeof(*map->pieces.items));
	for (i = 0; i < cover.count; i++)
		add_piece(topo, map, cover.pieces[i].range,
			  entries[cover.pieces[i].owner]);
}

unsigned map_piece_outputs(const struct map *map, const struct map_piece *piece,
			   struct range out[2])
{
	const struct map_entry *entry = map_piece_entry(map, piece);
	uint32_t first, last;

	if (piece->fails || !entry->output_count)
		return 0;
	first = entry->output[0] + ((uint32_t)piece->ids.first - entry->base);
	last = entry->output[0] + ((uint32_t)piece->ids.last - entry->base);
	if (first <= last) {
		out[0] = (struct range){ first, last };
		return 1;
	}
	out[0] = (struct range){ 0, last };
	out[1] = (struct range){ first, UINT32_MAX };
	return 2;
}

bool map_piece_yields(const struct map *map, const struct map_piece *piece, uint32_t id)
{
	const struct map_entry *entry = map_piece_entry(map, piece);
	uint32_t input = id - entry->output[0] + entry->base;

	return !piece->fails && entry->output_count && range_has(piece->ids, input) &&
	       !(input & ~map->mask);
}
