/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts and lists of phandles with arguments, whole and broken. */
#include <arpa/inet.h>
#include <libfdt.h>
#include <string.h>

#include "base/vec.h"
#include "model/interrupt.h"
#include "model/reference.h"
#include "unit.h"

enum { SPACE = 4096, CELLS_MAX = 8 };

/* Phandles of the machine: interrupt controllers of two cells and of none, and a loop. */
enum { PLAIN = 1, BARE = 2, LOOP = 3, NOBODY = 99 };

static struct arena *arena;
static const struct bindings *bindings;

static void setup(void)
{
	struct failure why = { "" };

	arena = arena_new();
	ck_assert_msg(!bindings_read(arena, NULL, 0, &bindings, &why), "%s", why.text);
}

static void teardown(void)
{
	arena_free(arena);
}

/* The cells of a property; length 0 leaves it out, odd bytes are cut from its end. */
struct list {
	uint32_t cells[CELLS_MAX];
	int length;
	int cut;
};

static void write_list(void *fdt, const char *name, const struct list *list)
{
	uint32_t cells[CELLS_MAX];
	int i;

	for (i = 0; i < list->length; i++)
		cells[i] = htonl(list->cells[i]);
	if (list->length)
		ck_assert(!fdt_property(fdt, name, cells, 4 * list->length - list->cut));
}

static void write_controller(void *fdt, const char *name, uint32_t phandle)
{
	ck_assert(!fdt_begin_node(fdt, name));
	fdt_property_u32(fdt, "phandle", phandle);
	if (phandle == PLAIN)
		fdt_property_u32(fdt, "#interrupt-cells", 2);
	if (phandle == BARE)
		fdt_property(fdt, "#interrupt-cells", NULL, 0);
	if (phandle == LOOP)
		fdt_property_u32(fdt, "interrupt-parent", LOOP);
	ck_assert(!fdt_end_node(fdt));
}

static const struct topology *build(uint32_t parent, const struct list *plain,
				    const struct list *extended)
{
	void *fdt = arena_alloc(arena, SPACE);
	struct failure why = { "" };
	struct kernel kernel;
	struct tree *tree;
	struct blob blob;

	ck_assert(kernel_parse("7.2", &kernel));
	ck_assert(!fdt_create(fdt, SPACE) && !fdt_finish_reservemap(fdt));
	fdt_begin_node(fdt, "");
	fdt_begin_node(fdt, "device");
	if (parent)
		fdt_property_u32(fdt, "interrupt-parent", parent);
	write_list(fdt, "interrupts", plain);
	write_list(fdt, "interrupts-extended", extended);
	fdt_end_node(fdt);
	write_controller(fdt, "plain", PLAIN);
	write_controller(fdt, "bare", BARE);
	write_controller(fdt, "loop", LOOP);
	fdt_end_node(fdt);
	ck_assert(!fdt_finish(fdt));
	ck_assert_msg(!blob_wrap(arena, fdt, fdt_totalsize(fdt), &blob, &why) &&
			      !tree_build(arena, &blob, &tree, &why),
		      "%s", why.text);
	return topology_build(arena, tree, bindings, &kernel,
			      &(struct assumed_memory){ NULL, 0 });
}

static const struct {
	uint32_t parent;
	struct list plain, extended;
	int count;       /* -1: not to be told */
	int read;        /* that can be read */
	uint32_t second; /* last cell of the last of them */
} cases[] = {
	{ PLAIN, { { 1, 2, 3, 4 }, 4, 0 }, { { 0 }, 0, 0 }, 2, 2, 4 },
	{ PLAIN, { { 1, 2, 3 }, 3, 0 }, { { 0 }, 0, 0 }, 1, 1, 2 },
	{ PLAIN, { { 1, 2, 3, 4 }, 4, 1 }, { { 0 }, 0, 0 }, 1, 1, 2 },
	{ PLAIN, { { 0 }, 0, 0 }, { { 0 }, 0, 0 }, 0, 0, 0 },
	{ 0, { { 1, 2 }, 2, 0 }, { { 0 }, 0, 0 }, -1, 0, 0 },
	{ BARE, { { 1, 2 }, 2, 0 }, { { 0 }, 0, 0 }, -1, 0, 0 },
	{ LOOP, { { 1, 2 }, 2, 0 }, { { 0 }, 0, 0 }, -1, 0, 0 },
	{ NOBODY, { { 1, 2 }, 2, 0 }, { { 0 }, 0, 0 }, -1, 0, 0 },
	/* interrupts-extended goes before interrupts. */
	{ PLAIN, { { 1, 2 }, 2, 0 }, { { PLAIN, 5, 6, PLAIN, 7, 8 }, 6, 0 }, 2, 2, 8 },
	{ 0, { { 0 }, 0, 0 }, { { PLAIN, 5, 6, PLAIN, 7 }, 5, 0 }, 1, 1, 6 },
	{ 0, { { 0 }, 0, 0 }, { { PLAIN, 5, 6, NOBODY, 7 }, 5, 0 }, -1, 1, 6 },
};

START_TEST(interrupts_are_counted_and_read)
{
	const struct topology *topo =
		build(cases[_i].parent, &cases[_i].plain, &cases[_i].extended);
	const struct node *device = tree_find_path(topo->tree, "/device");
	struct interrupt interrupt;
	uint32_t count, cell = 0;
	int read = 0;

	ck_assert_msg(interrupt_count(topo, device, &count) == (cases[_i].count >= 0),
		      "case %d: counted", _i);
	if (cases[_i].count >= 0)
		ck_assert_msg((int)count == cases[_i].count, "case %d: %u", _i, count);
	while (interrupt_read(topo, device, (uint32_t)read, &interrupt)) {
		read++;
		ck_assert(cells_skip(&interrupt.specifier, 1));
		ck_assert(cells_take_one(&interrupt.specifier, &cell));
		ck_assert_uint_eq(cells_left(&interrupt.specifier), 0);
	}
	ck_assert_msg(read == cases[_i].read, "case %d: read %d", _i, read);
	ck_assert_msg(cell == cases[_i].second, "case %d: last cell %u", _i, cell);
}
END_TEST

static const struct {
	struct list list;
	int count;  /* -1: broken */
	int before; /* entries that can be found */
} lists[] = {
	{ { { PLAIN, 1, 2, PLAIN, 3, 4 }, 6, 0 }, 2, 2 },
	{ { { 0, PLAIN, 3, 4 }, 4, 0 }, 2, 2 },
	{ { { PLAIN, 1 }, 2, 0 }, -1, 0 },
	{ { { PLAIN, 1, 2, PLAIN }, 4, 2 }, -1, 1 },
	{ { { PLAIN, 1, 2, NOBODY, 3 }, 5, 0 }, -1, 1 },
	{ { { BARE }, 1, 0 }, -1, 0 },
	{ { { 0 }, 0, 0 }, 0, 0 },
};

START_TEST(references_are_counted_and_found)
{
	const struct list none = { { 0 }, 0, 0 };
	const struct topology *topo = build(0, &none, &lists[_i].list);
	const struct node *device = tree_find_path(topo->tree, "/device");
	const struct property *list = node_find(device, PROP_INTERRUPTS_EXTENDED);
	struct reference reference;
	uint32_t count, found = 0;

	ck_assert_msg(reference_count(topo->tree, list, PROP_INTERRUPT_CELLS, &count) ==
			      (lists[_i].count >= 0),
		      "case %d: counted", _i);
	if (lists[_i].count >= 0)
		ck_assert_msg((int)count == lists[_i].count, "case %d: %u", _i, count);
	while (reference_find(topo->tree, list, PROP_INTERRUPT_CELLS, found,
			      &reference)) {
		found++;
		ck_assert_uint_eq(reference.cell_count, reference.target ? 3 : 1);
	}
	ck_assert_msg((int)found == lists[_i].before, "case %d: found %u", _i, found);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("interrupt");
	TCase *tcase = add_case(suite, "interrupt");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, interrupts_are_counted_and_read, 0, ARRAY_SIZE(cases));
	tcase_add_loop_test(tcase, references_are_counted_and_found, 0,
			    ARRAY_SIZE(lists));
	return run_suite(suite);
}
