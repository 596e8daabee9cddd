/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"
#include "rules/names.h"

enum { JOBS_MAX = 1024, SHARES_MAX = 1000000 };

static int set_linux(struct options *options, const char *value, struct failure *why)
{
	options->has_linux = true;
	if (kernel_parse(value, &options->kernel))
		return 0;
	return fail(why, -EINVAL, "--linux %s: expected a version from 6.1 to 7.2",
		    value);
}

static int set_format(struct options *options, const char *value, struct failure *why)
{
	struct output *output = VEC_ADD(options->arena, &options->outputs);
	const size_t length = strcspn(value, "=");

	output->format = arena_copy(options->arena, value, length);
	if (value[length] && strcmp(value + length, "=-") != 0)
		output->file = value + length + 1;
	if (output->file && !*output->file)
		return fail(why, -EINVAL, "--format %s: file name missing", value);
	return 0;
}

static int set_fail_on(struct options *options, const char *value, struct failure *why)
{
	enum severity severity;

	options->has_fail_on = true;
	if (!strcmp(value, "never")) {
		options->fail_on = FAIL_ON_NEVER;
		return 0;
	}
	if (!severity_parse(value, &severity) || severity == SEVERITY_OFF)
		return fail(why, -EINVAL,
			    "--fail-on %s: expected error, warning, note or never",
			    value);
	options->fail_on = severity;
	return 0;
}

static int set_rule(struct options *options, const char *value, struct failure *why)
{
	struct severity_override *override = VEC_ADD(options->arena, &options->overrides);
	const size_t length = strcspn(value, "=");
	const char *name;

	name = arena_copy(options->arena, value, length);
	if (rule_parse(name, &override->rule, why))
		return -EINVAL;
	if (!value[length] || !severity_parse(value + length + 1, &override->severity))
		return fail(why, -EINVAL,
			    "--rule %s: expected NAME=error, warning, note or off",
			    value);
	return 0;
}

static int set_memory(struct options *options, const char *value, struct failure *why)
{
	if (size_parse_range(value, VEC_ADD(options->arena, &options->memory)))
		return 0;
	return fail(why, -EINVAL,
		    "--memory %s: expected BASE:SIZE, for example 0x80000000:4G", value);
}

static int set_schemas(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	*VEC_ADD(options->arena, &options->schemas) = value;
	return 0;
}

static int set_jobs(struct options *options, const char *value, struct failure *why)
{
	uint64_t jobs;

	if (!size_parse(value, &jobs) || !jobs || jobs > JOBS_MAX)
		return fail(why, -EINVAL, "-j %s: expected a number from 1 to %d", value,
			    JOBS_MAX);
	options->jobs = (unsigned)jobs;
	return 0;
}

static int set_share(struct options *options, const char *value, struct failure *why)
{
	const size_t length = strcspn(value, "/");
	uint64_t number, of;

	if (!value[length] ||
	    !size_parse(arena_copy(options->arena, value, length), &number) ||
	    !size_parse(value + length + 1, &of) || !number || number > of ||
	    of > SHARES_MAX)
		return fail(why, -EINVAL, "--shard %s: expected K/N, K from 1 to N",
			    value);
	options->share = (struct share){ (unsigned)number, (unsigned)of };
	return 0;
}

static int read_when(const char *value, enum when *out)
{
	static const char *const names[] = { "auto", "always", "never" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(value, names[i])) {
			*out = (enum when)i;
			return 0;
		}
	}
	return -EINVAL;
}

static int set_color(struct options *options, const char *value, struct failure *why)
{
	if (!read_when(value, &options->color))
		return 0;
	return fail(why, -EINVAL, "--color %s: expected auto, always or never", value);
}

static int set_progress(struct options *options, const char *value, struct failure *why)
{
	if (!read_when(value, &options->progress))
		return 0;
	return fail(why, -EINVAL, "--progress %s: expected auto, always or never", value);
}

static int set_quiet(struct options *options, const char *value, struct failure *why)
{
	(void)value;
	(void)why;
	options->verbosity = VERBOSITY_QUIET;
	return 0;
}

static int set_verbose(struct options *options, const char *value, struct failure *why)
{
	(void)value;
	(void)why;
	options->verbosity = VERBOSITY_VERBOSE;
	return 0;
}

static int set_config(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	options->config = value;
	return 0;
}

static int set_baseline(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	options->baseline = value;
	return 0;
}

static int set_source(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	options->source = value;
	return 0;
}

static int set_include(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	*VEC_ADD(options->arena, &options->includes) = value;
	return 0;
}

static int set_overlay(struct options *options, const char *value, struct failure *why)
{
	(void)why;
	*VEC_ADD(options->arena, &options->overlays) = value;
	return 0;
}

#define FLAG(member) NULL, offsetof(struct options, member)

/* In the order of the help. */
const struct setting settings[] = {
	{ "linux", 0, "VERSION", "predict this Linux, 6.1 to 7.2 (default 7.2)",
	  FOR_CHECK | FOR_SHOW | FOR_TRACE, set_linux, 0 },
	{ "format", 0, "FORMAT[=FILE]", "text, json, sarif, junit, github, gitlab, gcc",
	  FOR_CHECK | FOR_MERGE, set_format, 0 },
	{ "format", 0, "FORMAT", "text, json or mdoc", FOR_RULES, set_format, 0 },
	{ "format", 0, "FORMAT[=FILE]", "table or json", FOR_SHOW, set_format, 0 },
	{ "format", 0, "FORMAT", "text or json", FOR_TRACE, set_format, 0 },
	{ "fail-on", 0, "SEVERITY", "exit 1 from error, warning, note, or never",
	  FOR_CHECK, set_fail_on, 0 },
	{ "rule", 0, "NAME=SEVERITY", "give a rule another severity, or turn it off",
	  FOR_CHECK, set_rule, 0 },
	{ "memory", 0, "BASE:SIZE", "RAM that the tree leaves to the firmware",
	  FOR_CHECK | FOR_SHOW | FOR_TRACE, set_memory, 0 },
	{ "schemas", 0, "DIR", "read more binding descriptions (*.yaml)",
	  FOR_CHECK | FOR_SHOW | FOR_TRACE, set_schemas, 0 },
	{ "source", 0, "FILE", "the DTS that the input was compiled from", FOR_CHECK,
	  set_source, 0 },
	{ "include", 'I', "DIR", "search DTS includes there too",
	  FOR_CHECK | FOR_SHOW | FOR_TRACE, set_include, 0 },
	{ "overlay", 0, "FILE", "apply an overlay to each input; may be repeated",
	  FOR_CHECK | FOR_SHOW | FOR_TRACE, set_overlay, 0 },
	{ "baseline", 0, "FILE", "leave out the findings that the file lists", FOR_CHECK,
	  set_baseline, 0 },
	{ "update-baseline", 0, NULL, "write all findings to the baseline", FOR_CHECK,
	  FLAG(update_baseline) },
	{ "config", 0, "FILE", "read this configuration, look for no other", FOR_CHECK,
	  set_config, 0 },
	{ "show-config", 0, NULL, "print what is in force and from where", FOR_CHECK,
	  FLAG(show_config) },
	{ "no-config", 0, NULL, "read no configuration file", FOR_CHECK,
	  FLAG(no_config) },
	{ "shard", 0, "K/N", "judge the K-th of N shares of the inputs", FOR_CHECK,
	  set_share, 0 },
	{ "jobs", 'j', "N", "judge N inputs at a time", FOR_CHECK, set_jobs, 0 },
	{ "quiet", 'q', NULL, "print errors and warnings only, no counts",
	  FOR_CHECK | FOR_MERGE, set_quiet, 0 },
	{ "verbose", 'v', NULL, "print every note, board and reason",
	  FOR_CHECK | FOR_SHOW | FOR_MERGE, set_verbose, 0 },
	{ "color", 0, "WHEN", "auto, always or never (NO_COLOR is honoured)",
	  FOR_CHECK | FOR_MERGE, set_color, 0 },
	{ "progress", 0, "WHEN", "auto, always or never", FOR_CHECK, set_progress, 0 },
	{ "help", 'h', NULL, "print this help", (unsigned)FOR_ALL, FLAG(help) },
	{ "version", 'V', NULL, "print the version", (unsigned)FOR_ALL, FLAG(version) },
};

const size_t setting_count = ARRAY_SIZE(settings);
