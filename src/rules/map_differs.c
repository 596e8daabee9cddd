/* SPDX-License-Identifier: BSD-2-Clause */
/* iommu-map against msi-map of one host. */
#include <stdlib.h>

#include "rules/map.h"

/* Entries that can match, by base; both maps of a host have the same inputs. */
static int compare_entries(const void *left, const void *right)
{
	const struct map_entry *a = *(const struct map_entry *const *)left;
	const struct map_entry *b = *(const struct map_entry *const *)right;

	if (a->base != b->base)
		return a->base < b->base ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

struct sorted {
	const struct map *map;
	const struct map_entry **entries;
	size_t count;
};

static struct sorted sort_entries(const struct topology *topo, const struct map *map)
{
	struct sorted sorted = { map, NULL, 0 };
	const struct map_entry *entry;

	sorted.entries =
		arena_array(topo->arena, map->entries.count, sizeof(*sorted.entries));
	for_each (entry, &map->entries)
		if (entry->length && entry->state == ENTRY_OK)
			sorted.entries[sorted.count++] = entry;
	if (sorted.count)
		qsort(sorted.entries, sorted.count, sizeof(*sorted.entries),
		      compare_entries);
	return sorted;
}

/* True where the entry goes on behind the ID that an IOMMU leaves out for itself. */
static bool goes_on(const struct sorted *sorted, const struct map_entry *entry,
		    uint64_t end)
{
	return entry->base <= end ||
	       (entry->base == end + 1 && map_is_own_id(sorted->map, end));
}

/* Takes entries that touch or overlap as one range; false at the end. */
static bool take_range(const struct sorted *sorted, size_t *next, struct range *out)
{
	const struct map_entry *entry;

	if (*next == sorted->count)
		return false;
	entry = sorted->entries[(*next)++];
	*out = (struct range){ entry->base, (uint64_t)entry->base + entry->length };
	for (; *next < sorted->count; (*next)++) {
		entry = sorted->entries[*next];
		if (!goes_on(sorted, entry, out->last))
			break;
		if ((uint64_t)entry->base + entry->length > out->last)
			out->last = (uint64_t)entry->base + entry->length;
	}
	out->last--;
	return true;
}

/* The first ID that one of the two covers and the other does not. */
static bool find_difference(const struct sorted *a, const struct sorted *b, uint64_t most,
			    uint64_t *id)
{
	size_t next_a = 0, next_b = 0;
	struct range in_a, in_b;
	bool has_a, has_b;

	for (;;) {
		has_a = take_range(a, &next_a, &in_a) && in_a.first <= most;
		has_b = take_range(b, &next_b, &in_b) && in_b.first <= most;
		if (!has_a && !has_b)
			return false;
		if (has_a != has_b) {
			*id = has_a ? in_a.first : in_b.first;
			return true;
		}
		if (in_a.first != in_b.first) {
			*id = in_a.first < in_b.first ? in_a.first : in_b.first;
			return true;
		}
		if (in_a.last != in_b.last && (in_a.last < most || in_b.last < most)) {
			*id = (in_a.last < in_b.last ? in_a.last : in_b.last) + 1;
			return true;
		}
	}
}

/* -1 where the outputs go down from a to b, 1 where they go up. */
static int direction(const struct map_entry *a, const struct map_entry *b)
{
	if (a->target != b->target)
		return a->target->index < b->target->index ? 1 : -1;
	if (!a->output_count || !b->output_count || a->output[0] == b->output[0])
		return 0;
	return a->output[0] < b->output[0] ? 1 : -1;
}

/* The place in both lists from which on one goes up and the other down; 0 for none. */
static size_t find_disorder(const struct sorted *a, const struct sorted *b)
{
	size_t i;

	for (i = 1; i < a->count && a->count == b->count; i++)
		if (direction(a->entries[i - 1], a->entries[i]) *
			    direction(b->entries[i - 1], b->entries[i]) <
		    0)
			return i;
	return 0;
}

static void compare_ranges(const struct topology *topo, const struct map *map,
			   const struct map *msi, struct findings *out)
{
	const struct sorted a = sort_entries(topo, map), b = sort_entries(topo, msi);
	struct finding *f;
	uint64_t id;
	size_t at;

	if (find_difference(&a, &b, map->inputs.last, &id)) {
		f = finding_add(out, map->node, "iommu-map", -1,
				"and msi-map do not cover the same IDs, first 0x%x",
				(unsigned)id);
		finding_key(out, f, "0x%x", (unsigned)id);
	} else if ((at = find_disorder(&a, &b))) {
		f = finding_add(out, map->node, "msi-map", (int)b.entries[at]->index,
				"puts IDs 0x%x and 0x%x in another order than iommu-map",
				b.entries[at - 1]->base, b.entries[at]->base);
		finding_key(out, f, "0x%x", b.entries[at]->base);
		finding_consequence(out, f,
				    "gives one of the two the interrupts of the other "
				    "where the hardware derives both IDs alike");
	} else {
		return;
	}
	finding_relate(out, f, "msi-map", map->node, "msi-map", -1, NULL);
}

/* The host's table: IMX95_MAX_LUT places, IMX95_SID_MASK. */
enum { TABLE_SIZE = 32, TABLE_ID_MAX = 0x3f };

/* In front of the MSI's ID are two bits that the table does not hold. */
static bool has_other_id(const struct topology *topo, const struct map *msi, uint32_t id,
			 uint32_t output)
{
	struct map_hit hit;

	return msi && map_lookup(topo, msi, id, &hit) == MAP_HIT &&
	       (hit.output & TABLE_ID_MAX) != output;
}

/* Reports the first ID of the piece that the table cannot hold; false for none. */
static bool report_table(const struct topology *topo, const struct map *map,
			 const struct map_piece *piece, struct findings *out)
{
	const struct map *msi = topo->masters.items[map->master].msi_map;
	const struct map_entry *entry = map_piece_entry(map, piece);
	struct finding *f = NULL;
	uint64_t id;
	uint32_t output;

	for (id = piece->ids.first; !f && id <= piece->ids.last; id++) {
		output = entry->output[0] + ((uint32_t)id - entry->base);
		if (output > TABLE_ID_MAX)
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"yields ID 0x%x for 0x%x, expected six bits",
					output, (unsigned)id);
		else if (has_other_id(topo, msi, (uint32_t)id, output))
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"yields ID 0x%x for 0x%x, msi-map another one",
					output, (unsigned)id);
	}
	if (!f)
		return false;
	finding_severity(f, SEVERITY_ERROR);
	finding_key(out, f, "0x%x", (unsigned)id - 1);
	finding_consequence(
		out, f,
		"enters one ID for both maps in the host's table: the function "
		"cannot be enabled (-EINVAL)");
	return true;
}

/* imx_pcie_add_lut_by_rid(). Without iommu-map any ID of msi-map serves. */
static void check_table(const struct topology *topo, const struct map *map,
			struct findings *out)
{
	const struct map_piece *piece;
	size_t places = 0;

	for_each (piece, &map->pieces) {
		if (piece->fails || !map_piece_entry(map, piece)->output_count)
			continue;
		if (places++ == TABLE_SIZE || report_table(topo, map, piece, out))
			return;
	}
}

static bool has_table(const struct topology *topo, const struct master *host)
{
	return host->clients & CLIENT_EQUAL_MAPS &&
	       kernel_has(&topo->kernel, KERNEL_MAPS_FILL_TABLE);
}

void check_map_differs(const struct topology *topo, struct findings *out)
{
	const struct master *host;

	for_each (host, &topo->masters) {
		const struct map *map = host->iommu_map, *msi = host->msi_map;

		if (!map || !map_is_whole(topo, map, MAP_IOMMU))
			continue;
		if (has_table(topo, host))
			check_table(topo, map, out);
		if (msi && map_is_whole(topo, msi, MAP_MSI) &&
		    !map_has_culprit(topo, map) && !map_has_culprit(topo, msi) &&
		    !map_is_placeholder(topo, map) && !map_is_placeholder(topo, msi))
			compare_ranges(topo, map, msi, out);
	}
}
