/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/same.h"

#include <string.h>

#include "tree/cells.h"

static bool is_phandle(const struct property *property)
{
	return property->known == PROP_PHANDLE || property->known == PROP_LINUX_PHANDLE;
}

/* Two cells that differ are the same where they are phandles of one node. */
static bool cell_is_same(const struct tree *a, uint32_t cell_a, const struct tree *b,
			 uint32_t cell_b)
{
	const struct node *node_a = tree_find_phandle(a, cell_a);
	const struct node *node_b = tree_find_phandle(b, cell_b);

	return node_a && node_b && node_a->index == node_b->index;
}

static bool value_is_same(const struct tree *a, const struct property *property_a,
			  const struct tree *b, const struct property *property_b)
{
	struct cells cells_a, cells_b;
	uint32_t cell_a, cell_b;

	if (property_a->length != property_b->length)
		return false;
	if (!memcmp(property_a->value, property_b->value, property_a->length))
		return true;
	if (property_a->length % 4)
		return false;
	cells_a = cells_of(property_a);
	cells_b = cells_of(property_b);
	while (cells_take_one(&cells_a, &cell_a) && cells_take_one(&cells_b, &cell_b))
		if (cell_a != cell_b && !cell_is_same(a, cell_a, b, cell_b))
			return false;
	return true;
}

/* Passes over phandles, which dtc adds where something asks for them. */
static const struct property *next_compared(const struct node *node,
					    const struct property *property)
{
	const struct property *end = node->properties + node->property_count;

	while (property < end && is_phandle(property))
		property++;
	return property < end ? property : NULL;
}

static bool node_is_same(const struct tree *a, const struct node *node_a,
			 const struct tree *b, const struct node *node_b)
{
	const struct property *property_a = next_compared(node_a, node_a->properties);
	const struct property *property_b = next_compared(node_b, node_b->properties);

	if (strcmp(node_a->name, node_b->name) || node_a->end != node_b->end)
		return false;
	while (property_a && property_b) {
		if (strcmp(property_a->name, property_b->name) ||
		    !value_is_same(a, property_a, b, property_b))
			return false;
		property_a = next_compared(node_a, property_a + 1);
		property_b = next_compared(node_b, property_b + 1);
	}
	return !property_a && !property_b;
}

bool trees_are_same(const struct tree *a, const struct tree *b)
{
	size_t i;

	if (a->node_count != b->node_count)
		return false;
	for (i = 0; i < a->node_count; i++)
		if (!node_is_same(a, &a->nodes[i], b, &b->nodes[i]))
			return false;
	return true;
}
