/* SPDX-License-Identifier: BSD-2-Clause */
/* Ways through a topology that rules and reports share. */
#ifndef MODEL_WALK_H
#define MODEL_WALK_H

#include "model/topology.h"

/* Visits the master's specifiers, those that could not be decoded included. */
#define for_each_specifier(s, topo, master)                                              \
	for (s = (topo)->specifiers.items + (master)->first_specifier;                   \
	     s < (topo)->specifiers.items + (master)->first_specifier +                  \
			 (master)->specifier_count;                                      \
	     s++)

/* Visits the master's streams. */
#define for_each_stream(s, topo, master)                                                 \
	for (s = (topo)->streams.items + (master)->first_stream;                         \
	     s <                                                                         \
	     (topo)->streams.items + (master)->first_stream + (master)->stream_count;    \
	     s++)

/* Visits the windows of the master's ranges: of a PCI host alone. */
#define for_each_outbound(o, topo, master)                                               \
	for (o = (topo)->outbounds.items + (master)->first_outbound;                     \
	     o < (topo)->outbounds.items + (master)->first_outbound +                    \
			 (master)->outbound_count;                                       \
	     o++)

/* True where the node says of itself, or of what is behind it, which IOMMU serves. */
static inline bool node_is_wired(const struct node *node)
{
	return node_has(node, PROP_IOMMUS) || node_has(node, PROP_IOMMU_MAP);
}

/* True where Linux reads the iommus of the master at all. */
static inline bool master_reads_iommus(const struct master *master)
{
	return master->node->live && master->kind != MASTER_PCI_FUNCTION;
}

/* Visits the masters that have an entry in an iommus that Linux reads. */
#define for_each_wired(master, topo)                                                     \
	for_each (master, &(topo)->masters)                                              \
		if (!master_reads_iommus(master) || !(master)->specifier_count) {        \
		} else

#endif
