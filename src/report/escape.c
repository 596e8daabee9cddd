/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/escape.h"

#include "base/utf8.h"

/* Length of the part at the start that needs no escape. */
static size_t plain_length(const char *chars)
{
	const char *c = chars;

	while (*c >= 0x20 && *c < 0x7f)
		c++;
	return (size_t)(c - chars);
}

/* Length of the character at the start where it may be shown, else 0. */
static size_t shown_length(const char *chars)
{
	uint32_t character;
	size_t length = utf8_decode(chars, &character);

	return length && !utf8_is_harmful(character) ? length : 0;
}

void escape_print(FILE *stream, const char *chars)
{
	size_t length;

	for (; *chars; chars += length) {
		length = plain_length(chars);
		if (!length)
			length = shown_length(chars);
		if (length) {
			fwrite(chars, 1, length, stream);
		} else {
			length = 1;
			fprintf(stream, "\\x%02x", (unsigned char)*chars);
		}
	}
}

void escape_add_harmless(struct text *text, const char *chars)
{
	size_t length;

	for (; *chars; chars += length) {
		length = plain_length(chars);
		if (!length)
			length = *chars == '\n' ? 1 : shown_length(chars);
		if (length) {
			text_add(text, chars, length);
		} else {
			length = 1;
			text_printf(text, "\\x%02x", (unsigned char)*chars);
		}
	}
}
