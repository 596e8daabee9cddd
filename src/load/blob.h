/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that holds a flattened device tree, read into memory and checked. */
#ifndef LOAD_BLOB_H
#define LOAD_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"

enum { BLOB_SIZE_MAX = 64 * 1024 * 1024 };

struct blob {
	const uint8_t *bytes; /* 8-byte aligned */
	size_t size;          /* of the file */
	size_t total;         /* the header's totalsize, at most size */
};

/*
 * Reads the file, or standard input for "-", into the arena. Refuses what is larger than
 * BLOB_SIZE_MAX, and what libfdt's fdt_check_header() refuses; versions 16 and 17 only.
 */
int blob_read(struct arena *arena, const char *path, struct blob *out,
	      struct failure *why);

/* The same checks for bytes in memory, which are copied only where they are misaligned.
 */
int blob_wrap(struct arena *arena, const void *bytes, size_t size, struct blob *out,
	      struct failure *why);

#endif
