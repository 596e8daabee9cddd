/* SPDX-License-Identifier: BSD-2-Clause */
/* Configuration files, and the small readers they are made of. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/glob.h"
#include "base/size.h"
#include "base/utf8.h"
#include "policy/policy.h"
#include "unit.h"

static struct arena *arena;
static char path[] = "test-policy-XXXXXX.yaml";

static void setup(void)
{
	int file;

	arena = arena_new();
	strcpy(path, "test-policy-XXXXXX.yaml");
	file = mkstemps(path, 5);
	ck_assert_int_ge(file, 0);
	close(file);
}

static void teardown(void)
{
	remove(path);
	arena_free(arena);
}

static const struct {
	const char *pattern, *text;
	bool matches;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "/soc/usb@1", true },
	{ "/soc/*", "/soc/usb@1/port", true },
	{ "/soc/usb@?", "/soc/usb@1", true },
	{ "/soc/usb@?", "/soc/usb@", false },
	{ "/soc/usb", "/soc/usb@1", false },
	{ "*usb*", "/soc/usb@1", true },
	{ "a*b*c", "axxbyybzzc", true },
	{ "a*b*c", "axxbyybzz", false },
	{ "*ab", "aaab", true },
	{ "**a", "a", true },
	{ "[a]", "a", false },
	{ "[a]", "[a]", true },
};

START_TEST(glob_cases)
{
	ck_assert_int_eq(glob_matches(globs[_i].pattern, globs[_i].text),
			 globs[_i].matches);
}
END_TEST

/* A matcher that tries every way would not come back. */
START_TEST(glob_takes_few_steps)
{
	char text[20001];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert(!glob_matches("*a*a*a*a*a*a*a*a*b", text));
}
END_TEST

static const struct {
	const char *text;
	bool is_valid;
	uint64_t first, last;
} intervals[] = {
	{ "0x400", true, 0x400, 0x400 },
	{ "0-7", true, 0, 7 },
	{ "0x10-0x1f", true, 16, 31 },
	{ "7-0", false, 0, 0 },
	{ "", false, 0, 0 },
	{ "-1", false, 0, 0 },
	{ "1-", false, 0, 0 },
	{ "1K", false, 0, 0 },
	{ "1-2-3", false, 0, 0 },
	{ "0x", false, 0, 0 },
	{ "18446744073709551616", false, 0, 0 },
};

START_TEST(intervals_of_ids)
{
	struct range range = { 0, 0 };

	ck_assert_int_eq(size_parse_interval(intervals[_i].text, &range),
			 intervals[_i].is_valid);
	if (intervals[_i].is_valid) {
		ck_assert_uint_eq(range.first, intervals[_i].first);
		ck_assert_uint_eq(range.last, intervals[_i].last);
	}
}
END_TEST

static const struct {
	const char *text;
	bool is_valid;
} dates[] = {
	{ "2026-11-22", true },  { "2026-1-22", false },  { "2026-13-01", false },
	{ "2026-00-01", false }, { "2026-01-32", false }, { "2026-01-00", false },
	{ "2026/01/01", false }, { "", false },           { "2026-01-011", false },
};

START_TEST(dates_of_expiry)
{
	ck_assert_int_eq(date_is_valid(dates[_i].text), dates[_i].is_valid);
}
END_TEST

START_TEST(today_can_be_given)
{
	char today[DATE_SIZE];

	setenv("SOURCE_DATE_EPOCH", "1790000000", 1);
	date_today(today);
	ck_assert_str_eq(today, "2026-09-21");
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	date_today(today);
	ck_assert(date_is_valid(today));
	ck_assert_str_ne(today, "2026-09-21");
}
END_TEST

START_TEST(copies_are_utf8)
{
	ck_assert_str_eq(utf8_copy(arena, "caf\xc3\xa9"), "caf\xc3\xa9");
	ck_assert_str_eq(utf8_copy(arena, "\xff-\xc3"), "\\xff-\\xc3");
	ck_assert_str_eq(utf8_copy(arena, ""), "");
}
END_TEST

static const struct {
	const char *text, *why; /* why without the path; NULL: accepted */
} configs[] = {
	{ "rules:\n  iommus-cycle: off\n", NULL },
	{ "memory:\n  - board: acme,*\n    ranges: [0x80000000:4G, 0:1M]\n", NULL },
	{ "stream-ids:\n  - iommu: /soc/*\n    ids: [1, 0x10-0x1f]\n", NULL },
	{ "allow:\n  - {rule: iommus-cycle, node: /a, reason: b, expires: 2026-01-01}\n",
	  NULL },
	{ "rules: off\n", ":1: expected a map" },
	{ "rulez: {}\n", ":1: unknown key rulez" },
	{ "rules:\n  iommus-cycel: off\n",
	  ":2: no rule is called iommus-cycel, did you mean iommus-cycle?" },
	{ "rules:\n  iommus-cycle: fatal\n",
	  ":2: expected error, warning, note or off, got fatal" },
	{ "rules:\n  iommus-cycle: [off]\n", ":2: expected a text" },
	{ "allow: iommus-cycle\n", ":1: expected a list" },
	{ "allow:\n  - iommus-cycle\n", ":2: expected a map" },
	{ "allow:\n  - rule: iommus-cycle\n    node: /a\n", ":2: missing key reason" },
	{ "allow:\n  - node: /a\n    reason: b\n", ":2: missing key rule" },
	{ "allow:\n  - rule: iommus-cycle\n    reason: b\n",
	  ":2: expected a node, compatible or board; to allow all, turn the rule off" },
	{ "allow:\n  - rule: xyz\n    node: /a\n    reason: b\n",
	  ":2: no rule is called xyz; see iommu-lint rules" },
	{ "allow:\n  - rule: iommus-cycle\n    node: /a\n    reason: ''\n",
	  ":4: empty text" },
	{ "allow:\n  - rule: iommus-cycle\n    node: /a\n    reason: b\n"
	  "    expires: tomorrow\n",
	  ":5: expected a date YYYY-MM-DD, got tomorrow" },
	{ "memory:\n  - board: a\n    ranges: [1G]\n", ":3: expected BASE:SIZE, got 1G" },
	{ "memory:\n  - board: a\n    ranges: 0:1G\n", ":3: expected a list" },
	{ "memory:\n  - ranges: [0:1G]\n", ":2: missing key board" },
	{ "stream-ids:\n  - iommu: /a\n    ids: [x]\n",
	  ":3: expected ID or FIRST-LAST, got x" },
};

static int read_config(const char *text, struct policy *policy, struct failure *why)
{
	static const struct rule_settings none;
	struct config *config = arena_alloc(arena, sizeof(*config));
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	if (config_read(arena, path, config, why))
		return -EINVAL;
	return policy_build(arena, config, &none, policy, why);
}

START_TEST(configuration_files)
{
	struct failure why = { 0 };
	struct policy policy;
	int error = read_config(configs[_i].text, &policy, &why);

	if (!configs[_i].why) {
		ck_assert_str_eq(why.text, "");
		ck_assert_int_eq(error, 0);
		return;
	}
	ck_assert_int_eq(error, -EINVAL);
	ck_assert_str_eq(why.text, arena_printf(arena, "%s%s", path, configs[_i].why));
}
END_TEST

START_TEST(command_line_comes_last)
{
	const struct severity_override override = { rule_find("iommus-cycle"),
						    SEVERITY_NOTE };
	const struct rule_settings command_line = { &override, 1 };
	struct failure why = { 0 };
	struct policy policy;

	ck_assert_int_eq(read_config("rules: {iommus-cycle: off}\n", &policy, &why), 0);
	ck_assert(policy_has_off(&policy, "iommus-cycle"));
	ck_assert(!policy_has_off(&policy, "iommus-truncated"));
	ck_assert_int_eq(policy_build(arena, policy.config, &command_line, &policy, &why),
			 0);
	ck_assert_uint_eq(policy.rules.count, 2);
	ck_assert(!policy_has_off(&policy, "iommus-cycle"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tcase = add_case(suite, "readers");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, glob_cases, 0, ARRAY_SIZE(globs));
	tcase_add_test(tcase, glob_takes_few_steps);
	tcase_add_loop_test(tcase, intervals_of_ids, 0, ARRAY_SIZE(intervals));
	tcase_add_loop_test(tcase, dates_of_expiry, 0, ARRAY_SIZE(dates));
	tcase_add_test(tcase, today_can_be_given);
	tcase_add_test(tcase, copies_are_utf8);

	tcase = add_case(suite, "configuration");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, configuration_files, 0, ARRAY_SIZE(configs));
	tcase_add_test(tcase, command_line_comes_last);
	return run_suite(suite);
}
