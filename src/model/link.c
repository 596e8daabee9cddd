/* SPDX-License-Identifier: BSD-2-Clause */
/* DMA parents by the interconnect named dma-mem: __of_get_dma_parent(). */
#include "model/bus.h"
#include "model/link.h"

static enum dma_link_state take_entry(const struct topology *topo, struct cells *cells,
				      const struct node **target)
{
	uint32_t phandle, count;

	*target = NULL;
	if (!cells_take_one(cells, &phandle))
		return DMA_LINK_MISSING;
	if (!phandle)
		return DMA_LINK_ZERO;
	*target = tree_find_phandle(topo->tree, phandle);
	if (!*target)
		return DMA_LINK_DANGLING;
	if (!node_read_cell(*target, PROP_INTERCONNECT_CELLS, &count))
		return DMA_LINK_NO_CELLS;
	return cells_skip(cells, count) ? DMA_LINK_OK : DMA_LINK_TRUNCATED;
}

/* of_parse_phandle_with_args(): an empty entry is passed over, any other fault ends it.
 */
static void resolve(const struct topology *topo, struct dma_link *link)
{
	struct cells cells = cells_of(node_find(link->node, PROP_INTERCONNECTS));

	for (; link->bad_index <= link->index; link->bad_index++) {
		link->state = take_entry(topo, &cells, &link->target);
		if (link->bad_index == link->index)
			return;
		if (link->state != DMA_LINK_OK && link->state != DMA_LINK_ZERO)
			return;
	}
}

/* True where the walk from the node ends at the root soon enough. */
static bool leads_to_root(const struct topology *topo, const struct node *node)
{
	unsigned hops;

	for (hops = 0; hops <= 2 * TREE_DEPTH_MAX; hops++) {
		node = dma_parent(topo, node);
		if (!node)
			return true;
	}
	return false;
}

static void add_link(struct topology *topo, const struct node *node, int index)
{
	struct dma_link *link = VEC_ADD(topo->arena, &topo->dma_links);

	link->node = node;
	link->index = (uint32_t)index;
	resolve(topo, link);
	if (link->state != DMA_LINK_OK)
		return;
	if (!topo->dma_parent_of)
		topo->dma_parent_of = arena_array(topo->arena, topo->tree->node_count,
						  sizeof(*topo->dma_parent_of));
	topo->dma_parent_of[node->index] = link->target;
}

void dma_links_resolve(struct topology *topo)
{
	const struct property *names;
	const struct node *node;
	struct dma_link *link;
	int index;

	for_each_node_with (node, topo->tree, PROP_INTERCONNECT_NAMES) {
		names = node_find(node, PROP_INTERCONNECT_NAMES);
		index = property_find_string(names, "dma-mem");
		if (index >= 0)
			add_link(topo, node, index);
	}
	for_each (link, &topo->dma_links) {
		if (link->state != DMA_LINK_OK || leads_to_root(topo, link->node))
			continue;
		link->state = DMA_LINK_LOOPS;
		topo->dma_parent_of[link->node->index] = NULL;
	}
}
