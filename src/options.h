/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of the command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "inputs.h"
#include "report/report.h"

/* The commands that an option belongs to; bits of a set. */
enum {
	FOR_CHECK = 1 << 0,
	FOR_RULES = 1 << 1,
	FOR_EXPLAIN = 1 << 2,
	FOR_MERGE = 1 << 3,
	FOR_SHOW = 1 << 4,
	FOR_TRACE = 1 << 5,
	FOR_ALL = ~0,
};

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* --format NAME[=FILE] */
struct output {
	const char *format;
	const char *file; /* NULL: standard output */
};

struct options {
	struct arena *arena;
	struct kernel kernel;
	unsigned fail_on; /* a severity, or FAIL_ON_NEVER */
	unsigned jobs;
	struct share share;
	enum when color, progress;
	enum verbosity verbosity;
	bool no_config, show_config, update_baseline, help, version;
	bool has_linux, has_fail_on;
	const char *config, *baseline; /* files; NULL: none named */
	VEC(struct output) outputs;
	VEC(struct severity_override) overrides;
	VEC(struct range) memory;
	VEC(const char *) schemas;
	VEC(const char *) includes, overlays; /* -I, --overlay */
	const char *source;                   /* NULL: none given */
	char **operands;
	size_t operand_count;
};

/*
 * Reads argv[1] and later, in any order; operands stay in argv. -EINVAL for what the
 * command (one FOR_ bit) does not know, with a suggestion where one is near.
 */
int options_read(struct arena *arena, int argc, char **argv, unsigned command,
		 struct options *out, struct failure *why);

/* Prints the help lines of the command's options. */
void options_print_help(unsigned command, FILE *stream);

#endif
