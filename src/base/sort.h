/* SPDX-License-Identifier: BSD-2-Clause */
/* What qsort() lacks. It may be given no items, and then no array either. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Sorts the items and keeps one of those that are equal; returns how many stay. */
size_t sort_unique(void *items, size_t count, size_t size,
		   int (*compare)(const void *, const void *));

/* Items are const char *: for qsort() and bsearch(). */
int sort_compare_texts(const void *left, const void *right);

void sort_texts(const char **texts, size_t count);

#endif
