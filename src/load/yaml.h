/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The subset of YAML that schemas and configuration files use, as a tree that remembers
 * lines: maps with plain keys, lists, scalars. Anchors, aliases, tags, several documents,
 * equal keys in one map and deep nesting are refused.
 */
#ifndef LOAD_YAML_H
#define LOAD_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	const char *key;    /* in a map; NULL elsewhere */
	const char *text;   /* of a scalar, without NUL inside; NULL elsewhere */
	bool quoted;        /* the scalar stands in quotes, so it is a text for certain */
	unsigned line;      /* of the key in a map, else of the item; from 1 */
	unsigned count;     /* members or items */
	struct yaml *first; /* member or item */
	struct yaml *next;  /* in the same map or list */
};

enum { YAML_DEPTH_MAX = 16, YAML_SIZE_MAX = 4 * 1024 * 1024, YAML_MEMBERS_MAX = 4096 };

#define for_each_yaml(item, parent) for (item = (parent)->first; item; item = item->next)

/*
 * Reads one document; the tree is owned by the arena. -EINVAL with "name:line: reason"
 * for what is no YAML or is refused; an empty document is refused as well.
 */
int yaml_read(struct arena *arena, const char *name, const char *bytes, size_t size,
	      const struct yaml **out, struct failure *why);

/* Reads the file into the arena, then as yaml_read(). */
int yaml_read_file(struct arena *arena, const char *path, const struct yaml **out,
		   struct failure *why);

/* The member of a map; NULL where it has none of that name, or is no map. */
const struct yaml *yaml_find(const struct yaml *map, const char *key);

/* A decimal or 0x number; false for anything else, and beyond 64 bits. */
bool yaml_number(const struct yaml *item, uint64_t *out);

/* true or false; anything else is none. */
bool yaml_flag(const struct yaml *item, bool *out);

/* "a text", "a list", "a map": for messages. */
const char *yaml_kind_name(enum yaml_kind kind);

#endif
