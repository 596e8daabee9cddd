/* SPDX-License-Identifier: BSD-2-Clause */
/* From device-tree source to blobs and annotations, through cpp and dtc. */
#ifndef SOURCE_DTS_H
#define SOURCE_DTS_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/vec.h"

/* How source files are read. Relative names are seen from directory. */
struct dts_settings {
	const char *directory;      /* cpp and dtc run there; NULL: this one */
	const char *dtc;            /* program; searched in PATH without a slash */
	VEC(const char *) includes; /* for cpp and dtc, in order */
	bool symbols;               /* dtc -@ */
};

/* Bytes in memory; they end with a NUL besides. */
struct bytes {
	char *chars;
	size_t size;
};

/*
 * Runs the C preprocessor over the file as Linux' build does: nothing predefined, and
 * besides settings->includes the file's own folder and those of the kernel tree that it
 * lies in, if any.
 */
int dts_preprocess(struct arena *arena, const struct dts_settings *settings,
		   const char *path, struct bytes *out, struct failure *why);

/* Compiles preprocessed source into a blob. */
int dts_compile(struct arena *arena, const struct dts_settings *settings,
		const struct bytes *source, struct bytes *out, struct failure *why);

/* Prints preprocessed source with the places of its nodes and properties. */
int dts_annotate(struct arena *arena, const struct dts_settings *settings,
		 const struct bytes *source, struct bytes *out, struct failure *why);

#endif
