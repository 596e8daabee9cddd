/* SPDX-License-Identifier: BSD-2-Clause */
/* The text report, letter by letter, and what the other reports share with it. */
#include "base/utf8.h"
#include "report/escape.h"
#include "report/fold.h"
#include "report/formats.h"
#include "fleet.h"
#include "unit.h"

/* The text report; freed by the caller. */
static char *printed(bool has_color)
{
	struct sink sink = { .has_color = has_color };
	char *chars = NULL;
	size_t length;

	identify();
	sink.stream = open_memstream(&chars, &length);
	text_print(&report, &sink);
	fclose(sink.stream);
	return chars;
}

static void expect(const char *expected)
{
	char *chars = printed(false);

	expect_text(chars, expected);
	free(chars);
}

START_TEST(text_of_one_board)
{
	struct finding *finding = add(&results[0], &mixed, "/soc/usb@1", "names two");

	relate(finding, "iommu", "/soc/iommu@10", 0, "arm,smmu-v3");
	relate(finding, "iommu", "/iommu@2", 1, "rockchip,iommu");
	relate(finding, "other master", "/soc/dma", 0, NULL);
	add(&results[0], &odd, "/", "is odd");
	not_checked(&results[0], "no RAM size");
	expect("0.dtb: /soc/usb@1: error: names two [mixed]\n"
	       "    iommus[0]     /soc/iommu@10  arm,smmu-v3\n"
	       "    iommus[1]     /iommu@2       rockchip,iommu\n"
	       "    other master  /soc/dma iommus[0]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "0.dtb: /: note: is odd [odd]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "1 input: 1 error, 0 warnings, 1 note\n"
	       "not checked: odd: no RAM size\n");
}
END_TEST

/* What the message leaves out is said in a line of its own, unless another one has it. */
START_TEST(text_names_the_property)
{
	struct finding *finding = add(&results[0], &mixed, "/usb", "names two");

	finding->property = "iommus";
	finding->index = 1;
	finding = add(&results[0], &mixed, "/sata", "has iommus twice");
	finding->property = "iommus";
	finding = add(&results[0], &mixed, "/emmc", "names two");
	finding->property = "iommus";
	relate(finding, "iommu", "/iommu", 1, NULL);
	expect("0.dtb: /usb: error: names two [mixed]\n"
	       "    in iommus[1]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "0.dtb: /sata: error: has iommus twice [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "0.dtb: /emmc: error: names two [mixed]\n"
	       "    iommus[1]  /iommu\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "1 input: 3 errors, 0 warnings, 0 notes\n");
}
END_TEST

START_TEST(text_with_a_source_line)
{
	struct finding *finding = add(&results[0], &mixed, "/usb", "names two");

	finding->at = (struct location){ "board.dts", 15, 3 };
	expect("board.dts:15:3: error: names two [mixed]\n"
	       "    /usb in 0.dtb\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "1 input: 1 error, 0 warnings, 0 notes\n");
}
END_TEST

START_TEST(text_in_color)
{
	char *chars;

	add(&results[0], &mixed, "/usb", "names two");
	chars = printed(true);
	ck_assert_str_eq(chars, "\033[1m0.dtb: /usb: \033[0m\033[1;31merror: \033[0m"
				"names two [mixed]\n"
				"    Linux 7.2: drops both\n"
				"    fix: disable one\n"
				"1 input: 1 error, 0 warnings, 0 notes\n");
	free(chars);
}
END_TEST

START_TEST(text_when_quiet)
{
	add(&results[0], &mixed, "/usb", "names two");
	add(&results[0], &odd, "/", "is odd");
	report.verbosity = VERBOSITY_QUIET;
	expect("0.dtb: /usb: error: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n");
}
END_TEST

/* One cause on three boards, a note on one, two reasons for one rule, one bad input. */
static void fill_fleet(void)
{
	report.count = 3;
	add(&results[0], &mixed, "/usb", "names two");
	add(&results[1], &mixed, "/usb", "names two");
	add(&results[1], &odd, "/", "is odd");
	add(&results[2], &mixed, "/usb", "names two");
	add(&results[2], &mixed, "/sata", "names two");
	add(&results[0], &mixed, "/usb", "names two")->severity = SEVERITY_WARNING;
	results[0].findings.list.items[1].key = "0x1";
	not_checked(&results[0], "no RAM size");
	not_checked(&results[1], "no RAM size");
	not_checked(&results[2], "placeholder");
}

START_TEST(text_folds_a_fleet)
{
	fill_fleet();
	report.results = results;
	results[2].findings.list.items[0].severity = SEVERITY_ERROR;
	expect("0.dtb: /usb: error: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "    also on 1.dtb\n"
	       "    also on 2.dtb\n"
	       "0.dtb: /usb: warning: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "2.dtb: /sata: error: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "3 inputs: 4 errors, 1 warning, 1 note of 4 causes; "
	       "1 note hidden (-v shows them)\n"
	       "not checked: odd: no RAM size, and 1 other reason (-v lists them) "
	       "[3 times]\n");
}
END_TEST

START_TEST(text_of_a_fleet_at_length)
{
	fill_fleet();
	report.verbosity = VERBOSITY_VERBOSE;
	expect("0.dtb: /usb: error: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "    also on 1.dtb\n"
	       "    also on 2.dtb\n"
	       "0.dtb: /usb: warning: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "1.dtb: /: note: is odd [odd]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "2.dtb: /sata: error: names two [mixed]\n"
	       "    Linux 7.2: drops both\n"
	       "    fix: disable one\n"
	       "3 inputs: 4 errors, 1 warning, 1 note of 4 causes\n"
	       "not checked: odd: no RAM size [2 times]\n"
	       "not checked: odd: placeholder [1 time]\n");
}
END_TEST

START_TEST(text_says_what_is_left_out)
{
	struct finding *finding = add(&results[0], &mixed, "/usb", "names many");
	char *chars;
	int i;

	for (i = 0; i < 18; i++)
		relate(finding, "iommu", "/iommu", i, NULL);
	add(&results[0], &mixed, "/sata", "names two")->state = FINDING_KNOWN;
	add(&results[0], &mixed, "/emmc", "names two")->state = FINDING_SUPPRESSED;
	results[1].error = "truncated";
	report.count = 2;
	chars = printed(false);
	ck_assert_ptr_nonnull(strstr(chars, "    iommus[15]  /iommu\n"
					    "    and 2 more (-v lists them)\n"));
	ck_assert_ptr_null(strstr(chars, "/sata"));
	ck_assert_ptr_null(strstr(chars, "/emmc"));
	ck_assert_ptr_nonnull(strstr(chars, "2 inputs: 1 error, 0 warnings, 0 notes; "
					    "1 known; 1 allowed; "
					    "1 input not analysed\n"));
	free(chars);
}
END_TEST

static const struct {
	const char *name, *shown, *json;
} hostile[] = {
	{ "plain", "plain", "plain" },
	{ "", "", "" },
	{ "\033[31m\a\n\x7f", "\\x1b[31m\\x07\\x0a\\x7f", "\033[31m\a\n\x7f" },
	{ "caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80",
	  "caf\xc3\xa9 \xf0\x9f\x98\x80" },
	{ "c1 \xc2\x9b", "c1 \\xc2\\x9b", "c1 \xc2\x9b" },
	{ "bidi \xe2\x80\xae", "bidi \\xe2\\x80\\xae", "bidi \xe2\x80\xae" },
	{ "cut \xe2\x80", "cut \\xe2\\x80", "cut \\xe2\\x80" },
	{ "long \xc0\xaf", "long \\xc0\\xaf", "long \\xc0\\xaf" },
	{ "surrogate \xed\xa0\x80", "surrogate \\xed\\xa0\\x80",
	  "surrogate \\xed\\xa0\\x80" },
	{ "beyond \xf4\x90\x80\x80", "beyond \\xf4\\x90\\x80\\x80",
	  "beyond \\xf4\\x90\\x80\\x80" },
	{ "latin \xe9t\xe9", "latin \\xe9t\\xe9", "latin \\xe9t\\xe9" },
};

START_TEST(hostile_names_are_harmless)
{
	struct text text = { .arena = arena };
	char *chars = NULL;
	size_t length;
	FILE *stream;
	json_t *value;

	stream = open_memstream(&chars, &length);
	escape_print(stream, hostile[_i].name);
	fclose(stream);
	ck_assert_str_eq(chars, hostile[_i].shown);
	free(chars);
	value_dump(&text, value_text(hostile[_i].name));
	value = json_loads(text.chars, JSON_DECODE_ANY, NULL);
	ck_assert_str_eq(json_string_value(value), hostile[_i].json);
	json_decref(value);
	for (chars = text.chars; *chars; chars++)
		ck_assert(*chars >= 0x20);
}
END_TEST

static const struct finding *first(size_t input)
{
	return &results[input].findings.list.items[0];
}

static bool is_same_cause(void)
{
	identity_set(&results[0].findings, results[0].compatible, arena);
	identity_set(&results[1].findings, results[1].compatible, arena);
	return !strcmp(first(0)->cause, first(1)->cause);
}

START_TEST(identity_ignores_words_and_order)
{
	struct finding *a = add(&results[0], &mixed, "/usb", "names two");
	struct finding *b = add(&results[1], &mixed, "/iommu", "says it otherwise");

	relate(a, "iommu", "/iommu", 0, "arm,smmu-v3");
	relate(b, "master", "/usb", 7, NULL);
	relate(b, "again", "/usb", 8, NULL);
	b->order = 9;
	b->index = 3;
	b->severity = SEVERITY_NOTE;
	b->at.file = "board.dts";
	ck_assert(is_same_cause());
	ck_assert_str_ne(first(0)->fingerprint, first(1)->fingerprint);
}
END_TEST

START_TEST(identity_is_per_board)
{
	add(&results[1], &mixed, "/usb", "");
	add(&results[2], &mixed, "/usb", "");
	identity_set(&results[1].findings, results[1].compatible, arena);
	identity_set(&results[2].findings, results[2].compatible, arena);
	ck_assert_str_eq(first(1)->fingerprint, first(2)->fingerprint);
}
END_TEST

START_TEST(identity_depends_on_what_matters)
{
	struct finding *a = add(&results[0], &mixed, "/usb", "");
	struct finding *b = add(&results[1], &mixed, "/usb", "");

	switch (_i) {
	case 0:
		b->rule = &odd;
		break;
	case 1:
		b->node = "/usb@1";
		break;
	case 2:
		b->key = "0x400";
		break;
	case 3:
		relate(b, "iommu", "/iommu", 0, NULL);
		break;
	default: /* the parts do not run together */
		a->node = "/a";
		a->key = "b";
		b->node = "/ab";
	}
	ck_assert(!is_same_cause());
}
END_TEST

START_TEST(identity_tells_twins_apart)
{
	struct finding *items;
	size_t i;

	for (i = 0; i < 3; i++)
		add(&results[0], &mixed, "/usb", "names two");
	identity_set(&results[0].findings, acme, arena);
	items = results[0].findings.list.items;
	ck_assert_str_ne(items[0].cause, items[1].cause);
	ck_assert_str_ne(items[1].cause, items[2].cause);
	ck_assert_str_ne(items[0].cause, items[2].cause);
}
END_TEST

/* A tree made to make a rule fire without end costs no memory beyond the limit. */
START_TEST(findings_beyond_the_limit_cost_nothing)
{
	struct node root = { .name = "" }, node = { .name = "usb", .parent = &root };
	struct findings findings = { .arena = arena };
	int i;

	findings_begin_rule(&findings, &mixed);
	ck_assert_str_eq(finding_path(&findings, &node), "/usb");
	for (i = 0; i < FINDINGS_PER_RULE_MAX + 3; i++)
		finding_add(&findings, &node, NULL, -1, "number %d", i);
	ck_assert_str_eq(finding_path(&findings, &node), "usb");
	findings_end_rule(&findings);
	ck_assert_uint_eq(findings.list.count, FINDINGS_PER_RULE_MAX);
	ck_assert_str_eq(findings.not_checked.items[0].reason,
			 "3 more findings of this rule are not listed");
}
END_TEST

START_TEST(fold_ties_equal_causes)
{
	struct fold fold;

	fill_fleet();
	identify();
	fold = fold_build(&report);
	ck_assert_uint_eq(fold.count, 6);
	ck_assert_uint_eq(fold.causes, 4);
	ck_assert_uint_eq(fold.items[0].boards, 3);
	ck_assert_ptr_eq(fold.items[0].next, &fold.items[2]);
	ck_assert_ptr_eq(fold.items[2].next, &fold.items[4]);
	ck_assert_ptr_null(fold.items[4].next);
	ck_assert_ptr_eq(fold.items[4].first, &fold.items[0]);
	ck_assert_uint_eq(fold.items[1].boards, 1);
}
END_TEST

START_TEST(json_of_nothing)
{
	char *chars = NULL;
	struct sink sink = { 0 };
	size_t length;
	json_t *value;

	report.count = 0;
	sink.stream = open_memstream(&chars, &length);
	json_print(&report, &sink);
	fclose(sink.stream);
	value = json_loads(chars, 0, NULL);
	ck_assert_uint_eq(json_array_size(json_object_get(value, "inputs")), 0);
	ck_assert_uint_eq(json_array_size(json_object_get(value, "findings")), 0);
	json_decref(value);
	free(chars);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *text = add_case(suite, "text");
	TCase *identity = add_case(suite, "identity");
	TCase *shared = add_case(suite, "shared");

	tcase_add_checked_fixture(text, fleet_setup, fleet_teardown);
	tcase_add_test(text, text_of_one_board);
	tcase_add_test(text, text_names_the_property);
	tcase_add_test(text, text_with_a_source_line);
	tcase_add_test(text, text_in_color);
	tcase_add_test(text, text_when_quiet);
	tcase_add_test(text, text_folds_a_fleet);
	tcase_add_test(text, text_of_a_fleet_at_length);
	tcase_add_test(text, text_says_what_is_left_out);
	tcase_add_checked_fixture(identity, fleet_setup, fleet_teardown);
	tcase_add_test(identity, identity_ignores_words_and_order);
	tcase_add_test(identity, identity_is_per_board);
	tcase_add_loop_test(identity, identity_depends_on_what_matters, 0, 5);
	tcase_add_test(identity, identity_tells_twins_apart);
	tcase_add_checked_fixture(shared, fleet_setup, fleet_teardown);
	tcase_add_loop_test(shared, hostile_names_are_harmless, 0, ARRAY_SIZE(hostile));
	tcase_add_test(shared, findings_beyond_the_limit_cost_nothing);
	tcase_add_test(shared, fold_ties_equal_causes);
	tcase_add_test(shared, json_of_nothing);
	return run_suite(suite);
}
