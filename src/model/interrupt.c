/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/interrupt.h"

#include "model/reference.h"

const struct node *interrupt_parent(const struct topology *topo, const struct node *node)
{
	uint32_t phandle;
	unsigned hops;

	for (hops = 0; node && hops <= 2 * TREE_DEPTH_MAX; hops++) {
		if (node_read_cell(node, PROP_INTERRUPT_PARENT, &phandle))
			node = tree_find_phandle(topo->tree, phandle);
		else
			node = node->parent;
		if (node && node_has(node, PROP_INTERRUPT_CELLS))
			return node;
	}
	return NULL;
}

static bool count_extended(const struct topology *topo, const struct property *property,
			   uint32_t *count)
{
	struct cells cells = cells_of(property);
	const struct node *parent;
	uint32_t size;

	while (cells_left(&cells)) {
		parent = tree_find_phandle(topo->tree, cells_next(&cells));
		if (!parent || !node_read_cell(parent, PROP_INTERRUPT_CELLS, &size))
			return false;
		if (!cells_skip(&cells, size))
			break;
		++*count;
	}
	return true;
}

bool interrupt_count(const struct topology *topo, const struct node *node,
		     uint32_t *count)
{
	const struct property *extended = node_find(node, PROP_INTERRUPTS_EXTENDED);
	const struct property *plain = node_find(node, PROP_INTERRUPTS);
	const struct node *parent;
	uint32_t size;

	*count = 0;
	if (extended)
		return count_extended(topo, extended, count);
	if (!plain)
		return true;
	parent = interrupt_parent(topo, node);
	if (!parent || !node_read_cell(parent, PROP_INTERRUPT_CELLS, &size) || !size)
		return false;
	*count = plain->length / 4 / size;
	return true;
}

static bool read_extended(const struct topology *topo, const struct property *property,
			  uint32_t index, struct interrupt *out)
{
	struct reference reference;

	if (!reference_find(topo->tree, property, PROP_INTERRUPT_CELLS, index,
			    &reference) ||
	    !reference.target)
		return false;
	out->controller = reference.target;
	out->specifier.next = reference.bytes + 4;
	out->specifier.end = reference.bytes + 4 * (size_t)reference.cell_count;
	return true;
}

bool interrupt_read(const struct topology *topo, const struct node *node, uint32_t index,
		    struct interrupt *out)
{
	const struct property *extended = node_find(node, PROP_INTERRUPTS_EXTENDED);
	const struct property *plain = node_find(node, PROP_INTERRUPTS);
	uint32_t size;

	if (extended)
		return read_extended(topo, extended, index, out);
	out->controller = plain ? interrupt_parent(topo, node) : NULL;
	if (!out->controller ||
	    !node_read_cell(out->controller, PROP_INTERRUPT_CELLS, &size) || !size ||
	    plain->length / 4 / size <= index)
		return false;
	out->specifier.next = plain->value + 4 * (size_t)index * size;
	out->specifier.end = out->specifier.next + 4 * (size_t)size;
	return true;
}
