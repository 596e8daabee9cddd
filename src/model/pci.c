/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/pci.h"

#include <string.h>

#include "model/address.h"

bool pci_is_bus(const struct node *node)
{
	static const char *const types[] = { "pci", "pciex", "vci", "ht" };
	const char *type = node_read_string(node, PROP_DEVICE_TYPE);
	size_t i;

	for (i = 0; type && i < ARRAY_SIZE(types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return node_is_named(node, "pcie");
}

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

bool pci_has_platform_child(const struct topology *topo, const struct node *node)
{
	const struct node *child;

	for_each_child (child, node)
		if (node_has(child, PROP_COMPATIBLE) && !pci_host_of(topo, child))
			return true;
	return false;
}
