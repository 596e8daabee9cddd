/* SPDX-License-Identifier: BSD-2-Clause */
/* The formats that pipelines read, letter by letter, over names that would break them. */
#include <config.h>

#include "fleet.h"
#include "report/formats.h"
#include "report/uri.h"
#include "unit.h"

/* Ends of lines, markup, shell, percent signs, a bell, UTF-8 and what is none. */
#define NODE "/a\n::b]]>&<c\"'$(d)`%0A;e,f:\a\xc3\xa9\xff"

static void fill(void)
{
	struct finding *finding = add(&results[0], &mixed, NODE, "names " NODE);

	report.count = 3;
	relate(finding, "iommu", "/i,1", 0, "arm,smmu-v3");
	add(&results[0], &odd, "/usb", "is odd");
	add(&results[1], &mixed, "/usb", "names two");
	results[1].findings.list.items[0].at = (struct location){ "b c.dts", 15, 3 };
	add(&results[2], &odd, "/usb", "is odd");
	add(&results[2], &mixed, "/sata", "is known")->state = FINDING_KNOWN;
	add(&results[2], &mixed, "/emmc", "is allowed")->state = FINDING_SUPPRESSED;
	results[0].id = results[0].path = "d,r:1/\xc3\xa9%\n.dtb";
	not_checked(&results[0], "odd has findings");
	not_checked(&results[1], "no <RAM>");
	not_checked(&results[1], "again");
}

static void expect(void (*print)(const struct report *report, const struct sink *out),
		   const char *expected)
{
	struct sink sink = { 0 };
	char *chars = NULL;
	size_t length;

	identify();
	sink.stream = open_memstream(&chars, &length);
	print(&report, &sink);
	fclose(sink.stream);
	expect_text(chars, expected);
	free(chars);
}

START_TEST(gcc_lines)
{
	fill();
	expect(gcc_print, "d,r:1/\xc3\xa9%\\x0a.dtb:1:1: error: "
			  "/a\\x0a::b]]>&<c\"'$(d)`%0A;e,f:\\x07\xc3\xa9\\xff: names "
			  "/a\\x0a::b]]>&<c\"'$(d)`%0A;e,f:\\x07\xc3\xa9\\xff [mixed]\n"
			  "d,r:1/\xc3\xa9%\\x0a.dtb:1:1: note: /usb: is odd [odd]\n"
			  "b c.dts:15:3: error: /usb: names two [mixed]\n");
}
END_TEST

START_TEST(github_commands)
{
	fill();
	expect(github_print,
	       "::error file=d%2Cr%3A1/\xc3\xa9%25%0A.dtb,line=1,col=1,title=mixed::"
	       "/a%0A::b]]>&<c\"'$(d)`%250A;e,f:\\x07\xc3\xa9\\xff: names "
	       "/a%0A::b]]>&<c\"'$(d)`%250A;e,f:\\x07\xc3\xa9\\xff%0A"
	       "iommu: /i,1 iommus[0] (arm,smmu-v3)%0A"
	       "Linux 7.2: drops both%0Afix: disable one\n"
	       "::error file=b c.dts,line=15,col=3,title=mixed::/usb: names two%0A"
	       "Linux 7.2: drops both%0Afix: disable one\n"
	       "::notice file=d%2Cr%3A1/\xc3\xa9%25%0A.dtb,line=1,col=1,title=odd::"
	       "/usb: is odd%0ALinux 7.2: drops both%0Afix: disable one%0A"
	       "also on 1 board\n");
}
END_TEST

START_TEST(github_shows_the_worst_ten)
{
	char *chars = NULL, *found;
	struct sink sink = { 0 };
	size_t length, errors = 0;
	int i;

	for (i = 0; i < 12; i++)
		add(&results[0], &mixed, arena_printf(arena, "/n%d", i), "is bad");
	add(&results[0], &odd, "/odd", "is odd");
	add(&results[1], &mixed, "/n11", "is bad");
	report.count = 2;
	identify();
	sink.stream = open_memstream(&chars, &length);
	github_print(&report, &sink);
	fclose(sink.stream);
	ck_assert_ptr_nonnull(strstr(chars, "::/n11: is bad"));
	ck_assert_ptr_eq(strstr(chars, "::/n11: is bad"), strstr(chars, "::/n"));
	for (found = chars; (found = strstr(found, "::error ")); found++)
		errors++;
	ck_assert_uint_eq(errors, 10);
	ck_assert_ptr_nonnull(strstr(
		chars, "::notice title=iommu-lint::2 more causes are not shown\n"));
	free(chars);
}
END_TEST

START_TEST(gitlab_report)
{
	fill();
	identify();
	expect(gitlab_print,
	       arena_printf(
		       arena,
		       "[\n{\"description\": \"/a\\n::b]]>&<c\\\"'$(d)`%%0A;e,f:\\u0007"
		       "\\u00E9\\\\xff: names /a\\n::b]]>&<c\\\"'$(d)`%%0A;e,f:\\u0007"
		       "\\u00E9\\\\xff\\niommu: /i,1 iommus[0] (arm,smmu-v3)\\n"
		       "Linux 7.2: drops both\\nfix: disable one\", "
		       "\"check_name\": \"mixed\", \"fingerprint\": \"%s\", "
		       "\"severity\": \"critical\", "
		       "\"location\": {\"path\": \"d,r:1/\\u00E9%%\\n.dtb\", "
		       "\"lines\": {\"begin\": 1}}},\n"
		       "{\"description\": \"/usb: is odd\\nLinux 7.2: drops both\\n"
		       "fix: disable one\\nalso on 1 board\", \"check_name\": \"odd\", "
		       "\"fingerprint\": \"%s\", \"severity\": \"info\", "
		       "\"location\": {\"path\": \"d,r:1/\\u00E9%%\\n.dtb\", "
		       "\"lines\": {\"begin\": 1}}},\n"
		       "{\"description\": \"/usb: names two\\nLinux 7.2: drops both\\n"
		       "fix: disable one\", \"check_name\": \"mixed\", "
		       "\"fingerprint\": \"%s\", \"severity\": \"critical\", "
		       "\"location\": {\"path\": \"b c.dts\", "
		       "\"lines\": {\"begin\": 15}}}\n]\n",
		       results[0].findings.list.items[0].cause,
		       results[0].findings.list.items[1].cause,
		       results[1].findings.list.items[0].cause));
}
END_TEST

START_TEST(junit_report)
{
	fill();
	results[2].error = "truncated & \x1b";
	expect(junit_print,
	       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	       "<testsuites name=\"iommu-lint\">\n"
	       "<testsuite name=\"d,r:1/\xc3\xa9%\n.dtb\">\n"
	       "<testcase classname=\"d,r:1/\xc3\xa9%\n.dtb\" name=\"mixed\">\n"
	       "<failure type=\"error\" message=\"names /a\n::b]]&#62;&#38;&#60;c&#34;"
	       "&#39;$(d)`%0A;e,f:\\x07\xc3\xa9\\xff\">error: /a\n::b]]&#62;&#38;&#60;c"
	       "&#34;&#39;$(d)`%0A;e,f:\\x07\xc3\xa9\\xff: names /a\n::b]]&#62;&#38;"
	       "&#60;c&#34;&#39;$(d)`%0A;e,f:\\x07\xc3\xa9\\xff\n"
	       "Linux 7.2: drops both\nfix: disable one\n</failure>\n</testcase>\n"
	       "<testcase classname=\"d,r:1/\xc3\xa9%\n.dtb\" name=\"odd\">\n"
	       "<system-out>note: /usb: is odd\nLinux 7.2: drops both\n"
	       "fix: disable one\n</system-out>\n</testcase>\n</testsuite>\n"
	       "<testsuite name=\"1.dtb\">\n"
	       "<testcase classname=\"1.dtb\" name=\"mixed\">\n"
	       "<failure type=\"error\" message=\"names two\">error: /usb: names two\n"
	       "Linux 7.2: drops both\nfix: disable one\n</failure>\n</testcase>\n"
	       "<testcase classname=\"1.dtb\" name=\"odd\">\n"
	       "<skipped message=\"not checked: no &#60;RAM&#62;\"/>\n</testcase>\n"
	       "</testsuite>\n"
	       "<testsuite name=\"2.dtb\">\n"
	       "<testcase classname=\"2.dtb\" name=\"input\">\n"
	       "<error message=\"truncated &#38; \\x1b\"/>\n</testcase>\n</testsuite>\n"
	       "</testsuites>\n");
}
END_TEST

START_TEST(junit_of_a_clean_board)
{
	expect(junit_print, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			    "<testsuites name=\"iommu-lint\">\n"
			    "<testsuite name=\"0.dtb\">\n"
			    "<testcase classname=\"0.dtb\" name=\"all rules\"/>\n"
			    "</testsuite>\n</testsuites>\n");
}
END_TEST

static const char sarif_rules[] =
	"{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
	"\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": {\"driver\": "
	"{\"name\": \"iommu-lint\", \"version\": \"" PACKAGE_VERSION "\", "
	"\"semanticVersion\": \"" PACKAGE_VERSION "\", "
	"\"informationUri\": \"man:iommu-lint(1)\", "
	"\"rules\": [{\"id\": \"iommus-cycle\", ";

START_TEST(sarif_report)
{
	const struct rule *rule = rule_find("iommus-cycle");
	char *chars = NULL, *results_at;
	struct sink sink = { 0 };
	size_t length;

	fill();
	results[0].findings.list.items[0].rule = rule;
	results[0].findings.list.items[0].property = "iommus";
	results[0].findings.list.items[0].index = 1;
	results[0].findings.list.count = 1;
	results[1].findings.list.count = 0;
	results[2].findings.list.count = 0;
	results[1].error = "truncated";
	identify();
	sink.stream = open_memstream(&chars, &length);
	sarif_print(&report, &sink);
	fclose(sink.stream);
	ck_assert_int_eq(strncmp(chars, sarif_rules, strlen(sarif_rules)), 0);
	results_at = strstr(chars, "\"invocations\"");
	ck_assert_ptr_nonnull(results_at);
	expect_text(
		results_at,
		arena_printf(
			arena,
			"\"invocations\": [{\"executionSuccessful\": false, "
			"\"toolExecutionNotifications\": [{\"level\": \"error\", "
			"\"message\": {\"text\": \"1.dtb: truncated.\"}}]}],\n"
			"\"columnKind\": \"unicodeCodePoints\",\n\"results\": [\n"
			"{\"ruleId\": \"iommus-cycle\", \"ruleIndex\": 0, "
			"\"level\": \"error\", \"message\": {\"text\": "
			"\"/a\\n::b]]>&<c\\\"'$(d)`%%0A;e,f:\\u0007\\u00E9\\\\xff "
			"iommus[1]: names "
			"/a\\n::b]]>&<c\\\"'$(d)`%%0A;e,f:\\u0007\\u00E9\\\\xff.\\n"
			"iommu: /i,1 iommus[0] (arm,smmu-v3)\\nLinux 7.2: drops both\\n"
			"fix: disable one.\"}, \"locations\": [{\"physicalLocation\": "
			"{\"artifactLocation\": {\"uri\": \"d%%2Cr%%3A1/%%C3%%A9%%25%%0A"
			".dtb\"}, \"region\": {\"startLine\": 1, \"startColumn\": 1}}, "
			"\"logicalLocations\": [{\"name\": \"a\\n::b]]>&<c\\\"'$(d)`%%0A"
			";e,f:\\u0007\\u00E9\\\\xff\", \"fullyQualifiedName\": "
			"\"/a\\n::b]]>&<c\\\"'$(d)`%%0A;e,f:\\u0007\\u00E9\\\\xff"
			":iommus[1]\", \"kind\": \"property\"}]}], "
			"\"relatedLocations\": [{\"id\": 0, \"physicalLocation\": "
			"{\"artifactLocation\": {\"uri\": \"d%%2Cr%%3A1/%%C3%%A9%%25%%0A"
			".dtb\"}, \"region\": {\"startLine\": 1, \"startColumn\": 1}}, "
			"\"logicalLocations\": [{\"name\": \"i,1\", "
			"\"fullyQualifiedName\": \"/i,1:iommus[0]\", "
			"\"kind\": \"property\"}], \"message\": {\"text\": \"iommu\"}}], "
			"\"partialFingerprints\": {\"primaryLocationLineHash\": \"%s\"}}"
			"]}]}\n",
			results[0].findings.list.items[0].cause));
	free(chars);
}
END_TEST

static const struct {
	const char *path, *uri;
} uris[] = {
	{ "a/b.dtb", "a/b.dtb" },
	{ "./b.dtb", "b.dtb" },
	{ "../b.dtb", "../b.dtb" },
	{ "/x y/b@1.dtb", "file:///x%20y/b@1.dtb" },
	{ "a:b?c#d%", "a%3Ab%3Fc%23d%25" },
	{ "\xff", "%FF" },
	{ "", "" },
};

START_TEST(uris_of_paths)
{
	ck_assert_str_eq(uri_of_path(arena, uris[_i].path), uris[_i].uri);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("formats");
	TCase *tcase = add_case(suite, "formats");

	tcase_add_checked_fixture(tcase, fleet_setup, fleet_teardown);
	tcase_add_test(tcase, gcc_lines);
	tcase_add_test(tcase, github_commands);
	tcase_add_test(tcase, github_shows_the_worst_ten);
	tcase_add_test(tcase, gitlab_report);
	tcase_add_test(tcase, junit_report);
	tcase_add_test(tcase, junit_of_a_clean_board);
	tcase_add_test(tcase, sarif_report);
	tcase_add_loop_test(tcase, uris_of_paths, 0, ARRAY_SIZE(uris));
	return run_suite(suite);
}
