/* SPDX-License-Identifier: BSD-2-Clause */
/* Ways to windows that are not there: dma-mem interconnects, buses with IDs. */
#include <inttypes.h>

#include "rules/window.h"

static const char *link_fault(enum dma_link_state state)
{
	switch (state) {
	case DMA_LINK_MISSING:
		return "is not there: the list ends before it";
	case DMA_LINK_ZERO:
		return "has a zero phandle";
	case DMA_LINK_DANGLING:
		return "names a phandle that no node has";
	case DMA_LINK_NO_CELLS:
		return "leads to a node without #interconnect-cells";
	case DMA_LINK_TRUNCATED:
		return "has fewer cells than #interconnect-cells of its target says";
	case DMA_LINK_LOOPS:
		return "leads back to the node";
	default:
		return NULL;
	}
}

static void report_link(const struct dma_link *link, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, link->node, "interconnects", (int)link->bad_index,
			"entry %" PRIu32 " %s, and dma-mem is entry %" PRIu32,
			link->bad_index, link_fault(link->state), link->index);
	finding_key(out, f, "%s", link_fault(link->state));
	if (link->target)
		finding_relate(out, f, "provider", link->target, NULL, -1, NULL);
	if (link->node->parent)
		finding_relate(out, f, "parent", link->node->parent, NULL, -1, NULL);
	if (link->state == DMA_LINK_LOOPS)
		finding_consequence(out, f,
				    "follows DMA parents for ever when it sets up the "
				    "device");
}

/* The search for windows starts there and goes on to the provider's own parent. */
static void report_bare(const struct dma_link *link, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, link->node, "interconnects", (int)link->index,
			"dma-mem leads to %s, which has no dma-ranges",
			finding_path(out, link->target));
	finding_key(out, f, "no dma-ranges");
	finding_relate(out, f, "provider", link->target, NULL, -1, NULL);
	finding_severity(f, SEVERITY_WARNING);
	finding_consequence(
		out, f, "takes the windows of the provider's parent, if that has any");
	finding_fix(out, f,
		    "give the provider dma-ranges: empty where its addresses are those "
		    "of the bus above");
}

void check_parent_unresolved(const struct topology *topo, struct findings *out)
{
	const struct dma_link *link;

	for_each (link, &topo->dma_links) {
		if (!link->node->live)
			continue;
		if (link->state != DMA_LINK_OK)
			report_link(link, out);
		else if (!topo->bus_of[link->target->index])
			report_bare(link, out);
	}
}

void check_id_bus_without(const struct topology *topo, struct findings *out)
{
	const struct master *master;
	struct finding *f;

	for_each (master, &topo->masters) {
		if (!master->node->live || master->kind != MASTER_ID_BUS)
			continue;
		if (master->reach.state == REACH_UNLIMITED) {
			f = finding_add(
				out, master->node, NULL, -1,
				"finds no dma-ranges with windows, on the node or "
				"its parents");
			finding_key(out, f, "none");
		} else if (master->reach.state == REACH_FATAL) {
			f = finding_add(out, master->node, NULL, -1,
					"finds no usable window in dma-ranges of %s",
					finding_path(out, master->reach.bus->node));
			finding_key(out, f, "unusable");
			finding_relate(out, f, "bus", master->reach.bus->node,
				       "dma-ranges", -1, NULL);
			finding_consequence(out, f,
					    "refuses to configure the devices of "
					    "the bus (-EINVAL): none binds");
		}
	}
}
