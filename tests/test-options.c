/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "base/suggest.h"
#include "options.h"
#include "unit.h"

enum { WORDS_MAX = 6 };

static struct arena *arena;
static struct options options;
static struct failure why;

static void setup(void)
{
	arena = arena_new();
	memset(&why, 0, sizeof(why));
}

static void teardown(void)
{
	arena_free(arena);
}

/* Reads a command line of at most WORDS_MAX words; getopt_long() reorders them. */
static int read_words(const char *const *words, char **argv)
{
	int argc = 1;

	argv[0] = arena_copy(arena, "iommu-lint", 10);
	for (; argc <= WORDS_MAX && words[argc - 1]; argc++)
		argv[argc] = arena_copy(arena, words[argc - 1], strlen(words[argc - 1]));
	argv[argc] = NULL;
	return options_read(arena, argc, argv, FOR_CHECK, &options, &why);
}

START_TEST(defaults)
{
	static const char *const words[WORDS_MAX] = { "a.dtb" };
	char *argv[WORDS_MAX + 2];

	ck_assert_int_eq(read_words(words, argv), 0);
	ck_assert_str_eq(options.kernel.name, "7.2");
	ck_assert_uint_eq(options.fail_on, SEVERITY_ERROR);
	ck_assert_int_eq(options.verbosity, VERBOSITY_NORMAL);
	ck_assert_uint_eq(options.jobs, 0);
	ck_assert_uint_eq(options.outputs.count, 0);
	ck_assert_uint_eq(options.operand_count, 1);
	ck_assert_str_eq(options.operands[0], "a.dtb");
}
END_TEST

START_TEST(options_and_operands_in_any_order)
{
	static const char *const words[WORDS_MAX] = { "a.dtb", "-j", "4",
						      "-",     "-v", "--linux=6.12.3" };
	char *argv[WORDS_MAX + 2];

	ck_assert_int_eq(read_words(words, argv), 0);
	ck_assert_uint_eq(options.jobs, 4);
	ck_assert_int_eq(options.verbosity, VERBOSITY_VERBOSE);
	ck_assert_str_eq(options.kernel.name, "6.12");
	ck_assert_uint_eq(options.operand_count, 2);
	ck_assert_str_eq(options.operands[0], "a.dtb");
	ck_assert_str_eq(options.operands[1], "-");
}
END_TEST

START_TEST(what_may_be_repeated)
{
	static const char *const words[WORDS_MAX] = {
		"--format=json=out=1.json", "--format=text=-",
		"--memory=0x80000000:2G",   "--memory=0:1024K",
		"--rule=iommus-cycle=off",  "--rule=iommus-cycle=note",
	};
	char *argv[WORDS_MAX + 2];

	ck_assert_int_eq(read_words(words, argv), 0);
	ck_assert_uint_eq(options.outputs.count, 2);
	ck_assert_str_eq(options.outputs.items[0].format, "json");
	ck_assert_str_eq(options.outputs.items[0].file, "out=1.json");
	ck_assert_str_eq(options.outputs.items[1].format, "text");
	ck_assert_ptr_null(options.outputs.items[1].file);
	ck_assert_uint_eq(options.memory.items[0].first, 0x80000000);
	ck_assert_uint_eq(options.memory.items[0].last, 0xffffffff);
	ck_assert_uint_eq(options.memory.items[1].last, 0xfffff);
	ck_assert_uint_eq(options.overrides.count, 2);
	ck_assert_str_eq(options.overrides.items[1].rule->id, "iommus-cycle");
	ck_assert_int_eq(options.overrides.items[1].severity, SEVERITY_NOTE);
}
END_TEST

static const struct {
	const char *words[WORDS_MAX];
	const char *text;
} bad[] = {
	{ { "--formt=json" }, "unknown option --formt, did you mean --format?" },
	{ { "--zebra" }, "unknown option --zebra" },
	{ { "-z" }, "unknown option -z" },
	{ { "--linux" }, "option --linux needs an argument" },
	{ { "-j" }, "option -j needs an argument" },
	{ { "--help=yes" }, "option --help takes no argument" },
	{ { "--linux", "5.10" }, "--linux 5.10: expected a version from 6.1 to 7.2" },
	{ { "--linux", "" }, "--linux : expected a version from 6.1 to 7.2" },
	{ { "--fail-on", "off" },
	  "--fail-on off: expected error, warning, note or never" },
	{ { "--rule", "iommus-cycle" },
	  "--rule iommus-cycle: expected NAME=error, warning, note or off" },
	{ { "--rule", "iommus-cycel=off" },
	  "no rule is called iommus-cycel, did you mean iommus-cycle?" },
	{ { "--rule", "xyz=off" }, "no rule is called xyz; see iommu-lint rules" },
	{ { "--format", "json=" }, "--format json=: file name missing" },
	{ { "--memory", "0x80000000" },
	  "--memory 0x80000000: expected BASE:SIZE, for example 0x80000000:4G" },
	{ { "--memory", "1:0" },
	  "--memory 1:0: expected BASE:SIZE, for example 0x80000000:4G" },
	{ { "--memory", "0xffffffffffffffff:2" },
	  "--memory 0xffffffffffffffff:2: expected BASE:SIZE, for example "
	  "0x80000000:4G" },
	{ { "--memory", "0:-1" },
	  "--memory 0:-1: expected BASE:SIZE, for example 0x80000000:4G" },
	{ { "--memory", "0:16777216T" },
	  "--memory 0:16777216T: expected BASE:SIZE, for example 0x80000000:4G" },
	{ { "--memory", "0:99999999999999999999" },
	  "--memory 0:99999999999999999999: expected BASE:SIZE, for example "
	  "0x80000000:4G" },
	{ { "-j", "0" }, "-j 0: expected a number from 1 to 1024" },
	{ { "-j", "two" }, "-j two: expected a number from 1 to 1024" },
	{ { "--color", "red" }, "--color red: expected auto, always or never" },
	{ { "--progress", "" }, "--progress : expected auto, always or never" },
};

START_TEST(what_is_refused)
{
	char *argv[WORDS_MAX + 2];

	ck_assert_int_eq(read_words(bad[_i].words, argv), -EINVAL);
	ck_assert_str_eq(why.text, bad[_i].text);
}
END_TEST

START_TEST(suggestions_are_near)
{
	struct suggestion near = { .wanted = "chekc" };

	suggest(&near, "explain");
	ck_assert_ptr_null(near.best);
	suggest(&near, "cheek");
	suggest(&near, "check");
	ck_assert_str_eq(near.best, "cheek");
	near.wanted = "check";
	near.best = NULL;
	suggest(&near, "check");
	ck_assert_uint_eq(near.distance, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = add_case(suite, "options");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, options_and_operands_in_any_order);
	tcase_add_test(tcase, what_may_be_repeated);
	tcase_add_loop_test(tcase, what_is_refused, 0, ARRAY_SIZE(bad));
	tcase_add_test(tcase, suggestions_are_near);
	return run_suite(suite);
}
