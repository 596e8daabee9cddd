/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/pci.h"

#include "model/address.h"

const struct master *pci_host_of(const struct topology *topo, const struct node *node)
{
	const struct master *master;

	while (node->parent && node_has(node, PROP_REG)) {
		node = node->parent;
		master = topology_master(topo, node);
		if (master && master->kind == MASTER_PCI_HOST)
			return master;
		if (address_bus_kind(topo, node) != BUS_PCI &&
		    !node_is_named(node, "pci"))
			return NULL;
	}
	return NULL;
}
