/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes msi-parent. */
#include "model/passes.h"
#include "tree/cells.h"

static enum entry_state decode(const struct topology *topo, struct cells *cells,
			       struct msi_parent *entry)
{
	struct cells arguments;

	if (!cells_take_one(cells, &entry->phandle))
		return ENTRY_TRUNCATED;
	if (!entry->phandle)
		return ENTRY_ZERO_PHANDLE;
	entry->target = tree_find_phandle(topo->tree, entry->phandle);
	if (!entry->target)
		return ENTRY_DANGLING;
	if (!node_read_cell(entry->target, PROP_MSI_CELLS, &entry->argument_count))
		return ENTRY_OK;
	arguments = *cells;
	if (!cells_skip(cells, entry->argument_count))
		return ENTRY_TRUNCATED;
	if (entry->argument_count)
		entry->argument = cells_next(&arguments);
	return ENTRY_OK;
}

static void decode_node(struct topology *topo, const struct node *node)
{
	struct cells cells = cells_of(node_find(node, PROP_MSI_PARENT));
	struct msi_parent *entry;
	uint32_t index = 0;

	while (cells.next < cells.end) {
		entry = VEC_ADD(topo->arena, &topo->msi_parents);
		entry->node = node;
		entry->index = index++;
		entry->state = decode(topo, &cells, entry);
		if (entry->state != ENTRY_OK)
			return;
	}
}

void msi_find(struct topology *topo)
{
	const struct node *node;

	for_each_node_with (node, topo->tree, PROP_MSI_PARENT)
		decode_node(topo, node);
}
