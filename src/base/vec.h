/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Growing array in an arena:
 *
 *	VEC(struct master) all = { 0 };
 *	struct master *m = VEC_ADD(arena, &all);
 *
 * An item may move when the next one is added, so keep its index, not its address,
 * until the vector is complete.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type)                                                                        \
	struct {                                                                         \
		type *items;                                                             \
		size_t count, capacity;                                                  \
	}

/* Adds one zeroed item and yields its address. */
#define VEC_ADD(arena, vec)                                                              \
	((vec)->items = vec_reserve((arena), (vec)->items, (vec)->count,                 \
				    &(vec)->capacity, sizeof(*(vec)->items)),            \
	 &(vec)->items[(vec)->count++])

/* Visits every item of a VEC. */
#define for_each(item, vec)                                                              \
	for (item = (vec)->items; item < (vec)->items + (vec)->count; item++)

/* Makes room for one more item of the given size; returns where the items now are. */
void *vec_reserve(struct arena *arena, void *items, size_t count, size_t *capacity,
		  size_t size);

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
