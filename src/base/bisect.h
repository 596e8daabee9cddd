/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the first of sorted items that does not come before what is sought:
 *
 *	struct bisect at = { .end = count };
 *
 *	while (bisect_next(&at))
 *		bisect_tell(&at, items[at.middle].key < key);
 *
 * leaves its place in at.first: count where all of them come before.
 */
#ifndef BASE_BISECT_H
#define BASE_BISECT_H

#include <stdbool.h>
#include <stddef.h>

struct bisect {
	size_t first, end, middle;
};

/* Sets middle to the item to look at; false where none is left. */
static inline bool bisect_next(struct bisect *at)
{
	at->middle = at->first + (at->end - at->first) / 2;
	return at->first < at->end;
}

/* Says of the item in the middle whether it comes before what is sought. */
static inline void bisect_tell(struct bisect *at, bool is_before)
{
	if (is_before)
		at->first = at->middle + 1;
	else
		at->end = at->middle;
}

#endif
