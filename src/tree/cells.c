/* SPDX-License-Identifier: BSD-2-Clause */
#include "tree/cells.h"

bool cells_take(struct cells *cells, size_t n, uint64_t *out)
{
	uint64_t number = 0;

	if (cells_left(cells) < n)
		return false;
	while (n--)
		number = number << 32 | cells_next(cells);
	*out = number;
	return true;
}

bool cells_take_one(struct cells *cells, uint32_t *out)
{
	if (!cells_left(cells))
		return false;
	*out = cells_next(cells);
	return true;
}

bool cells_skip(struct cells *cells, size_t n)
{
	if (cells_left(cells) < n)
		return false;
	cells->next += 4 * n;
	return true;
}
