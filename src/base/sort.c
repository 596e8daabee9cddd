/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

size_t sort_unique(void *items, size_t count, size_t size,
		   int (*compare)(const void *, const void *))
{
	char *next = items, *last = items;
	size_t i, kept = 1;

	if (!count)
		return 0;
	qsort(items, count, size, compare);
	for (i = 1; i < count; i++) {
		next += size;
		if (!compare(last, next))
			continue;
		last += size;
		memmove(last, next, size);
		kept++;
	}
	return kept;
}

int sort_compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void sort_texts(const char **texts, size_t count)
{
	if (count)
		qsort(texts, count, sizeof(*texts), sort_compare_texts);
}
