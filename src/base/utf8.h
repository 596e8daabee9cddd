/* SPDX-License-Identifier: BSD-2-Clause */
/* Names from hostile trees and file systems, made fit for terminals and for JSON. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * Decodes the character at the start of a text that ends with a NUL. Returns its length
 * in bytes; 0 where the bytes are no shortest-form UTF-8 of a Unicode scalar value, and
 * at the end.
 */
size_t utf8_decode(const char *chars, uint32_t *out);

/* True where the character changes what a terminal does or the order of what it shows. */
bool utf8_is_harmful(uint32_t character);

/*
 * Copies the text into the arena. Bytes that are no UTF-8 become \xNN, so that the copy
 * can be written as JSON, and comes back from there as it is.
 */
const char *utf8_copy(struct arena *arena, const char *chars);

#endif
