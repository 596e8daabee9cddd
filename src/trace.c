/* SPDX-License-Identifier: BSD-2-Clause */
#include "trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "pick.h"
#include "report/trace.h"
#include "status.h"
#include "survey.h"

struct trace_format {
	const char *name;
	void (*print)(const struct trace *trace, FILE *stream);
};

static const struct trace_format formats[] = {
	{ "text", trace_print_text },
	{ "json", trace_print_json },
};

static int find_format(const struct options *options, const struct trace_format **out,
		       struct failure *why)
{
	const char *name =
		options->outputs.count ? options->outputs.items[0].format : "text";
	size_t i;

	if (options->operand_count != 2)
		return fail(why, -EINVAL, "trace takes an input and a master");
	if (options->outputs.count > 1 ||
	    (options->outputs.count && options->outputs.items[0].file))
		return fail(why, -EINVAL, "trace prints one format on standard output");
	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		*out = &formats[i];
		if (!strcmp(formats[i].name, name))
			return 0;
	}
	return fail(why, -EINVAL, "--format %s: expected text or json", name);
}

static int refuse(const struct failure *why)
{
	fprintf(stderr, "iommu-lint: %s\n", why->text);
	return STATUS_USAGE;
}

int trace_run(const struct options *options)
{
	const struct trace_format *format;
	const struct master *master;
	struct failure why = { 0 };
	struct route route;
	struct survey survey;
	struct trace trace;
	int status;

	if (find_format(options, &format, &why))
		return refuse(&why);
	status = survey_make(options, options->operands, &survey);
	if (status != STATUS_CLEAN)
		return status;
	if (pick_master(survey.topo, options->operands[1], &master, &why))
		return refuse(&why);
	route_find(survey.topo, options->arena, master, &route);
	trace = (struct trace){ survey.id, survey.topo, &route };
	format->print(&trace, stdout);
	return STATUS_CLEAN;
}
