/* SPDX-License-Identifier: BSD-2-Clause */
/* The entries of one long ranges property, by the addresses that they hold. */
#ifndef MODEL_ENTRIES_H
#define MODEL_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct entry {
	uint32_t space;      /* entries of another space hold nothing of this one */
	uint64_t first, end; /* up to before end; nothing where end is not above */
};

struct entries;

/* O(n log n). */
struct entries *entries_build(struct arena *arena, const struct entry *list,
			      uint32_t count);

/* The first of the list that holds the value; false where none does. O(log n). */
bool entries_find(const struct entries *entries, uint32_t space, uint64_t value,
		  uint32_t *index);

#endif
