/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs cpp and dtc: without a shell, with a time limit, their failures kept. */
#ifndef SOURCE_PROCESS_H
#define SOURCE_PROCESS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fail.h"

enum { PROCESS_SECONDS = 30, PROCESS_BYTES_MAX = 256 * 1024 * 1024 };

struct process {
	const char *const *argv; /* argv[0] is searched in PATH; ends with NULL */
	const char *directory;   /* to run in; NULL: this one */
	const char *input;       /* bytes for standard input; NULL: none */
	size_t input_size;
};

/*
 * Runs the process and keeps what it prints, which ends with a NUL besides. Fails where
 * it cannot be started (-ENOENT: not installed), does not end within PROCESS_SECONDS
 * (-ETIME), prints too much (-EFBIG) or has another exit status than 0 (-ECHILD); why
 * then has the end of its standard error.
 */
int process_run(struct arena *arena, const struct process *process, char **output,
		size_t *size, struct failure *why);

#endif
