/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of many ranges answers for an address, where the first of the list wins. */
#ifndef BASE_COVER_H
#define BASE_COVER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/range.h"

struct cover_piece {
	struct range range;
	uint32_t owner; /* index into the list of ranges */
};

struct cover {
	struct cover_piece
		*pieces; /* ascending, disjoint; neighbours of one owner merged */
	size_t count;    /* fewer than twice the number of ranges */
};

/* O(n log n). */
struct cover cover_build(struct arena *arena, const struct range *ranges, size_t count);

/* The piece that has the address; NULL where no range has it. O(log n). */
const struct cover_piece *cover_find(const struct cover *cover, uint64_t address);

#endif
