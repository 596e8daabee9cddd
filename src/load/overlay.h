/* SPDX-License-Identifier: BSD-2-Clause */
/* Overlays applied to a blob, by libfdt. */
#ifndef LOAD_OVERLAY_H
#define LOAD_OVERLAY_H

#include "load/blob.h"

enum { OVERLAY_SIZE_MAX = 1024 * 1024 }; /* libfdt's time grows with its square */

/*
 * Replaces *base by a new blob in the arena that has the overlay applied. The failure
 * says what is missing: libfdt finds labels only in a base that was compiled with dtc -@.
 */
int overlay_apply(struct arena *arena, struct blob *base, const struct blob *overlay,
		  struct failure *why);

#endif
