/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of many ranges holds a value, where the first in the list wins. Ranges of
 * different spaces do not meet.
 */
#ifndef MODEL_STRETCH_H
#define MODEL_STRETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* From first to before end; nothing where end is not above. */
struct stretch {
	uint64_t space, first, end;
};

struct stretches;

/* O(n log n). */
struct stretches *stretches_build(struct arena *arena, const struct stretch *ranges,
				  size_t count);

/* The index of the first range that holds the value; false for none. O(log n). */
bool stretches_find(const struct stretches *stretches, uint64_t space, uint64_t value,
		    size_t *index);

#endif
