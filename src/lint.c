/* SPDX-License-Identifier: BSD-2-Clause */
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyse.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "output.h"
#include "policies.h"
#include "policy/baseline.h"
#include "report/stale.h"
#include "status.h"
#include "workers.h"

struct run {
	struct analysis analysis;
	struct inputs inputs;
	struct policies policies;
	struct baseline baseline;
	struct result *results;
	unsigned workers;
	struct arena **scratch, **kept; /* by worker */
};

static void run_task(void *context, unsigned worker, size_t task)
{
	const struct run *run = context;
	const struct input *input = &run->inputs.list.items[task];
	struct analysis analysis = run->analysis;

	analysis.policy = input->policy;
	analysis.rules = input->policy->rules;
	run->results[task].findings.arena = run->kept[worker];
	analyse(&analysis, input, run->scratch[worker], &run->results[task]);
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
void prepare_images(const struct options *options, struct image_settings *images)
{
	const char *dtc = getenv("DTC");
	const char *const *include;

	images->dts.dtc = dtc && *dtc ? dtc : "dtc";
	for_each (include, &options->includes)
		*VEC_ADD(options->arena, &images->dts.includes) = *include;
	images->overlays = options->overlays.items;
	images->overlay_count = options->overlays.count;
}

static int prepare(const struct options *options, struct analysis *analysis,
		   struct failure *why)
{
	int error;

	error = outputs_check(options, why);
	if (!error && !options->operand_count)
		error = fail(why, -EINVAL, "no input given");
	if (!error && options->update_baseline && !options->baseline)
		error = fail(why, -EINVAL, "--update-baseline needs --baseline FILE");
	if (!error)
		error = bindings_read(options->arena, options->schemas.items,
				      options->schemas.count, &analysis->bindings, why);
	if (error)
		return error;
	analysis->kernel = options->kernel;
	analysis->memory.ranges = options->memory.items;
	analysis->memory.count = options->memory.count;
	prepare_images(options, &analysis->images);
	analysis->source = options->source;
	analysis->wants_topology = outputs_need_topology(options);
	return 0;
}

/* Where the rule is off for some input, nothing can be said of its entries. */
static bool is_off(const struct policies *policies, const char *rule)
{
	struct policy *const *policy;

	for_each (policy, &policies->list)
		if (policy_has_off(*policy, rule))
			return true;
	return false;
}

/* Holds the findings against the baseline, and the baseline against the findings. */
static void compare_with_baseline(struct run *run, struct report *report)
{
	strings *boards = arena_array(report->arena, report->count, sizeof(*boards));
	const struct baselined *stale;
	struct baseline_entry *entry;
	size_t count = 0, i;

	for (i = 0; i < report->count; i++) {
		baseline_apply(&run->baseline, &run->results[i].findings);
		if (!run->results[i].error)
			boards[count++] = run->results[i].compatible;
	}
	for_each (entry, &run->baseline.entries)
		entry->is_found |= is_off(&run->policies, entry->finding.rule);
	stale = baseline_take_stale(&run->baseline, boards, count, &count);
	for (i = 0; i < count; i++)
		*VEC_ADD(report->arena, &report->stale) = stale[i];
	stale_sort(report);
}

static int update_baseline(struct run *run, struct report *report)
{
	struct failure why = { 0 };
	size_t i;

	for (i = 0; i < report->count; i++)
		baseline_add(&run->baseline, &run->results[i].findings,
			     run->results[i].compatible);
	report->stale.count = 0;
	if (!baseline_write(&run->baseline, &why))
		return STATUS_CLEAN;
	complain(run->baseline.path, why.text);
	return STATUS_FAILED;
}

static void list_configs(const struct policies *policies, struct report *report)
{
	struct policy *const *policy;

	for_each (policy, &policies->list)
		if ((*policy)->config)
			*VEC_ADD(report->arena, &report->configs) =
				utf8_copy(report->arena, (*policy)->config->path);
	sort_texts(report->configs.items, report->configs.count);
}

static int report_run(const struct options *options, struct run *run)
{
	struct report report = {
		.arena = options->arena,
		.kernel = options->kernel,
		.fail_on = options->fail_on,
		.memory = run->analysis.memory,
		.verbosity = options->verbosity,
		.baseline = options->baseline,
		.results = run->results,
		.count = run->inputs.list.count,
	};
	int failed = STATUS_CLEAN, status;
	size_t i;

	for (i = 0; i < report.count; i++)
		if (run->results[i].error)
			complain(run->results[i].path, run->results[i].error);
	list_configs(&run->policies, &report);
	if (options->baseline)
		compare_with_baseline(run, &report);
	if (options->update_baseline)
		failed = update_baseline(run, &report);
	report.exit_code = report_status(&report);
	status = outputs_print(options, &report);
	return failed ? failed : status;
}

/* A baseline that is to be made need not exist. */
static int read_baseline(const struct options *options, struct baseline *out)
{
	struct failure why = { 0 };

	out->arena = options->arena;
	out->path = options->baseline;
	date_today(out->today);
	if (!options->baseline ||
	    (options->update_baseline && access(options->baseline, F_OK)))
		return 0;
	if (!baseline_read(out, &why))
		return 0;
	complain(options->baseline, why.text);
	return -EINVAL;
}

static int show_config(const struct options *options, const struct run *run)
{
	policies_print(&run->policies, options, stdout);
	if (!fflush(stdout) && !ferror(stdout))
		return STATUS_CLEAN;
	complain("standard output", strerror(errno));
	return STATUS_FAILED;
}

/* A text report of many inputs hides notes: nobody would see their lines. */
static enum severity locate_from(const struct options *options, size_t inputs)
{
	const struct output *output;

	if (inputs == 1 || options->verbosity == VERBOSITY_VERBOSE)
		return SEVERITY_NOTE;
	for_each (output, &options->outputs)
		if (strcmp(output->format, "text"))
			return SEVERITY_NOTE;
	return SEVERITY_WARNING;
}

static int judge_and_report(const struct options *options, struct run *run)
{
	unsigned i;
	int status;

	run->analysis.locate_from = locate_from(options, run->inputs.list.count);
	judge_all(options, run);
	status = report_run(options, run);
	for (i = 0; i < run->workers; i++)
		arena_free(run->kept[i]);
	return status;
}

int lint_run(const struct options *options)
{
	struct failure why = { 0 };
	struct run run = { 0 };

	if (prepare(options, &run.analysis, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	inputs_find(options->arena, options->operands, options->operand_count,
		    &run.inputs);
	inputs_take_share(&run.inputs, options->share);
	if (policies_find(options, &run.inputs, &run.policies, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	if (options->show_config)
		return show_config(options, &run);
	if (read_baseline(options, &run.baseline))
		return STATUS_USAGE;
	return judge_and_report(options, &run);
}
