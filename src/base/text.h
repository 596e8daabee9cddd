/* SPDX-License-Identifier: BSD-2-Clause */
/* Growing string. The text lives in the arena and always ends with a NUL. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>

#include "base/arena.h"

struct text {
	struct arena *arena;
	char *chars; /* NULL while nothing was added */
	size_t length, capacity;
};

void text_add(struct text *text, const char *chars, size_t length);
void text_printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *text, const char *format, va_list arguments);

#endif
