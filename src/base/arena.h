/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory of one analysis. Everything that an analysis allocates lives in an arena and
 * is released with it, so no object has a release function of its own.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* Makes an empty arena. The process ends when memory runs out, so never NULL. */
struct arena *arena_new(void);

/* Returns size bytes, zeroed, aligned for any type; owned by the arena. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same without the zeros, for what is filled at once. */
void *arena_alloc_raw(struct arena *arena, size_t size);

/* arena_alloc() for count items; the process ends when count * size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
void *arena_array_raw(struct arena *arena, size_t count, size_t size);

/* Copies length bytes of text and ends them with a NUL. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Releases every object but keeps the memory for the next analysis. */
void arena_reset(struct arena *arena);

void arena_free(struct arena *arena);

#endif
