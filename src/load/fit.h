/* SPDX-License-Identifier: BSD-2-Clause */
/* The device trees in a FIT image: children of /images with type "flat_dt". */
#ifndef LOAD_FIT_H
#define LOAD_FIT_H

#include "base/vec.h"
#include "load/blob.h"

/* Lists the names of the device trees, in the image's order. */
int fit_list(struct arena *arena, const struct blob *image, const char *const **names,
	     size_t *count, struct failure *why);

/*
 * Takes the named device tree out of the image, from its data property or from behind the
 * image; gzip is unpacked, other compressions are refused by name.
 */
int fit_extract(struct arena *arena, const struct blob *image, const char *name,
		struct blob *out, struct failure *why);

#endif
