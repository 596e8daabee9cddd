/* SPDX-License-Identifier: BSD-2-Clause */
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyse.h"
#include "report/escape.h"
#include "status.h"
#include "workers.h"

struct run {
	struct analysis analysis;
	const struct input *inputs;
	struct result *results;
	unsigned workers;
	struct arena **scratch, **kept; /* by worker */
};

static void complain(const char *name, const char *reason)
{
	fputs("iommu-lint: ", stderr);
	escape_print(stderr, name);
	fputs(": ", stderr);
	escape_print(stderr, reason);
	fputc('\n', stderr);
}

static void run_task(void *context, unsigned worker, size_t task)
{
	const struct run *run = context;

	run->results[task].findings.arena = run->kept[worker];
	analyse(&run->analysis, &run->inputs[task], run->scratch[worker],
		&run->results[task]);
	arena_reset(run->scratch[worker]);
}

static unsigned count_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (unsigned)count : 1;
}

static FILE *progress_stream(const struct options *options)
{
	if (options->progress == WHEN_NEVER)
		return NULL;
	return options->progress == WHEN_ALWAYS || isatty(STDERR_FILENO) ? stderr : NULL;
}

static void judge_all(const struct options *options, const struct inputs *inputs,
		      struct run *run)
{
	const struct tasks tasks = { inputs->list.count, run_task, run,
				     progress_stream(options) };
	unsigned workers, i;

	workers = workers_useful(options->jobs ? options->jobs : count_processors(),
				 tasks.count);
	run->workers = workers;
	run->inputs = inputs->list.items;
	run->results = arena_array(options->arena, tasks.count, sizeof(*run->results));
	run->scratch = arena_array(options->arena, workers, sizeof(struct arena *));
	run->kept = arena_array(options->arena, workers, sizeof(struct arena *));
	for (i = 0; i < workers; i++) {
		run->scratch[i] = arena_new();
		run->kept[i] = arena_new();
	}
	workers_run(&tasks, workers);
	for (i = 0; i < workers; i++)
		arena_free(run->scratch[i]);
}

static void release(const struct run *run)
{
	unsigned i;

	for (i = 0; i < run->workers; i++)
		arena_free(run->kept[i]);
}

static int exit_status(const struct report *report)
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

static bool use_color(const struct options *options, FILE *stream)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != WHEN_AUTO)
		return options->color == WHEN_ALWAYS;
	return (!no_color || !*no_color) && isatty(fileno(stream));
}

static int print_one(const struct options *options, const struct output *output,
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

static int print_all(const struct options *options, const struct report *report)
{
	static const struct output text = { "text", NULL };
	const struct output *output;
	int status = STATUS_CLEAN;

	if (!options->outputs.count)
		return print_one(options, &text, report);
	for_each (output, &options->outputs)
		status |= print_one(options, output, report);
	return status;
}

static int check_outputs(const struct options *options, struct failure *why)
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

/* DTC names another compiler, such as the one of a kernel tree. */
static void prepare_images(const struct options *options, struct analysis *analysis)
{
	struct image_settings *images = &analysis->images;
	const char *dtc = getenv("DTC");
	const char *const *include;

	images->dts.dtc = dtc && *dtc ? dtc : "dtc";
	for_each (include, &options->includes)
		*VEC_ADD(options->arena, &images->dts.includes) = *include;
	images->overlays = options->overlays.items;
	images->overlay_count = options->overlays.count;
	analysis->source = options->source;
}

static int prepare(const struct options *options, struct analysis *analysis,
		   struct failure *why)
{
	const struct output *output;
	int error;

	error = check_outputs(options, why);
	if (!error && !options->operand_count)
		error = fail(why, -EINVAL, "no input given");
	if (!error)
		error = bindings_read(options->arena, options->schemas.items,
				      options->schemas.count, &analysis->bindings, why);
	analysis->kernel = options->kernel;
	analysis->rules.overrides = options->overrides.items;
	analysis->rules.count = options->overrides.count;
	analysis->memory.ranges = options->memory.items;
	analysis->memory.count = options->memory.count;
	prepare_images(options, analysis);
	if (!error)
		for_each (output, &options->outputs)
			analysis->wants_topology |=
				format_find(output->format)->needs_topology;
	return error;
}

int lint_run(const struct options *options)
{
	struct report report = { .arena = options->arena };
	struct inputs inputs = { 0 };
	struct failure why = { 0 };
	struct run run = { 0 };
	size_t i;

	if (prepare(options, &run.analysis, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	inputs_find(options->arena, options->operands, options->operand_count, &inputs);
	judge_all(options, &inputs, &run);
	for (i = 0; i < inputs.list.count; i++)
		if (run.results[i].error)
			complain(run.results[i].path, run.results[i].error);
	report.kernel = options->kernel;
	report.fail_on = options->fail_on;
	report.memory = run.analysis.memory;
	report.verbosity = options->verbosity;
	report.results = run.results;
	report.count = inputs.list.count;
	report.exit_code = exit_status(&report);
	if (print_all(options, &report))
		report.exit_code = STATUS_FAILED;
	release(&run);
	return report.exit_code;
}
