/* SPDX-License-Identifier: BSD-2-Clause */
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyse.h"
#include "output.h"
#include "status.h"
#include "workers.h"

struct run {
	struct analysis analysis;
	struct inputs inputs;
	struct result *results;
	unsigned workers;
	struct arena **scratch, **kept; /* by worker */
};

static void run_task(void *context, unsigned worker, size_t task)
{
	const struct run *run = context;

	run->results[task].findings.arena = run->kept[worker];
	analyse(&run->analysis, &run->inputs.list.items[task], run->scratch[worker],
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

static void judge_all(const struct options *options, struct run *run)
{
	const struct tasks tasks = { run->inputs.list.count, run_task, run,
				     progress_stream(options) };
	unsigned i;

	run->workers = workers_useful(options->jobs ? options->jobs : count_processors(),
				      tasks.count);
	run->results = arena_array(options->arena, tasks.count, sizeof(*run->results));
	run->scratch = arena_array(options->arena, run->workers, sizeof(struct arena *));
	run->kept = arena_array(options->arena, run->workers, sizeof(struct arena *));
	for (i = 0; i < run->workers; i++) {
		run->scratch[i] = arena_new();
		run->kept[i] = arena_new();
	}
	workers_run(&tasks, run->workers);
	for (i = 0; i < run->workers; i++)
		arena_free(run->scratch[i]);
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
	int error;

	error = outputs_check(options, why);
	if (!error && !options->operand_count)
		error = fail(why, -EINVAL, "no input given");
	if (!error)
		error = bindings_read(options->arena, options->schemas.items,
				      options->schemas.count, &analysis->bindings, why);
	if (error)
		return error;
	analysis->kernel = options->kernel;
	analysis->rules.overrides = options->overrides.items;
	analysis->rules.count = options->overrides.count;
	analysis->memory.ranges = options->memory.items;
	analysis->memory.count = options->memory.count;
	prepare_images(options, analysis);
	analysis->wants_topology = outputs_need_topology(options);
	return 0;
}

static int report_run(const struct options *options, const struct run *run)
{
	struct report report = {
		.arena = options->arena,
		.kernel = options->kernel,
		.fail_on = options->fail_on,
		.memory = run->analysis.memory,
		.verbosity = options->verbosity,
		.results = run->results,
		.count = run->inputs.list.count,
	};
	size_t i;

	for (i = 0; i < report.count; i++)
		if (run->results[i].error)
			complain(run->results[i].path, run->results[i].error);
	report.exit_code = report_status(&report);
	return outputs_print(options, &report);
}

int lint_run(const struct options *options)
{
	struct failure why = { 0 };
	struct run run = { 0 };
	unsigned i;
	int status;

	if (prepare(options, &run.analysis, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	inputs_find(options->arena, options->operands, options->operand_count,
		    &run.inputs);
	inputs_take_share(&run.inputs, options->share);
	judge_all(options, &run);
	status = report_run(options, &run);
	for (i = 0; i < run.workers; i++)
		arena_free(run.kept[i]);
	return status;
}
