/* SPDX-License-Identifier: BSD-2-Clause */
/* Entries of a baseline that no longer hold. */
#ifndef REPORT_STALE_H
#define REPORT_STALE_H

#include "report/report.h"

/* Sorts report->stale, each entry once. */
void stale_sort(struct report *report);

/* Drops the entries that a finding of the report has after all. */
void stale_drop_found(struct report *report);

/* The texts of finding->expired, sorted, each once; ends with NULL. */
strings stale_expired(const struct report *report);

#endif
