/* SPDX-License-Identifier: BSD-2-Clause */
/* One line for each cause, in the form of compilers, for editors and problem matchers. */
#include "report/alert.h"
#include "report/escape.h"
#include "report/formats.h"
#include "rules/names.h"

void gcc_print(const struct report *report, const struct sink *out)
{
	const struct alerts alerts = alerts_build(report);
	struct text text = { .arena = report->arena };
	const struct finding *finding;
	const struct alert *alert;

	for (alert = alerts.items; alert < alerts.items + alerts.count; alert++) {
		finding = alert->item->finding;
		text.length = 0;
		alert_add_headline(&text, alert);
		escape_print(out->stream, alert->at.file);
		fprintf(out->stream, ":%u:%u: %s: ", alert->at.line, alert->at.column,
			severity_name(finding->severity));
		escape_print(out->stream, text.chars);
		fprintf(out->stream, " [%s]\n", finding->rule->id);
	}
}
