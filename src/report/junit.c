/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JUnit: a suite for each input, in it a case for each rule that has findings there or
 * could not be judged. Readers drop cases of equal name, so a rule's findings share one.
 */
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/formats.h"
#include "rules/names.h"

/* One input, and its findings in the order of rules. */
struct suite {
	const struct report *report;
	const struct result *result;
	const struct finding **findings; /* new ones, by rule */
	size_t count;
	FILE *stream;
};

static void print_xml(FILE *stream, const char *chars, struct arena *arena)
{
	struct text text = { .arena = arena };

	escape_add_harmless(&text, chars);
	for (chars = text.chars ? text.chars : ""; *chars; chars++) {
		if (strchr("&<>\"'", *chars))
			fprintf(stream, "&#%d;", *chars);
		else
			fputc(*chars, stream);
	}
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int by_rule = strcmp(a->rule->id, b->rule->id);

	if (by_rule)
		return by_rule;
	return a < b ? -1 : a > b;
}

static void collect(struct suite *suite)
{
	const struct findings *findings = &suite->result->findings;
	const struct finding *finding;

	suite->findings = arena_array(suite->report->arena, findings->list.count,
				      sizeof(*suite->findings));
	for_each (finding, &findings->list)
		if (finding->state == FINDING_NEW)
			suite->findings[suite->count++] = finding;
	if (suite->count)
		qsort(suite->findings, suite->count, sizeof(*suite->findings), compare);
}

static void begin_case(const struct suite *suite, const char *name)
{
	fputs("<testcase classname=\"", suite->stream);
	print_xml(suite->stream, suite->result->id, suite->report->arena);
	fprintf(suite->stream, "\" name=\"%s\"", name);
}

static void print_findings(const struct suite *suite, size_t first, size_t end)
{
	const struct finding *finding;
	struct text text = { .arena = suite->report->arena };
	size_t i;

	for (i = first; i < end; i++) {
		finding = suite->findings[i];
		text_printf(&text, "%s: %s: %s\n", severity_name(finding->severity),
			    finding->node, finding->message);
		text_printf(&text, "Linux %s: %s\nfix: %s\n", suite->report->kernel.name,
			    finding->consequence, finding->fix);
	}
	print_xml(suite->stream, text.chars, text.arena);
}

static bool fails(const struct suite *suite, const struct finding *finding)
{
	return finding->severity >= suite->report->fail_on;
}

/* Findings that do not fail the run are output of a case that passed. */
static void print_rule(const struct suite *suite, size_t first, size_t end)
{
	const struct finding *worst = suite->findings[first];
	const char *element = "system-out";
	size_t i;

	for (i = first + 1; i < end; i++)
		if (suite->findings[i]->severity > worst->severity)
			worst = suite->findings[i];
	begin_case(suite, worst->rule->id);
	fputs(">\n", suite->stream);
	if (fails(suite, worst)) {
		element = "failure";
		fprintf(suite->stream, "<failure type=\"%s\" message=\"",
			severity_name(worst->severity));
		print_xml(suite->stream, worst->message, suite->report->arena);
		fputs("\">", suite->stream);
	} else {
		fputs("<system-out>", suite->stream);
	}
	print_findings(suite, first, end);
	fprintf(suite->stream, "</%s>\n</testcase>\n", element);
}

/* The end of the findings of the same rule. */
static size_t rule_end(const struct suite *suite, size_t first)
{
	size_t end = first + 1;

	while (end < suite->count &&
	       suite->findings[end]->rule == suite->findings[first]->rule)
		end++;
	return end;
}

static bool has_findings(const struct suite *suite, const struct rule *rule)
{
	const struct finding *finding;

	for_each (finding, &suite->result->findings.list)
		if (finding->rule == rule)
			return true;
	return false;
}

/* Reasons of one rule follow each other. */
static size_t print_skipped(const struct suite *suite)
{
	const struct unjudged *unjudged;
	const struct rule *last = NULL;
	size_t count = 0;

	for_each (unjudged, &suite->result->findings.not_checked) {
		if (unjudged->rule == last || has_findings(suite, unjudged->rule))
			continue;
		last = unjudged->rule;
		count++;
		begin_case(suite, unjudged->rule->id);
		fputs(">\n<skipped message=\"not checked: ", suite->stream);
		print_xml(suite->stream, unjudged->reason, suite->report->arena);
		fputs("\"/>\n</testcase>\n", suite->stream);
	}
	return count;
}

static void print_cases(const struct suite *suite)
{
	size_t first, end, printed = suite->count;

	if (suite->result->error) {
		begin_case(suite, "input");
		fputs(">\n<error message=\"", suite->stream);
		print_xml(suite->stream, suite->result->error, suite->report->arena);
		fputs("\"/>\n</testcase>\n", suite->stream);
		return;
	}
	for (first = 0; first < suite->count; first = end) {
		end = rule_end(suite, first);
		print_rule(suite, first, end);
	}
	printed += print_skipped(suite);
	if (!printed) {
		begin_case(suite, "all rules");
		fputs("/>\n", suite->stream);
	}
}

void junit_print(const struct report *report, const struct sink *out)
{
	const struct result *result;
	struct suite suite;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<testsuites name=\"iommu-lint\">\n",
	      out->stream);
	for (result = report->results; result < report->results + report->count;
	     result++) {
		suite = (struct suite){ report, result, NULL, 0, out->stream };
		collect(&suite);
		fputs("<testsuite name=\"", out->stream);
		print_xml(out->stream, result->id, report->arena);
		fputs("\">\n", out->stream);
		print_cases(&suite);
		fputs("</testsuite>\n", out->stream);
	}
	fputs("</testsuites>\n", out->stream);
}
