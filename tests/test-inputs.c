/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inputs.h"
#include "unit.h"

static struct arena *arena;
static char *folder;
static char before[4096];

/* What is made in a fresh folder: a folder ends in '/', a link names its target. */
static const struct {
	const char *path, *target;
} made[] = {
	{ "b.dtb", NULL },
	{ "B.dtb", NULL },
	{ "a/", NULL },
	{ "a/z.dtb", NULL },
	{ "a/z.dts", NULL },
	{ "a/.dtb", NULL },
	{ "a/folder.dtb/", NULL },
	{ "a/folder.dtb/in.dtb", NULL },
	{ "a/loop", "../a" },
	{ "a/up", ".." },
	{ "a/file.dtb", "../b.dtb" },
	{ "a/broken.dtb", "nowhere" },
	{ "empty/", NULL },
	{ "far/", NULL },
	{ "far/y.dtb", NULL },
	{ "near/", NULL },
	{ "near/link", "../far" },
};

static void make_entry(const char *path, const char *target)
{
	size_t length = strlen(path);
	FILE *file;

	if (target) {
		ck_assert_int_eq(symlink(target, path), 0);
	} else if (path[length - 1] == '/') {
		ck_assert_int_eq(mkdir(path, 0700), 0);
	} else {
		file = fopen(path, "w");
		ck_assert_ptr_nonnull(file);
		fclose(file);
	}
}

static void setup(void)
{
	const char *base = getenv("TMPDIR");
	size_t i;

	arena = arena_new();
	ck_assert_ptr_nonnull(getcwd(before, sizeof(before)));
	folder = arena_printf(arena, "%s/inputs-XXXXXX", base ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	for (i = 0; i < ARRAY_SIZE(made); i++)
		make_entry(made[i].path, made[i].target);
}

static void teardown(void)
{
	size_t i;

	for (i = ARRAY_SIZE(made); i-- > 0;)
		remove(made[i].path);
	ck_assert_int_eq(chdir(before), 0);
	rmdir(folder);
	arena_free(arena);
}

static const struct {
	const char *operands[3];
	const char *found[8]; /* "PATH" or "PATH: error" */
} cases[] = {
	{ { "b.dtb", "-", "absent" }, { "-", "absent", "b.dtb" } },
	{ { "b.dtb", "b.dtb" }, { "b.dtb" } },
	/* Through a/up all else is reached, each folder once. */
	{ { "a" },
	  { "a/broken.dtb", "a/file.dtb", "a/folder.dtb/in.dtb", "a/up/B.dtb",
	    "a/up/b.dtb", "a/up/far/y.dtb", "a/z.dtb" } },
	{ { "near" }, { "near/link/y.dtb" } },
	{ { "near/" }, { "near/link/y.dtb" } },
	{ { "near", "far" }, { "far/y.dtb", "near/link/y.dtb" } },
	{ { "empty" }, { "empty: no *.dtb file in this directory" } },
	{ { "a/z.dts" }, { "a/z.dts" } },
};

START_TEST(inputs_are_found)
{
	struct inputs inputs = { 0 };
	char *operands[3];
	size_t count = 0, i;
	const char *got;

	for (; count < 3 && cases[_i].operands[count]; count++)
		operands[count] = arena_printf(arena, "%s", cases[_i].operands[count]);
	inputs_find(arena, operands, count, &inputs);
	for (i = 0; i < inputs.list.count; i++) {
		got = inputs.list.items[i].path;
		if (inputs.list.items[i].error)
			got = arena_printf(arena, "%s: %s", got,
					   inputs.list.items[i].error);
		ck_assert_ptr_nonnull(cases[_i].found[i]);
		ck_assert_str_eq(got, cases[_i].found[i]);
	}
	ck_assert_ptr_null(cases[_i].found[inputs.list.count]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("inputs");
	TCase *tcase = add_case(suite, "inputs");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, inputs_are_found, 0, ARRAY_SIZE(cases));
	return run_suite(suite);
}
