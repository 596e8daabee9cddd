/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/stale.h"
#include "report/summary.h"
#include "report/text.h"

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void print_counts(const struct report *report, const struct fold *fold,
			 FILE *stream)
{
	const struct summary sum = summary_build(report, fold);
	const size_t *by = sum.by_severity;
	size_t hidden = 0, i;

	for (i = 0; i < fold->count; i++)
		hidden += fold->items[i].finding->state == FINDING_NEW &&
			  !text_shows(report, fold->items[i].finding);
	fprintf(stream, "%zu input%s: %zu error%s, %zu warning%s, %zu note%s", sum.inputs,
		plural(sum.inputs), by[SEVERITY_ERROR], plural(by[SEVERITY_ERROR]),
		by[SEVERITY_WARNING], plural(by[SEVERITY_WARNING]), by[SEVERITY_NOTE],
		plural(by[SEVERITY_NOTE]));
	if (sum.causes < sum.by_state[FINDING_NEW])
		fprintf(stream, " of %zu causes", sum.causes);
	if (hidden)
		fprintf(stream, "; %zu note%s hidden (-v shows them)", hidden,
			plural(hidden));
	if (sum.by_state[FINDING_KNOWN])
		fprintf(stream, "; %zu known", sum.by_state[FINDING_KNOWN]);
	if (sum.by_state[FINDING_SUPPRESSED])
		fprintf(stream, "; %zu allowed", sum.by_state[FINDING_SUPPRESSED]);
	if (sum.unreadable)
		fprintf(stream, "; %zu input%s not analysed", sum.unreadable,
			plural(sum.unreadable));
	fputc('\n', stream);
}

static int compare(const void *left, const void *right)
{
	const struct unjudged *a = *(const struct unjudged *const *)left;
	const struct unjudged *b = *(const struct unjudged *const *)right;
	int by_rule = strcmp(a->rule->id, b->rule->id);

	return by_rule ? by_rule : strcmp(a->reason, b->reason);
}

struct unjudged_list {
	const struct unjudged **items;
	size_t count;
};

static struct unjudged_list collect(const struct report *report)
{
	struct unjudged_list list = { 0 };
	const struct result *result;
	const struct unjudged *item;
	size_t total = 0;

	for (result = report->results; result < report->results + report->count; result++)
		total += result->findings.not_checked.count;
	list.items = arena_array(report->arena, total, sizeof(*list.items));
	for (result = report->results; result < report->results + report->count; result++)
		for_each (item, &result->findings.not_checked)
			list.items[list.count++] = item;
	qsort(list.items, list.count, sizeof(*list.items), compare);
	return list;
}

/* Number of items from first that agree with it, by rule alone or in reason as well. */
static size_t run_length(const struct unjudged_list *list, size_t first,
			 enum verbosity verbosity)
{
	const struct unjudged *one = list->items[first];
	size_t end;

	for (end = first + 1; end < list->count; end++) {
		if (list->items[end]->rule != one->rule)
			break;
		if (verbosity == VERBOSITY_VERBOSE &&
		    strcmp(list->items[end]->reason, one->reason))
			break;
	}
	return end - first;
}

static size_t count_reasons(const struct unjudged_list *list, size_t first, size_t length)
{
	size_t i, reasons = 1;

	for (i = first + 1; i < first + length; i++)
		reasons +=
			strcmp(list->items[i - 1]->reason, list->items[i]->reason) != 0;
	return reasons;
}

static void print_not_checked(const struct report *report, FILE *stream)
{
	const struct unjudged_list list = collect(report);
	size_t i, length, reasons;

	for (i = 0; i < list.count; i += length) {
		length = run_length(&list, i, report->verbosity);
		reasons = count_reasons(&list, i, length);
		fprintf(stream, "not checked: %s: ", list.items[i]->rule->id);
		escape_print(stream, list.items[i]->reason);
		if (reasons > 1)
			fprintf(stream, ", and %zu other reason%s (-v lists them)",
				reasons - 1, plural(reasons - 1));
		if (report->count > 1)
			fprintf(stream, " [%zu time%s]", length, plural(length));
		fputc('\n', stream);
	}
}

/* Why findings have paths and no lines though there is a source. */
static void print_not_located(const struct report *report, FILE *stream)
{
	enum { SHOWN_MAX = 3 };
	const struct result *result;
	size_t count = 0;

	for (result = report->results; result < report->results + report->count;
	     result++) {
		if (!result->map_why)
			continue;
		count++;
		if (count > SHOWN_MAX && report->verbosity != VERBOSITY_VERBOSE)
			continue;
		fputs("no source lines: ", stream);
		escape_print(stream, result->id);
		fprintf(stream, ": the map is %s: ", result->map_state);
		escape_print(stream, result->map_why);
		fputc('\n', stream);
	}
	if (count > SHOWN_MAX && report->verbosity != VERBOSITY_VERBOSE)
		fprintf(stream, "no source lines: %zu more (-v lists them)\n",
			count - SHOWN_MAX);
}

/* What is to be taken out of the baseline, and what is no longer allowed. */
static void print_stale(const struct report *report, FILE *stream)
{
	strings expired = stale_expired(report);
	const struct baselined *stale;

	if (report->stale.count)
		fprintf(stream,
			"baseline: %zu entr%s no longer found, drop with "
			"--update-baseline%s\n",
			report->stale.count, report->stale.count == 1 ? "y" : "ies",
			report->verbosity == VERBOSITY_VERBOSE ? ":"
							       : " (-v lists them)");
	if (report->verbosity == VERBOSITY_VERBOSE) {
		for_each (stale, &report->stale) {
			fprintf(stream, "    %s ", stale->rule);
			escape_print(stream, stale->node);
			fputs(" on ", stream);
			escape_print(stream, *stale->board ? *stale->board : "a board");
			fputc('\n', stream);
		}
	}
	for (; *expired; expired++) {
		escape_print(stream, *expired);
		fputc('\n', stream);
	}
}

void text_print_summary(const struct report *report, const struct fold *fold,
			FILE *stream)
{
	print_counts(report, fold, stream);
	print_stale(report, stream);
	print_not_checked(report, stream);
	print_not_located(report, stream);
}
