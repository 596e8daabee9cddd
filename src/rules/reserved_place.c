/* SPDX-License-Identifier: BSD-2-Clause */
/* Where reserved regions are in memory, and who has them. */
#include <stdlib.h>

#include "model/memory.h"
#include "rules/reserved.h"

/* True where Linux keeps the region's range as its reg says. */
static bool is_placed(const struct region *region)
{
	return region->reserved && region->has_reg && !region->reg_bad;
}

static int compare_ranges(const void *left, const void *right)
{
	const struct region *a = *(const struct region *const *)left;
	const struct region *b = *(const struct region *const *)right;

	if (a->range.first != b->range.first)
		return a->range.first < b->range.first ? -1 : 1;
	return a->node->index < b->node->index ? -1 : 1;
}

/* The regions with a place, by address. */
static const struct region **sort_regions(const struct topology *topo,
					  struct arena *arena, size_t *count)
{
	const struct region **sorted =
		arena_array(arena, topo->regions.count, sizeof(*sorted));
	const struct region *region;

	*count = 0;
	for_each (region, &topo->regions)
		if (is_placed(region))
			sorted[(*count)++] = region;
	if (*count)
		qsort(sorted, *count, sizeof(*sorted), compare_ranges);
	return sorted;
}

/* Two regions that overlap; later and first by document order. */
struct pair {
	const struct region *later, *first;
};

static int compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	if (a->later != b->later)
		return a->later < b->later ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

/* Each region against the one that reaches farthest of those before it. */
static struct pair *find_pairs(const struct topology *topo, size_t *count)
{
	const struct region **sorted, *farthest;
	struct pair *pairs;
	size_t placed, i;

	sorted = sort_regions(topo, topo->arena, &placed);
	pairs = arena_array(topo->arena, placed, sizeof(*pairs));
	for (i = 1, farthest = sorted[0]; i < placed; i++) {
		if (sorted[i]->range.first <= farthest->range.last)
			pairs[(*count)++] =
				sorted[i] > farthest
					? (struct pair){ sorted[i], farthest }
					: (struct pair){ farthest, sorted[i] };
		if (sorted[i]->range.last > farthest->range.last)
			farthest = sorted[i];
	}
	return pairs;
}

/* early_init_dt_reserve_memory(): what is reserved already is not unmapped. */
static void say_stays_mapped(const struct region *later, struct findings *out,
			     struct finding *f)
{
	finding_consequence(
		out, f,
		"keeps both and, where the memory is RAM, prints \"failed to "
		"reserve memory\" for %s: it stays mapped and cached in spite "
		"of no-map",
		later->node->name);
}

static void say_overlap(const struct pair *pairs, size_t count, struct findings *out)
{
	const struct region *later = pairs->later, *first = pairs->first;
	const struct range shared = range_intersect(later->range, first->range);
	struct finding *f;
	size_t i;

	f = finding_add(
		out, later->node, "reg", 0, "0x%llx-0x%llx overlaps 0x%llx-0x%llx of %s",
		(unsigned long long)later->range.first,
		(unsigned long long)later->range.last,
		(unsigned long long)first->range.first,
		(unsigned long long)first->range.last, finding_path(out, first->node));
	finding_key(out, f, "0x%llx-0x%llx", (unsigned long long)shared.first,
		    (unsigned long long)shared.last);
	if (later->no_map && !first->no_map)
		say_stays_mapped(later, out, f);
	for (i = 0; i < count; i++)
		finding_relate(out, f, "region", pairs[i].first->node, "reg", 0, NULL);
}

void check_region_overlap(const struct topology *topo, struct findings *out)
{
	size_t count = 0, i, end;
	struct pair *pairs;

	if (topo->regions.count < 2)
		return;
	pairs = find_pairs(topo, &count);
	if (count)
		qsort(pairs, count, sizeof(*pairs), compare_pairs);
	for (i = 0; i < count; i = end) {
		for (end = i + 1; end < count && pairs[end].later == pairs[i].later;)
			end++;
		say_overlap(&pairs[i], end - i, out);
	}
}

/* A tree that leaves RAM to the firmware cannot be judged. */
static bool is_ram_known(const struct topology *topo, struct findings *out)
{
	if (!topo->memory.count)
		finding_not_checked(out, "the tree gives no RAM");
	return topo->memory.count;
}

static bool has_live_user(const struct region *region)
{
	const struct region_use *use;

	for (use = region->first_use; use; use = use->next)
		if (use->user->live)
			return true;
	return false;
}

/* Memory of another processor, as remote processors of STM32 have it. */
static bool is_on_chip(const struct region *region)
{
	return region->no_map && has_live_user(region);
}

/* No machine has more pieces of RAM, and none of the loops may see more. */
enum { MEMORY_PIECES_MAX = 64 };

/* True where part of the range is not in RAM. */
static bool leaves_ram(const struct topology *topo, struct range range)
{
	const struct memory *memory = memory_from(topo, range.first);
	const struct memory *end = topo->memory.items + topo->memory.count;
	size_t i;

	for (i = 0; i < MEMORY_PIECES_MAX; i++, memory++) {
		if (!memory || memory == end || memory->range.first > range.first)
			return true;
		if (memory->range.last >= range.last)
			return false;
		range.first = memory->range.last + 1;
	}
	return false;
}

static struct finding *say_outside(const struct region *region, struct findings *out,
				   const char *text)
{
	struct finding *f;

	f = finding_add(out, region->node, "reg", 0, "0x%llx-0x%llx is %s",
			(unsigned long long)region->range.first,
			(unsigned long long)region->range.last, text);
	finding_key(out, f, "0x%llx", (unsigned long long)region->range.first);
	return f;
}

static void check_place(const struct topology *topo, const struct region *region,
			struct findings *out)
{
	struct finding *f;

	if (memory_overlaps(topo, region->range)) {
		if (!leaves_ram(topo, region->range))
			return;
		f = say_outside(region, out,
				"in part outside RAM as the tree describes it");
		finding_consequence(out, f,
				    "reserves what is RAM of it, and nothing beside it");
	} else if (!is_on_chip(region)) {
		say_outside(region, out, "not in RAM as the tree describes it");
	}
}

void check_region_outside_ram(const struct topology *topo, struct findings *out)
{
	const struct region *region;

	for_each (region, &topo->regions) {
		if (!is_placed(region))
			continue;
		if (!is_ram_known(topo, out))
			return;
		check_place(topo, region, out);
	}
}

/* The most RAM in one piece within the range; pieces of two sources may meet. */
static uint64_t room_in(const struct topology *topo, struct range range)
{
	const struct memory *memory = memory_from(topo, range.first);
	const struct memory *end = topo->memory.items + topo->memory.count;
	uint64_t length = 0, most = 0, last = 0;
	struct range part;

	for (; memory && memory < end && range_overlaps(memory->range, range); memory++) {
		part = range_intersect(memory->range, range);
		if (part.first != last + 1)
			length = 0;
		/* At most all 64 bits, which are one more than fit. */
		length += range_length(part);
		length = length ? length : UINT64_MAX;
		last = part.last;
		most = length > most ? length : most;
	}
	return most;
}

static uint64_t room_for(const struct topology *topo, const struct allocation *wanted)
{
	const struct range *range;
	uint64_t length, most = 0;

	if (!wanted->has_ranges || wanted->ranges_bad)
		return room_in(topo, (struct range){ 0, UINT64_MAX });
	for_each (range, &wanted->ranges) {
		length = room_in(topo, *range);
		most = length > most ? length : most;
	}
	return most;
}

static void check_room(const struct topology *topo, const struct region *region,
		       struct findings *out)
{
	const struct allocation *wanted = &region->allocation;
	const uint64_t room = room_for(topo, wanted);
	struct finding *f;

	if (room >= wanted->size)
		return;
	f = finding_add(out, region->node, wanted->has_ranges ? "alloc-ranges" : "size",
			-1, "asks for 0x%llx bytes %s, where 0x%llx are in RAM",
			(unsigned long long)wanted->size,
			wanted->has_ranges ? "within alloc-ranges" : "in one piece",
			(unsigned long long)room);
	finding_key(out, f, "0x%llx", (unsigned long long)wanted->size);
}

void check_cma_outside_ram(const struct topology *topo, struct findings *out)
{
	const struct region *region;

	for_each (region, &topo->regions) {
		if (!region->reserved || !region->dynamic ||
		    region->allocation.size_bad || region->allocation.alignment_bad)
			continue;
		if (!is_ram_known(topo, out))
			return;
		if (topo->memory.count > MEMORY_PIECES_MAX) {
			finding_not_checked(out, "RAM is in more than %d pieces",
					    MEMORY_PIECES_MAX);
			return;
		}
		check_room(topo, region, out);
	}
}

/* The first live user beside the given one that is no part of it; NULL for none. */
static const struct region_use *other_user(const struct region_use *first)
{
	const struct region_use *use;

	for (use = first->next; use; use = use->next)
		if (use->user->live && !node_is_within(use->user, first->user))
			return use;
	return NULL;
}

void check_region_shared(const struct topology *topo, struct findings *out)
{
	const struct region_use *first, *other;
	const struct region *region;
	struct finding *f;

	for_each (region, &topo->regions) {
		first = region->first_use;
		while (first && !first->user->live)
			first = first->next;
		if (!region->reserved || !region->no_map || !first)
			continue;
		other = other_user(first);
		if (!other)
			continue;
		f = finding_add(out, other->user, "memory-region", (int)other->index,
				"is given %s, which %s has as well",
				finding_path(out, region->node),
				finding_path(out, first->user));
		finding_relate(out, f, "region", region->node, NULL, -1, NULL);
		finding_relate(out, f, "other user", first->user, "memory-region",
			       (int)first->index, NULL);
	}
}

/* Regions with compatible have drivers of their own. */
static bool is_unnamed(const struct region *region)
{
	return !region->first_use && !node_has(region->node, PROP_COMPATIBLE) &&
	       !node_has(region->node, PROP_IOMMU_ADDRESSES);
}

static void say_users_disabled(const struct region *region, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, region->node, NULL, -1,
			"a no-map region whose every user is disabled");
	finding_relate(out, f, "user", region->first_use->user, "memory-region",
		       (int)region->first_use->index, "disabled");
}

void check_region_unused(const struct topology *topo, struct findings *out)
{
	const struct region *region, *first_unnamed = NULL;
	uint64_t unnamed_bytes = 0;
	size_t unnamed = 0;
	struct finding *f;

	for_each (region, &topo->regions) {
		if (!region->reserved || !region->no_map)
			continue;
		if (region->first_use && !has_live_user(region))
			say_users_disabled(region, out);
		if (!is_placed(region) || !is_unnamed(region))
			continue;
		first_unnamed = first_unnamed ? first_unnamed : region;
		unnamed_bytes += range_length(region->range);
		unnamed++;
	}
	if (!unnamed)
		return;
	f = finding_add(out, first_unnamed->node, NULL, -1,
			"no memory-region names this no-map region, %zu such in all with "
			"0x%llx bytes",
			unnamed, (unsigned long long)unnamed_bytes);
	finding_fix(out, f,
		    "none where firmware keeps the memory; else name the region in "
		    "memory-region of its user, or remove it");
}
