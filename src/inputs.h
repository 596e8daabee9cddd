/* SPDX-License-Identifier: BSD-2-Clause */
/* Which files a run judges. */
#ifndef INPUTS_H
#define INPUTS_H

#include "base/vec.h"

struct input {
	const char *path;
	const char *error; /* NULL; else why it can't be an input */
};

struct inputs {
	VEC(struct input) list; /* sorted by the bytes of the path, each once */
};

/*
 * Adds the operands: a file or "-" as it is, a directory as all *.dtb below it. Symbolic
 * links to directories are followed, each directory is searched once. Sorts the list.
 */
void inputs_find(struct arena *arena, char *const *operands, size_t count,
		 struct inputs *out);

#endif
