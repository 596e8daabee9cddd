/* SPDX-License-Identifier: BSD-2-Clause */
/* The way of a DMA address from a device to the CPU. Usable once bus_decode() has run. */
#ifndef MODEL_BUS_H
#define MODEL_BUS_H

#include "model/topology.h"
#include "tree/cells.h"

/* No walk over dma_parent() is longer, whatever the tree says. */
enum { DMA_DEPTH_MAX = 3 * TREE_DEPTH_MAX };

/*
 * The next node on the way to memory: the target of the interconnect named dma-mem, else
 * the parent (of_get_next_dma_parent). NULL for the root.
 */
static inline const struct node *dma_parent(const struct topology *topo,
					    const struct node *node)
{
	const struct node *named = NULL;

	if (topo->dma_parent_of)
		named = topo->dma_parent_of[node->index];
	return named ? named : node->parent;
}

/*
 * Translates the address that starts at the cursor, as the device emits it, to the CPU
 * address that of_translate_dma_address() yields; false for OF_BAD_ADDR. The address has
 * the cells that the bus type of its DMA parent asks for, flags included; cells that the
 * property lacks read as zero.
 */
MUST_CHECK bool dma_translate(const struct topology *topo, const struct node *device,
			      struct cells address, uint64_t *cpu);

/*
 * The bus whose windows count for a search that starts at the node: the device's DMA
 * parent, or the node itself of a host bridge (of_dma_get_range). NULL for none.
 */
const struct bus *dma_bus(const struct topology *topo, const struct node *start);

/*
 * The node whose lack of dma-ranges ends such a search; NULL where it finds a bus or
 * passes the root.
 */
const struct node *dma_gap(const struct topology *topo, const struct node *start);

/*
 * Takes the window and those behind it that continue it, as of_pci_range_parser_one()
 * merges them; all sums wrap as Linux' do. Returns the next window.
 */
const struct window *bus_take_merged(const struct bus *bus, const struct window *first,
				     struct reach_window *out);

#endif
