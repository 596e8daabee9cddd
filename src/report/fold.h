/* SPDX-License-Identifier: BSD-2-Clause */
/* Every finding of a run, those of one cause on several boards tied together. */
#ifndef REPORT_FOLD_H
#define REPORT_FOLD_H

#include "report/report.h"

struct occurrence {
	const struct result *result;
	const struct finding *finding;
	const struct occurrence *first; /* of the same cause, severity and state */
	const struct occurrence *next;  /* NULL for the last one */
	size_t boards; /* of the first one: how many there are with itself */
};

struct fold {
	struct occurrence *items; /* in the order of the report */
	size_t count, causes;
};

struct fold fold_build(const struct report *report);

#endif
