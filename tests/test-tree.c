/* SPDX-License-Identifier: BSD-2-Clause */
/* From blob to nodes: what is refused, what is derived, what is found again. */
#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "tree/cells.h"
#include "tree/tree.h"
#include "unit.h"

enum { SPACE = 64 * 1024 };

static struct arena *arena;
static _Alignas(8) char space[SPACE];
static struct failure why;

static void setup(void)
{
	arena = arena_new();
	why.text[0] = '\0';
	ck_assert_int_eq(fdt_create(space, SPACE), 0);
	ck_assert_int_eq(fdt_finish_reservemap(space), 0);
	ck_assert_int_eq(fdt_begin_node(space, ""), 0);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Ends the root node and builds the tree of the blob so far. */
static int build(struct tree **tree)
{
	struct blob blob;
	int error;

	ck_assert_int_eq(fdt_end_node(space), 0);
	ck_assert_int_eq(fdt_finish(space), 0);
	error = blob_wrap(arena, space, fdt_totalsize(space), &blob, &why);
	return error ? error : tree_build(arena, &blob, tree, &why);
}

static void ck_refused(const char *reason)
{
	struct tree *tree;

	ck_assert_int_lt(build(&tree), 0);
	ck_assert_msg(strstr(why.text, reason), "\"%s\" does not say \"%s\"", why.text,
		      reason);
}

static void begin(const char *name)
{
	ck_assert_int_eq(fdt_begin_node(space, name), 0);
}

static void end(void)
{
	ck_assert_int_eq(fdt_end_node(space), 0);
}

static void cell(const char *name, uint32_t value)
{
	ck_assert_int_eq(fdt_property_u32(space, name, value), 0);
}

static void string(const char *name, const char *value)
{
	ck_assert_int_eq(fdt_property(space, name, value, (int)strlen(value) + 1), 0);
}

START_TEST(depth_is_bounded)
{
	struct tree *tree;
	int depth;

	for (depth = 0; depth < TREE_DEPTH_MAX + _i; depth++)
		begin("n");
	for (depth = 0; depth < TREE_DEPTH_MAX + _i; depth++)
		end();
	if (_i) {
		ck_refused("deeper than 64 levels");
		return;
	}
	ck_assert_int_eq(build(&tree), 0);
	ck_assert_uint_eq(tree->nodes[TREE_DEPTH_MAX].depth, TREE_DEPTH_MAX);
}
END_TEST

START_TEST(name_length_is_bounded)
{
	char name[TREE_NAME_MAX + 2];
	struct tree *tree;

	memset(name, 'x', sizeof(name));
	name[TREE_NAME_MAX + _i] = '\0';
	begin(name);
	end();
	if (_i)
		ck_refused("more than 255 bytes");
	else
		ck_assert_int_eq(build(&tree), 0);
}
END_TEST

START_TEST(path_length_is_bounded)
{
	enum { HALF = TREE_PATH_MAX / 2 }; /* two names and two slashes make one more */
	char name[HALF + 1];
	struct tree *tree;

	memset(name, 'x', sizeof(name));
	name[HALF] = '\0';
	begin(name);
	name[HALF - 1 + _i] = '\0';
	begin(name);
	end();
	end();
	if (_i) {
		ck_refused("more than 511 bytes");
		return;
	}
	ck_assert_int_eq(build(&tree), 0);
	ck_assert_uint_eq(strlen(node_path(tree->arena, &tree->nodes[2])), TREE_PATH_MAX);
}
END_TEST

START_TEST(duplicate_phandles_are_refused)
{
	begin("a");
	cell("phandle", 7);
	end();
	begin("b");
	cell("linux,phandle", 7);
	end();
	ck_refused("phandle 0x7 belongs to /a and to /b");
}
END_TEST

START_TEST(duplicate_siblings_are_refused)
{
	begin("a");
	begin("b");
	end();
	begin("b");
	end();
	end();
	ck_refused("node /a/b is there twice");
}
END_TEST

START_TEST(equal_names_below_two_parents_are_fine)
{
	struct tree *tree;

	begin("a");
	begin("x");
	end();
	end();
	begin("b");
	begin("x");
	end();
	end();
	ck_assert_int_eq(build(&tree), 0);
	ck_assert_uint_eq(tree->node_count, 5);
}
END_TEST

START_TEST(property_behind_a_child_is_refused)
{
	begin("a");
	end();
	cell("late", 1);
	ck_refused("property behind a child");
}
END_TEST

static const uint32_t lengths[] = { 1,          4,          1000,       0x7fffffff,
				    0x80000000, 0xfffffff4, 0xfffffffd, 0xffffffff };

START_TEST(lengths_beyond_the_block_are_refused)
{
	struct fdt_property *raw;
	struct tree *tree;
	struct blob blob;
	int error;

	/* What follows an empty property is a tag, also where its length has wrapped. */
	ck_assert_int_eq(fdt_property(space, "last", NULL, 0), 0);
	ck_assert_int_eq(fdt_end_node(space), 0);
	ck_assert_int_eq(fdt_finish(space), 0);
	raw = fdt_get_property_w(space, 0, "last", NULL);
	ck_assert_ptr_nonnull(raw);
	raw->len = cpu_to_fdt32(lengths[_i]);
	error = blob_wrap(arena, space, fdt_totalsize(space), &blob, &why);
	if (!error)
		error = tree_build(arena, &blob, &tree, &why);
	ck_assert_msg(error < 0, "0x%x bytes are accepted", (unsigned)lengths[_i]);
	ck_assert_str_ne(why.text, "");
}
END_TEST

START_TEST(truncated_blobs_are_refused)
{
	struct blob blob;
	size_t size, total;

	begin("soc");
	cell("#address-cells", 2);
	end();
	ck_assert_int_eq(fdt_end_node(space), 0);
	ck_assert_int_eq(fdt_finish(space), 0);
	total = fdt_totalsize(space);
	for (size = 0; size < total; size++) {
		why.text[0] = '\0';
		ck_assert_int_lt(blob_wrap(arena, space, size, &blob, &why), 0);
		ck_assert_str_ne(why.text, "");
	}
}
END_TEST

START_TEST(misaligned_blobs_are_read)
{
	static char moved[SPACE + 1];
	struct tree *tree;
	struct blob blob;

	begin("soc");
	end();
	ck_assert_int_eq(fdt_end_node(space), 0);
	ck_assert_int_eq(fdt_finish(space), 0);
	memcpy(moved + 1, space, fdt_totalsize(space));
	ck_assert_int_eq(blob_wrap(arena, moved + 1, fdt_totalsize(space), &blob, &why),
			 0);
	ck_assert_int_eq(tree_build(arena, &blob, &tree, &why), 0);
	ck_assert_ptr_nonnull(tree_find_path(tree, "/soc"));
}
END_TEST

static const struct {
	uint32_t version, compatible;
	bool ok;
} versions[] = {
	{ 17, 16, true },  { 16, 16, true }, { 18, 17, true },
	{ 15, 15, false }, { 3, 1, false },  { 18, 18, false },
};

START_TEST(versions_16_and_17_are_read)
{
	struct blob blob;

	ck_assert_int_eq(fdt_end_node(space), 0);
	ck_assert_int_eq(fdt_finish(space), 0);
	fdt_set_version(space, versions[_i].version);
	fdt_set_last_comp_version(space, versions[_i].compatible);
	ck_assert_msg(!blob_wrap(arena, space, fdt_totalsize(space), &blob, &why) ==
			      versions[_i].ok,
		      "case %d: %s", _i, why.text);
}
END_TEST

static const struct {
	const char *status; /* NULL: no property */
	bool available;
} statuses[] = {
	{ NULL, true }, { "okay", true },      { "ok", true },        { "OKAY", false },
	{ "", false },  { "disabled", false }, { "reserved", false }, { "okay2", false },
};

START_TEST(status_is_inherited)
{
	const struct node *bus, *child;
	struct tree *tree;

	begin("bus");
	if (statuses[_i].status)
		string("status", statuses[_i].status);
	begin("child");
	end();
	end();
	ck_assert_int_eq(build(&tree), 0);
	bus = tree_find_path(tree, "/bus");
	child = tree_find_path(tree, "/bus/child");
	ck_assert_int_eq(bus->available, statuses[_i].available);
	ck_assert_int_eq(child->live, statuses[_i].available);
	ck_assert(child->available);
}
END_TEST

START_TEST(cell_counts_are_inherited)
{
	const struct node *inner;
	struct tree *tree;

	cell("#address-cells", 2);
	begin("bus");
	cell("#size-cells", 3);
	begin("inner");
	end();
	end();
	ck_assert_int_eq(build(&tree), 0);
	inner = tree_find_path(tree, "/bus/inner");
	ck_assert_uint_eq(inner->address_cells, 2);
	ck_assert_uint_eq(inner->size_cells, 3);
	ck_assert_uint_eq(tree_root(tree)->size_cells, 1);
}
END_TEST

START_TEST(phandles_are_found)
{
	struct tree *tree;
	uint32_t i;
	char name[16];

	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "n%u", (unsigned)i);
		begin(name);
		cell("phandle", 1000 - i * 7);
		end();
	}
	begin("unresolved");
	cell("phandle", UINT32_MAX);
	end();
	ck_assert_int_eq(build(&tree), 0);
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "n%u", (unsigned)i);
		ck_assert_str_eq(tree_find_phandle(tree, 1000 - i * 7)->name, name);
		ck_assert_ptr_null(tree_find_phandle(tree, 999 - i * 7));
	}
	ck_assert_ptr_null(tree_find_phandle(tree, 0));
	ck_assert_ptr_null(tree_find_phandle(tree, UINT32_MAX));
}
END_TEST

START_TEST(paths_lead_there_and_back)
{
	const struct node *deep;
	struct tree *tree;

	begin("soc@0");
	begin("usb@a600000,1");
	end();
	end();
	begin("aliases");
	string("usb0", "/soc@0/usb@a600000,1");
	ck_assert_int_eq(fdt_property(space, "broken", "/soc@0", 6), 0);
	end();
	ck_assert_int_eq(build(&tree), 0);
	deep = tree_find_path(tree, "/soc@0/usb@a600000,1");
	ck_assert_ptr_nonnull(deep);
	ck_assert_str_eq(node_path(arena, deep), "/soc@0/usb@a600000,1");
	ck_assert_str_eq(node_path(arena, tree_root(tree)), "/");
	ck_assert_ptr_eq(tree_find_alias(tree, "usb0"), deep);
	ck_assert_ptr_null(tree_find_alias(tree, "usb1"));
	ck_assert_ptr_null(tree_find_alias(tree, "broken"));
	ck_assert_ptr_null(tree_find_path(tree, "/soc"));
	ck_assert_ptr_null(tree_find_path(tree, "soc@0"));
	ck_assert(node_is_named(deep, "usb"));
	ck_assert(!node_is_named(deep, "us"));
	ck_assert(node_is_within(deep, tree_find_path(tree, "/soc@0")));
	ck_assert_ptr_eq(node_common_ancestor(deep, tree_find_path(tree, "/aliases")),
			 tree_root(tree));
}
END_TEST

START_TEST(strings_end_where_their_property_ends)
{
	const struct property *property;
	uint32_t position = 0;
	struct tree *tree;

	ck_assert_int_eq(fdt_property(space, "compatible", "a\0bc\0d", 6), 0);
	ck_assert_int_eq(build(&tree), 0);
	property = node_find(tree_root(tree), PROP_COMPATIBLE);
	ck_assert_str_eq(property_next_string(property, &position), "a");
	ck_assert_str_eq(property_next_string(property, &position), "bc");
	ck_assert_ptr_null(property_next_string(property, &position));
	ck_assert_int_eq(property_find_string(property, "bc"), 1);
	ck_assert_int_eq(property_find_string(property, "d"), -1);
	ck_assert(node_is_compatible(tree_root(tree), "a"));
}
END_TEST

START_TEST(cells_stop_at_the_end)
{
	const uint8_t bytes[] = { 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xff };
	struct property property = { "x", bytes, sizeof(bytes), PROP_OTHER };
	struct cells cells = cells_of(&property);
	uint64_t number;

	ck_assert_uint_eq(cells_left(&cells), 2);
	ck_assert(!cells_take(&cells, 3, &number));
	ck_assert(cells_take(&cells, 2, &number));
	ck_assert_uint_eq(number, UINT64_C(0x100000002));
	ck_assert(!cells_skip(&cells, 1));
	cells = cells_of(NULL);
	ck_assert_uint_eq(cells_left(&cells), 0);
}
END_TEST

START_TEST(reservations_without_wrap_are_kept)
{
	struct tree *tree;

	ck_assert_int_eq(fdt_create(space, SPACE), 0);
	ck_assert_int_eq(fdt_add_reservemap_entry(space, 0x1000, 0x1000), 0);
	ck_assert_int_eq(fdt_add_reservemap_entry(space, UINT64_MAX, 2), 0);
	ck_assert_int_eq(fdt_finish_reservemap(space), 0);
	begin("");
	ck_assert_int_eq(build(&tree), 0);
	ck_assert_uint_eq(tree->reserve_count, 1);
	ck_assert_uint_eq(tree->reserves[0].last, 0x1fff);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tree");
	TCase *tcase = add_case(suite, "refused");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, depth_is_bounded, 0, 2);
	tcase_add_loop_test(tcase, name_length_is_bounded, 0, 2);
	tcase_add_loop_test(tcase, path_length_is_bounded, 0, 2);
	tcase_add_test(tcase, duplicate_phandles_are_refused);
	tcase_add_test(tcase, duplicate_siblings_are_refused);
	tcase_add_test(tcase, property_behind_a_child_is_refused);
	tcase_add_loop_test(tcase, lengths_beyond_the_block_are_refused, 0,
			    ARRAY_SIZE(lengths));
	tcase_add_test(tcase, truncated_blobs_are_refused);
	tcase_add_loop_test(tcase, versions_16_and_17_are_read, 0, ARRAY_SIZE(versions));

	tcase = add_case(suite, "derived");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, equal_names_below_two_parents_are_fine);
	tcase_add_test(tcase, misaligned_blobs_are_read);
	tcase_add_loop_test(tcase, status_is_inherited, 0, ARRAY_SIZE(statuses));
	tcase_add_test(tcase, cell_counts_are_inherited);
	tcase_add_test(tcase, phandles_are_found);
	tcase_add_test(tcase, paths_lead_there_and_back);
	tcase_add_test(tcase, strings_end_where_their_property_ends);
	tcase_add_test(tcase, cells_stop_at_the_end);
	tcase_add_test(tcase, reservations_without_wrap_are_kept);
	return run_suite(suite);
}
