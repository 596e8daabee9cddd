/* SPDX-License-Identifier: BSD-2-Clause */
#include "tree/names.h"

#include <libfdt.h>
#include <string.h>

#include "base/vec.h"

_Static_assert(PROP_COUNT <= 256, "chains hold enum known in a byte");

struct name {
	const char *chars;
	enum known known;
};

/* Known names whose length and first character add up to the same lie in one chain. */
enum { CHAINS = 64 };

struct names {
	struct arena *arena;
	uint64_t *mentioned; /* of the tree */
	const void *fdt;
	uint32_t size;       /* of the strings block */
	uint32_t *by_offset; /* index + 1 into list; 0: not looked up yet */
	VEC(struct name) list;
	uint8_t first[CHAINS], next[PROP_COUNT]; /* enum known; PROP_OTHER ends a chain */
};

static const char *const known_names[PROP_COUNT] = {
#define PROPERTY(id, name) [PROP_##id] = name,
#include "tree/property.def"
#undef PROPERTY
};

static unsigned chain_of(const char *name, size_t length)
{
	return ((unsigned char)name[0] + (unsigned)length * 5) % CHAINS;
}

struct names *names_new(struct tree *tree, const void *fdt)
{
	struct arena *arena = tree->arena;
	struct names *names = arena_alloc(arena, sizeof(*names));
	enum known known;
	uint8_t *first;

	names->arena = arena;
	names->mentioned = tree->mentioned;
	names->fdt = fdt;
	names->size = fdt_size_dt_strings(fdt);
	names->by_offset = arena_array(arena, names->size, sizeof(*names->by_offset));
	for (known = PROP_OTHER + 1; known < PROP_COUNT; known++) {
		first = &names->first[chain_of(known_names[known],
					       strlen(known_names[known]))];
		names->next[known] = *first;
		*first = (uint8_t)known;
	}
	return names;
}

static enum known classify(const struct names *names, const char *name, size_t length)
{
	enum known known = names->first[chain_of(name, length)];

	while (known != PROP_OTHER && strcmp(known_names[known], name))
		known = names->next[known];
	return known;
}

bool names_find(struct names *names, uint32_t offset, struct property *property)
{
	struct name *name;
	const char *chars;
	int length;

	if (offset >= names->size)
		return false;
	if (!names->by_offset[offset]) {
		chars = fdt_get_string(names->fdt, (int)offset, &length);
		if (!chars)
			return false;
		name = VEC_ADD(names->arena, &names->list);
		name->chars = chars;
		name->known = classify(names, chars, (size_t)length);
		names->by_offset[offset] = (uint32_t)names->list.count;
		names->mentioned[name->known / 64] |= UINT64_C(1) << name->known % 64;
	}
	name = &names->list.items[names->by_offset[offset] - 1];
	property->name = name->chars;
	property->known = name->known;
	return true;
}
