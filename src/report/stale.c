/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/stale.h"

#include <stdlib.h>

#include "base/sort.h"

void stale_sort(struct report *report)
{
	report->stale.count =
		sort_unique(report->stale.items, report->stale.count,
			    sizeof(*report->stale.items), baselined_compare);
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
			     found.count, sizeof(*found.items), sort_compare_texts))
			report->stale.items[kept++] = report->stale.items[i];
	report->stale.count = kept;
}

strings stale_expired(const struct report *report)
{
	VEC(const char *) texts = { 0 };
	const struct result *result;
	const struct finding *finding;

	for (result = report->results; result < report->results + report->count; result++)
		for_each (finding, &result->findings.list)
			if (finding->expired)
				*VEC_ADD(report->arena, &texts) = finding->expired;
	texts.count = sort_unique(texts.items, texts.count, sizeof(*texts.items),
				  sort_compare_texts);
	*VEC_ADD(report->arena, &texts) = NULL;
	return texts.items;
}
