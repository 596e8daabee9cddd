/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/address.h"

#include <string.h>

#include "model/entries.h"
#include "model/pci.h"

/* A property with more entries than this gets an index. */
enum { LINEAR_MAX = 32 };

enum bus_kind address_bus_kind(const struct topology *topo, const struct node *node)
{
	bool inherits = !node_has(node, PROP_ADDRESS_CELLS);

	if (pci_is_bus(node))
		return BUS_PCI;
	if (node_is_named(node, "isa"))
		return BUS_ISA;
	if (inherits && kernel_has(&topo->kernel, KERNEL_BUS_NEEDS_ADDRESS_CELLS))
		return BUS_UNMATCHED;
	return node->address_cells == 3 ? BUS_FLAGS : BUS_DEFAULT;
}

/* The count_cells() of each kind; counts are those that the children of bus use. */
static bool count_cells(enum bus_kind kind, const struct node *bus,
			struct address *address)
{
	address->kind = kind;
	address->address_cells = bus->address_cells;
	address->size_cells = bus->size_cells;
	if (kind == BUS_PCI) {
		address->address_cells = 3;
		address->size_cells = 2;
	} else if (kind == BUS_ISA) {
		address->address_cells = 2;
		address->size_cells = 1;
	}
	/* OF_CHECK_COUNTS() compares the size cells as a signed number. */
	return kind != BUS_UNMATCHED && address->address_cells &&
	       address->address_cells <= ADDRESS_CELLS_MAX && address->size_cells &&
	       address->size_cells <= INT32_MAX;
}

bool address_take(const struct topology *topo, const struct node *device,
		  const struct node *bus, struct cells *cells, struct address *out)
{
	uint32_t i;

	*out = (struct address){ .bus = bus };
	if (!count_cells(address_bus_kind(topo, bus), device->parent, out))
		return false;
	for (i = 0; i < out->address_cells; i++)
		if (!cells_take_one(cells, &out->cells[i]))
			return false;
	return true;
}

static uint32_t flag_cells(enum bus_kind kind)
{
	return kind == BUS_DEFAULT ? 0 : 1;
}

/* The low 64 bits of the cells from first on. */
static uint64_t number(const struct address *address, uint32_t first)
{
	uint64_t value = 0;
	uint32_t i;

	for (i = first; i < address->address_cells; i++)
		value = value << 32 | address->cells[i];
	return value;
}

uint64_t address_value(const struct address *address)
{
	return number(address, 0);
}

/* Adds the offset behind the flags, which stay; what is above 64 bits is lost. */
static void add(struct address *address, uint64_t offset)
{
	uint32_t i, flags = flag_cells(address->kind), last = address->address_cells - 1;
	uint64_t sum = number(address, flags) + offset;

	for (i = flags; i < last; i++)
		address->cells[i] = 0;
	if (last > flags)
		address->cells[last - 1] = (uint32_t)(sum >> 32);
	if (last >= flags)
		address->cells[last] = (uint32_t)sum;
}

/* Addresses of different spaces never match. */
static uint32_t space_of(enum bus_kind kind, uint32_t flags)
{
	/* Configuration, I/O, 32-bit memory, 64-bit memory. */
	static const unsigned pci_space[] = { 0, 1, 2, 2 };

	switch (kind) {
	case BUS_PCI:
		return pci_space[flags >> 24 & 3];
	case BUS_ISA:
		return flags & 1;
	case BUS_FLAGS:
		return flags;
	default:
		return 0;
	}
}

/* Cells of one entry of the property by which the address climbs to out. */
static size_t entry_cells(const struct address *address, const struct address *out)
{
	return (size_t)address->address_cells + out->address_cells + address->size_cells;
}

/*
 * What one entry covers on the address' bus; its address on the parent bus goes to out.
 * Only where entry_cells() are left.
 */
static struct entry take_entry(struct cells *cells, const struct address *address,
			       struct address *out)
{
	uint32_t i, flag_count = flag_cells(address->kind), flags = 0;
	struct entry entry = { 0 };
	uint64_t size = 0;

	if (flag_count)
		flags = cells_next(cells);
	entry.space = space_of(address->kind, flags);
	for (i = flag_count; i < address->address_cells; i++)
		entry.first = entry.first << 32 | cells_next(cells);
	for (i = 0; i < out->address_cells; i++)
		out->cells[i] = cells_next(cells);
	for (i = 0; i < address->size_cells; i++)
		size = size << 32 | cells_next(cells);
	/* Linux lets the sum wrap: an entry up to the last address holds nothing. */
	entry.end = entry.first + size;
	return entry;
}

/* Takes one entry; true where it holds the address, which is then translated to out. */
static bool climb_entry(struct cells cells, const struct address *address,
			struct address *out)
{
	const struct entry entry = take_entry(&cells, address, out);
	const uint64_t value = number(address, flag_cells(address->kind));

	if (entry.space != space_of(address->kind, address->cells[0]) ||
	    value < entry.first || value >= entry.end)
		return false;
	add(out, value - entry.first);
	return true;
}

/* A property with many entries, as the addresses of one layout read it. */
struct address_index {
	struct address_index *next;
	const struct property *property;
	enum bus_kind kind;
	uint32_t address_cells, size_cells, parent_cells;
	struct entries *entries;
};

enum { CHAIN_COUNT = 1024 };

struct address_indexes {
	struct address_index **chains; /* NULL while there is no index */
};

struct address_indexes *address_indexes_new(struct arena *arena)
{
	return arena_alloc(arena, sizeof(struct address_indexes));
}

static struct address_index **find_chain(const struct topology *topo,
					 const struct property *property)
{
	struct address_indexes *indexes = topo->address_indexes;

	if (!indexes->chains)
		indexes->chains =
			arena_array(topo->arena, CHAIN_COUNT, sizeof(*indexes->chains));
	return &indexes->chains[(uintptr_t)property / sizeof(*property) % CHAIN_COUNT];
}

static struct entries *build_entries(struct arena *arena, const struct property *property,
				     const struct address *address,
				     const struct address *out)
{
	struct cells cells = cells_of(property);
	const size_t count = cells_left(&cells) / entry_cells(address, out);
	struct entry *list = arena_array(arena, count, sizeof(*list));
	struct address parent = *out;
	size_t i;

	for (i = 0; i < count; i++)
		list[i] = take_entry(&cells, address, &parent);
	return entries_build(arena, list, (uint32_t)count);
}

/* The entries of the property for addresses like this one, built at its first use. */
static const struct entries *find_entries(const struct topology *topo,
					  const struct property *property,
					  const struct address *address,
					  const struct address *out)
{
	struct address_index **chain = find_chain(topo, property), *index;

	for (index = *chain; index; index = index->next)
		if (index->property == property && index->kind == address->kind &&
		    index->address_cells == address->address_cells &&
		    index->size_cells == address->size_cells &&
		    index->parent_cells == out->address_cells)
			return index->entries;
	index = arena_alloc(topo->arena, sizeof(*index));
	*index = (struct address_index){ *chain,
					 property,
					 address->kind,
					 address->address_cells,
					 address->size_cells,
					 out->address_cells,
					 build_entries(topo->arena, property, address,
						       out) };
	*chain = index;
	return index->entries;
}

static bool climb_by(const struct topology *topo, const struct property *property,
		     const struct address *address, struct address *out)
{
	const size_t bytes = 4 * entry_cells(address, out);
	struct cells cells = cells_of(property);
	const struct entries *entries;
	uint32_t index;

	if (cells_left(&cells) * 4 / bytes <= LINEAR_MAX) {
		for (; cells_left(&cells) * 4 >= bytes; cells.next += bytes)
			if (climb_entry(cells, address, out))
				return true;
		return false;
	}
	entries = find_entries(topo, property, address, out);
	if (!entries_find(entries, space_of(address->kind, address->cells[0]),
			  number(address, flag_cells(address->kind)), &index))
		return false;
	cells.next += bytes * index;
	return climb_entry(cells, address, out);
}

/* An empty property: one to one. The flags pass through where both buses have them. */
static void pass(const struct address *address, struct address *out)
{
	if (flag_cells(out->kind))
		out->cells[0] = address->cells[0];
	add(out, address_value(address));
}

bool address_climb(const struct topology *topo, struct address *address,
		   enum known property, const struct node *parent)
{
	const struct property *ranges = node_find(address->bus, property);
	struct address out = { .bus = parent };

	/* The counts are those of the bus' own parent, whatever its DMA parent is. */
	if (!count_cells(address_bus_kind(topo, parent), address->bus->parent, &out))
		return false;
	if (!ranges && property == PROP_RANGES)
		return false;
	if (!ranges || !ranges->length)
		pass(address, &out);
	else if (!climb_by(topo, ranges, address, &out))
		return false;
	*address = out;
	return true;
}

/* Up to the root by structural parents. */
static bool translate(const struct topology *topo, struct address *address, uint64_t *cpu)
{
	while (address->bus->parent)
		if (!address_climb(topo, address, PROP_RANGES, address->bus->parent))
			return false;
	*cpu = address_value(address);
	return true;
}

bool address_translate(const struct topology *topo, const struct node *device,
		       struct cells cells, uint64_t *cpu)
{
	struct address address;

	return device->parent &&
	       address_take(topo, device, device->parent, &cells, &address) &&
	       translate(topo, &address, cpu);
}

/* By get_flags() of the bus; a flags cell holds IORESOURCE_ bits. */
static bool is_memory(const struct address *address)
{
	if (address->kind == BUS_ISA)
		return !(address->cells[0] & 1);
	return address->kind != BUS_FLAGS || address->cells[0] & 0x200;
}

bool reg_translate(const struct topology *topo, const struct node *node, uint32_t index,
		   struct range *cpu)
{
	struct cells cells = cells_of(node_find(node, PROP_REG));
	struct address address;
	uint64_t size, first;
	size_t entry;

	if (!node->parent ||
	    !count_cells(address_bus_kind(topo, node->parent), node->parent, &address))
		return false;
	/* PCI functions have assigned-addresses instead. */
	if (address.kind == BUS_PCI)
		return false;
	entry = (size_t)address.address_cells + address.size_cells;
	if (cells_left(&cells) / entry <= index || !cells_skip(&cells, index * entry))
		return false;
	if (!address_take(topo, node, node->parent, &cells, &address) ||
	    !cells_take(&cells, address.size_cells, &size))
		return false;
	return is_memory(&address) && translate(topo, &address, &first) &&
	       range_from_length(first, size, cpu);
}

bool reg_is_empty(const struct topology *topo, const struct node *node)
{
	struct cells cells = cells_of(node_find(node, PROP_REG));
	const struct node *bus = node->parent;
	uint64_t size;

	if (!bus || address_bus_kind(topo, bus) == BUS_PCI)
		return false;
	if (!cells_skip(&cells, bus->address_cells))
		return true;
	if (!bus->size_cells)
		return false;
	return !cells_take(&cells, bus->size_cells, &size) || !size;
}
