/* SPDX-License-Identifier: BSD-2-Clause */
/* What a master reaches: of_dma_get_range() and of_dma_configure_id(). */
#include "model/bus.h"
#include "model/passes.h"

/* Size 0 ends the map of a device, whatever follows. */
static void add_window(struct topology *topo, struct reach *reach,
		       const struct reach_window *window, bool *ended)
{
	if (*ended) {
		reach->cut = true;
	} else if (window->size) {
		*VEC_ADD(topo->arena, &reach->windows) = *window;
	} else {
		*ended = true;
		reach->empty_map = !reach->windows.count;
	}
}

/* dma_range_map_min(), dma_range_map_max(). */
static void find_bounds(struct reach *reach)
{
	const struct reach_window *window;
	uint64_t last;

	reach->lowest = UINT64_MAX;
	for_each (window, &reach->windows) {
		last = window->dma + window->size - 1;
		reach->lowest = window->dma < reach->lowest ? window->dma : reach->lowest;
		reach->highest = last > reach->highest ? last : reach->highest;
	}
}

/* False where the device does not bind. An odd size counts as a mask. */
static bool limit_by_size(const struct reach *reach, uint64_t *limit)
{
	const struct reach_window *window;
	uint64_t end = 0, size;

	for_each (window, &reach->windows)
		if (window->dma + window->size > end)
			end = window->dma + window->size;
	size = end - reach->lowest;
	size += size & 1;
	*limit = reach->lowest + size - 1;
	return size != 0;
}

/* A map without windows leaves the limit at the mask of a new device. */
static void set_limit(const struct topology *topo, struct reach *reach)
{
	find_bounds(reach);
	if (!kernel_has(&topo->kernel, KERNEL_DMA_LIMIT_BY_SIZE))
		reach->limit = reach->highest ? reach->highest : UINT32_MAX;
	else if (!limit_by_size(reach, &reach->limit))
		reach->state = REACH_FATAL;
}

/* One step of of_dma_get_max_cpu_address(), untranslatable windows and wraps included. */
static void raise_zone_limit(struct bus *bus, const struct reach_window *window)
{
	if (window->cpu + window->size > bus->zone_limit)
		bus->zone_limit = window->cpu + window->size - 1;
}

static void resolve_bus(struct topology *topo, struct bus *bus)
{
	const struct window *next = bus->windows.items;
	const struct window *end = next + bus->windows.count;
	struct reach *reach = &bus->reach;
	struct reach_window window;
	bool ended = false;

	reach->bus = bus;
	reach->state = REACH_REFUSED;
	while (next < end) {
		next = bus_take_merged(bus, next, &window);
		raise_zone_limit(bus, &window);
		if (window.cpu == UINT64_MAX)
			continue;
		reach->state = REACH_MAPPED;
		add_window(topo, reach, &window, &ended);
	}
	if (reach->state == REACH_MAPPED)
		set_limit(topo, reach);
}

/* The node from which of_dma_configure_id() starts its search. */
static const struct node *start_of(const struct topology *topo,
				   const struct master *master)
{
	const struct node *node = master->node;
	const struct master *host;

	if (master->kind == MASTER_PCI_HOST || master->kind == MASTER_ID_BUS)
		return node;
	if (master->kind != MASTER_PCI_FUNCTION)
		return master->dma_parent;
	for (; node; node = node->parent) {
		host = topology_master(topo, node);
		if (host && host->kind == MASTER_PCI_HOST)
			return node;
	}
	return master->dma_parent;
}

static void resolve_master(const struct topology *topo, struct master *master)
{
	const struct bus *bus;

	master->dma_parent = dma_parent(topo, master->node);
	master->dma_start = start_of(topo, master);
	bus = dma_bus(topo, master->dma_start);
	if (!bus)
		return;
	master->reach = bus->reach;
	if (master->kind == MASTER_ID_BUS && master->reach.state == REACH_REFUSED)
		master->reach.state = REACH_FATAL;
}

void reach_resolve(struct topology *topo)
{
	struct master *master;
	struct bus *bus;

	for_each (bus, &topo->buses)
		if (bus->property->length)
			resolve_bus(topo, bus);
	for_each (master, &topo->masters)
		resolve_master(topo, master);
}
