/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An alert: the first new finding of one cause, as the formats for editors and CI
 * services show it. They know files and lines, not nodes.
 */
#ifndef REPORT_ALERT_H
#define REPORT_ALERT_H

#include "base/text.h"
#include "report/fold.h"

struct alert {
	const struct occurrence *item;
	struct location at; /* the input's first line where no source is known */
};

struct alerts {
	struct alert *items; /* in the order of the report */
	size_t count;
};

struct alerts alerts_build(const struct report *report);

/* Errors before warnings before notes, then what most boards have, then as before. */
void alerts_sort_worst_first(struct alerts *alerts);

/* "/soc/usb@1: names two IOMMUs"; node names as they are. */
void alert_add_headline(struct text *text, const struct alert *alert);

/* Lines on the related nodes, the consequence, the fix and the other boards. */
void alert_add_details(struct text *text, const struct alert *alert,
		       const struct report *report);

#endif
