/* SPDX-License-Identifier: BSD-2-Clause */
/* What the input IDs of an iommu-map become. */
#include <stdlib.h>

#include "base/bisect.h"
#include "model/walk.h"
#include "rules/map.h"

/* SEVERITY_OFF where masters may share an ID, or where the binding is unknown. */
static enum severity severity_of_sharing(const struct binding *binding)
{
	if (!binding)
		return SEVERITY_OFF;
	/* All masters of the instance have one domain, whichever owns the ID. */
	if (binding->group == GROUP_INSTANCE && binding->shared_id == SHARED_OVERWRITES)
		return SEVERITY_NOTE;
	switch (binding->shared_id) {
	case SHARED_GROUP:
		return SEVERITY_NOTE;
	case SHARED_OVERWRITES:
		return SEVERITY_WARNING;
	case SHARED_REJECTED:
	case SHARED_CORRUPTS:
		return SEVERITY_ERROR;
	default:
		return SEVERITY_OFF;
	}
}

/* The outputs of one piece at one IOMMU. */
struct outputs {
	const struct map_piece *piece;
	const struct map_entry *entry;
	struct range ids;
};

static int compare_outputs(const void *left, const void *right)
{
	const struct outputs *a = left, *b = right;
	const uint32_t at_a = a->entry->target->index, at_b = b->entry->target->index;

	if (at_a != at_b)
		return at_a < at_b ? -1 : 1;
	if (a->ids.first != b->ids.first)
		return a->ids.first < b->ids.first ? -1 : 1;
	return a->entry->index < b->entry->index ? -1 : a->entry->index > b->entry->index;
}

/* Fills out, which holds two for each piece, by IOMMU and then by ID. */
static size_t collect_outputs(const struct map *map, struct outputs *out)
{
	const struct map_piece *piece;
	struct range ranges[2];
	size_t count = 0;
	unsigned i, n;

	for_each (piece, &map->pieces) {
		n = map_piece_outputs(map, piece, ranges);
		for (i = 0; i < n; i++)
			out[count++] =
				(struct outputs){ piece, map_piece_entry(map, piece),
						  ranges[i] };
	}
	if (count)
		qsort(out, count, sizeof(*out), compare_outputs);
	return count;
}

static void report_shared(const struct outputs *a, const struct outputs *b,
			  const struct map *map, struct findings *out)
{
	const bool in_order = a->entry->index < b->entry->index;
	const struct map_entry *first = in_order ? a->entry : b->entry;
	const struct map_entry *second = in_order ? b->entry : a->entry;
	const struct binding *binding = second->iommu->binding;
	const uint32_t id = (uint32_t)b->ids.first;
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)second->index,
			"yields ID 0x%x of %s, as entry %u does for other functions", id,
			finding_path(out, second->target), first->index);
	finding_severity(f, severity_of_sharing(binding));
	finding_relate(out, f, "iommu", second->target, NULL, -1, NULL);
	finding_relate(out, f, "entry before", map->node, "iommu-map", (int)first->index,
		       NULL);
	finding_key(out, f, "0x%x", id);
	if (binding->shared_effect)
		finding_consequence(out, f, "%s", binding->shared_effect);
}

/* Sparse pieces are left out: only their ends are certain to occur. */
static bool can_clash(const struct map *map, const struct outputs *outputs)
{
	return !outputs->piece->sparse &&
	       severity_of_sharing(map_piece_binding(map, outputs->piece));
}

/* One finding for each IOMMU. */
static void check_shared_outputs(const struct topology *topo, const struct map *map,
				 struct findings *out)
{
	const struct outputs *widest = NULL, *next, *all_end;
	const struct node *reported = NULL;
	struct outputs *all;

	if (map->pieces.count < 2)
		return;
	all = arena_array(topo->arena, 2 * map->pieces.count, sizeof(*all));
	all_end = all + collect_outputs(map, all);
	for (next = all; next < all_end; next++) {
		if (next->entry->target == reported || !can_clash(map, next))
			continue;
		if (!widest || widest->entry->target != next->entry->target) {
			widest = next;
		} else if (next->ids.first <= widest->ids.last) {
			report_shared(widest, next, map, out);
			reported = next->entry->target;
		} else {
			widest = next;
		}
	}
}

/* The bits in which the input IDs of the map's master differ. */
static uint32_t varying_bits(const struct map *map)
{
	const uint32_t differ = (uint32_t)(map->inputs.first ^ map->inputs.last);

	return differ ? UINT32_MAX >> __builtin_clz(differ) : 0;
}

/*
 * The first piece whose IOMMU objects to one ID for several functions. Where sharing
 * makes a group, a mask that folds functions together is the idiom.
 */
static const struct map_piece *strict_piece(const struct map *map)
{
	const struct map_piece *piece;

	for_each (piece, &map->pieces)
		if (severity_of_sharing(map_piece_binding(map, piece)) > SEVERITY_NOTE)
			return piece;
	return NULL;
}

/* True where an entry is written for IDs that the mask makes equal to others of it. */
static bool folds_entry(const struct map *map, uint32_t folded)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (entry->length && (entry->base + entry->length - 1) & folded)
			return true;
	return false;
}

/* A root port has the ID of what sits behind it where the mask makes these equal. */
static bool folds_root_bus(const struct map *map, uint32_t folded)
{
	const uint32_t root = (uint32_t)(map->inputs.first >> 8);

	return !((root ^ (root + 1)) << 8 & ~folded);
}

/* Other buses that no entry is written for may have no device. */
static enum severity severity_of_folding(const struct map *map, uint32_t folded,
					 const struct binding *binding)
{
	if (folded & 0xff || folds_root_bus(map, folded))
		return severity_of_sharing(binding);
	return folds_entry(map, folded) ? SEVERITY_WARNING : SEVERITY_NOTE;
}

/* Of such a map iommu-map-mask-conflict says that the mask is wrong. */
static bool has_masked_entry(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (map_entry_is_masked(map, entry))
			return true;
	return false;
}

static void check_folding_mask(const struct map *map, struct findings *out)
{
	const uint32_t folded = varying_bits(map) & ~map->mask;
	const struct map_piece *piece = folded ? strict_piece(map) : NULL;
	const struct map_entry *entry;
	struct finding *f;

	if (!piece || has_masked_entry(map))
		return;
	entry = map_piece_entry(map, piece);
	f = finding_add(out, map->node, "iommu-map-mask", -1,
			"clears bits 0x%x, which tell %s apart", folded,
			folded & 0xff ? "functions" : "buses");
	finding_relate(out, f, "iommu", entry->target, NULL, -1, NULL);
	finding_severity(f, severity_of_folding(map, folded, entry->iommu->binding));
	finding_key(out, f, "0x%x", map->mask);
	if (entry->iommu->binding->shared_effect)
		finding_consequence(out, f, "%s", entry->iommu->binding->shared_effect);
}

void check_map_shares(const struct topology *topo, struct findings *out)
{
	const struct map *map;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		check_shared_outputs(topo, map, out);
		if (topo->masters.items[map->master].kind == MASTER_PCI_HOST)
			check_folding_mask(map, out);
	}
}

static bool is_too_wide(const struct binding *binding, uint64_t id)
{
	return binding->matching != MATCH_NONE &&
	       (id > binding->id_max || id > binding->id_likely_max);
}

/* A range is often written for all requester IDs, whichever of them occur. */
static enum severity severity_of_width(const struct binding *binding, struct range ids)
{
	if (ids.last > binding->id_max)
		return SEVERITY_ERROR;
	return ids.first > binding->id_likely_max ? SEVERITY_WARNING : SEVERITY_NOTE;
}

static void report_wide(const struct map *map, const struct map_piece *piece,
			struct range ids, struct findings *out)
{
	const struct map_entry *entry = map_piece_entry(map, piece);
	const struct binding *binding = entry->iommu->binding;
	const bool certain = ids.last > binding->id_max;
	struct finding *f;

	f = finding_add(
		out, map->node, "iommu-map", (int)entry->index,
		"yields ID 0x%llx, expected at most 0x%llx for %s",
		(unsigned long long)ids.last,
		(unsigned long long)(certain ? binding->id_max : binding->id_likely_max),
		binding->title);
	finding_relate(out, f, "iommu", entry->target, NULL, -1, NULL);
	finding_key(out, f, "0x%llx", (unsigned long long)ids.last);
	finding_severity(f, severity_of_width(binding, ids));
	if (binding->id_too_big)
		finding_consequence(out, f, "%s", binding->id_too_big);
}

/* One finding for each entry: its pieces follow each other unless others cut it. */
static void check_wide(const struct map *map, struct findings *out)
{
	const struct binding *binding;
	const struct map_piece *piece;
	uint32_t reported = UINT32_MAX;
	struct range ranges[2];

	for_each (piece, &map->pieces) {
		binding = map_piece_binding(map, piece);
		if (!binding || piece->entry == reported ||
		    map_piece_outputs(map, piece, ranges) != 1 ||
		    !is_too_wide(binding, ranges[0].last))
			continue;
		report_wide(map, piece, ranges[0], out);
		reported = piece->entry;
	}
}

void check_map_wide(const struct topology *topo, struct findings *out)
{
	const struct map *map;

	for_each_whole_map (map, topo, MAP_IOMMU)
		check_wide(map, out);
}

/* True where the host and all its functions have one ID: then it is named twice. */
static bool has_one_output(const struct map *map)
{
	return map->pieces.count == 1 && !(varying_bits(map) & map->mask);
}

/* The last of the sorted outputs that begin at the ID or before; NULL for none. */
static const struct outputs *outputs_before(const struct outputs *all, size_t count,
					    const struct specifier *s)
{
	const uint32_t target = s->target->index;
	struct bisect at = { .end = count };
	const struct outputs *outputs;

	while (bisect_next(&at)) {
		outputs = &all[at.middle];
		bisect_tell(&at, outputs->entry->target->index < target ||
					 (outputs->entry->target->index == target &&
					  outputs->ids.first <= s->cells[0]));
	}
	return at.first ? &all[at.first - 1] : NULL;
}

static bool is_yielded(const struct map *map, const struct outputs *outputs,
		       const struct specifier *s)
{
	return outputs && outputs->entry->target == s->target &&
	       map_piece_yields(map, outputs->piece, s->cells[0]);
}

static void check_beside(const struct topology *topo, const struct master *host,
			 struct findings *out)
{
	const struct map *map = host->iommu_map;
	const struct outputs *found;
	const struct specifier *s;
	struct outputs *all;
	struct finding *f;
	size_t count;

	all = arena_array(topo->arena, 2 * map->pieces.count, sizeof(*all));
	count = collect_outputs(map, all);
	for_each_specifier (s, topo, host) {
		if (s->state != ENTRY_OK || !s->cell_count || !s->target->live)
			continue;
		found = outputs_before(all, count, s);
		if (!is_yielded(map, found, s))
			continue;
		f = finding_add(out, host->node, "iommus", (int)s->index,
				"names ID 0x%x of %s, which iommu-map gives to functions",
				s->cells[0], finding_path(out, s->target));
		finding_relate(out, f, "iommu", s->target, NULL, -1, NULL);
		finding_relate(out, f, "map", host->node, "iommu-map",
			       (int)found->entry->index, NULL);
		finding_key(out, f, "0x%x", s->cells[0]);
		return;
	}
}

void check_map_beside_iommus(const struct topology *topo, struct findings *out)
{
	const struct master *host;

	for_each (host, &topo->masters)
		if (host->kind == MASTER_PCI_HOST && host->iommu_map &&
		    host->specifier_count &&
		    map_is_whole(topo, host->iommu_map, MAP_IOMMU) &&
		    !has_one_output(host->iommu_map))
			check_beside(topo, host, out);
}
