/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of the text report, for src/report/text*.c only. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report/fold.h"

/* True where the text report shows the finding at full length. */
bool text_shows(const struct report *report, const struct finding *finding);

/* The last lines: counts, then what was not checked and why. */
void text_print_summary(const struct report *report, const struct fold *fold,
			FILE *stream);

#endif
