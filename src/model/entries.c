/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/entries.h"

#include <stdlib.h>

#include "base/cover.h"
#include "base/vec.h"

struct slot {
	uint32_t space, index;
};

struct space {
	uint32_t space;
	const struct slot *slots; /* ascending; owners of the cover */
	struct cover cover;
};

struct entries {
	VEC(struct space) spaces; /* ascending */
};

static int compare_slots(const void *left, const void *right)
{
	const struct slot *a = left, *b = right;

	if (a->space != b->space)
		return a->space < b->space ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static size_t sort_slots(const struct entry *list, uint32_t count, struct slot *slots)
{
	size_t used = 0;
	uint32_t i;

	for (i = 0; i < count; i++)
		if (list[i].first < list[i].end)
			slots[used++] = (struct slot){ list[i].space, i };
	qsort(slots, used, sizeof(*slots), compare_slots);
	return used;
}

struct entries *entries_build(struct arena *arena, const struct entry *list,
			      uint32_t count)
{
	struct entries *entries = arena_alloc(arena, sizeof(*entries));
	struct range *ranges = arena_array(arena, count, sizeof(*ranges));
	struct slot *slots = arena_array(arena, count, sizeof(*slots));
	const size_t used = sort_slots(list, count, slots);
	size_t i, start = 0;
	struct space *space;

	for (i = 0; i < used; i++) {
		ranges[i].first = list[slots[i].index].first;
		ranges[i].last = list[slots[i].index].end - 1;
		if (i + 1 < used && slots[i + 1].space == slots[i].space)
			continue;
		space = VEC_ADD(arena, &entries->spaces);
		space->space = slots[i].space;
		space->slots = &slots[start];
		space->cover = cover_build(arena, &ranges[start], i + 1 - start);
		start = i + 1;
	}
	return entries;
}

static int compare_space(const void *key, const void *item)
{
	const uint32_t space = *(const uint32_t *)key;
	const struct space *other = item;

	return space < other->space ? -1 : space > other->space;
}

bool entries_find(const struct entries *entries, uint32_t space, uint64_t value,
		  uint32_t *index)
{
	const struct cover_piece *piece;
	const struct space *found;

	if (!entries->spaces.count)
		return false;
	found = bsearch(&space, entries->spaces.items, entries->spaces.count,
			sizeof(*found), compare_space);
	piece = found ? cover_find(&found->cover, value) : NULL;
	if (!piece)
		return false;
	*index = found->slots[piece->owner].index;
	return true;
}
