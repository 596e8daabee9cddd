/* SPDX-License-Identifier: BSD-2-Clause */
#include "merge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "output.h"
#include "report/read.h"
#include "report/stale.h"
#include "status.h"

static bool is_same_memory(struct assumed_memory a, struct assumed_memory b)
{
	size_t i;

	if (a.count != b.count)
		return false;
	for (i = 0; i < a.count; i++)
		if (a.ranges[i].first != b.ranges[i].first ||
		    a.ranges[i].last != b.ranges[i].last)
			return false;
	return true;
}

/* What was asked differently cannot be one run. */
static int check_settings(const struct report *one, const struct report *other,
			  struct failure *why)
{
	if (one->kernel.version != other->kernel.version)
		return fail(why, -EINVAL, "is for Linux %s, those before for %s",
			    other->kernel.name, one->kernel.name);
	if (one->fail_on != other->fail_on)
		return fail(why, -EINVAL, "has another --fail-on than those before");
	if (strcmp(one->baseline ? one->baseline : "",
		   other->baseline ? other->baseline : "") != 0)
		return fail(why, -EINVAL, "has another --baseline than those before");
	if (!is_same_memory(one->memory, other->memory))
		return fail(why, -EINVAL, "has another --memory than those before");
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct result *a = left, *b = right;

	return strcmp(a->id, b->id);
}

static bool is_same_input(const struct result *a, const struct result *b)
{
	return a->sha256 && b->sha256 && !strcmp(a->sha256, b->sha256);
}

static int complain_of(const struct result *result)
{
	complain(result->id, "two different inputs have this path");
	return STATUS_FAILED;
}

/* Sorts all inputs; one that several runs judged counts once. */
static int join(struct result *results, size_t *count)
{
	size_t i, kept = 0;

	if (*count)
		qsort(results, *count, sizeof(*results), compare);
	for (i = 0; i < *count; i++) {
		if (!kept || compare(&results[kept - 1], &results[i]))
			results[kept++] = results[i];
		else if (!is_same_input(&results[kept - 1], &results[i]))
			return complain_of(&results[i]);
	}
	*count = kept;
	return STATUS_CLEAN;
}

/* Adds what a part knows of the baseline and of configurations. */
static void add_settings(const struct report *part, struct report *out)
{
	const char *const *config, *const *other;
	const struct baselined *stale;

	for_each (stale, &part->stale)
		*VEC_ADD(out->arena, &out->stale) = *stale;
	for_each (config, &part->configs) {
		for_each (other, &out->configs)
			if (!strcmp(*other, *config))
				break;
		if (other == out->configs.items + out->configs.count)
			*VEC_ADD(out->arena, &out->configs) = *config;
	}
}

/* Reads the parts into one list; the settings are those of the first. */
static int read_parts(const struct options *options, struct report *out,
		      struct failure *why)
{
	VEC(struct result) all = { 0 };
	struct report part;
	size_t i, j;

	for (i = 0; i < options->operand_count; i++) {
		part = (struct report){ .arena = options->arena };
		if (report_read(options->operands[i], &part, why) ||
		    (i && check_settings(out, &part, why))) {
			complain(options->operands[i], why->text);
			return STATUS_FAILED;
		}
		if (!i)
			*out = part;
		else
			add_settings(&part, out);
		for (j = 0; j < part.count; j++)
			*VEC_ADD(options->arena, &all) = part.results[j];
	}
	out->results = all.items;
	out->count = all.count;
	return join(all.items, &out->count);
}

int merge_run(const struct options *options)
{
	static const struct output json = { "json", NULL };
	struct options defaults = *options;
	struct failure why = { 0 };
	struct report report;

	if (!options->outputs.count)
		*VEC_ADD(options->arena, &defaults.outputs) = json;
	outputs_check(&defaults, &why);
	if (!options->operand_count)
		fail(&why, -EINVAL, "no report given");
	if (why.text[0]) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	if (read_parts(options, &report, &why))
		return STATUS_FAILED;
	stale_sort(&report);
	stale_drop_found(&report);
	sort_texts(report.configs.items, report.configs.count);
	report.verbosity = options->verbosity;
	report.exit_code = report_status(&report);
	return outputs_print(&defaults, &report);
}
