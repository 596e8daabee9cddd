/* SPDX-License-Identifier: BSD-2-Clause */
/* Which dma-ranges Linux reads for whom. */
#include <stdlib.h>

#include "model/address.h"
#include "model/bus.h"
#include "model/memory.h"
#include "model/pci.h"
#include "rules/window.h"

/* A master, and a node on its way that lacks dma-ranges. */
struct miss {
	const struct node *gap;
	const struct bus *above; /* whose windows come next */
	const struct master *master;
	bool passed; /* the first on the way: Linux goes on to the windows */
};

static const struct bus *find_above(const struct topology *topo, const struct node *node)
{
	const struct bus *bus;

	for (node = dma_parent(topo, node); node; node = dma_parent(topo, node)) {
		bus = topo->bus_of[node->index];
		if (bus && bus->property->length)
			return bus;
	}
	return NULL;
}

static bool is_covered(const struct reach *reach, struct range range)
{
	const struct reach_window *window;

	for_each (window, &reach->windows)
		if (range_contains(range_clipped(window->cpu, window->size), range))
			return true;
	return false;
}

static bool moves_addresses(const struct reach *reach)
{
	const struct reach_window *window;

	for_each (window, &reach->windows)
		if (window->dma != window->cpu)
			return true;
	return false;
}

/* True where direct DMA with the windows differs from direct DMA without. */
static bool makes_difference(const struct topology *topo, const struct reach *reach)
{
	const struct memory *memory;

	if (moves_addresses(reach))
		return true;
	for_each (memory, &topo->memory)
		if (reach->state == REACH_MAPPED && !is_covered(reach, memory->range))
			return true;
	return false;
}

/* By gap, in document order. */
static int compare_misses(const void *left, const void *right)
{
	const struct miss *a = left, *b = right;

	if (a->gap != b->gap)
		return a->gap->index < b->gap->index ? -1 : 1;
	if (a->passed != b->passed)
		return a->passed - b->passed;
	return a->master < b->master ? -1 : a->master > b->master;
}

static void report_gap(struct findings *out, const struct miss *misses, size_t count)
{
	const char *path = finding_path(out, misses->above->node);
	struct finding *f;
	size_t i;

	if (misses->passed) {
		f = finding_add(out, misses->gap, NULL, -1,
				"lacks dma-ranges on the way of %zu %s to the windows of "
				"%s, which move addresses",
				count, count == 1 ? "master" : "masters", path);
		finding_key(out, f, "passed");
		finding_consequence(
			out, f,
			"passes over one such node and applies the windows, where the "
			"specification and other systems see no way to memory");
	} else {
		f = finding_add(
			out, misses->gap, NULL, -1,
			"lacks dma-ranges, so that %zu %s below %s the windows of %s",
			count, count == 1 ? "master" : "masters",
			count == 1 ? "misses" : "miss", path);
	}
	finding_relate(out, f, "bus", misses->above->node, "dma-ranges", -1, NULL);
	for (i = 0; i < count && i < RELATED_MAX; i++)
		finding_relate(out, f, "master", misses[i].master->node, NULL, -1, NULL);
}

/*
 * Trees leave the property out on plain buses everywhere. A device that is a bus for the
 * masters in it is rarer, and its author had those masters in mind.
 */
static bool is_passed(const struct topology *topo, const struct master *master)
{
	const struct node *start = master->dma_start;

	return start == master->node->parent && !topo->bus_of[start->index] &&
	       node_has(start, PROP_COMPATIBLE) &&
	       !(topology_clients(topo, start) & CLIENT_BUS) &&
	       moves_addresses(&master->reach);
}

static bool find_miss(const struct topology *topo, const struct master *master,
		      struct miss *miss)
{
	*miss = (struct miss){ .master = master };
	if (master->reach.state == REACH_MAPPED) {
		miss->passed = true;
		miss->gap = master->dma_start;
		miss->above = master->reach.bus;
		return is_passed(topo, master);
	}
	if (master->reach.state != REACH_UNLIMITED)
		return false;
	miss->gap = dma_gap(topo, master->dma_start);
	miss->above = miss->gap ? find_above(topo, miss->gap) : NULL;
	return miss->above && makes_difference(topo, &miss->above->reach);
}

void check_gap_in_chain(const struct topology *topo, struct findings *out)
{
	VEC(struct miss) misses = { 0 };
	const struct master *master;
	struct miss miss;
	size_t i, next;

	for_each (master, &topo->masters)
		if (master->node->live && find_miss(topo, master, &miss))
			*VEC_ADD(topo->arena, &misses) = miss;
	if (misses.count)
		qsort(misses.items, misses.count, sizeof(*misses.items), compare_misses);
	for (i = 0; i < misses.count; i = next) {
		for (next = i + 1; next < misses.count; next++)
			if (misses.items[next].gap != misses.items[i].gap ||
			    misses.items[next].passed != misses.items[i].passed)
				break;
		report_gap(out, &misses.items[i], next - i);
	}
}

/* Disabled ones count: a board switches them on. */
static bool has_child_device(const struct node *node)
{
	const struct node *child;

	for_each_child (child, node)
		if (node_has(child, PROP_COMPATIBLE))
			return true;
	return false;
}

/* A master below that Linux configures by its own node, unlike PCI functions. */
static bool has_master_below(const struct topology *topo, const struct node *node)
{
	uint32_t i, index;

	for (i = node->index + 1; i < node->end; i++) {
		index = topo->master_of[i];
		if (index != UINT32_MAX &&
		    topo->masters.items[index].kind != MASTER_PCI_FUNCTION)
			return true;
	}
	return false;
}

/* Marks the nodes by which DMA of others goes, as far as the tree says. */
static const bool *mark_dma_parents(const struct topology *topo)
{
	bool *marks = arena_array(topo->arena, topo->tree->node_count, sizeof(*marks));
	const struct dma_link *link;

	for_each (link, &topo->dma_links)
		if (link->target)
			marks[link->target->index] = true;
	return marks;
}

/* Interconnect providers are where DMA of others goes by, whether the tree says so or
 * not. */
static bool is_dma_parent(const struct topology *topo, const struct node *node,
			  const bool **dma_parents)
{
	if (!*dma_parents)
		*dma_parents = mark_dma_parents(topo);
	return (*dma_parents)[node->index] || node_has(node, PROP_INTERCONNECT_CELLS);
}

const char *find_misuse(const struct topology *topo, const struct bus *bus,
			const bool **dma_parents)
{
	const struct node *node = bus->node;
	const uint32_t client = topology_clients(topo, node);
	const struct master *master = topology_master(topo, node);

	if (is_dma_parent(topo, node, dma_parents))
		return NULL;
	if (pci_host_of(topo, node))
		return has_master_below(topo, node) || pci_has_platform_child(topo, node)
			       ? NULL
			       : "is a PCI function, whose dma-ranges is not read";
	if (client & CLIENT_PCI_HOST && bus->kind != BUS_PCI)
		return "is a PCI host that Linux takes for a plain bus: it has no "
		       "device_type and is not named pcie";
	if (master && master->kind != MASTER_DEVICE && master->kind != MASTER_CHILD)
		return NULL;
	return client & CLIENT_BUS || has_child_device(node)
		       ? NULL
		       : "has dma-ranges but no devices below, which alone would use it";
}

/* A bus gives its children addresses; a device may have children without. */
static bool hands_out_addresses(const struct node *node)
{
	const struct node *child;

	for_each_child (child, node)
		if (node_has(child, PROP_REG))
			return true;
	return node_has(node, PROP_RANGES);
}

/* Without windows the property says that masters below go on as they are. */
static const char *find_misplaced(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);

	if (hands_out_addresses(node) || has_master_below(topo, node) ||
	    (master && master->kind != MASTER_DEVICE && master->kind != MASTER_CHILD))
		return NULL;
	return "has an empty dma-ranges, but is no bus: it has no ranges and no "
	       "children with reg";
}

/* Linux 7.2 refuses it without a word, where dma-ranges-no-address-cells keeps silent. */
static bool is_refused(const struct topology *topo, const struct bus *bus)
{
	return bus->property->length && lacks_cells(bus) &&
	       kernel_has(&topo->kernel, KERNEL_BUS_CHECKS_COUNTS);
}

static const char *find_fault(const struct topology *topo, const struct bus *bus,
			      const bool **dma_parents)
{
	if (bus->windows.count || is_refused(topo, bus))
		return find_misuse(topo, bus, dma_parents);
	if (bus->property->length || is_dma_parent(topo, bus->node, dma_parents))
		return NULL;
	return find_misplaced(topo, bus->node);
}

void check_unused_node(const struct topology *topo, struct findings *out)
{
	const bool *dma_parents = NULL;
	const struct bus *bus;
	const char *fault;
	struct finding *f;

	for_each (bus, &topo->buses) {
		if (!bus->node->live || !bus->node->parent)
			continue;
		fault = find_fault(topo, bus, &dma_parents);
		if (!fault)
			continue;
		f = finding_add(out, bus->node, "dma-ranges", -1, "%s", fault);
		if (bus->windows.count)
			continue;
		finding_consequence(
			out, f,
			bus->property->length
				? "does not read it for the device, and cannot "
				  "read it for ZONE_DMA: #address-cells is "
				  "missing"
				: "has no master below that would use it");
		finding_fix(out, f, "remove it");
	}
}
