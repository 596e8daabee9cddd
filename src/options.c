/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "report/manual.h"

enum { JOBS_MAX = 1024 };

struct setting {
	const char *name;
	char letter;          /* 0: none */
	const char *argument; /* NULL: none */
	const char *help;
	unsigned commands;
	int (*set)(struct options *options, const char *value, struct failure *why);
};

static int set_linux(struct options *options, const char *value, struct failure *why)
{
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
	override->rule = rule_find(name);
	if (!override->rule)
		return manual_unknown_rule(name, why);
	if (!value[length] || !severity_parse(value + length + 1, &override->severity))
		return fail(why, -EINVAL,
			    "--rule %s: expected NAME=error, warning, note or off",
			    value);
	return 0;
}

/* Reads a number with a suffix K, M, G or T; false for anything else. */
static bool read_size(const char *text, uint64_t *out)
{
	static const char suffixes[] = "KMGT";
	const char *suffix;
	unsigned shift;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*out = strtoull(text, &end, 0);
	if (errno)
		return false;
	if (!*end)
		return true;
	suffix = strchr(suffixes, *end);
	if (!suffix || end[1])
		return false;
	shift = (unsigned)(suffix - suffixes + 1) * 10;
	if (*out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}

static int set_memory(struct options *options, const char *value, struct failure *why)
{
	struct range *range = VEC_ADD(options->arena, &options->memory);
	const size_t length = strcspn(value, ":");
	uint64_t base, size;

	if (value[length] &&
	    read_size(arena_copy(options->arena, value, length), &base) &&
	    read_size(value + length + 1, &size) && range_from_length(base, size, range))
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

static int set_jobs(struct options *options, const char *value, struct failure *why)
{
	uint64_t jobs;

	if (!read_size(value, &jobs) || !jobs || jobs > JOBS_MAX)
		return fail(why, -EINVAL, "-j %s: expected a number from 1 to %d", value,
			    JOBS_MAX);
	options->jobs = (unsigned)jobs;
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

static int set_no_config(struct options *options, const char *value, struct failure *why)
{
	(void)value;
	(void)why;
	options->no_config = true;
	return 0;
}

static int set_help(struct options *options, const char *value, struct failure *why)
{
	(void)value;
	(void)why;
	options->help = true;
	return 0;
}

static int set_version(struct options *options, const char *value, struct failure *why)
{
	(void)value;
	(void)why;
	options->version = true;
	return 0;
}

/* In the order of the help. */
static const struct setting settings[] = {
	{ "linux", 0, "VERSION", "predict this Linux, 6.1 to 7.2 (default 7.2)",
	  FOR_CHECK, set_linux },
	{ "format", 0, "FORMAT[=FILE]", "text, json, sarif, junit, github, gitlab, gcc",
	  FOR_CHECK | FOR_RULES, set_format },
	{ "fail-on", 0, "SEVERITY", "exit 1 from error, warning, note, or never",
	  FOR_CHECK, set_fail_on },
	{ "rule", 0, "NAME=SEVERITY", "give a rule another severity, or turn it off",
	  FOR_CHECK, set_rule },
	{ "memory", 0, "BASE:SIZE", "RAM that the tree leaves to the firmware", FOR_CHECK,
	  set_memory },
	{ "schemas", 0, "DIR", "read more binding descriptions (*.yaml)", FOR_CHECK,
	  set_schemas },
	{ "source", 0, "FILE", "the DTS that the input was compiled from", FOR_CHECK,
	  set_source },
	{ "include", 'I', "DIR", "search DTS includes there too", FOR_CHECK,
	  set_include },
	{ "overlay", 0, "FILE", "apply an overlay to each input; may be repeated",
	  FOR_CHECK, set_overlay },
	{ "no-config", 0, NULL, "read no configuration file", FOR_CHECK, set_no_config },
	{ "jobs", 'j', "N", "judge N inputs at a time", FOR_CHECK, set_jobs },
	{ "quiet", 'q', NULL, "print errors and warnings only, no counts", FOR_CHECK,
	  set_quiet },
	{ "verbose", 'v', NULL, "print every note, board and reason", FOR_CHECK,
	  set_verbose },
	{ "color", 0, "WHEN", "auto, always or never (NO_COLOR is honoured)", FOR_CHECK,
	  set_color },
	{ "progress", 0, "WHEN", "auto, always or never", FOR_CHECK, set_progress },
	{ "help", 'h', NULL, "print this help", (unsigned)FOR_ALL, set_help },
	{ "version", 'V', NULL, "print the version", (unsigned)FOR_ALL, set_version },
};

enum { SETTING_COUNT = ARRAY_SIZE(settings), LONG_BASE = 256 };

/* The tables that getopt_long() wants, with the settings of one command. */
struct getopt_tables {
	struct option longs[SETTING_COUNT + 1];
	char shorts[2 * SETTING_COUNT + 2];
};

static void fill_tables(struct getopt_tables *tables, unsigned command)
{
	struct option *next = tables->longs;
	char *letter = tables->shorts;
	size_t i;

	memset(tables, 0, sizeof(*tables));
	*letter++ = ':';
	for (i = 0; i < SETTING_COUNT; i++) {
		if (!(settings[i].commands & command))
			continue;
		next->name = settings[i].name;
		next->has_arg = settings[i].argument ? required_argument : no_argument;
		next->val = LONG_BASE + (int)i;
		next++;
		if (!settings[i].letter)
			continue;
		*letter++ = settings[i].letter;
		if (settings[i].argument)
			*letter++ = ':';
	}
}

static int unknown(const char *word, unsigned command, struct failure *why)
{
	struct suggestion near = { 0 };
	struct arena *arena;
	size_t i;

	if (word[0] != '-' || word[1] != '-')
		return fail(why, -EINVAL, "unknown option %s", word);
	arena = arena_new();
	near.wanted = arena_copy(arena, word + 2, strcspn(word + 2, "="));
	for (i = 0; i < SETTING_COUNT; i++)
		if (settings[i].commands & command)
			suggest(&near, settings[i].name);
	fail(why, -EINVAL, "unknown option --%s%s%s%s", near.wanted,
	     near.best ? ", did you mean --" : "", near.best ? near.best : "",
	     near.best ? "?" : "");
	arena_free(arena);
	return -EINVAL;
}

static const struct setting *find_setting(int value)
{
	size_t i;

	if (value >= LONG_BASE)
		return &settings[value - LONG_BASE];
	for (i = 0; settings[i].letter != value; i++)
		;
	return &settings[i];
}

static int bad_option(int got, char **argv, unsigned command, struct failure *why)
{
	const char *word = argv[optind - 1];

	if (got == ':')
		return fail(why, -EINVAL, "option %s needs an argument", word);
	if (optopt >= LONG_BASE)
		return fail(why, -EINVAL, "option --%s takes no argument",
			    settings[optopt - LONG_BASE].name);
	if (optopt)
		return fail(why, -EINVAL, "unknown option -%c", optopt);
	return unknown(word, command, why);
}

int options_read(struct arena *arena, int argc, char **argv, unsigned command,
		 struct options *out, struct failure *why)
{
	struct getopt_tables tables;
	int got;

	memset(out, 0, sizeof(*out));
	out->arena = arena;
	out->fail_on = SEVERITY_ERROR;
	out->verbosity = VERBOSITY_NORMAL;
	kernel_parse("7.2", &out->kernel);
	fill_tables(&tables, command);
	opterr = 0;
	optind = 0; /* the GNU way to start afresh */
	while ((got = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return bad_option(got, argv, command, why);
		if (find_setting(got)->set(out, optarg, why))
			return -EINVAL;
	}
	out->operands = argv + optind;
	out->operand_count = (size_t)(argc - optind);
	return 0;
}

void options_print_help(unsigned command, FILE *stream)
{
	const struct setting *setting;
	char left[64];

	for (setting = settings; setting < settings + SETTING_COUNT; setting++) {
		if (!(setting->commands & command))
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", setting->name,
			 setting->argument ? " " : "",
			 setting->argument ? setting->argument : "");
		if (setting->letter)
			fprintf(stream, "  -%c, %-26s %s\n", setting->letter, left,
				setting->help);
		else
			fprintf(stream, "      %-26s %s\n", left, setting->help);
	}
}
