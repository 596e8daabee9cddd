/* SPDX-License-Identifier: BSD-2-Clause */
/* Layouts, states, lookups and pieces of maps, hostile values included. */
#include <inttypes.h>
#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "model/map.h"
#include "model/passes.h"
#include "fixture.h"
#include "unit.h"

enum { SPACE = 8192, CELLS_MAX = 20, UNUSED = 99 };

/* Targets of the maps: the phandle, and what #iommu-cells says; UNUSED for nothing. */
static const struct {
	uint32_t phandle, cells;
} targets[] = { { 1, 1 },   { 2, 2 },   { 3, 3 },       { 10, 0 },
		{ 16, 16 }, { 17, 17 }, { 20, UNUSED }, { 21, 1 } };

enum {
	ONE = 1,
	TWO = 2,
	THREE = 3,
	ZERO = 10,
	SIXTEEN = 16,
	SEVENTEEN = 17,
	WITHOUT = 20,
	LOST = 77,
};

#define ALL UINT32_MAX

struct input {
	const char *release;
	uint32_t bytes, mask; /* ALL for no iommu-map-mask */
	uint32_t cells[CELLS_MAX];
};

static void write_cells(void *fdt, const struct input *input)
{
	uint8_t value[4 * CELLS_MAX];
	size_t i;

	for (i = 0; i < CELLS_MAX; i++) {
		fdt32_t cell = cpu_to_fdt32(input->cells[i]);

		memcpy(value + 4 * i, &cell, 4);
	}
	fdt_begin_node(fdt, "pcie@0");
	fdt_property(fdt, "iommu-map", value, (int)input->bytes);
	if (input->mask != ALL)
		fdt_property_u32(fdt, "iommu-map-mask", input->mask);
	fdt_end_node(fdt);
}

static void *write_tree(const struct input *input)
{
	void *fdt = arena_alloc(arena, SPACE);
	char name[16];
	size_t i;

	fdt_create(fdt, SPACE);
	fdt_finish_reservemap(fdt);
	fdt_begin_node(fdt, "");
	for (i = 0; i < ARRAY_SIZE(targets); i++) {
		snprintf(name, sizeof(name), "iommu@%x", targets[i].phandle);
		fdt_begin_node(fdt, name);
		fdt_property_u32(fdt, "phandle", targets[i].phandle);
		if (targets[i].cells != UNUSED)
			fdt_property_u32(fdt, "#iommu-cells", targets[i].cells);
		fdt_end_node(fdt);
	}
	write_cells(fdt, input);
	fdt_end_node(fdt);
	ck_assert_int_eq(fdt_finish(fdt), 0);
	return fdt;
}

/* A topology of nothing but the host and its map. */
static const struct map *build(const struct input *input, struct topology *topo)
{
	struct failure why = { "" };
	struct blob blob;
	struct tree *tree;
	struct master *host;

	ck_assert_int_eq(blob_wrap(arena, write_tree(input), SPACE, &blob, &why), 0);
	ck_assert_msg(tree_build(arena, &blob, &tree, &why) == 0, "%s", why.text);
	*topo = (struct topology){ .arena = arena, .tree = tree };
	ck_assert(kernel_parse(input->release, &topo->kernel));
	topo->iommu_of = arena_array(arena, tree->node_count, sizeof(*topo->iommu_of));
	host = VEC_ADD(arena, &topo->masters);
	host->node = tree_find_path(tree, "/pcie@0");
	host->kind = MASTER_PCI_HOST;
	map_decode(topo);
	ck_assert_ptr_nonnull(host->iommu_map);
	ck_assert_ptr_null(host->msi_map);
	return host->iommu_map;
}

static const struct {
	struct input input;
	uint32_t id;
	enum map_answer answer;
	uint32_t output;
} lookups[] = {
	/* One entry and its edges. */
	{ { "7.2", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0x100, MAP_HIT, 0x40 },
	{ { "7.2", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0x10f, MAP_HIT, 0x4f },
	{ { "7.2", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0x110, MAP_BYPASS, 0 },
	{ { "7.2", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0xff, MAP_BYPASS, 0 },
	{ { "6.1", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0x10f, MAP_HIT, 0x4f },
	{ { "6.1", 16, ALL, { 0x100, ONE, 0x40, 0x10 } }, 0x110, MAP_BYPASS, 0 },
	/* The first match wins. */
	{ { "7.2", 32, ALL, { 0, ONE, 0, 8, 4, ONE, 0x80, 8 } }, 7, MAP_HIT, 7 },
	{ { "7.2", 32, ALL, { 0, ONE, 0, 8, 4, ONE, 0x80, 8 } }, 8, MAP_HIT, 0x84 },
	/* Length 0. */
	{ { "7.2", 16, ALL, { 0, ONE, 0, 0 } }, 0, MAP_BYPASS, 0 },
	{ { "6.1", 16, ALL, { 0, ONE, 0, 0 } }, 0, MAP_BYPASS, 0 },
	/* The mask. */
	{ { "7.2", 16, 0, { 0, ONE, 5, 0x1000 } }, 0xfff, MAP_HIT, 5 },
	{ { "7.2", 16, 0xf, { 8, ONE, 5, 8 } }, 0x10f, MAP_HIT, 12 },
	{ { "7.2", 16, 0x7, { 8, ONE, 5, 8 } }, 0x10f, MAP_FAILS, 0 },
	{ { "6.1", 16, 0x7, { 8, ONE, 5, 8 } }, 0x10f, MAP_FAILS, 0 },
	{ { "7.2", 32, 0x7, { 0, ONE, 9, 1, 8, ONE, 5, 8 } }, 0x100, MAP_HIT, 9 },
	{ { "7.2", 32, 0x7, { 0, ONE, 9, 1, 8, ONE, 5, 8 } }, 1, MAP_FAILS, 0 },
	/* Phandles that no node has. */
	{ { "7.2", 32, ALL, { 0, LOST, 0, 1, 1, ONE, 5, 1 } }, 1, MAP_FAILS, 0 },
	{ { "6.1", 32, ALL, { 0, LOST, 0, 1, 1, ONE, 5, 1 } }, 1, MAP_HIT, 5 },
	{ { "6.1", 32, ALL, { 0, LOST, 0, 1, 1, ONE, 5, 1 } }, 0, MAP_FAILS, 0 },
	{ { "7.2", 32, ALL, { 1, ONE, 5, 1, 0, 0, 0, 1 } }, 1, MAP_HIT, 5 },
	{ { "7.2", 32, ALL, { 1, ONE, 5, 1, 0, 0, 0, 1 } }, 7, MAP_FAILS, 0 },
	/* Lengths in bytes. */
	{ { "7.2", 0, ALL, { 0 } }, 0, MAP_BYPASS, 0 },
	{ { "6.1", 0, ALL, { 0 } }, 0, MAP_FAILS, 0 },
	{ { "7.2", 17, ALL, { 0, ONE, 5, 1 } }, 0, MAP_FAILS, 0 },
	{ { "7.2", 20, ALL, { 0, ONE, 5, 1, 9 } }, 0, MAP_HIT, 5 },
	{ { "7.2", 20, ALL, { 0, ONE, 5, 1, 9 } }, 9, MAP_FAILS, 0 },
	{ { "7.2", 28, ALL, { 0, ONE, 5, 1, 9, ONE, 9 } }, 9, MAP_FAILS, 0 },
	{ { "6.1", 20, ALL, { 0, ONE, 5, 1, 9 } }, 0, MAP_FAILS, 0 },
	/* Ends beyond 2^32. */
	{ { "7.2", 16, ALL, { 0xff, ONE, 0, 0xffffff01 } }, 0x100, MAP_HIT, 1 },
	{ { "6.1", 16, ALL, { 0xff, ONE, 0, 0xffffff01 } }, 0x100, MAP_BYPASS, 0 },
	{ { "6.1", 16, ALL, { 0xff, ONE, 0, 0xffffff00 } }, 0x100, MAP_HIT, 1 },
	{ { "7.2", 16, ALL, { 1, ONE, 0, 0xffffffff } }, 0xffff, MAP_HIT, 0xfffe },
	{ { "7.2", 16, ALL, { 0, ONE, 0xfffffffe, 4 } }, 3, MAP_HIT, 1 },
	/* Cells of output. */
	{ { "7.2", 20, ALL, { 0, TWO, 5, 6, 1 } }, 0, MAP_HIT, 5 },
	{ { "7.2", 20, ALL, { 0, TWO, 5, 6, 2 } }, 1, MAP_FAILS, 0 },
	{ { "7.2", 20, ALL, { 0, TWO, 5, 6, 2 } }, 2, MAP_BYPASS, 0 },
	{ { "6.1", 20, ALL, { 0, TWO, 5, 6, 1 } }, 0, MAP_FAILS, 0 },
	{ { "7.2", 32, ALL, { 0, TWO, 5, 1, 7, TWO, 6, 1 } }, 7, MAP_HIT, 6 },
	{ { "7.2", 32, ALL, { 0, TWO, 5, 1, 7, TWO, 6, 2 } }, 0, MAP_FAILS, 0 },
	{ { "6.1", 32, ALL, { 0, TWO, 5, 1, 7, TWO, 6, 2 } }, 8, MAP_HIT, 7 },
	{ { "7.2", 24, ALL, { 0, ZERO, 4, 9, ZERO, 1 } }, 3, MAP_HIT, 3 },
	{ { "7.2", 16, ALL, { 0, WITHOUT, 4, 1 } }, 0, MAP_HIT, 4 },
	{ { "7.2", 76, ALL, { 0, SIXTEEN, 4, [18] = 1 } }, 0, MAP_HIT, 4 },
	{ { "7.2", 80, ALL, { 0, SEVENTEEN, 4, [19] = 1 } }, 0, MAP_FAILS, 0 },
	{ { "7.2", 80, ALL, { 0, SEVENTEEN, 4, [19] = 1 } }, 9, MAP_FAILS, 0 },
};

START_TEST(lookup_answers_as_linux)
{
	struct topology topo;
	const struct map *map = build(&lookups[_i].input, &topo);
	struct map_hit hit;

	ck_assert_msg(map_lookup(&topo, map, lookups[_i].id, &hit) == lookups[_i].answer,
		      "case %d", _i);
	if (lookups[_i].answer == MAP_HIT)
		ck_assert_msg(hit.output == lookups[_i].output, "case %d: %x", _i,
			      hit.output);
}
END_TEST

/* The piece that decides for a requester ID; NULL where none does. */
static const struct map_piece *find_piece(const struct map *map, uint32_t id)
{
	const struct map_piece *piece;

	for_each (piece, &map->pieces)
		if (range_has(piece->ids, id & map->mask))
			return piece;
	return NULL;
}

/* Pieces and lookups agree about every requester ID of a sample. */
START_TEST(pieces_agree_with_lookups)
{
	struct topology topo;
	const struct map *map = build(&lookups[_i].input, &topo);
	const struct map_piece *piece;
	enum map_answer answer;
	struct map_hit hit;
	uint32_t id;

	if (map->refused)
		return;
	for (id = 0; id <= 0xffff; id += id < 0x200 ? 1 : 0x7f) {
		answer = map_lookup(&topo, map, id, &hit);
		piece = find_piece(map, id);
		ck_assert_msg(!piece == (answer == MAP_BYPASS), "case %d: %x", _i, id);
		if (!piece)
			continue;
		ck_assert(map_piece_entry(map, piece) == hit.entry);
		ck_assert(piece->fails == (answer == MAP_FAILS));
		if (answer == MAP_HIT && hit.entry->output_count)
			ck_assert(map_piece_yields(map, piece, hit.output));
	}
}
END_TEST

static const struct {
	struct input input;
	enum map_layout layout;
	bool misread, refused;
	unsigned entries;
	enum entry_state last;
} layouts[] = {
	{ { "7.2", 16, ALL, { 0, ONE, 0, 1 } }, MAP_BY_CELLS, false, false, 1, ENTRY_OK },
	{ { "6.1", 16, ALL, { 0, ONE, 0, 1 } }, MAP_FOUR, false, false, 1, ENTRY_OK },
	{ { "7.2", 16, ALL, { 0, TWO, 0, 1 } }, MAP_LEGACY, false, false, 1, ENTRY_OK },
	{ { "6.1", 16, ALL, { 0, TWO, 0, 1 } }, MAP_FOUR, false, false, 1, ENTRY_OK },
	{ { "7.2", 16, ALL, { 0, TWO, 0, 2 } },
	  MAP_BY_CELLS,
	  true,
	  false,
	  1,
	  ENTRY_TRUNCATED },
	{ { "7.2", 32, ALL, { 0, TWO, 0, 1, 1, ONE, 0, 1 } },
	  MAP_BY_CELLS,
	  true,
	  false,
	  2,
	  ENTRY_ZERO_PHANDLE },
	{ { "7.2", 20, ALL, { 0, TWO, 0, 0, 1 } },
	  MAP_BY_CELLS,
	  false,
	  false,
	  1,
	  ENTRY_OK },
	{ { "6.1", 20, ALL, { 0, TWO, 0, 0, 1 } }, MAP_FOUR, true, true, 0, ENTRY_OK },
	{ { "6.1", 80, ALL, { 0, TWO, 0, 0, 1, 1, TWO, 1, 0, 1,
			      2, TWO, 2, 0, 1, 3, TWO, 3, 0, 1 } },
	  MAP_FOUR,
	  true,
	  false,
	  5,
	  ENTRY_OK },
	{ { "7.2", 16, ALL, { 0, ZERO, 0, 1 } },
	  MAP_BY_CELLS,
	  true,
	  false,
	  2,
	  ENTRY_TRUNCATED },
	{ { "6.1", 16, ALL, { 0, ZERO, 0, 1 } }, MAP_FOUR, false, false, 1, ENTRY_OK },
	{ { "7.2", 12, ALL, { 0, ZERO, 1 } }, MAP_BY_CELLS, false, false, 1, ENTRY_OK },
	{ { "7.2", 20, ALL, { 0, ONE, 0, 1, 5 } },
	  MAP_BY_CELLS,
	  false,
	  false,
	  2,
	  ENTRY_TRUNCATED },
	{ { "7.2", 15, ALL, { 0, ONE, 0, 1 } }, MAP_BY_CELLS, false, true, 0, ENTRY_OK },
	{ { "7.2", 16, ALL, { 0, SEVENTEEN, 0, 1 } },
	  MAP_BY_CELLS,
	  true,
	  false,
	  1,
	  ENTRY_TOO_WIDE },
	{ { "7.2", 16, ALL, { 0, 0, 0, 1 } },
	  MAP_BY_CELLS,
	  false,
	  false,
	  1,
	  ENTRY_ZERO_PHANDLE },
	{ { "7.2", 16, ALL, { 0, 0xffffffff, 0, 1 } },
	  MAP_BY_CELLS,
	  false,
	  false,
	  1,
	  ENTRY_DANGLING },
	{ { "7.2", 0, ALL, { 0 } }, MAP_BY_CELLS, false, false, 0, ENTRY_OK },
	{ { "6.1", 0, ALL, { 0 } }, MAP_FOUR, false, true, 0, ENTRY_OK },
};

START_TEST(layout_follows_the_kernel)
{
	struct topology topo;
	const struct map *map = build(&layouts[_i].input, &topo);

	ck_assert_msg(map->layout == layouts[_i].layout, "case %d", _i);
	ck_assert_msg(map->misread == layouts[_i].misread, "case %d", _i);
	ck_assert_msg(map->refused == layouts[_i].refused, "case %d", _i);
	ck_assert_msg(map->entries.count == layouts[_i].entries, "case %d: %zu", _i,
		      map->entries.count);
	if (map->entries.count)
		ck_assert_msg(map->entries.items[map->entries.count - 1].state ==
				      layouts[_i].last,
			      "case %d", _i);
}
END_TEST

static const struct {
	struct input input;
	struct range ids;
	bool sparse;
	unsigned ranges;
	struct range outputs[2];
} pieces[] = {
	{ { "7.2", 16, ALL, { 0, ONE, 8, 0x10 } },
	  { 0, 0xf },
	  false,
	  1,
	  { { 8, 0x17 } } },
	{ { "7.2", 16, 0, { 0, ONE, 5, 0x1000 } }, { 0, 0 }, false, 1, { { 5, 5 } } },
	{ { "7.2", 16, ALL, { 0, ONE, 0, 0x20000 } },
	  { 0, 0xffff },
	  false,
	  1,
	  { { 0, 0xffff } } },
	{ { "7.2", 16, 0xfff8, { 0, ONE, 0, 0x10000 } },
	  { 0, 0xfff8 },
	  true,
	  1,
	  { { 0, 0xfff8 } } },
	{ { "7.2", 16, 0x31f, { 0x100, ONE, 0x100, 0x80 } },
	  { 0x100, 0x11f },
	  false,
	  1,
	  { { 0x100, 0x11f } } },
	{ { "7.2", 16, ALL, { 0, ONE, 0xffff0000, 0x10000 } },
	  { 0, 0xffff },
	  false,
	  1,
	  { { 0xffff0000, 0xffffffff } } },
	{ { "7.2", 16, ALL, { 0, ONE, 0xfffffff0, 0x20 } },
	  { 0, 0x1f },
	  false,
	  2,
	  { { 0, 0xf }, { 0xfffffff0, 0xffffffff } } },
	{ { "7.2", 20, ALL, { 0, TWO, 7, 0x10, 2 } }, { 0, 1 }, false, 0, { { 0, 0 } } },
	{ { "7.2", 12, ALL, { 0, ZERO, 4 } }, { 0, 3 }, false, 0, { { 0, 0 } } },
};

START_TEST(first_piece_is_exact)
{
	struct topology topo;
	const struct map *map = build(&pieces[_i].input, &topo);
	const struct map_piece *piece = map->pieces.items;
	struct range out[2];
	unsigned i;

	ck_assert_msg(map->pieces.count == 1, "case %d: %zu", _i, map->pieces.count);
	ck_assert_msg(piece->ids.first == pieces[_i].ids.first &&
			      piece->ids.last == pieces[_i].ids.last,
		      "case %d: %" PRIx64 " %" PRIx64, _i, piece->ids.first,
		      piece->ids.last);
	ck_assert_msg(piece->sparse == pieces[_i].sparse, "case %d", _i);
	ck_assert_msg(map_piece_outputs(map, piece, out) == pieces[_i].ranges, "case %d",
		      _i);
	for (i = 0; i < pieces[_i].ranges; i++)
		ck_assert_msg(out[i].first == pieces[_i].outputs[i].first &&
				      out[i].last == pieces[_i].outputs[i].last,
			      "case %d", _i);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("map");
	TCase *tcase = add_case(suite, "map");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, lookup_answers_as_linux, 0, ARRAY_SIZE(lookups));
	tcase_add_loop_test(tcase, pieces_agree_with_lookups, 0, ARRAY_SIZE(lookups));
	tcase_add_loop_test(tcase, layout_follows_the_kernel, 0, ARRAY_SIZE(layouts));
	tcase_add_loop_test(tcase, first_piece_is_exact, 0, ARRAY_SIZE(pieces));
	return run_suite(suite);
}
