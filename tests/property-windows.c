/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Builds random trees of buses, windows and DMA parents, and compares DMA parents,
 * windows, limits and translations with those of the reference.
 *
 *	property-windows [TREES [SEED]]
 */
#include <inttypes.h>
#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "model/bus.h"
#include "reference-windows.h"
#include "unit.h"

enum { NODES_MAX = 14, POOL_SIZE = 48, BLOB_SIZE = 1 << 16, TREES_A_TEST = 500 };

static unsigned long trees = 2000;
static uint64_t seed = 1;

/* What is under construction. */
struct maker {
	uint64_t random;
	uint8_t blob[BLOB_SIZE];
	unsigned nodes;
	uint64_t pool[POOL_SIZE]; /* addresses used already, so that windows meet */
	unsigned pool_used;
	int entry_cells[3]; /* of the node, its sizes, its parent */
};

/* xorshift64* */
static uint64_t draw(struct maker *maker)
{
	maker->random ^= maker->random >> 12;
	maker->random ^= maker->random << 25;
	maker->random ^= maker->random >> 27;
	return maker->random * UINT64_C(2685821657736338717);
}

static unsigned below(struct maker *maker, unsigned limit)
{
	return (unsigned)((draw(maker) >> 33) % limit);
}

static bool chance(struct maker *maker, unsigned percent)
{
	return below(maker, 100) < percent;
}

/* Addresses and sizes at which something changes. */
static const uint64_t edges[] = {
	0,          1,           0x1000,       0x40000000,        0x80000000,
	0xffffffff, 0x100000000, 0x1000000000, UINT64_C(1) << 63, UINT64_MAX - 0xfff,
	UINT64_MAX,
};

static uint64_t draw_number(struct maker *maker)
{
	if (maker->pool_used && chance(maker, 55))
		return maker->pool[below(maker, maker->pool_used)];
	if (chance(maker, 90))
		return edges[below(maker, ARRAY_SIZE(edges))];
	return draw(maker) >> below(maker, 64);
}

static void keep(struct maker *maker, uint64_t number)
{
	if (maker->pool_used < POOL_SIZE)
		maker->pool[maker->pool_used++] = number;
	else
		maker->pool[below(maker, POOL_SIZE)] = number;
}

static uint32_t draw_flags(struct maker *maker)
{
	static const uint32_t flags[] = {
		0x02000000, 0x42000000, 0x43000000, 0x03000000,
		0x01000000, 0,          1,          0x82000000
	};

	return flags[below(maker, chance(maker, 70) ? 3 : ARRAY_SIZE(flags))];
}

static unsigned put_number(uint32_t *cells, int count, uint64_t number)
{
	int i;

	for (i = 0; i < count; i++)
		cells[i] = cpu_to_fdt32(
			count - i > 2 ? 0 : (uint32_t)(number >> 32 * (count - i - 1)));
	return count > 0 ? (unsigned)count : 0;
}

static unsigned put_entry(struct maker *maker, uint32_t *cells,
			  struct reference_window *last)
{
	struct reference_window w = { last->dma + last->size, last->cpu + last->size,
				      draw_number(maker) };
	const int *counts = maker->entry_cells;
	unsigned used = 0;

	if (!chance(maker, 30)) {
		w.dma = draw_number(maker);
		w.cpu = draw_number(maker);
	}
	used += put_number(cells + used, counts[0], w.dma);
	if (counts[0] >= 3 || (counts[0] > 0 && chance(maker, 10)))
		cells[used - (unsigned)counts[0]] = cpu_to_fdt32(draw_flags(maker));
	used += put_number(cells + used, counts[2], w.cpu);
	if (counts[2] >= 3)
		cells[used - (unsigned)counts[2]] = cpu_to_fdt32(draw_flags(maker));
	used += put_number(cells + used, counts[1], w.size);
	keep(maker, w.dma);
	keep(maker, w.dma + w.size);
	keep(maker, w.cpu);
	*last = w;
	return used;
}

static void put_ranges(struct maker *maker)
{
	const bool is_long =
		chance(maker, 4); /* beyond what is searched entry by entry */
	unsigned count = is_long ? 60 : 1 + below(maker, 5), used = 0;
	struct reference_window last = { 0 };
	uint32_t cells[60 * 16 + 4];

	if (chance(maker, 25))
		return;
	while (count-- && (is_long || !chance(maker, 15)))
		used += put_entry(maker, cells, &last);
	used *= 4;
	if (used && chance(maker, 6))
		used -= 1 + below(maker, used < 12 ? used : 12);
	fdt_property(maker->blob, "dma-ranges", cells, (int)used);
}

/* Names a node that came before, so that no DMA parent leads back. */
static void put_interconnects(struct maker *maker)
{
	static const char late[] = "other\0dma-mem", early[] = "dma-mem";
	uint32_t cells[6];
	unsigned i;

	if (maker->nodes < 2 || !chance(maker, 15))
		return;
	if (chance(maker, 40))
		fdt_property(maker->blob, "interconnect-names", late, sizeof(late));
	else
		fdt_property(maker->blob, "interconnect-names", early, sizeof(early));
	for (i = 0; i < ARRAY_SIZE(cells); i++)
		cells[i] = cpu_to_fdt32(chance(maker, 80)
						? 1 + below(maker, maker->nodes - 1)
						: below(maker, 2) * 99);
	fdt_property(maker->blob, "interconnects", cells,
		     4 * (int)below(maker, ARRAY_SIZE(cells) + 1));
}

static int put_count(struct maker *maker, const char *name, int inherited, int usual)
{
	int count = usual;

	if (chance(maker, 8))
		return inherited;
	if (usual < 0)
		count = 1 + (int)below(maker, 2);
	if (chance(maker, 6))
		count = (int)below(maker, 6);
	fdt_property_u32(maker->blob, name, (uint32_t)count);
	return count;
}

/* Counts are those that children would inherit. */
static void put_node(struct maker *maker, unsigned depth, int address_cells,
		     int size_cells)
{
	static const struct {
		const char *name, *type;
		int address_cells, size_cells;
	} kinds[] = {
		{ "bus", NULL, -1, -1 },  { "bus", NULL, -1, -1 }, { "bus", NULL, 2, 2 },
		{ "pci", "pci", 3, 2 },   { "pcie", NULL, 3, 2 },  { "isa", NULL, 2, 1 },
		{ "flags", NULL, 3, -1 }, { "wide", NULL, 4, -1 }, { "pci", NULL, 3, 2 },
	};
	const unsigned kind = below(maker, ARRAY_SIZE(kinds));
	const int parent_cells = address_cells;
	char name[16] = "";

	if (depth)
		snprintf(name, sizeof(name), "%s@%x", kinds[kind].name, maker->nodes);
	fdt_begin_node(maker->blob, name);
	fdt_property_u32(maker->blob, "phandle", ++maker->nodes);
	if (depth && kinds[kind].type)
		fdt_property(maker->blob, "device_type", kinds[kind].type,
			     (int)strlen(kinds[kind].type) + 1);
	address_cells = put_count(maker, "#address-cells", address_cells,
				  kinds[kind].address_cells);
	size_cells = put_count(maker, "#size-cells", size_cells, kinds[kind].size_cells);
	if (chance(maker, 70))
		fdt_property_u32(maker->blob, "#interconnect-cells", below(maker, 3));
	maker->entry_cells[0] = address_cells;
	maker->entry_cells[1] = size_cells;
	maker->entry_cells[2] = depth ? parent_cells : address_cells;
	if (depth ? chance(maker, 85) : chance(maker, 5))
		put_ranges(maker);
	put_interconnects(maker);
	while (depth < 6 && maker->nodes < NODES_MAX && chance(maker, depth ? 60 : 90))
		put_node(maker, depth + 1, address_cells, size_cells);
	fdt_end_node(maker->blob);
}

static void make_tree(struct maker *maker, uint64_t number)
{
	*maker = (struct maker){ .random =
					 (seed + number) * UINT64_C(0x9e3779b97f4a7c15) };
	fdt_create(maker->blob, BLOB_SIZE);
	fdt_finish_reservemap(maker->blob);
	put_node(maker, 0, 1, 1);
	ck_assert_int_eq(fdt_finish(maker->blob), 0);
}

/* The tree under test, by both implementations; nodes in document order. */
struct pair {
	struct maker maker;
	struct arena *arena;
	struct topology *topo;
	struct reference reference;
	uint64_t number;
	int offsets[NODES_MAX + 8];
};

#define ck_same(pair, what, expected, got)                                               \
	ck_assert_msg((uint64_t)(expected) == (uint64_t)(got),                           \
		      "tree %" PRIu64 " node %u, Linux %u: %s is 0x%" PRIx64             \
		      ", expected 0x%" PRIx64,                                           \
		      seed + (pair)->number, node, (pair)->reference.version, what,      \
		      (uint64_t)(got), (uint64_t)(expected))

static int offset_of(const struct pair *pair, const struct node *node)
{
	return node ? pair->offsets[node->index] : -1;
}

static void compare_map(const struct pair *pair, unsigned node)
{
	const struct node *start = &pair->topo->tree->nodes[node];
	const struct bus *bus = dma_bus(pair->topo, start);
	struct reference_map map;
	size_t i;

	reference_search(&pair->reference, pair->offsets[node], &map);
	ck_same(pair, "bus", map.bus, offset_of(pair, bus ? bus->node : NULL));
	if (!bus)
		return;
	ck_same(pair, "refused", map.refused, bus->reach.state == REACH_REFUSED);
	ck_same(pair, "unbound", map.unbound, bus->reach.state == REACH_FATAL);
	if (map.has_zone_limit)
		ck_same(pair, "zone limit", map.zone_limit, bus->zone_limit);
	if (map.refused || map.unbound)
		return;
	ck_same(pair, "limit", map.limit, bus->reach.limit);
	ck_same(pair, "windows", map.count, bus->reach.windows.count);
	for (i = 0; i < bus->reach.windows.count; i++) {
		ck_same(pair, "dma", map.windows[i].dma, bus->reach.windows.items[i].dma);
		ck_same(pair, "cpu", map.windows[i].cpu, bus->reach.windows.items[i].cpu);
		ck_same(pair, "size", map.windows[i].size,
			bus->reach.windows.items[i].size);
	}
}

static void compare_translation(struct pair *pair, unsigned node)
{
	const uint64_t address = draw_number(&pair->maker);
	uint32_t cells[4], host[4];
	uint64_t expected, got = BAD_ADDRESS;
	struct cells cursor;
	unsigned i, shift = below(&pair->maker, 4);

	/* The number ends in any of the cells, flags may stand in the first. */
	put_number(cells, (int)shift + 1, address);
	for (i = shift + 1; i < 4; i++)
		cells[i] = cpu_to_fdt32(0x1000 * i);
	if (shift > 1)
		cells[0] = cpu_to_fdt32(draw_flags(&pair->maker));
	for (i = 0; i < 4; i++)
		host[i] = fdt32_to_cpu(cells[i]);
	cursor = (struct cells){ (const uint8_t *)cells, (const uint8_t *)(cells + 4) };
	expected = reference_translate(&pair->reference, pair->offsets[node], host);
	if (!dma_translate(pair->topo, &pair->topo->tree->nodes[node], cursor, &got))
		got = BAD_ADDRESS;
	ck_same(pair, "translation", expected, got);
}

static void compare(struct pair *pair)
{
	const struct tree *tree = pair->topo->tree;
	unsigned node, i;
	int offset = 0;

	for (node = 0; node < tree->node_count; node++) {
		pair->offsets[node] = offset;
		offset = fdt_next_node(pair->maker.blob, offset, NULL);
	}
	for (node = 0; node < tree->node_count; node++) {
		ck_same(pair, "DMA parent",
			reference_dma_parent(&pair->reference, pair->offsets[node]),
			offset_of(pair, dma_parent(pair->topo, &tree->nodes[node])));
		compare_map(pair, node);
		for (i = 0; i < 6; i++)
			compare_translation(pair, node);
	}
}

static const struct bindings *bindings;

static void check_tree(struct pair *pair, uint64_t number)
{
	static const char *const releases[] = { "6.1", "6.12", "6.13", "7.1", "7.2" };
	const struct assumed_memory none = { NULL, 0 };
	struct failure why = { "" };
	struct kernel kernel;
	struct tree *tree;
	struct blob blob;

	make_tree(&pair->maker, number);
	pair->number = number;
	ck_assert(kernel_parse(releases[number % ARRAY_SIZE(releases)], &kernel));
	ck_assert_msg(!blob_wrap(pair->arena, pair->maker.blob,
				 fdt_totalsize(pair->maker.blob), &blob, &why) &&
			      !tree_build(pair->arena, &blob, &tree, &why),
		      "tree %" PRIu64 ": %s", seed + number, why.text);
	pair->topo = topology_build(pair->arena, tree, bindings, &kernel, &none);
	pair->reference = (struct reference){ pair->maker.blob, kernel.version };
	compare(pair);
	arena_reset(pair->arena);
}

START_TEST(model_agrees_with_reference)
{
	static struct pair pair;
	struct arena *arena = arena_new();
	struct failure why = { "" };
	unsigned i;

	pair.arena = arena_new();
	ck_assert_msg(!bindings_read(arena, NULL, 0, &bindings, &why), "%s", why.text);
	for (i = 0; i < TREES_A_TEST; i++)
		check_tree(&pair, (uint64_t)_i * TREES_A_TEST + i);
	arena_free(pair.arena);
	arena_free(arena);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("windows");
	TCase *tcase = add_case(suite, "random trees");

	if (argc > 1)
		trees = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	tcase_set_timeout(tcase, 0);
	tcase_add_loop_test(tcase, model_agrees_with_reference, 0,
			    (int)((trees + TREES_A_TEST - 1) / TREES_A_TEST));
	return run_suite(suite);
}
