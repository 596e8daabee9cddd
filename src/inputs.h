/* SPDX-License-Identifier: BSD-2-Clause */
/* Which files a run judges. */
#ifndef INPUTS_H
#define INPUTS_H

#include <stdbool.h>

#include "base/vec.h"

struct policy;

struct input {
	const char *path;
	const char *shown;           /* the path as reports have it, in UTF-8 */
	const char *id;              /* the same; of a part of a FIT image PATH:PART */
	const char *part;            /* name of a device tree in a FIT image; else NULL */
	bool is_unpacked;            /* a folder such as /sys/firmware/devicetree/base */
	const char *error;           /* NULL; else why it can't be an input */
	const struct policy *policy; /* set by policies_find() */
};

struct inputs {
	VEC(struct input) list; /* sorted by the bytes of the id, each once */
};

/* One of equal shares; { 0, 0 } is all. */
struct share {
	unsigned number, of; /* number from 1 */
};

/*
 * Adds the operands: a file or "-" as it is, a FIT image (*.itb) as the device trees in
 * it, an unpacked tree as one, another directory as all *.dtb below it. Symbolic
 * links to directories are followed, each directory is searched once. Sorts the list.
 */
void inputs_find(struct arena *arena, char *const *operands, size_t count,
		 struct inputs *out);

/* Keeps the inputs of one share. Which share an input is in depends on its path alone. */
void inputs_take_share(struct inputs *inputs, struct share share);

#endif
