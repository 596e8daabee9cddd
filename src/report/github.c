/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Workflow commands of GitHub Actions. A step shows ten annotations of each level and
 * drops the rest in silence, so the worst causes come first and the last line counts.
 */
#include <string.h>

#include "report/alert.h"
#include "report/escape.h"
#include "report/formats.h"

enum { ANNOTATIONS_MAX = 10 };

static const char *const commands[] = {
	[SEVERITY_NOTE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

/* Prints the text so that it ends neither the command nor one of its properties. */
static void print_encoded(FILE *stream, const char *chars, const char *special)
{
	for (; *chars; chars++) {
		if (*chars == '%' || strchr(special, *chars))
			fprintf(stream, "%%%02X", (unsigned char)*chars);
		else
			fputc(*chars, stream);
	}
}

/* The text, its harmful characters escaped but for the ends of lines. */
static const char *harmless(struct arena *arena, const char *chars)
{
	struct text text = { .arena = arena };

	escape_add_harmless(&text, chars);
	return text.chars ? text.chars : "";
}

static void print_alert(const struct alert *alert, const struct report *report,
			FILE *stream)
{
	const struct finding *finding = alert->item->finding;
	struct text text = { .arena = report->arena };

	alert_add_headline(&text, alert);
	text_printf(&text, "\n");
	alert_add_details(&text, alert, report);
	fprintf(stream, "::%s file=", commands[finding->severity]);
	print_encoded(stream, harmless(report->arena, alert->at.file), "\r\n:,");
	fprintf(stream, ",line=%u,col=%u,title=%s::", alert->at.line, alert->at.column,
		finding->rule->id);
	print_encoded(stream, harmless(report->arena, text.chars), "\r\n");
	fputc('\n', stream);
}

void github_print(const struct report *report, const struct sink *out)
{
	struct alerts alerts = alerts_build(report);
	size_t shown[SEVERITY_ERROR + 1] = { 0 }, hidden = 0, i;
	enum severity severity;

	alerts_sort_worst_first(&alerts);
	shown[SEVERITY_NOTE] = 1; /* the last line is a notice, too */
	for (i = 0; i < alerts.count; i++) {
		severity = alerts.items[i].item->finding->severity;
		if (shown[severity] == ANNOTATIONS_MAX) {
			hidden++;
		} else {
			shown[severity]++;
			print_alert(&alerts.items[i], report, out->stream);
		}
	}
	if (hidden)
		fprintf(out->stream,
			"::notice title=iommu-lint::%zu more causes are not shown\n",
			hidden);
}
