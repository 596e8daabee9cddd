/* SPDX-License-Identifier: BSD-2-Clause */
/* PCI buses, and their functions, which Linux configures by their host bridge. */
#ifndef MODEL_PCI_H
#define MODEL_PCI_H

#include "model/topology.h"

/* By device_type, or by the name "pcie": of_bus_pci_match() in drivers/of/address.c. */
bool pci_is_bus(const struct node *node);

/*
 * The host bridge that the node is a function behind; NULL where it is none. Only
 * after master_find().
 */
const struct master *pci_host_of(const struct topology *topo, const struct node *node);

/*
 * True where a child is a device but no function, such as a bus inside one: Linux asks
 * its parents for what it does not ask functions' nodes. Only after master_find().
 */
bool pci_has_platform_child(const struct topology *topo, const struct node *node);

#endif
