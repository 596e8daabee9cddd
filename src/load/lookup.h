/* SPDX-License-Identifier: BSD-2-Clause */
/* Hash table from texts to numbers that only grows; read-only use is safe in threads. */
#ifndef LOAD_LOOKUP_H
#define LOAD_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct lookup_entry {
	const char *key;
	uint32_t length, hash;
	uint32_t value;
};

struct lookup {
	VEC(struct lookup_entry) entries;
	uint32_t *slots;   /* numbers of entries, from 1; 0: free */
	size_t slot_count; /* a power of two, at least twice the entries */
};

/* The value of the key, which needs no NUL; NULL where it was never added. */
const uint32_t *lookup_find(const struct lookup *lookup, const char *key, size_t length);

/* The same, adding the key with value 0; the key must outlive the table. */
uint32_t *lookup_add(struct arena *arena, struct lookup *lookup, const char *key);

#endif
