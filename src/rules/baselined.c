/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/baselined.h"

#include <string.h>

int board_compare(const void *left, const void *right)
{
	strings a = *(const strings *)left, b = *(const strings *)right;
	int order;

	for (; *a && *b; a++, b++) {
		order = strcmp(*a, *b);
		if (order)
			return order;
	}
	return (*a != NULL) - (*b != NULL);
}

int baselined_compare(const void *left, const void *right)
{
	const struct baselined *a = left, *b = right;
	int order = board_compare(&a->board, &b->board);

	if (!order)
		order = strcmp(a->node, b->node);
	if (!order)
		order = strcmp(a->rule, b->rule);
	return order ? order : strcmp(a->fingerprint, b->fingerprint);
}
