/* SPDX-License-Identifier: BSD-2-Clause */
/* Devices whose registers lie in reserved memory. */
#include <stdlib.h>

#include "base/bisect.h"
#include "model/address.h"
#include "rules/reserved.h"

/* Whether reg of a node's children reaches the CPU: no bus on the way lacks ranges. */
enum way { WAY_UNKNOWN, WAY_OPEN, WAY_CLOSED };

/* A region by address, with the one of those up to it that reaches farthest. */
struct place {
	const struct region *region, *farthest;
};

struct search {
	const struct topology *topo;
	struct place *places;
	size_t count;
	uint8_t *ways; /* by node index */
};

static int compare(const void *left, const void *right)
{
	const struct region *a = ((const struct place *)left)->region;
	const struct region *b = ((const struct place *)right)->region;

	if (a->range.first != b->range.first)
		return a->range.first < b->range.first ? -1 : 1;
	return a->node->index < b->node->index ? -1 : 1;
}

static void sort_places(struct search *search)
{
	const struct topology *topo = search->topo;
	const struct region *region;
	struct place *place;

	search->places = arena_array(topo->arena, topo->regions.count, sizeof(*place));
	for_each (region, &topo->regions)
		if (region->reserved && region->has_reg && !region->reg_bad)
			search->places[search->count++].region = region;
	if (search->count)
		qsort(search->places, search->count, sizeof(*place), compare);
	for (place = search->places; place < search->places + search->count; place++) {
		place->farthest = place->region;
		if (place > search->places &&
		    place[-1].farthest->range.last > place->region->range.last)
			place->farthest = place[-1].farthest;
	}
}

/* The region that holds the whole range; NULL for none. */
static const struct region *region_around(const struct search *search, struct range range)
{
	struct bisect at = { .end = search->count };
	const struct place *place;

	while (bisect_next(&at)) {
		place = &search->places[at.middle];
		bisect_tell(&at, place->region->range.first <= range.first);
	}
	if (!at.first)
		return NULL;
	place = &search->places[at.first - 1];
	if (range_contains(place->region->range, range))
		return place->region;
	return range_contains(place->farthest->range, range) ? place->farthest : NULL;
}

static enum way way_from(const struct search *search, const struct node *bus)
{
	const struct node *node = bus;
	enum way way;

	while (node->parent && !search->ways[node->index] && node_has(node, PROP_RANGES))
		node = node->parent;
	way = search->ways[node->index];
	if (!way)
		way = node->parent ? WAY_CLOSED : WAY_OPEN;
	for (; bus != node; bus = bus->parent)
		search->ways[bus->index] = (uint8_t)way;
	search->ways[node->index] = (uint8_t)way;
	return way;
}

/* No node names more regions than that, and no loop here may see more. */
enum { USES_MAX = 64, REGS_MAX = 64 };

static bool names(const struct topology *topo, const struct node *node,
		  const struct region *region)
{
	struct cells cells = cells_of(node_find(node, PROP_MEMORY_REGION));
	uint32_t phandle;
	int i;

	for (i = 0; i < USES_MAX && cells_take_one(&cells, &phandle); i++)
		if (tree_find_phandle(topo->tree, phandle) == region->node)
			return true;
	return false;
}

/* A device that has the region shares it with its sub-nodes. */
static bool has_region(const struct topology *topo, const struct node *node,
		       const struct region *region)
{
	for (; node; node = node->parent)
		if (names(topo, node, region))
			return true;
	return false;
}

/* False where nothing of the node lies in a region. */
static bool check_reg(const struct search *search, const struct node *node,
		      struct findings *out)
{
	const struct region *region;
	struct finding *f;
	struct range range;
	uint32_t i;

	for (i = 0; i < REGS_MAX && reg_translate(search->topo, node, i, &range); i++) {
		region = region_around(search, range);
		if (!region || has_region(search->topo, node, region))
			continue;
		f = finding_add(out, node, "reg", (int)i,
				"0x%llx-0x%llx lies in %s, which the node does not name",
				(unsigned long long)range.first,
				(unsigned long long)range.last,
				finding_path(out, region->node));
		finding_key(out, f, "0x%llx", (unsigned long long)range.first);
		finding_relate(out, f, "region", region->node, "reg", 0, NULL);
		return true;
	}
	return false;
}

/* What firmware left running, in /chosen, is no owner of memory. */
static bool is_device(const struct topology *topo, const struct node *node)
{
	return node->live && node->parent && node_has(node, PROP_REG) &&
	       node_has(node, PROP_COMPATIBLE) &&
	       !node_is_within(node, topo->reserved_memory) &&
	       !node_is_named(node->parent, "chosen");
}

void check_device_inside(const struct topology *topo, struct findings *out)
{
	struct search search = { .topo = topo };
	const struct node *node, *found = NULL;

	if (!topo->regions.count)
		return;
	sort_places(&search);
	if (!search.count)
		return;
	search.ways = arena_alloc(topo->arena, topo->tree->node_count);
	for_each_node (node, topo->tree) {
		if (!is_device(topo, node) || (found && node_is_within(node, found)))
			continue;
		if (way_from(&search, node->parent) == WAY_OPEN &&
		    check_reg(&search, node, out))
			found = node;
	}
}
