/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes dma-ranges as drivers/of/address.c does. */
#include "model/bus.h"

#include "model/address.h"
#include "model/link.h"
#include "model/passes.h"

/* Linux puts no bound on #size-cells; beyond this the tree is no longer meant. */
enum { SIZE_CELLS_MAX = 16, CELLS_MAX = 16 };

static uint32_t flag_cells(const struct bus *bus)
{
	return bus->kind == BUS_PCI || bus->kind == BUS_ISA || bus->kind == BUS_FLAGS;
}

/* parser_init(). Where older kernels read at random, all counts as refused. */
static bool counts_are_bad(const struct topology *topo, const struct bus *bus)
{
	if (bus->kind == BUS_UNMATCHED)
		return true;
	if (bus->size_cells > SIZE_CELLS_MAX || bus->address_cells > CELLS_MAX ||
	    bus->parent_cells > CELLS_MAX || bus->address_cells < flag_cells(bus))
		return true;
	if (!kernel_has(&topo->kernel, KERNEL_BUS_CHECKS_COUNTS))
		return !(bus->address_cells + bus->parent_cells + bus->size_cells);
	return !bus->address_cells || !bus->size_cells ||
	       bus->address_cells > ADDRESS_CELLS_MAX || !bus->parent_cells ||
	       bus->parent_cells > ADDRESS_CELLS_MAX;
}

static enum window_state window_state(const struct window *window)
{
	uint64_t last = window->size - 1;

	if (!window->size)
		return WINDOW_EMPTY;
	if (last > UINT64_MAX - window->dma || last > UINT64_MAX - window->cpu)
		return WINDOW_WRAPS;
	return WINDOW_OK;
}

/* An address of as many cells as its bus type has; what the property lacks is zero. */
static bool take_address(const struct topology *topo, const struct node *device,
			 struct cells cells, struct address *out)
{
	static const uint8_t zeros[4 * ADDRESS_CELLS_MAX];
	uint8_t bytes[sizeof(zeros)] = { 0 };
	size_t i;

	for (i = 0; i < sizeof(bytes) && cells.next + i < cells.end; i++)
		bytes[i] = cells.next[i];
	cells = (struct cells){ bytes, bytes + sizeof(bytes) };
	return address_take(topo, device, dma_parent(topo, device), &cells, out);
}

/* The CPU address, else UINT64_MAX and the bus at which it was lost. */
static uint64_t climb_to_cpu(const struct topology *topo, const struct node *device,
			     struct cells cells, const struct node **lost_at)
{
	const struct node *parent = dma_parent(topo, device);
	struct address address;
	uint64_t cpu;

	*lost_at = parent ? parent : device;
	if (!parent || !take_address(topo, device, cells, &address))
		return UINT64_MAX;
	while ((parent = dma_parent(topo, address.bus))) {
		*lost_at = address.bus;
		if (!address_climb(topo, &address, PROP_DMA_RANGES, parent))
			return UINT64_MAX;
	}
	cpu = address_value(&address);
	if (cpu != UINT64_MAX)
		*lost_at = NULL;
	return cpu;
}

bool dma_translate(const struct topology *topo, const struct node *device,
		   struct cells cells, uint64_t *cpu)
{
	const struct node *lost_at;

	*cpu = climb_to_cpu(topo, device, cells, &lost_at);
	return !lost_at;
}

/* Takes one whole entry, of which there are enough cells. */
static void take_window(const struct topology *topo, const struct bus *bus,
			struct cells *cells, struct window *out)
{
	struct cells parent;

	if (flag_cells(bus))
		out->flags = cells_next(cells);
	(void)!cells_take(cells, bus->address_cells - flag_cells(bus), &out->dma);
	parent = *cells;
	(void)!cells_take(cells, bus->parent_cells, &out->parent);
	(void)!cells_take(cells, bus->size_cells, &out->size);
	out->cpu = climb_to_cpu(topo, bus->node, parent, &out->lost_at);
	out->state = out->lost_at ? WINDOW_UNTRANSLATABLE : window_state(out);
}

static void decode_windows(struct topology *topo, struct bus *bus)
{
	struct cells cells = cells_of(bus->property);
	const size_t entry = bus->address_cells + bus->parent_cells + bus->size_cells;
	const size_t count = cells_left(&cells) / entry;
	size_t i;

	bus->surplus = (uint32_t)(bus->property->length - 4 * entry * count);
	bus->windows.items = arena_array(topo->arena, count, sizeof(struct window));
	bus->windows.capacity = bus->windows.count = count;
	for (i = 0; i < count; i++) {
		bus->windows.items[i].index = (uint32_t)i;
		take_window(topo, bus, &cells, &bus->windows.items[i]);
	}
}

static void decode(struct topology *topo, struct bus *bus)
{
	const struct node *node = bus->node;
	const struct node *above = node->parent ? node->parent : node;

	bus->kind = address_bus_kind(topo, node);
	bus->address_cells = node->address_cells;
	bus->size_cells = node->size_cells;
	bus->parent_cells = above->address_cells;
	bus->no_address_cells = !node_has(node, PROP_ADDRESS_CELLS);
	if (!bus->property->length)
		return;
	bus->cells_bad = counts_are_bad(topo, bus);
	if (!bus->cells_bad)
		decode_windows(topo, bus);
}

/* What get_flags() of the bus type makes of the flags cell. */
static uint32_t space_of(const struct bus *bus, const struct window *window)
{
	switch (bus->kind) {
	case BUS_PCI:
		return window->flags & 0x43000000;
	case BUS_ISA:
		return window->flags & 1;
	default:
		return window->flags;
	}
}

/* Entries merge where they go on in both address spaces. */
static bool continues(const struct bus *bus, const struct window *first,
		      const struct reach_window *merged, const struct window *next)
{
	return space_of(bus, next) == space_of(bus, first) &&
	       next->dma == merged->dma + merged->size &&
	       next->cpu == merged->cpu + merged->size;
}

const struct window *bus_take_merged(const struct bus *bus, const struct window *first,
				     struct reach_window *out)
{
	const struct window *end = bus->windows.items + bus->windows.count, *next;

	*out = (struct reach_window){ first->index, first->dma, first->cpu, first->size };
	for (next = first + 1; next < end && continues(bus, first, out, next); next++)
		out->size += next->size;
	return next;
}

/* Where of_dma_get_range() ends its search: at windows, or where there is no property. */
static const struct node *end_of_search(const struct topology *topo,
					const struct node *start)
{
	const struct node *node;
	const struct bus *bus;

	for (node = start; node; node = dma_parent(topo, node)) {
		bus = topo->bus_of[node->index];
		/* Only where the search starts may the property be absent. */
		if (bus ? bus->property->length : node != start)
			return node;
	}
	return NULL;
}

const struct bus *dma_bus(const struct topology *topo, const struct node *start)
{
	const struct node *end = end_of_search(topo, start);

	return end ? topo->bus_of[end->index] : NULL;
}

const struct node *dma_gap(const struct topology *topo, const struct node *start)
{
	const struct node *end = end_of_search(topo, start);

	return end && !topo->bus_of[end->index] ? end : NULL;
}

static size_t count_buses(const struct topology *topo)
{
	const struct node *node;
	size_t count = 0;

	for_each_node_with (node, topo->tree, PROP_DMA_RANGES)
		count++;
	return count;
}

void bus_decode(struct topology *topo)
{
	const struct node *node;
	struct bus *bus;

	dma_links_resolve(topo);
	topo->bus_of =
		arena_array(topo->arena, topo->tree->node_count, sizeof(*topo->bus_of));
	topo->buses.capacity = count_buses(topo);
	topo->buses.items = arena_array(topo->arena, topo->buses.capacity, sizeof(*bus));
	for_each_node_with (node, topo->tree, PROP_DMA_RANGES) {
		bus = VEC_ADD(topo->arena, &topo->buses);
		bus->node = node;
		bus->property = node_find(node, PROP_DMA_RANGES);
		topo->bus_of[node->index] = bus;
	}
	for_each (bus, &topo->buses)
		decode(topo, bus);
}
