/* SPDX-License-Identifier: BSD-2-Clause */
#include "reference-windows.h"

#include <libfdt.h>
#include <string.h>

enum type { NONE, PCI, ISA, FLAGS, DEFAULT };

static const void *get(const struct reference *reference, int node, const char *name,
		       int *length)
{
	return fdt_getprop(reference->fdt, node, name, length);
}

static uint32_t cell(const void *value, int index)
{
	return fdt32_ld((const fdt32_t *)value + index);
}

static int parent_of(const struct reference *reference, int node)
{
	return node ? fdt_parent_offset(reference->fdt, node) : -1;
}

/* of_bus_n_addr_cells(), of_bus_n_size_cells(). */
static int inherited(const struct reference *reference, int node, const char *name)
{
	const void *value;
	int length;

	for (; node >= 0; node = parent_of(reference, node)) {
		value = get(reference, node, name, &length);
		if (value && length >= 4)
			return (int)cell(value, 0);
	}
	return 1;
}

/* of_n_addr_cells(), of_n_size_cells(). */
static int of_parent(const struct reference *reference, int node, const char *name)
{
	return inherited(reference, node ? parent_of(reference, node) : node, name);
}

static uint64_t number(const uint32_t *cells, int count)
{
	uint64_t value = 0;

	while (count-- > 0)
		value = value << 32 | *cells++;
	return value;
}

static bool is_named(const struct reference *reference, int node, const char *name)
{
	const char *full = fdt_get_name(reference->fdt, node, NULL);
	size_t length = strcspn(full, "@");

	return length == strlen(name) && !memcmp(full, name, length);
}

/* of_match_bus(). */
static enum type type_of(const struct reference *reference, int node)
{
	const char *type = get(reference, node, "device_type", NULL);
	bool own = get(reference, node, "#address-cells", NULL);

	if (type && (!strcmp(type, "pci") || !strcmp(type, "pciex")))
		return PCI;
	if (is_named(reference, node, "pcie"))
		return PCI;
	if (is_named(reference, node, "isa"))
		return ISA;
	if (reference->version >= 6013 && !own)
		return NONE;
	return inherited(reference, node, "#address-cells") == 3 ? FLAGS : DEFAULT;
}

static int flag_cells(enum type type)
{
	return type == DEFAULT ? 0 : 1;
}

/* count_cells() and OF_CHECK_COUNTS(). */
static bool count(const struct reference *reference, enum type type, int device, int *na,
		  int *ns)
{
	*na = of_parent(reference, device, "#address-cells");
	*ns = of_parent(reference, device, "#size-cells");
	if (type == PCI) {
		*na = 3;
		*ns = 2;
	} else if (type == ISA) {
		*na = 2;
		*ns = 1;
	}
	return type != NONE && *na > 0 && *na <= 4 && *ns > 0;
}

/* __of_get_dma_parent(). */
int reference_dma_parent(const struct reference *reference, int node)
{
	const int parent = parent_of(reference, node);
	int length, cells_length, index, at = 0, i, target;
	const void *list, *cells;

	index = fdt_stringlist_search(reference->fdt, node, "interconnect-names",
				      "dma-mem");
	list = get(reference, node, "interconnects", &length);
	if (index < 0 || !list)
		return parent;
	for (i = 0;; i++) {
		if (at >= length / 4)
			return parent;
		if (!cell(list, at)) {
			if (i == index)
				return parent;
			at++;
			continue;
		}
		target = fdt_node_offset_by_phandle(reference->fdt, cell(list, at));
		if (target < 0)
			return parent;
		cells = get(reference, target, "#interconnect-cells", &cells_length);
		if (!cells || cells_length < 4)
			return parent;
		at += 1 + (int)cell(cells, 0);
		if (at > length / 4)
			return parent;
		if (i == index)
			return target;
	}
}

static bool same_type(enum type type, uint32_t a, uint32_t b)
{
	bool memory = (a >> 24 & 2) == (b >> 24 & 2);
	bool other = (a >> 24 & 2) || (a >> 24 & 3) == (b >> 24 & 3);

	switch (type) {
	case PCI:
		return memory && other;
	case ISA:
		return (a & 1) == (b & 1);
	case FLAGS:
		return a == b;
	default:
		return true;
	}
}

/* The translate() of a bus type: adds to what is behind the flags, in 64 bits. */
static void add(uint32_t *address, enum type type, int cells, uint64_t offset)
{
	int flags = flag_cells(type), i;
	uint64_t sum = number(address + flags, cells - flags) + offset;

	for (i = flags; i < cells; i++)
		address[i] = 0;
	if (cells - flags > 1)
		address[cells - 2] = (uint32_t)(sum >> 32);
	if (cells - flags > 0)
		address[cells - 1] = (uint32_t)sum;
}

/* of_translate_one(): the address on the bus becomes one on the bus above. */
static bool climb(const struct reference *reference, int bus, uint32_t address[4],
		  const enum type types[2], const int counts[3])
{
	const int na = counts[0], ns = counts[1], pna = counts[2];
	const int flags = flag_cells(types[0]);
	uint64_t value = number(address + flags, na - flags), first, size;
	int length, at, i;
	const void *ranges = get(reference, bus, "dma-ranges", &length);
	uint32_t entry[64];

	if (!ranges || !length) {
		value = number(address, na);
		for (i = flag_cells(types[1]); i < pna; i++)
			address[i] = 0;
		add(address, types[1], pna, value);
		return true;
	}
	for (at = 0; at + na + pna + ns <= length / 4; at += na + pna + ns) {
		for (i = 0; i < na + pna + ns; i++)
			entry[i] = cell(ranges, at + i);
		first = number(entry + flags, na - flags);
		size = number(entry + na + pna, ns);
		if (!same_type(types[0], address[0], entry[0]) || value < first ||
		    value >= first + size)
			continue;
		memcpy(address, entry + na, 4 * (size_t)pna);
		add(address, types[1], pna, value - first);
		return true;
	}
	return false;
}

/* __of_translate_address(). */
uint64_t reference_translate(const struct reference *reference, int device,
			     const uint32_t in[4])
{
	int parent = reference_dma_parent(reference, device), counts[3], above_ns;
	enum type types[2];
	uint32_t address[4];

	if (parent < 0)
		return BAD_ADDRESS;
	types[0] = type_of(reference, parent);
	if (!count(reference, types[0], device, &counts[0], &counts[1]))
		return BAD_ADDRESS;
	memcpy(address, in, sizeof(address));
	for (;;) {
		device = parent;
		parent = reference_dma_parent(reference, device);
		if (parent < 0)
			return number(address, counts[0]);
		types[1] = type_of(reference, parent);
		if (!count(reference, types[1], device, &counts[2], &above_ns))
			return BAD_ADDRESS;
		if (!climb(reference, device, address, types, counts))
			return BAD_ADDRESS;
		types[0] = types[1];
		counts[0] = counts[2];
		counts[1] = above_ns;
	}
}

/* One entry as of_pci_range_parser_one() reads it; flags as get_flags() has them. */
struct entry {
	uint32_t flags;
	struct reference_window window;
};

static struct entry parse(const struct reference *reference, int bus, const void *ranges,
			  const int counts[3])
{
	const enum type type = type_of(reference, bus);
	const int na = counts[0], ns = counts[1], pna = counts[2];
	struct entry out = { 0 };
	uint32_t cells[64] = { 0 }, address[4] = { 0 };
	int i, length, left;

	for (i = 0; i < na + pna + ns; i++)
		cells[i] = cell(ranges, i);
	/* A translation may take more cells than the entry has; what follows is read. */
	left = (int)(((const char *)get(reference, bus, "dma-ranges", &length) + length -
		      (const char *)ranges) /
		     4) -
	       na;
	for (i = 0; i < 4 && i < left; i++)
		address[i] = cell(ranges, na + i);
	if (type == PCI)
		out.flags = cells[0] & 0x43000000;
	else if (type == ISA)
		out.flags = cells[0] & 1;
	else if (type == FLAGS)
		out.flags = cells[0];
	out.window.dma = number(cells + flag_cells(type), na - flag_cells(type));
	out.window.cpu = reference_translate(reference, bus, address);
	out.window.size = number(cells + na + pna, ns);
	return out;
}

/* parser_init(); what reads out of bounds before 7.2 is refused here as well. */
static bool parser_init(const struct reference *reference, int bus, int counts[3])
{
	const enum type type = type_of(reference, bus);

	counts[0] = inherited(reference, bus, "#address-cells");
	counts[1] = inherited(reference, bus, "#size-cells");
	counts[2] = of_parent(reference, bus, "#address-cells");
	if (type == NONE || counts[0] < flag_cells(type) ||
	    counts[0] + counts[1] + counts[2] == 0)
		return false;
	return reference->version < 7002 ||
	       (counts[0] > 0 && counts[0] <= 4 && counts[1] > 0 && counts[2] > 0 &&
		counts[2] <= 4);
}

/* The limit that of_dma_configure_id() derives from the map. */
static void set_limit(const struct reference *reference, struct reference_map *map)
{
	uint64_t low = UINT64_MAX, high = 0, end = 0, size;
	int i;

	for (i = 0; i < map->count; i++) {
		const struct reference_window *w = &map->windows[i];

		if (w->dma < low)
			low = w->dma;
		if (w->dma + w->size > high)
			high = w->dma + w->size;
		if (w->dma + w->size - 1 > end)
			end = w->dma + w->size - 1;
	}
	if (reference->version >= 6010) {
		map->limit = end ? end : 0xffffffff;
		return;
	}
	size = high - low;
	if (size % 2)
		size++;
	map->unbound = !size;
	map->limit = low + size - 1;
}

static void read_map(const struct reference *reference, int bus,
		     struct reference_map *map)
{
	int counts[3], length, step, at = 0;
	const char *ranges = get(reference, bus, "dma-ranges", &length);
	struct entry one, next;
	bool any = false, ended = false;

	map->bus = bus;
	map->has_zone_limit = parser_init(reference, bus, counts);
	step = counts[0] + counts[1] + counts[2];
	while (map->has_zone_limit && at + step <= length / 4) {
		one = parse(reference, bus, ranges + 4 * at, counts);
		for (at += step; at + step <= length / 4; at += step) {
			next = parse(reference, bus, ranges + 4 * at, counts);
			if (next.flags != one.flags ||
			    next.window.dma != one.window.dma + one.window.size ||
			    next.window.cpu != one.window.cpu + one.window.size)
				break;
			one.window.size += next.window.size;
		}
		if (one.window.cpu + one.window.size > map->zone_limit)
			map->zone_limit = one.window.cpu + one.window.size - 1;
		if (one.window.cpu == BAD_ADDRESS)
			continue;
		any = true;
		ended = ended || !one.window.size;
		if (!ended && map->count < REFERENCE_WINDOWS_MAX)
			map->windows[map->count++] = one.window;
	}
	map->refused = !any;
	if (any)
		set_limit(reference, map);
}

/* of_dma_get_range(). */
void reference_search(const struct reference *reference, int start,
		      struct reference_map *out)
{
	int node = start, length;
	const void *ranges;
	bool armed = false;

	memset(out, 0, sizeof(*out));
	out->bus = -1;
	while (node >= 0) {
		ranges = get(reference, node, "dma-ranges", &length);
		if (ranges && length > 0) {
			read_map(reference, node, out);
			return;
		}
		if (armed && !ranges)
			return;
		armed = true;
		node = reference_dma_parent(reference, node);
	}
}
