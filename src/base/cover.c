/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/cover.h"

#include <stdlib.h>

#include "base/bisect.h"

/* The ranges that began before the address that is looked at, first of the list on top.
 */
struct heap {
	uint32_t *owners;
	size_t count;
};

static void swap(uint32_t *a, uint32_t *b)
{
	const uint32_t kept = *a;

	*a = *b;
	*b = kept;
}

static void push(struct heap *heap, uint32_t owner)
{
	size_t at = heap->count++;

	heap->owners[at] = owner;
	for (; at && heap->owners[at] < heap->owners[(at - 1) / 2]; at = (at - 1) / 2)
		swap(&heap->owners[at], &heap->owners[(at - 1) / 2]);
}

static void pop(struct heap *heap)
{
	size_t at = 0, child;

	heap->owners[0] = heap->owners[--heap->count];
	while ((child = 2 * at + 1) < heap->count) {
		if (child + 1 < heap->count &&
		    heap->owners[child + 1] < heap->owners[child])
			child++;
		if (heap->owners[at] <= heap->owners[child])
			return;
		swap(&heap->owners[at], &heap->owners[child]);
		at = child;
	}
}

struct start {
	uint64_t first;
	uint32_t owner;
};

static int compare(const void *left, const void *right)
{
	const struct start *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->owner < b->owner ? -1 : a->owner > b->owner;
}

static struct start *sort(struct arena *arena, const struct range *ranges, size_t count)
{
	struct start *starts = arena_array(arena, count, sizeof(*starts));
	size_t i;

	for (i = 0; i < count; i++)
		starts[i] = (struct start){ ranges[i].first, (uint32_t)i };
	if (count)
		qsort(starts, count, sizeof(*starts), compare);
	return starts;
}

static void add_piece(struct cover *cover, struct range range, uint32_t owner)
{
	struct cover_piece *last = NULL;

	if (cover->count)
		last = &cover->pieces[cover->count - 1];
	if (last && last->owner == owner && last->range.last + 1 == range.first)
		last->range.last = range.last;
	else
		cover->pieces[cover->count++] = (struct cover_piece){ range, owner };
}

struct cover cover_build(struct arena *arena, const struct range *ranges, size_t count)
{
	struct cover cover = { arena_array(arena, 2 * count, sizeof(*cover.pieces)), 0 };
	struct heap open = { arena_array(arena, count, sizeof(*open.owners)), 0 };
	const struct start *next = sort(arena, ranges, count), *end = next + count;
	uint64_t at = 0, last;

	while (open.count || next < end) {
		if (!open.count)
			at = next->first;
		for (; next < end && next->first <= at; next++)
			push(&open, next->owner);
		if (ranges[open.owners[0]].last < at) {
			pop(&open);
			continue;
		}
		last = ranges[open.owners[0]].last;
		if (next < end && next->first <= last)
			last = next->first - 1;
		add_piece(&cover, (struct range){ at, last }, open.owners[0]);
		if (last == UINT64_MAX)
			break;
		at = last + 1;
	}
	return cover;
}

const struct cover_piece *cover_find(const struct cover *cover, uint64_t address)
{
	struct bisect at = { .end = cover->count };

	while (bisect_next(&at))
		bisect_tell(&at, cover->pieces[at.middle].range.last < address);
	if (at.first == cover->count ||
	    !range_has(cover->pieces[at.first].range, address))
		return NULL;
	return &cover->pieces[at.first];
}
