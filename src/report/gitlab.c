/* SPDX-License-Identifier: BSD-2-Clause */
/* GitLab's Code Quality report. */
#include "report/alert.h"
#include "report/formats.h"
#include "report/value.h"

static const char *const severities[] = {
	[SEVERITY_NOTE] = "info",
	[SEVERITY_WARNING] = "minor",
	[SEVERITY_ERROR] = "critical",
};

static json_t *location_value(const struct alert *alert)
{
	json_t *value = json_object(), *lines = json_object();

	json_object_set_new(lines, "begin", json_integer(alert->at.line));
	json_object_set_new(value, "path", value_text(alert->at.file));
	json_object_set_new(value, "lines", lines);
	return value;
}

static json_t *alert_value(const struct alert *alert, const struct report *report)
{
	const struct finding *finding = alert->item->finding;
	struct text text = { .arena = report->arena };
	json_t *value = json_object();

	alert_add_headline(&text, alert);
	text_printf(&text, "\n");
	alert_add_details(&text, alert, report);
	json_object_set_new(value, "description", value_text(text.chars));
	json_object_set_new(value, "check_name", value_text(finding->rule->id));
	json_object_set_new(value, "fingerprint", value_text(finding->cause));
	json_object_set_new(value, "severity",
			    json_string(severities[finding->severity]));
	json_object_set_new(value, "location", location_value(alert));
	return value;
}

void gitlab_print(const struct report *report, const struct sink *out)
{
	const struct alerts alerts = alerts_build(report);
	struct text text = { .arena = report->arena };
	size_t i;

	fputc('[', out->stream);
	for (i = 0; i < alerts.count; i++) {
		text.length = 0;
		value_dump(&text, alert_value(&alerts.items[i], report));
		fprintf(out->stream, "%s\n%s", i ? "," : "", text.chars);
	}
	fputs("\n]\n", out->stream);
}
