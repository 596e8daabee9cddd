/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "base/suggest.h"
#include "settings.h"

enum { LONG_BASE = 256 };

/* The tables that getopt_long() wants, with the settings of one command. */
struct getopt_tables {
	struct option *longs;
	char *shorts;
};

static void fill_tables(struct arena *arena, unsigned command, struct getopt_tables *out)
{
	struct option *next = arena_array(arena, setting_count + 1, sizeof(*next));
	char *letter = arena_alloc(arena, 2 * setting_count + 2);
	size_t i;

	out->longs = next;
	out->shorts = letter;
	*letter++ = ':';
	for (i = 0; i < setting_count; i++) {
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
	for (i = 0; i < setting_count; i++)
		if (settings[i].commands & command)
			suggest(&near, settings[i].name);
	fail(why, -EINVAL, "unknown option --%s%s%s%s", near.wanted,
	     near.best ? ", did you mean --" : "", near.best ? near.best : "",
	     near.best ? "?" : "");
	arena_free(arena);
	return -EINVAL;
}

static const struct setting *find_setting(int value, unsigned command)
{
	size_t i;

	if (value >= LONG_BASE)
		return &settings[value - LONG_BASE];
	for (i = 0; settings[i].letter != value || !(settings[i].commands & command); i++)
		;
	return &settings[i];
}

static int apply(const struct setting *setting, struct options *options,
		 struct failure *why)
{
	if (setting->set)
		return setting->set(options, optarg, why);
	*(bool *)((char *)options + setting->flag) = true;
	return 0;
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
	fill_tables(arena, command, &tables);
	opterr = 0;
	optind = 0; /* the GNU way to start afresh */
	while ((got = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return bad_option(got, argv, command, why);
		if (apply(find_setting(got, command), out, why))
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

	for (setting = settings; setting < settings + setting_count; setting++) {
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
