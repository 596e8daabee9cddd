/* SPDX-License-Identifier: BSD-2-Clause */
/* Opens inputs of every kind: what is judged is a blob in the end. */
#ifndef IMAGE_H
#define IMAGE_H

#include "inputs.h"
#include "load/blob.h"
#include "source/dts.h"

struct image_settings {
	struct dts_settings dts;     /* for inputs and overlays that are sources */
	const char *const *overlays; /* files, applied to each input in order */
	size_t overlay_count;
};

struct image {
	const char *path; /* of the input */
	struct blob blob;
	const char *kind;          /* "dtb", "dts", "fs", "fit" or "composed" */
	struct bytes preprocessed; /* of a "dts"; chars is NULL for other kinds */
};

/* Fails for what cannot be read, compiled or applied. */
int image_open(struct arena *arena, const struct input *input,
	       const struct image_settings *settings, struct image *out,
	       struct failure *why);

#endif
