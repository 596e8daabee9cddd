/* SPDX-License-Identifier: BSD-2-Clause */
/* The ranges of PCI hosts: devm_of_pci_get_host_bridge_resources(). */
#include "model/address.h"
#include "model/passes.h"

/* parser_init() takes the cells of the properties, not the three of a PCI address. */
static bool counts_are_bad(const struct node *node)
{
	return !node->parent || !node->address_cells ||
	       node->address_cells > ADDRESS_CELLS_MAX || !node->size_cells ||
	       node->size_cells > ADDRESS_CELLS_MAX || !node->parent->address_cells ||
	       node->parent->address_cells > ADDRESS_CELLS_MAX;
}

static void take(const struct topology *topo, const struct node *node,
		 struct cells *cells, struct outbound *out)
{
	struct cells parent;

	out->flags = cells_next(cells);
	(void)!cells_take(cells, node->address_cells - 1, &out->pci);
	parent = *cells;
	(void)!cells_take(cells, node->parent->address_cells, &out->parent);
	(void)!cells_take(cells, node->size_cells, &out->size);
	out->translates = address_translate(topo, node, parent, &out->cpu);
}

static void decode(struct topology *topo, struct master *master)
{
	const struct node *node = master->node;
	struct cells cells = cells_of(node_find(node, PROP_RANGES));
	struct outbound *out;
	uint32_t index;
	size_t entry;

	if (counts_are_bad(node))
		return;
	master->first_outbound = (uint32_t)topo->outbounds.count;
	entry = node->address_cells + node->parent->address_cells + node->size_cells;
	for (index = 0; cells_left(&cells) >= entry; index++) {
		out = VEC_ADD(topo->arena, &topo->outbounds);
		out->master = (uint32_t)(master - topo->masters.items);
		out->index = index;
		take(topo, node, &cells, out);
	}
	master->outbound_count = index;
}

static bool has_pci_ranges(const struct master *master)
{
	return master->kind == MASTER_PCI_HOST && master->node->live &&
	       !(master->clients & CLIENT_PCI_PORT_RANGES);
}

void outbound_decode(struct topology *topo)
{
	struct master *master;

	for_each (master, &topo->masters)
		if (has_pci_ranges(master))
			decode(topo, master);
}
