/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of phandles with arguments: clocks, power-domains and their like. */
#ifndef MODEL_REFERENCE_H
#define MODEL_REFERENCE_H

#include "tree/cells.h"

struct reference {
	const struct node *target; /* NULL for an empty place: phandle 0 */
	const uint8_t *bytes;      /* the entry, phandle first */
	uint32_t cell_count;       /* of the entry; 1 for an empty place */
};

/*
 * Takes the next entry, whose target says by its counts property (PROP_CLOCK_CELLS) how
 * many arguments follow. False at the end and where an entry cannot be decoded.
 */
MUST_CHECK bool reference_next(const struct tree *tree, struct cells *cells,
			       enum known counts, struct reference *out);

/* Entry index of the node's property; false where it cannot be reached. */
MUST_CHECK bool reference_find(const struct tree *tree, const struct property *property,
			       enum known counts, uint32_t index, struct reference *out);

/* False where an entry cannot be decoded. */
bool reference_count(const struct tree *tree, const struct property *property,
		     enum known counts, uint32_t *count);

#endif
