/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the IOMMU instances of a tree. */
#include "model/context.h"
#include "model/larb.h"
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

bool iommu_lacks_cells(const struct iommu *iommu)
{
	return iommu->node->live && iommu->binding && iommu->binding->cells_required &&
	       !iommu->has_cells && !node_has(iommu->node, PROP_MMU_MASTERS);
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
	if (!binding)
		return;
	contexts_find(topo, iommu);
	larbs_find(topo, iommu);
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
