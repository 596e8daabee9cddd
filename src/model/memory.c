/* SPDX-License-Identifier: BSD-2-Clause */
/* Collects RAM: early_init_dt_scan_memory() in drivers/of/fdt.c. */
#include "model/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"
#include "model/passes.h"
#include "tree/cells.h"

static void add(struct topology *topo, const struct node *node, struct range range)
{
	struct memory *memory = VEC_ADD(topo->arena, &topo->memory);

	memory->range = range;
	memory->source = node ? MEMORY_NODE : MEMORY_OPTION;
	memory->node = node;
}

/* Pairs have the cells of the root; an empty pair is a place for the firmware to fill. */
static void add_pairs(struct topology *topo, const struct node *node,
		      const struct property *property)
{
	const struct node *root = tree_root(topo->tree);
	const uint64_t pair = (uint64_t)root->address_cells + root->size_cells;
	struct cells cells = cells_of(property);
	uint64_t base, size;
	struct range range;

	while (pair && cells_left(&cells) >= pair) {
		if (!cells_take(&cells, root->address_cells, &base) ||
		    !cells_take(&cells, root->size_cells, &size))
			return;
		if (range_from_length(base, size, &range))
			add(topo, node, range);
	}
}

static bool is_refused(const struct topology *topo, const struct property *property)
{
	const struct node *root = tree_root(topo->tree);
	const uint64_t pair = (uint64_t)root->address_cells + root->size_cells;

	return !pair || (kernel_has(&topo->kernel, KERNEL_EARLY_REG_IS_WHOLE) &&
			 property->length % (4 * pair));
}

static void add_node(struct topology *topo, const struct node *node)
{
	const char *type = node_read_string(node, PROP_DEVICE_TYPE);
	const struct property *reg = node_find(node, PROP_USABLE_MEMORY);

	if (!type || strcmp(type, "memory") || !node->available)
		return;
	if (!reg || is_refused(topo, reg))
		reg = node_find(node, PROP_REG);
	if (reg && !is_refused(topo, reg))
		add_pairs(topo, node, reg);
}

static int compare(const void *left, const void *right)
{
	const struct memory *a = left, *b = right;

	if (a->range.first != b->range.first)
		return a->range.first < b->range.first ? -1 : 1;
	return a->range.last < b->range.last ? -1 : a->range.last > b->range.last;
}

static bool continues(const struct memory *memory, const struct memory *next)
{
	return memory->source == next->source &&
	       next->range.first <= memory->range.last + 1;
}

/* Leaves ranges that are apart; of one that another source has as well, the rest. */
static void merge(struct topology *topo)
{
	struct memory *out = topo->memory.items, *next;
	const struct memory *end = out + topo->memory.count;

	if (!topo->memory.count)
		return;
	qsort(out, topo->memory.count, sizeof(*out), compare);
	for (next = out + 1; next < end; next++) {
		if (next->range.last <= out->range.last)
			continue;
		if (continues(out, next)) {
			out->range.last = next->range.last;
			continue;
		}
		if (next->range.first <= out->range.last)
			next->range.first = out->range.last + 1;
		*++out = *next;
	}
	topo->memory.count = (size_t)(out - topo->memory.items) + 1;
}

void memory_find(struct topology *topo, const struct assumed_memory *assumed)
{
	const struct node *node;
	size_t i;

	for_each_child (node, tree_root(topo->tree))
		add_node(topo, node);
	for (i = 0; assumed && i < assumed->count; i++)
		add(topo, NULL, assumed->ranges[i]);
	merge(topo);
}

const struct memory *memory_from(const struct topology *topo, uint64_t address)
{
	struct bisect at = { .end = topo->memory.count };

	while (bisect_next(&at))
		bisect_tell(&at, topo->memory.items[at.middle].range.last < address);
	return at.first < topo->memory.count ? &topo->memory.items[at.first] : NULL;
}

bool memory_overlaps(const struct topology *topo, struct range range)
{
	const struct memory *memory = memory_from(topo, range.first);

	return memory && memory->range.first <= range.last;
}
