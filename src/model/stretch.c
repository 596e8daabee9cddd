/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/stretch.h"

#include <stdlib.h>

/* Where a range starts or ends. What lies up to the next edge belongs to one of them. */
struct edge {
	uint64_t space, at;
};

struct stretches {
	const struct edge *edges; /* sorted, each once */
	size_t count;
	size_t *owners; /* by edge: 1 + index of the range, 0 for none */
};

static int compare(const void *left, const void *right)
{
	const struct edge *a = left, *b = right;

	if (a->space != b->space)
		return a->space < b->space ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static size_t sort_edges(struct edge *edges, size_t count)
{
	size_t i, kept = 0;

	qsort(edges, count, sizeof(*edges), compare);
	for (i = 0; i < count; i++)
		if (!i || compare(&edges[i], &edges[i - 1]))
			edges[kept++] = edges[i];
	return kept;
}

/* The number of edges at or before the place. */
static size_t count_up_to(const struct stretches *stretches, struct edge place)
{
	size_t low = 0, high = stretches->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(&stretches->edges[middle], &place) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Follows and shortens the way to the next part that is free. */
static size_t next_free(size_t *skip, size_t i)
{
	while (skip[i] != i) {
		skip[i] = skip[skip[i]];
		i = skip[i];
	}
	return i;
}

/* Gives each range, in their order, the parts that nobody has yet. */
static void share_out(struct stretches *stretches, const struct stretch *ranges,
		      size_t count, size_t *skip)
{
	size_t i, at, end;

	for (i = 0; i <= stretches->count; i++)
		skip[i] = i;
	for (i = 0; i < count; i++) {
		if (ranges[i].first >= ranges[i].end)
			continue;
		at = count_up_to(stretches,
				 (struct edge){ ranges[i].space, ranges[i].first }) -
		     1;
		end = count_up_to(stretches,
				  (struct edge){ ranges[i].space, ranges[i].end }) -
		      1;
		for (at = next_free(skip, at); at < end; at = next_free(skip, at)) {
			stretches->owners[at] = i + 1;
			skip[at] = at + 1;
		}
	}
}

struct stretches *stretches_build(struct arena *arena, const struct stretch *ranges,
				  size_t count)
{
	struct stretches *stretches = arena_alloc(arena, sizeof(*stretches));
	struct edge *edges = arena_array(arena, 2 * count, sizeof(*edges));
	size_t i, edge_count = 0;

	for (i = 0; i < count; i++) {
		if (ranges[i].first >= ranges[i].end)
			continue;
		edges[edge_count++] = (struct edge){ ranges[i].space, ranges[i].first };
		edges[edge_count++] = (struct edge){ ranges[i].space, ranges[i].end };
	}
	stretches->edges = edges;
	stretches->count = sort_edges(edges, edge_count);
	stretches->owners =
		arena_array(arena, stretches->count, sizeof(*stretches->owners));
	share_out(stretches, ranges, count,
		  arena_array(arena, stretches->count + 1, sizeof(size_t)));
	return stretches;
}

bool stretches_find(const struct stretches *stretches, uint64_t space, uint64_t value,
		    size_t *index)
{
	const size_t edges = count_up_to(stretches, (struct edge){ space, value });

	if (!edges || !stretches->owners[edges - 1] ||
	    stretches->edges[edges - 1].space != space)
		return false;
	*index = stretches->owners[edges - 1] - 1;
	return true;
}
