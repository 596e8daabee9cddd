/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run comes to, in numbers. */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include "report/fold.h"

struct summary {
	size_t inputs, unreadable, masters, iommus, not_checked;
	size_t by_severity[SEVERITY_ERROR + 1]; /* new ones only */
	size_t by_state[FINDING_SUPPRESSED + 1];
	size_t causes; /* of new findings */
};

struct summary summary_build(const struct report *report, const struct fold *fold);

#endif
