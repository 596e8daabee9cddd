/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/fold.h"

#include <stdlib.h>
#include <string.h>

/* By cause; those of one cause in the order of the report. */
static int compare(const void *left, const void *right)
{
	const struct occurrence *a = *(struct occurrence *const *)left;
	const struct occurrence *b = *(struct occurrence *const *)right;
	int by_cause = strcmp(a->finding->cause, b->finding->cause);

	if (by_cause)
		return by_cause;
	if (a->finding->severity != b->finding->severity)
		return a->finding->severity < b->finding->severity ? -1 : 1;
	if (a->finding->state != b->finding->state)
		return a->finding->state < b->finding->state ? -1 : 1;
	return a < b ? -1 : a > b;
}

static bool is_same(const struct occurrence *a, const struct occurrence *b)
{
	return a->finding->severity == b->finding->severity &&
	       a->finding->state == b->finding->state &&
	       !strcmp(a->finding->cause, b->finding->cause);
}

static struct fold collect(const struct report *report)
{
	struct fold fold = { 0 };
	const struct result *result;
	struct occurrence *item;
	const struct finding *finding;

	for (result = report->results; result < report->results + report->count; result++)
		fold.count += result->findings.list.count;
	fold.items = item = arena_array(report->arena, fold.count, sizeof(*item));
	for (result = report->results; result < report->results + report->count;
	     result++) {
		for_each (finding, &result->findings.list) {
			item->result = result;
			item->finding = finding;
			item++;
		}
	}
	return fold;
}

struct fold fold_build(const struct report *report)
{
	struct fold fold = collect(report);
	struct occurrence **sorted, *first = NULL;
	size_t i;

	sorted = arena_array(report->arena, fold.count, sizeof(struct occurrence *));
	for (i = 0; i < fold.count; i++)
		sorted[i] = &fold.items[i];
	qsort(sorted, fold.count, sizeof(struct occurrence *), compare);
	for (i = 0; i < fold.count; i++) {
		if (i && is_same(first, sorted[i])) {
			sorted[i - 1]->next = sorted[i];
		} else {
			first = sorted[i];
			fold.causes++;
		}
		sorted[i]->first = first;
		first->boards++;
	}
	return fold;
}
