/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/stale.h"

#include <stdlib.h>
#include <string.h>

void stale_sort(struct report *report)
{
	struct baselined *items = report->stale.items;
	size_t i, kept = 0;

	if (report->stale.count)
		qsort(items, report->stale.count, sizeof(*items), baselined_compare);
	for (i = 0; i < report->stale.count; i++)
		if (!kept || baselined_compare(&items[kept - 1], &items[i]))
			items[kept++] = items[i];
	report->stale.count = kept;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort_texts(const char **texts, size_t count)
{
	if (count)
		qsort(texts, count, sizeof(*texts), compare_texts);
}

void stale_drop_found(struct report *report)
{
	VEC(const char *) found = { 0 };
	const struct result *result;
	const struct finding *finding;
	size_t i, kept = 0;

	for (result = report->results; result < report->results + report->count; result++)
		for_each (finding, &result->findings.list)
			*VEC_ADD(report->arena, &found) = finding->fingerprint;
	if (!found.count)
		return;
	sort_texts(found.items, found.count);
	for (i = 0; i < report->stale.count; i++)
		if (!bsearch(&report->stale.items[i].fingerprint, found.items,
			     found.count, sizeof(*found.items), compare_texts))
			report->stale.items[kept++] = report->stale.items[i];
	report->stale.count = kept;
}

strings stale_expired(const struct report *report)
{
	VEC(const char *) texts = { 0 };
	const struct result *result;
	const struct finding *finding;
	size_t i, kept = 0;

	for (result = report->results; result < report->results + report->count; result++)
		for_each (finding, &result->findings.list)
			if (finding->expired)
				*VEC_ADD(report->arena, &texts) = finding->expired;
	sort_texts(texts.items, texts.count);
	for (i = 0; i < texts.count; i++)
		if (!kept || strcmp(texts.items[kept - 1], texts.items[i]) != 0)
			texts.items[kept++] = texts.items[i];
	texts.count = kept;
	*VEC_ADD(report->arena, &texts) = NULL;
	return texts.items;
}
