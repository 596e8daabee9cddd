/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * With a sanitizer, what lies between and behind the objects may not be touched, and what
 * is to be filled at once is no zero by chance.
 */
#ifdef POISON_ARENAS
#include <sanitizer/asan_interface.h>
enum { GAP = 32, UNFILLED = 0xa5 };
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)0)
enum { GAP = 0, UNFILLED = 0 };
#endif

enum { CHUNK_SIZE = 256 * 1024 };

struct chunk {
	struct chunk *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *chunks;  /* all of them, in order of use */
	struct chunk *current; /* the one that serves; those after it are empty */
};

static _Noreturn void out_of_memory(void)
{
	fputs("iommu-lint: out of memory\n", stderr);
	exit(3);
}

static struct chunk *new_chunk(size_t size)
{
	struct chunk *chunk;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	if (size < CHUNK_SIZE)
		size = CHUNK_SIZE;
	chunk = malloc(sizeof(*chunk) + size);
	if (!chunk)
		out_of_memory();
	chunk->next = NULL;
	chunk->size = size;
	chunk->used = 0;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->size);
	return chunk;
}

struct arena *arena_new(void)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (!arena)
		out_of_memory();
	arena->chunks = arena->current = new_chunk(0);
	return arena;
}

/* Moves on to a chunk with room for size bytes, a kept one where it is large enough. */
static struct chunk *next_chunk(struct arena *arena, size_t size)
{
	struct chunk *next = arena->current->next;

	if (!next || next->size < size) {
		next = new_chunk(size);
		next->next = arena->current->next;
		arena->current->next = next;
	}
	arena->current = next;
	return next;
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
	const size_t unit = alignof(max_align_t);
	struct chunk *chunk = arena->current;
	size_t taken;
	void *bytes;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	taken = (size + GAP + unit - 1) / unit * unit;
	if (chunk->size - chunk->used < taken)
		chunk = next_chunk(arena, taken);
	bytes = chunk->bytes + chunk->used;
	chunk->used += taken;
	ASAN_UNPOISON_MEMORY_REGION(bytes, size);
	if (UNFILLED)
		memset(bytes, UNFILLED, size);
	return bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_alloc_raw(arena, size), 0, size);
}

void *arena_array_raw(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc_raw(arena, count * size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	void *items = arena_array_raw(arena, count, size);

	return memset(items, 0, count * size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc_raw(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments, again;
	char *text;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		out_of_memory();
	text = arena_alloc_raw(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

void arena_reset(struct arena *arena)
{
	struct chunk *chunk;

	for (chunk = arena->chunks; chunk; chunk = chunk->next) {
		ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->size);
		chunk->used = 0;
	}
	arena->current = arena->chunks;
}

void arena_free(struct arena *arena)
{
	struct chunk *chunk, *next;

	if (!arena)
		return;
	for (chunk = arena->chunks; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}
