/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/summary.h"

struct summary summary_build(const struct report *report, const struct fold *fold)
{
	struct summary summary = { .inputs = report->count };
	const struct occurrence *item;
	const struct result *result;

	for (result = report->results; result < report->results + report->count;
	     result++) {
		summary.unreadable += result->error != NULL;
		summary.masters += result->master_count;
		summary.iommus += result->iommu_count;
		summary.not_checked += result->findings.not_checked.count;
	}
	for (item = fold->items; item < fold->items + fold->count; item++) {
		summary.by_state[item->finding->state]++;
		if (item->finding->state != FINDING_NEW)
			continue;
		summary.by_severity[item->finding->severity]++;
		summary.causes += item->first == item;
	}
	return summary;
}
