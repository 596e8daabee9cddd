/* SPDX-License-Identifier: BSD-2-Clause */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/escape.h"
#include "status.h"

void complain(const char *name, const char *reason)
{
	fputs("iommu-lint: ", stderr);
	escape_print(stderr, name);
	fputs(": ", stderr);
	escape_print(stderr, reason);
	fputc('\n', stderr);
}

int outputs_check(const struct options *options, struct failure *why)
{
	const struct output *output;
	size_t to_stdout = 0;

	for_each (output, &options->outputs) {
		if (!format_find(output->format))
			return fail(why, -EINVAL, "--format %s: expected one of %s",
				    output->format, format_names(options->arena));
		to_stdout += !output->file;
	}
	if (to_stdout > 1)
		return fail(why, -EINVAL,
			    "%zu formats for standard output, give all but one a file",
			    to_stdout);
	return 0;
}

bool outputs_need_topology(const struct options *options)
{
	const struct output *output;

	for_each (output, &options->outputs)
		if (format_find(output->format)->needs_topology)
			return true;
	return false;
}

static bool use_color(const struct options *options, FILE *stream)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != WHEN_AUTO)
		return options->color == WHEN_ALWAYS;
	return (!no_color || !*no_color) && isatty(fileno(stream));
}

static int print(const struct options *options, const struct output *output,
		 const struct report *report)
{
	struct sink sink = { .stream = stdout };
	int failed;

	if (output->file)
		sink.stream = fopen(output->file, "w");
	if (!sink.stream) {
		complain(output->file, strerror(errno));
		return STATUS_FAILED;
	}
	sink.has_color = use_color(options, sink.stream);
	format_find(output->format)->print(report, &sink);
	errno = 0;
	failed = fflush(sink.stream) || ferror(sink.stream);
	if (output->file)
		failed |= fclose(sink.stream);
	if (!failed)
		return STATUS_CLEAN;
	complain(output->file ? output->file : "standard output",
		 errno ? strerror(errno) : "write error");
	return STATUS_FAILED;
}

int outputs_print(const struct options *options, const struct report *report)
{
	static const struct output text = { "text", NULL };
	const struct output *output;
	int failed = STATUS_CLEAN;

	if (!options->outputs.count)
		failed = print(options, &text, report);
	for_each (output, &options->outputs)
		failed |= print(options, output, report);
	return failed ? STATUS_FAILED : report->exit_code;
}

int report_status(const struct report *report)
{
	const struct finding *finding;
	const struct result *result;
	int status = STATUS_CLEAN;

	for (result = report->results; result < report->results + report->count;
	     result++) {
		if (result->error)
			return STATUS_FAILED;
		for_each (finding, &result->findings.list)
			if (finding->state == FINDING_NEW &&
			    finding->severity >= report->fail_on)
				status = STATUS_FINDINGS;
	}
	return status;
}
