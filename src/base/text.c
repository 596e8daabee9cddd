/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void reserve(struct text *text, size_t more)
{
	size_t capacity = text->capacity ? text->capacity : 64;
	char *grown;

	if (text->chars && text->capacity - text->length > more)
		return;
	while (capacity - text->length <= more)
		capacity *= 2;
	grown = arena_alloc(text->arena, capacity);
	if (text->length)
		memcpy(grown, text->chars, text->length);
	text->chars = grown;
	text->capacity = capacity;
}

void text_add(struct text *text, const char *chars, size_t length)
{
	reserve(text, length);
	memcpy(text->chars + text->length, chars, length);
	text->length += length;
	text->chars[text->length] = '\0';
}

void text_vprintf(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	if (length > 0) {
		reserve(text, (size_t)length);
		vsnprintf(text->chars + text->length, (size_t)length + 1, format, again);
		text->length += (size_t)length;
	}
	va_end(again);
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_vprintf(text, format, arguments);
	va_end(arguments);
}
