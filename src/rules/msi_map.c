/* SPDX-License-Identifier: BSD-2-Clause */
/* msi-map by itself. */
#include "rules/map.h"
#include "rules/msi.h"

static void report_layout(const struct map *map, struct findings *out)
{
	uint32_t cells = 1;
	struct finding *f;

	if (map->target && node_read_cell(map->target, PROP_MSI_CELLS, &cells) &&
	    map->layout == MAP_BY_CELLS) {
		f = finding_add(
			out, map->node, "msi-map", -1,
			"has entries of four cells for %s, whose #msi-cells is %u",
			finding_path(out, map->target), cells);
		finding_consequence(out, f,
				    "reads entries of %u cells: the lookups fail or lead "
				    "to wrong controllers",
				    3 + cells);
	} else {
		f = finding_add(out, map->node, "msi-map", -1,
				"has entries that are not of four cells");
		finding_consequence(
			out, f,
			"reads entries of four cells: the lookups fail or lead "
			"to wrong controllers");
	}
	if (map->target)
		finding_relate(out, f, "msi controller", map->target, "#msi-cells", -1,
			       NULL);
}

static void report_uneven(const struct map *map, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "msi-map", -1,
			"has entries of %u cells for %s, which #msi-cells does not ask "
			"for",
			map->uneven, finding_path(out, map->target));
	finding_relate(out, f, "msi controller", map->target, "#msi-cells", -1, NULL);
	finding_consequence(out, f,
			    "reads entries of another size: the lookups fail or lead to "
			    "wrong controllers");
}

static void report_ragged(const struct map *map, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "msi-map", -1,
			"has %u cells, which are no whole entries for %s",
			map->property->length / 4, finding_path(out, map->target));
	finding_relate(out, f, "msi controller", map->target, "#msi-cells", -1, NULL);
	finding_consequence(out, f,
			    "takes another cell for the phandle of an entry: each lookup "
			    "that comes so far fails");
}

static void report_refused(const struct map *map, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "msi-map", -1,
			"has %u bytes, expected whole entries", map->property->length);
	finding_consequence(out, f,
			    "prints \"Bad msi-map length\" and refuses the map: its "
			    "functions get no MSIs");
}

static void report_entry(const struct map *map, const struct map_entry *entry,
			 struct findings *out)
{
	const uint32_t left = map->property->length / 4 - entry->cell;
	struct finding *f;

	if (map_entry_is_masked(map, entry)) {
		f = finding_add(out, map->node, "msi-map", (int)entry->index,
				"starts at 0x%x, of which msi-map-mask 0x%x clears 0x%x",
				entry->base, map->mask, entry->base & ~map->mask);
		finding_key(out, f, "0x%x 0x%x", entry->base, map->mask);
		finding_consequence(out, f,
				    "prints \"Invalid msi-map translation\" for each ID "
				    "that no entry before matches: no MSIs");
	} else if (entry->state == ENTRY_TOO_WIDE) {
		finding_add(out, map->node, "msi-map", (int)entry->index,
			    "names %s, whose #msi-cells is beyond the limit of %d",
			    finding_path(out, entry->target), SPECIFIER_CELLS_MAX);
	} else {
		finding_add(out, map->node, "msi-map", (int)entry->index,
			    "ends after %u cells of the entry", left);
	}
}

/* The first entry that ends every lookup; dangling ones have their own rule. */
static const struct map_entry *broken_entry(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->state == ENTRY_TRUNCATED || entry->state == ENTRY_TOO_WIDE ||
		    map_entry_is_masked(map, entry))
			return entry;
	return NULL;
}

/* msi-parent gets no entry of its own in the catalogue: its list ends the same way. */
static void check_parents(const struct topology *topo, struct findings *out)
{
	const struct msi_parent *parent;
	struct finding *f;

	for_each (parent, &topo->msi_parents) {
		if (!parent->node->live || parent->state != ENTRY_TRUNCATED ||
		    !parent->target)
			continue;
		f = finding_add(out, parent->node, "msi-parent", (int)parent->index,
				"ends inside an entry, expected %u cells for %s",
				parent->argument_count,
				finding_path(out, parent->target));
		finding_relate(out, f, "msi controller", parent->target, "#msi-cells", -1,
			       NULL);
		finding_consequence(out, f, "ignores the entry: no MSIs");
	}
}

void check_msi_malformed(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;

	for_each (map, &topo->maps) {
		if (!map_is_read(topo, map, MAP_MSI))
			continue;
		entry = broken_entry(map);
		if (map->uneven)
			report_uneven(map, out);
		else if (map->misread)
			report_layout(map, out);
		else if (map->refused)
			report_refused(map, out);
		else if (map->ragged)
			report_ragged(map, out);
		else if (entry)
			report_entry(map, entry, out);
	}
	check_parents(topo, out);
}

/* Where a host has both maps, iommu-map-uncovered or iommu-map-msi-map-differ tells. */
static bool is_told_elsewhere(const struct topology *topo, const struct map *map)
{
	const struct map *other = topo->masters.items[map->master].iommu_map;

	return other && map_is_whole(topo, other, MAP_IOMMU) && other->target &&
	       other->target->live;
}

/*
 * The first entry for one function of a device behind the root port, where the map has
 * none for its other functions. What sits in a slot is not for the tree to know.
 */
static const struct map_entry *find_lone_function(const struct topology *topo,
						  const struct map *map)
{
	const uint64_t root_bus = map->inputs.first >> 8;
	const struct map_entry *entry, *lone = NULL;

	if (topo->masters.items[map->master].kind != MASTER_PCI_HOST)
		return NULL;
	for_each (entry, &map->entries) {
		if (entry->state != ENTRY_OK || entry->length != 1)
			return NULL;
		if (!lone && entry->base >> 8 > root_bus && !(entry->base & 7))
			lone = entry;
	}
	if (!lone || lone->base + (uint64_t)1 > map->inputs.last ||
	    !map_misses(map, (struct range){ lone->base + 1, lone->base + 1 }))
		return NULL;
	return lone;
}

static void report_lone(const struct map *map, const struct map_entry *entry,
			struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "msi-map", (int)entry->index,
			"covers requester ID 0x%x alone, and no other function of the "
			"device behind the root port",
			entry->base);
	finding_key(out, f, "0x%x", entry->base);
	finding_fix(out, f, "let msi-map-mask clear the function, or list the functions");
}

void check_msi_uncovered(const struct topology *topo, struct findings *out)
{
	const struct map_entry *lone;
	const struct map *map;
	struct finding *f;
	uint32_t id;

	for_each_whole_map (map, topo, MAP_MSI) {
		lone = find_lone_function(topo, map);
		if (lone)
			report_lone(map, lone, out);
		if (lone || is_told_elsewhere(topo, map))
			continue;
		if (map_is_placeholder(topo, map)) {
			finding_not_checked(out, "firmware fills in msi-map");
			continue;
		}
		if (!map_has_gap(topo, map, &id))
			continue;
		f = finding_add(out, map->node, "msi-map", -1,
				"does not cover requester ID 0x%x on bus 0x%x", id,
				id >> 8);
		finding_key(out, f, "0x%x", id);
	}
}

void check_msi_overlap(const struct topology *topo, struct findings *out)
{
	struct map_clash *clashes;
	const struct map *map;
	struct finding *f;
	size_t count, i;

	for_each_whole_map (map, topo, MAP_MSI) {
		count = map_find_clashes(topo, map, &clashes);
		for (i = 0; i < count; i++) {
			f = finding_add(out, map->node, "msi-map",
					(int)clashes[i].second->index,
					"covers ID 0x%x as entry %u does, and %s",
					clashes[i].id, clashes[i].first->index,
					clashes[i].agree ? "yields the same"
							 : "yields another result");
			finding_key(out, f, "0x%x", clashes[i].id);
			if (clashes[i].agree)
				finding_severity(f, SEVERITY_NOTE);
		}
		check_msi_twins(topo, map, out);
	}
}
