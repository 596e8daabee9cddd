/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/lookup.h"

#include <string.h>

enum { SLOTS_FIRST = 256 };

/* Takes eight bytes at a time: compatible strings of every node pass through here. */
static uint32_t hash_of(const char *key, size_t length)
{
	const uint64_t factor = 0x9e3779b97f4a7c15;
	uint64_t hash = length * factor, part;

	for (; length >= sizeof(part); key += sizeof(part), length -= sizeof(part)) {
		memcpy(&part, key, sizeof(part));
		hash = (hash ^ part) * factor;
		hash ^= hash >> 29;
	}
	part = 0;
	memcpy(&part, key, length);
	hash = (hash ^ part) * factor;
	return (uint32_t)(hash >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const struct lookup *lookup, const char *key, size_t length,
			 uint32_t hash)
{
	const struct lookup_entry *entry;
	uint32_t *slot;
	size_t i;

	for (i = hash;; i++) {
		slot = &lookup->slots[i & (lookup->slot_count - 1)];
		if (!*slot)
			return slot;
		entry = &lookup->entries.items[*slot - 1];
		if (entry->hash == hash && entry->length == length &&
		    !memcmp(entry->key, key, length))
			return slot;
	}
}

static void grow(struct arena *arena, struct lookup *lookup)
{
	const struct lookup_entry *entry;
	uint32_t number = 0;

	lookup->slot_count = lookup->slot_count ? lookup->slot_count * 2 : SLOTS_FIRST;
	lookup->slots = arena_array(arena, lookup->slot_count, sizeof(*lookup->slots));
	for_each (entry, &lookup->entries)
		*slot_of(lookup, entry->key, entry->length, entry->hash) = ++number;
}

const uint32_t *lookup_find(const struct lookup *lookup, const char *key, size_t length)
{
	const uint32_t *slot;

	if (!lookup->entries.count)
		return NULL;
	slot = slot_of(lookup, key, length, hash_of(key, length));
	return *slot ? &lookup->entries.items[*slot - 1].value : NULL;
}

uint32_t *lookup_add(struct arena *arena, struct lookup *lookup, const char *key)
{
	size_t length = strlen(key);
	uint32_t hash = hash_of(key, length);
	struct lookup_entry *entry;
	uint32_t *slot;

	if (lookup->entries.count * 2 >= lookup->slot_count)
		grow(arena, lookup);
	slot = slot_of(lookup, key, length, hash);
	if (!*slot) {
		entry = VEC_ADD(arena, &lookup->entries);
		*entry = (struct lookup_entry){ key, (uint32_t)length, hash, 0 };
		*slot = (uint32_t)lookup->entries.count;
	}
	return &lookup->entries.items[*slot - 1].value;
}
