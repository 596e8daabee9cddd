/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the IOMMU instances of a tree. */
#include "model/interrupt.h"
#include "model/passes.h"

static const struct binding *find_binding(struct topology *topo, const struct node *node)
{
	const struct property *compatible = node_find(node, PROP_COMPATIBLE);

	if (!compatible || !(topology_clients(topo, node) & CLIENT_OF_BINDING))
		return NULL;
	return binding_for_compatible(topo->bindings, topo->arena,
				      (const char *)compatible->value,
				      compatible->length);
}

/*
 * What has #iommu-cells is an IOMMU whatever it is called, and so is a node of a binding
 * that demands the property.
 */
static bool is_iommu(const struct node *node, const struct binding *binding)
{
	return node_has(node, PROP_IOMMU_CELLS) || (binding && binding->cells_required);
}

static unsigned count_children(const struct node *node)
{
	const struct node *child;
	unsigned count = 0;

	for_each_child (child, node)
		count += child->available;
	return count;
}

/* Context interrupts: Linux refuses an SMMUv2 with fewer of them than context banks. */
static unsigned count_interrupts(const struct topology *topo, const struct node *node)
{
	uint32_t global, count;

	if (!node_read_cell(node, PROP_GLOBAL_INTERRUPTS, &global) ||
	    !interrupt_count(topo, node, &count))
		return 0;
	return count > global ? count - global : 0;
}

static unsigned count_contexts(const struct topology *topo, const struct node *node,
			       const struct binding *binding)
{
	switch (binding->contexts_from) {
	case CONTEXTS_FIXED:
		return binding->contexts;
	case CONTEXTS_INTERRUPTS:
		return count_interrupts(topo, node);
	case CONTEXTS_CHILDREN:
		return count_children(node);
	default:
		return 0;
	}
}

static void add_iommu(struct topology *topo, const struct node *node,
		      const struct binding *binding)
{
	struct iommu *iommu = VEC_ADD(topo->arena, &topo->iommus);

	iommu->node = node;
	iommu->binding = binding;
	iommu->has_cells = node_read_cell(node, PROP_IOMMU_CELLS, &iommu->cells);
	if (node_read_cell(node, PROP_STREAM_MATCH_MASK, &iommu->mask) &&
	    iommu->cells != 1)
		iommu->mask = 0;
	if (binding)
		iommu->contexts = count_contexts(topo, node, binding);
}

void iommu_find(struct topology *topo)
{
	const struct binding *binding;
	const struct node *node;
	struct iommu *iommu;

	topo->iommu_of =
		arena_array(topo->arena, topo->tree->node_count, sizeof(*topo->iommu_of));
	for_each_node (node, topo->tree) {
		binding = find_binding(topo, node);
		if (is_iommu(node, binding))
			add_iommu(topo, node, binding);
	}
	for_each (iommu, &topo->iommus)
		topo->iommu_of[iommu->node->index] = iommu;
}
