/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole files in memory. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fail.h"

/*
 * Reads the file, or standard input for "-", into the arena, with a NUL behind its bytes.
 * Of a file of more than max bytes at least max + 1 bytes count into size, and no bytes
 * need be there: the caller refuses it.
 */
int file_read(struct arena *arena, const char *path, size_t max, char **bytes,
	      size_t *size, struct failure *why);

#endif
