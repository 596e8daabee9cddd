/* SPDX-License-Identifier: BSD-2-Clause */
/* Address ranges with both ends included: all 64 bits are one range and no end wraps. */
#ifndef BASE_RANGE_H
#define BASE_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct range {
	uint64_t first, last; /* first <= last */
};

/* Makes the range of length bytes from base; false when length is 0 or the end wraps. */
static inline bool range_from_length(uint64_t base, uint64_t length, struct range *out)
{
	if (!length || length - 1 > UINT64_MAX - base)
		return false;
	*out = (struct range){ base, base + (length - 1) };
	return true;
}

/* The same, but up to the last address where the end wraps; length is not 0. */
static inline struct range range_clipped(uint64_t base, uint64_t length)
{
	const uint64_t last = base + (length - 1);

	return (struct range){ base, last < base ? UINT64_MAX : last };
}

static inline bool range_overlaps(struct range a, struct range b)
{
	return a.first <= b.last && b.first <= a.last;
}

static inline bool range_contains(struct range outer, struct range inner)
{
	return outer.first <= inner.first && inner.last <= outer.last;
}

static inline bool range_has(struct range range, uint64_t address)
{
	return range.first <= address && address <= range.last;
}

/* Number of addresses; the range of all 64 bits yields UINT64_MAX. */
static inline uint64_t range_length(struct range range)
{
	uint64_t span = range.last - range.first;

	return span == UINT64_MAX ? span : span + 1;
}

/* The part that a and b share; only where range_overlaps(a, b). */
static inline struct range range_intersect(struct range a, struct range b)
{
	return (struct range){ a.first > b.first ? a.first : b.first,
			       a.last < b.last ? a.last : b.last };
}

#endif
