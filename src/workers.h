/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads that share out a list of equal tasks. */
#ifndef WORKERS_H
#define WORKERS_H

#include <stddef.h>
#include <stdio.h>

struct tasks {
	size_t count;
	/* Does one task; worker is below the number of workers and belongs to the thread.
	 */
	void (*run)(void *context, unsigned worker, size_t task);
	void *context;
	FILE *progress; /* a line there after a second; NULL: none */
};

/* At most so many workers are of use; at least 1. */
unsigned workers_useful(unsigned wanted, size_t tasks);

/* Runs all tasks, each once, and returns when the last one is done. */
void workers_run(const struct tasks *tasks, unsigned workers);

#endif
