/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/vec.h"

void *vec_grow(struct arena *arena, void *items, size_t *capacity, size_t size)
{
	const size_t count = *capacity;
	void *grown;

	*capacity = count ? count * 2 : 8;
	grown = arena_array_raw(arena, *capacity, size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}
