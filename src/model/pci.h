/* SPDX-License-Identifier: BSD-2-Clause */
/* PCI functions, which Linux configures by their host bridge. Usable after master_find().
 */
#ifndef MODEL_PCI_H
#define MODEL_PCI_H

#include "model/topology.h"

/* The host bridge that the node is a function behind; NULL where it is none. */
const struct master *pci_host_of(const struct topology *topo, const struct node *node);

#endif
