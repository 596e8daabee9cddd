/* SPDX-License-Identifier: BSD-2-Clause */
/* Which input IDs an iommu-map covers, and how often. */
#include "model/pci.h"
#include "rules/map.h"

static struct range bus_ids(const struct map *map, uint32_t number)
{
	const uint64_t first = map->inputs.first + ((uint64_t)number << 8);

	return (struct range){ first, first + 0xff };
}

/* Where all targets are disabled, no ID has an IOMMU anyway. */
static bool has_live_target(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->target && entry->target->live)
			return true;
	return !map->entries.count;
}

void check_map_uncovered(const struct topology *topo, struct findings *out)
{
	const struct map *map;
	struct finding *f;
	uint32_t id;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		if (!has_live_target(map))
			continue;
		if (map_is_placeholder(topo, map)) {
			finding_not_checked(out, "firmware fills in iommu-map");
			continue;
		}
		if (!map_has_gap(topo, map, &id))
			continue;
		if (map_misses(map, bus_ids(map, 0)) &&
		    map_misses(map, bus_ids(map, 1))) {
			f = finding_add(out, map->node, "iommu-map", -1,
					"covers neither the root bus 0x%x nor the bus "
					"behind it",
					(unsigned)(map->inputs.first >> 8));
			finding_severity(f, SEVERITY_WARNING);
		} else {
			f = finding_add(out, map->node, "iommu-map", -1,
					"does not cover requester ID 0x%x on bus 0x%x",
					id, id >> 8);
		}
		finding_key(out, f, "0x%x", id);
	}
}

static void report_clash(const struct map *map, const struct map_clash *clash,
			 struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)clash->second->index,
			"covers ID 0x%x as entry %u does, and %s", clash->id,
			clash->first->index,
			clash->agree ? "yields the same" : "yields another result");
	finding_relate(out, f, "entry before", map->node, "iommu-map",
		       (int)clash->first->index, NULL);
	finding_key(out, f, "0x%x", clash->id);
	if (clash->agree) {
		finding_severity(f, SEVERITY_NOTE);
		finding_consequence(out, f, "takes the first; the result is the same");
	}
}

void check_map_overlap(const struct topology *topo, struct findings *out)
{
	struct map_clash *clashes;
	const struct map *map;
	size_t count, i;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		count = map_find_clashes(topo, map, &clashes);
		for (i = 0; i < count; i++)
			report_clash(map, &clashes[i], out);
	}
}

/* The map of the host that the IOMMU is a function behind; NULL for none. */
static const struct map *map_above(const struct topology *topo, const struct iommu *iommu)
{
	const struct master *host = pci_host_of(topo, iommu->node);

	if (!host || !iommu->node->live || !host->iommu_map ||
	    !map_is_whole(topo, host->iommu_map, MAP_IOMMU))
		return NULL;
	return host->iommu_map;
}

void check_map_own_rid(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	const struct map *map;
	struct map_hit hit;
	struct finding *f;
	uint32_t id;

	for_each (iommu, &topo->iommus) {
		map = map_above(topo, iommu);
		if (!map || !node_read_cell(iommu->node, PROP_REG, &id))
			continue;
		id = id >> 8 & 0xffff;
		if (map_lookup(topo, map, id, &hit) != MAP_HIT ||
		    hit.entry->target != iommu->node)
			continue;
		f = finding_add(out, map->node, "iommu-map", (int)hit.entry->index,
				"maps requester ID 0x%x of %s to that IOMMU itself", id,
				finding_path(out, iommu->node));
		finding_relate(out, f, "iommu", iommu->node, "reg", 0, NULL);
		finding_key(out, f, "0x%x", id);
	}
}

/* host1x makes a context for each four cells, whatever the entries' size. */
static uint64_t count_contexts(const struct map *map)
{
	return map->property->length / 16;
}

static const struct map_entry *entry_of_several(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->length != 1)
			return entry;
	return NULL;
}

static bool is_served(const struct map *map, const struct map_piece *piece)
{
	const struct map_entry *entry = map_piece_entry(map, piece);

	return !piece->fails && entry->target->live;
}

/* The first context that gets no IOMMU; false where all have one. */
static bool find_bare_context(const struct map *map, uint64_t *context)
{
	const struct map_piece *piece;

	*context = 0;
	for_each (piece, &map->pieces) {
		if (piece->ids.first > *context || !is_served(map, piece))
			break;
		*context = piece->ids.last + 1;
	}
	return *context < count_contexts(map);
}

void check_map_contexts(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;
	struct finding *f;
	uint64_t context;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		if (!(topo->masters.items[map->master].clients & CLIENT_CONTEXT_TABLE))
			continue;
		entry = entry_of_several(map);
		if (entry) {
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"maps 0x%x contexts, expected one an entry",
					entry->length);
			finding_key(out, f, "0x%x", entry->length);
		} else if (find_bare_context(map, &context)) {
			f = finding_add(
				out, map->node, "iommu-map", -1,
				"leaves context %u of %u without an enabled IOMMU",
				(unsigned)context, (unsigned)count_contexts(map));
			finding_key(out, f, "%u", (unsigned)context);
			finding_consequence(
				out, f,
				"prints \"Context device %u has no IOMMU!\" and "
				"does not probe the device (-EINVAL)",
				(unsigned)context);
		}
	}
}
