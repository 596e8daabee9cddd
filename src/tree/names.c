/* SPDX-License-Identifier: BSD-2-Clause */
#include "tree/names.h"

#include <libfdt.h>
#include <string.h>

#include "base/vec.h"

struct name {
	const char *chars;
	enum known known;
};

struct names {
	struct arena *arena;
	const void *fdt;
	uint32_t size;       /* of the strings block */
	uint32_t *by_offset; /* index + 1 into list; 0: not looked up yet */
	VEC(struct name) list;
};

static const char *const known_names[PROP_COUNT] = {
#define PROPERTY(id, name) [PROP_##id] = name,
#include "tree/property.def"
#undef PROPERTY
};

struct names *names_new(struct arena *arena, const void *fdt)
{
	struct names *names = arena_alloc(arena, sizeof(*names));

	names->arena = arena;
	names->fdt = fdt;
	names->size = fdt_size_dt_strings(fdt);
	names->by_offset = arena_array(arena, names->size, sizeof(*names->by_offset));
	return names;
}

/* Runs once for each distinct name of a tree, so the list need not be sorted. */
static enum known classify(const char *name)
{
	enum known known;

	for (known = PROP_OTHER + 1; known < PROP_COUNT; known++)
		if (known_names[known][0] == name[0] && !strcmp(known_names[known], name))
			return known;
	return PROP_OTHER;
}

bool names_find(struct names *names, uint32_t offset, struct property *property)
{
	struct name *name;
	const char *chars;

	if (offset >= names->size)
		return false;
	if (!names->by_offset[offset]) {
		chars = fdt_get_string(names->fdt, (int)offset, NULL);
		if (!chars)
			return false;
		name = VEC_ADD(names->arena, &names->list);
		name->chars = chars;
		name->known = classify(chars);
		names->by_offset[offset] = (uint32_t)names->list.count;
	}
	name = &names->list.items[names->by_offset[offset] - 1];
	property->name = name->chars;
	property->known = name->known;
	return true;
}
