/* SPDX-License-Identifier: BSD-2-Clause */
/* Single entries of iommu-map that cannot work. */
#include "rules/map.h"

static bool is_pci(const struct topology *topo, const struct map *map)
{
	return topo->masters.items[map->master].kind == MASTER_PCI_HOST;
}

/* True where nothing matches the entry since requester IDs have 16 bits. */
static bool is_beyond_pci(const struct topology *topo, const struct map *map,
			  const struct map_entry *entry)
{
	return is_pci(topo, map) && entry->base > 0xffff &&
	       !map_entry_is_masked(map, entry);
}

void check_map_masked(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;
	struct finding *f;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		for_each (entry, &map->entries)
			if (map_entry_is_masked(map, entry))
				break;
		if (entry == map->entries.items + map->entries.count)
			continue;
		f = finding_add(
			out, map->node, "iommu-map", (int)entry->index,
			"starts at 0x%x, of which iommu-map-mask 0x%x clears 0x%x",
			entry->base, map->mask, entry->base & ~map->mask);
		finding_key(out, f, "0x%x 0x%x", entry->base, map->mask);
	}
}

void check_map_range(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;
	struct finding *f;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		for_each (entry, &map->entries) {
			if (entry->output_count < 2 || entry->length < 2)
				continue;
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"maps 0x%x IDs to %s, whose #iommu-cells is %u",
					entry->length, finding_path(out, entry->target),
					entry->output_count);
			finding_relate(out, f, "iommu", entry->target, "#iommu-cells", -1,
				       NULL);
			finding_key(out, f, "0x%x", entry->base);
		}
	}
}

void check_map_empty(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		/* Contexts are judged by iommu-map-host1x. */
		if (topo->masters.items[map->master].clients & CLIENT_CONTEXT_TABLE)
			continue;
		for_each (entry, &map->entries) {
			if (entry->length || entry->state != ENTRY_OK)
				continue;
			if (map_is_placeholder(topo, map))
				finding_not_checked(out, "firmware fills in iommu-map");
			else
				finding_add(out, map->node, "iommu-map",
					    (int)entry->index, "has length 0");
		}
	}
}

/* With entries of 3 + #iommu-cells cells of_map_id() compares distances instead. */
static bool inputs_wrap(const struct topology *topo, const struct map_entry *entry)
{
	return !kernel_has(&topo->kernel, KERNEL_MAP_ENTRIES_BY_CELLS) &&
	       (uint64_t)entry->base + entry->length > UINT32_MAX;
}

static void report_input_wrap(const struct map *map, const struct map_entry *entry,
			      struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)entry->index,
			"maps 0x%x IDs from 0x%x on, which reaches 2^32", entry->length,
			entry->base);
	finding_key(out, f, "0x%x 0x%x", entry->base, entry->length);
}

/* Only where an ID that can occur yields an ID beyond 2^32. */
static void check_output_wrap(const struct map *map, struct findings *out)
{
	const struct map_entry *entry;
	const struct map_piece *piece;
	struct finding *f;

	for_each (piece, &map->pieces) {
		entry = map_piece_entry(map, piece);
		if (piece->fails || !entry->output_count ||
		    entry->output[0] + (piece->ids.last - entry->base) <= UINT32_MAX)
			continue;
		f = finding_add(out, map->node, "iommu-map", (int)entry->index,
				"maps 0x%x IDs to IDs from 0x%x on, which passes 2^32",
				entry->length, entry->output[0]);
		finding_consequence(out, f, "goes on at ID 0, which is another device's");
		finding_key(out, f, "0x%x 0x%x", entry->output[0], entry->length);
		return;
	}
}

void check_map_wraps(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		for_each (entry, &map->entries)
			if (entry->state == ENTRY_OK && inputs_wrap(topo, entry))
				report_input_wrap(map, entry, out);
		check_output_wrap(map, out);
	}
}

void check_map_base(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;
	struct finding *f;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		for_each (entry, &map->entries) {
			if (entry->state != ENTRY_OK || inputs_wrap(topo, entry) ||
			    !is_beyond_pci(topo, map, entry))
				continue;
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"starts at requester ID 0x%x, expected 16 bits",
					entry->base);
			finding_key(out, f, "0x%x", entry->base);
		}
	}
}
