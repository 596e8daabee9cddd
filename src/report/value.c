/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

static void *allocate(size_t size)
{
	void *bytes = malloc(size);

	if (!bytes) {
		fputs("iommu-lint: out of memory\n", stderr);
		exit(3);
	}
	return bytes;
}

void value_init(void)
{
	json_set_alloc_funcs(allocate, free);
	json_object_seed(1);
}

json_t *value_text(const char *chars)
{
	struct arena *arena;
	json_t *value;

	if (!chars)
		return json_null();
	value = json_string(chars);
	if (value)
		return value;
	arena = arena_new();
	value = json_string(utf8_copy(arena, chars));
	arena_free(arena);
	return value;
}

json_t *value_hex(uint64_t number)
{
	char chars[sizeof("0x0123456789abcdef")];

	snprintf(chars, sizeof(chars), "0x%" PRIx64, number);
	return json_string(chars);
}

static int add(const char *chars, size_t length, void *text)
{
	text_add(text, chars, length);
	return 0;
}

void value_dump(struct text *text, json_t *value)
{
	json_dump_callback(value, add, text, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
	json_decref(value);
}
