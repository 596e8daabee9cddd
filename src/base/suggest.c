/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/suggest.h"

#include <string.h>

enum { LENGTH_MAX = 64 };

static size_t smallest(size_t a, size_t b, size_t c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* How many letters to add, drop or replace; names are short, so row by row will do. */
static size_t distance(const char *a, const char *b)
{
	const size_t columns = strlen(b);
	size_t row[LENGTH_MAX + 1], i, above, left;

	for (i = 0; i <= columns; i++)
		row[i] = i;
	for (; *a; a++) {
		above = row[0]++;
		for (i = 1; i <= columns; i++) {
			left = above + (*a != b[i - 1]);
			above = row[i];
			row[i] = smallest(left, row[i] + 1, row[i - 1] + 1);
		}
	}
	return row[columns];
}

void suggest(struct suggestion *suggestion, const char *candidate)
{
	size_t length = strlen(suggestion->wanted), found;

	if (length > LENGTH_MAX || strlen(candidate) > LENGTH_MAX)
		return;
	found = distance(suggestion->wanted, candidate);
	if (found > length / 3 + 1 || (suggestion->best && found >= suggestion->distance))
		return;
	suggestion->best = candidate;
	suggestion->distance = found;
}
