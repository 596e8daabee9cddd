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

#include <string.h>

#include "base/arena.h"

#define VEC(type)                                                                        \
	struct {                                                                         \
		type *items;                                                             \
		size_t count, capacity;                                                  \
	}

/* Adds one zeroed item and yields its address. */
#define VEC_ADD(arena, vec)                                                              \
	((vec)->items = (vec)->count < (vec)->capacity                                   \
				? (vec)->items                                           \
				: vec_grow((arena), (vec)->items, &(vec)->capacity,      \
					   sizeof(*(vec)->items)),                       \
	 memset(&(vec)->items[(vec)->count], 0, sizeof(*(vec)->items)),                  \
	 &(vec)->items[(vec)->count++])

/* Visits every item of a VEC. */
#define for_each(item, vec)                                                              \
	for (item = (vec)->items; item < (vec)->items + (vec)->count; item++)

/* Doubles the capacity of a full vector; returns where its items now are. */
void *vec_grow(struct arena *arena, void *items, size_t *capacity, size_t size);

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
