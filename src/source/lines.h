/* SPDX-License-Identifier: BSD-2-Clause */
/* The source files that places are in, as the user has them. */
#ifndef SOURCE_LINES_H
#define SOURCE_LINES_H

#include <stdint.h>

#include "base/vec.h"

struct source_file {
	const char *path;
	const char *text;   /* NULL where the file cannot be read */
	const char **lines; /* where each begins */
	uint32_t count;
};

struct source_files {
	struct arena *arena;
	VEC(struct source_file) list; /* those read so far */
};

/*
 * A path that cpp saw when it ran in directory (NULL: here), as seen from here, with "."
 * and ".." resolved by the letter.
 */
const char *source_path(struct arena *arena, const char *directory, const char *file);

/* Reads the file once; its text is NULL where that fails. */
const struct source_file *source_open(struct source_files *files, const char *path);

/*
 * The column, from 1, at which the word begins in the line; 0 where it is not in it. The
 * word counts only with no letter, digit or other character of a name around it.
 */
uint32_t source_column(const struct source_file *file, uint32_t line, const char *word);

/*
 * The reason of a comment "iommu-lint: allow RULE -- reason" in the line; NULL where
 * there is none for the rule, and "" where it gives no reason.
 */
const char *source_allows(struct arena *arena, const struct source_file *file,
			  uint32_t line, const char *rule);

#endif
