/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lint.h"
#include "merge.h"
#include "report/manual.h"
#include "report/value.h"
#include "rules/names.h"
#include "show.h"
#include "status.h"
#include "trace.h"

struct command {
	const char *name;
	unsigned bit;
	const char *usage, *summary;
	int (*run)(const struct options *options);
};

static int finish_stdout(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	perror("iommu-lint: standard output");
	return STATUS_FAILED;
}

static int refuse(const struct failure *why)
{
	fprintf(stderr, "iommu-lint: %s\n", why->text);
	return STATUS_USAGE;
}

static int run_rules(const struct options *options)
{
	const char *format =
		options->outputs.count ? options->outputs.items[0].format : "text";
	struct failure why = { 0 };

	if (options->operand_count)
		fail(&why, -EINVAL, "rules takes no operand");
	else if (options->outputs.count > 1 ||
		 (options->outputs.count && options->outputs.items[0].file))
		fail(&why, -EINVAL, "rules prints one format on standard output");
	else
		manual_print_rules(format, stdout, &why);
	return why.text[0] ? refuse(&why) : finish_stdout(STATUS_CLEAN);
}

static int run_explain(const struct options *options)
{
	struct failure why = { 0 };
	const struct rule *rule;
	size_t i;

	if (!options->operand_count)
		manual_print_rules("text", stdout, &why);
	for (i = 0; i < options->operand_count; i++) {
		if (rule_parse(options->operands[i], &rule, &why))
			return refuse(&why);
		if (i)
			putchar('\n');
		manual_explain(rule, stdout);
	}
	return finish_stdout(STATUS_CLEAN);
}

static int run_trace(const struct options *options)
{
	return finish_stdout(trace_run(options));
}

/* The first is what runs where no command is named. */
static const struct command commands[] = {
	{ "check", FOR_CHECK, "[check] [OPTION...] INPUT...",
	  "lint; INPUT is a file, a directory (searched for *.dtb), or -", lint_run },
	{ "explain", FOR_EXPLAIN, "explain [RULE...]",
	  "a rule: why, when it is fine, samples, how to allow it", run_explain },
	{ "merge", FOR_MERGE, "merge [OPTION...] REPORT...",
	  "one report (JSON) of the JSON reports of several runs", merge_run },
	{ "rules", FOR_RULES, "rules", "all rules, one line each", run_rules },
	{ "show", FOR_SHOW, "show [OPTION...] INPUT",
	  "the topology: masters, IOMMUs, groups, verdicts", show_run },
	{ "trace", FOR_TRACE, "trace [OPTION...] INPUT MASTER",
	  "the DMA path of one master, step by step", run_trace },
};

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void print_help(const struct command *command)
{
	size_t i;

	printf("Usage: iommu-lint %s\n%s\n\nOptions:\n", command->usage,
	       command->summary);
	options_print_help(command->bit, stdout);
	if (command != &commands[0])
		return;
	printf("\nCommands:\n");
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		printf("  %-30s %s\n", commands[i].usage, commands[i].summary);
	printf("\nExit status: 0 nothing at or above --fail-on, 1 findings, 2 usage "
	       "error,\n"
	       "3 an input could not be read or an output not be written.\n");
}

int main(int argc, char **argv)
{
	const struct command *command = find_command(argc > 1 ? argv[1] : NULL);
	struct arena *arena = arena_new();
	struct failure why = { 0 };
	struct options options;
	int skip = command != NULL;
	int status;

	value_init();
	if (!command)
		command = &commands[0];
	if (options_read(arena, argc - skip, argv + skip, command->bit, &options, &why)) {
		fprintf(stderr, "iommu-lint: %s\nTry: iommu-lint %s --help\n", why.text,
			command->name);
		status = STATUS_USAGE;
	} else if (options.help) {
		print_help(command);
		status = finish_stdout(STATUS_CLEAN);
	} else if (options.version) {
		puts(PACKAGE_STRING);
		status = finish_stdout(STATUS_CLEAN);
	} else {
		status = command->run(&options);
	}
	arena_free(arena);
	return status;
}
