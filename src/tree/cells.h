/* SPDX-License-Identifier: BSD-2-Clause */
/* Bounds-checked reader of big-endian 32-bit cells. */
#ifndef TREE_CELLS_H
#define TREE_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tree/tree.h"

#define MUST_CHECK __attribute__((warn_unused_result))

struct cells {
	const uint8_t *next, *end;
};

/* Reads the whole property; an absent one (NULL) reads as empty. */
static inline struct cells cells_of(const struct property *property)
{
	if (!property)
		return (struct cells){ NULL, NULL };
	return (struct cells){ property->value, property->value + property->length };
}

/* Number of whole cells that are left. */
static inline size_t cells_left(const struct cells *cells)
{
	return (size_t)(cells->end - cells->next) / 4;
}

/* The next cell; only where cells_left() > 0. */
static inline uint32_t cells_next(struct cells *cells)
{
	const uint8_t *p = cells->next;

	cells->next += 4;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/*
 * Takes n cells as one number, most significant first, of which the low 64 bits stay, as
 * of_read_number() has it. Takes nothing from a property that is shorter.
 */
MUST_CHECK bool cells_take(struct cells *cells, size_t n, uint64_t *out);

/* Takes one cell. */
MUST_CHECK bool cells_take_one(struct cells *cells, uint32_t *out);

/* Passes over n cells; passes over nothing where fewer are left. */
MUST_CHECK bool cells_skip(struct cells *cells, size_t n);

#endif
