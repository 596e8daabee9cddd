/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps that cannot be decoded, or were written in another layout than Linux reads. */
#include "rules/map.h"

static bool reads_by_cells(const struct topology *topo)
{
	return kernel_has(&topo->kernel, KERNEL_MAP_ENTRIES_BY_CELLS);
}

/* #iommu-cells of the first target, where it says; 1 elsewhere, as of_map_id() has it. */
static uint32_t target_cells(const struct map *map)
{
	uint32_t cells;

	if (map->target && node_read_cell(map->target, PROP_IOMMU_CELLS, &cells))
		return cells;
	return 1;
}

static void report_refused(const struct topology *topo, const struct map *map,
			   struct findings *out)
{
	const bool by_cells = reads_by_cells(topo);
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", -1,
			"has %u bytes, expected a multiple of %u", map->property->length,
			by_cells ? 4 : 16);
	finding_consequence(out, f,
			    "prints \"Bad iommu-map length\" and refuses the map: "
			    "all its IDs do untranslated DMA");
}

static void report_uneven(const struct topology *topo, const struct map *map,
			  struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", -1,
			"has entries of %u cells for %s, whose #iommu-cells is %u",
			map->uneven, finding_path(out, map->target), target_cells(map));
	finding_relate(out, f, "iommu", map->target, "#iommu-cells", -1, NULL);
	finding_consequence(out, f,
			    "reads entries of %u cells: the lookups fail or give wrong "
			    "IDs",
			    reads_by_cells(topo) ? 3 + target_cells(map) : 4);
}

static void report_ragged(const struct topology *topo, const struct map *map,
			  struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", -1,
			"has %u cells, expected whole entries of %u for %s",
			map->property->length / 4,
			reads_by_cells(topo) ? 3 + target_cells(map) : 4,
			finding_path(out, map->target));
	finding_relate(out, f, "iommu", map->target, "#iommu-cells", -1, NULL);
	finding_consequence(out, f,
			    "takes another cell for the phandle of an entry: each lookup "
			    "that comes so far fails, and the functions do untranslated "
			    "DMA");
}

static void report_tail(const struct map *map, const struct map_entry *entry,
			struct findings *out)
{
	const uint32_t left = map->property->length / 4 - entry->cell;
	struct finding *f;

	if (entry->state == ENTRY_TOO_WIDE)
		f = finding_add(out, map->node, "iommu-map", (int)entry->index,
				"names %s, whose #iommu-cells is beyond the limit of %d",
				finding_path(out, entry->target), SPECIFIER_CELLS_MAX);
	else if (!entry->target)
		f = finding_add(out, map->node, "iommu-map", (int)entry->index,
				"ends after %u cells of the entry", left);
	else
		f = finding_add(out, map->node, "iommu-map", (int)entry->index,
				"ends after %u cells of the entry, expected %u for %s",
				left, 3 + (entry->iommu ? entry->iommu->cells : 1),
				finding_path(out, entry->target));
	if (entry->target)
		finding_relate(out, f, "iommu", entry->target, "#iommu-cells", -1, NULL);
	if (!entry->index)
		finding_consequence(out, f,
				    "refuses the map: all its IDs do untranslated DMA");
}

static void report_whole(const struct topology *topo, const struct map *map,
			 struct findings *out)
{
	if (map->uneven)
		report_uneven(topo, map, out);
	else if (map->refused)
		report_refused(topo, map, out);
	else
		report_ragged(topo, map, out);
}

void check_map_malformed(const struct topology *topo, struct findings *out)
{
	const struct map_entry *last;
	const struct map *map;

	for_each (map, &topo->maps) {
		if (!map_is_read(topo, map, MAP_IOMMU) || map->misread || map->unsized ||
		    !map->property->length || (map->uneven && !target_cells(map)))
			continue;
		if (map->uneven || map->refused || map->ragged) {
			report_whole(topo, map, out);
			continue;
		}
		last = &map->entries.items[map->entries.count - 1];
		if (last->state == ENTRY_TRUNCATED || last->state == ENTRY_TOO_WIDE)
			report_tail(map, last, out);
	}
}

/* of_check_bad_map(): what Linux 7 still accepts as four-cell entries. */
static bool is_accepted_later(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->target != map->target || entry->length != 1)
			return false;
	return target_cells(map) == 2;
}

static struct finding *report_legacy(const struct map *map, const char *cells,
				     struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", -1,
			"has entries of %s cells for %s, whose #iommu-cells is %u", cells,
			finding_path(out, map->target), target_cells(map));
	finding_relate(out, f, "iommu", map->target, "#iommu-cells", -1, NULL);
	return f;
}

static void report_four(const struct topology *topo, const struct map *map,
			struct findings *out)
{
	struct finding *f = report_legacy(map, "four", out);

	if (map->layout == MAP_LEGACY) {
		finding_severity(f, SEVERITY_NOTE);
		finding_consequence(out, f,
				    "reads them as meant, since there is one target and "
				    "each length is 1; warns once");
	} else if (reads_by_cells(topo)) {
		finding_severity(f, SEVERITY_ERROR);
		finding_consequence(out, f,
				    "reads entries of %u cells: the lookups fail or give "
				    "wrong IDs, and DMA is untranslated or faults",
				    3 + target_cells(map));
	} else if (is_accepted_later(map)) {
		finding_severity(f, SEVERITY_NOTE);
		finding_consequence(
			out, f, "reads them as meant, and so does Linux 7.0 and later");
	} else {
		finding_consequence(out, f,
				    "reads them as meant, but Linux 7.0 and later reads "
				    "entries of %u cells",
				    3 + target_cells(map));
	}
}

static void report_five(const struct map *map, struct findings *out)
{
	struct finding *f =
		report_legacy(map, target_cells(map) == 2 ? "five" : "more", out);

	finding_severity(f, SEVERITY_ERROR);
	if (map->refused)
		finding_consequence(
			out, f,
			"expects entries of four cells, prints \"Bad iommu-map "
			"length\" and refuses the map: all its IDs do "
			"untranslated DMA");
	else
		finding_consequence(out, f,
				    "reads entries of four cells, without a message: the "
				    "lookups fail or give wrong IDs");
}

static void report_empty_map(const struct map *map, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", -1, "is empty");
	finding_severity(f, SEVERITY_ERROR);
	finding_consequence(out, f,
			    "prints \"Bad iommu-map length: 0\"; its IDs do untranslated "
			    "DMA, as they do without a message from Linux 7.0 on");
}

void check_map_legacy(const struct topology *topo, struct findings *out)
{
	const struct map *map;

	for_each (map, &topo->maps) {
		if (!map_is_read(topo, map, MAP_IOMMU))
			continue;
		if (map->refused && !map->property->length)
			report_empty_map(map, out);
		if (!map->target || !target_cells(map) || map->uneven)
			continue;
		if (map->misread && !reads_by_cells(topo))
			report_five(map, out);
		else if (map->misread || map->layout == MAP_LEGACY ||
			 (map->layout == MAP_FOUR && !map->refused &&
			  target_cells(map) > 1))
			report_four(topo, map, out);
	}
}

/* The cells of each entry as written, for an IOMMU without cells. */
static unsigned entry_cells(const struct topology *topo, const struct map *map)
{
	if (map->uneven)
		return map->uneven;
	return reads_by_cells(topo) || !map->misread ? 4 : 3;
}

static void report_zero_cells(const struct topology *topo, const struct map *map,
			      struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", 0,
			"has entries of %u cells for %s, whose #iommu-cells is 0",
			entry_cells(topo, map), finding_path(out, map->target));
	finding_relate(out, f, "iommu", map->target, "#iommu-cells", -1, NULL);
	if (map->misread || map->uneven)
		return;
	finding_severity(f, SEVERITY_NOTE);
	finding_consequence(out, f,
			    "reads them as meant, but Linux 7.0 and later reads entries "
			    "of three cells");
}

static void report_no_cells(const struct map *map, const struct map_entry *entry,
			    struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)entry->index,
			"names %s, which has no #iommu-cells",
			finding_path(out, entry->target));
	finding_relate(out, f, "target", entry->target, NULL, -1, NULL);
	finding_consequence(out, f,
			    "finds no IOMMU there: the functions wait for the "
			    "deferred-probe timeout, then do untranslated DMA");
}

/* Known IOMMUs that lack the property are the affair of iommu-without-cells. */
static const struct map_entry *entry_without_iommu(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->target && entry->target->available && !entry->iommu)
			return entry;
	return NULL;
}

void check_map_no_cells(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;

	for_each (map, &topo->maps) {
		if (!map_is_read(topo, map, MAP_IOMMU))
			continue;
		if (map->target && !target_cells(map) &&
		    (map->misread || map->uneven ||
		     (map->layout == MAP_FOUR && !map->refused))) {
			report_zero_cells(topo, map, out);
			continue;
		}
		entry = map_is_whole(topo, map, MAP_IOMMU) ? entry_without_iommu(map)
							   : NULL;
		if (entry)
			report_no_cells(map, entry, out);
	}
}

static bool is_lost(const struct map_entry *entry)
{
	return entry->state == ENTRY_DANGLING || entry->state == ENTRY_ZERO_PHANDLE;
}

void check_map_dangling(const struct topology *topo, struct findings *out)
{
	const struct map_entry *entry;
	const struct map *map;
	struct finding *f;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		for_each (entry, &map->entries) {
			if (!is_lost(entry))
				continue;
			f = finding_add(out, map->node, "iommu-map", (int)entry->index,
					"names phandle 0x%x, which no node has",
					entry->phandle);
			if (!reads_by_cells(topo))
				finding_consequence(
					out, f,
					"gives the IDs of this entry no IOMMU, "
					"without a message");
		}
	}
}
