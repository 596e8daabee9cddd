/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/reference.h"

bool reference_next(const struct tree *tree, struct cells *cells, enum known counts,
		    struct reference *out)
{
	const uint8_t *bytes = cells->next;
	uint32_t phandle, arguments;

	if (!cells_take_one(cells, &phandle))
		return false;
	*out = (struct reference){ NULL, bytes, 1 };
	if (!phandle)
		return true;
	out->target = tree_find_phandle(tree, phandle);
	if (!out->target || !node_read_cell(out->target, counts, &arguments) ||
	    !cells_skip(cells, arguments))
		return false;
	out->cell_count += arguments;
	return true;
}

bool reference_find(const struct tree *tree, const struct property *property,
		    enum known counts, uint32_t index, struct reference *out)
{
	struct cells cells = cells_of(property);

	while (reference_next(tree, &cells, counts, out))
		if (!index--)
			return true;
	return false;
}

bool reference_count(const struct tree *tree, const struct property *property,
		     enum known counts, uint32_t *count)
{
	struct cells cells = cells_of(property);
	struct reference reference;

	for (*count = 0; cells.next < cells.end; ++*count)
		if (!reference_next(tree, &cells, counts, &reference))
			return false;
	return true;
}
