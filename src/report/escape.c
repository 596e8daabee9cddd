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

void escape_print(FILE *stream, const char *chars)
{
	uint32_t character;
	size_t length, i;

	for (;;) {
		length = plain_length(chars);
		fwrite(chars, 1, length, stream);
		chars += length;
		if (!*chars)
			return;
		length = utf8_decode(chars, &character);
		if (length && !utf8_is_harmful(character)) {
			fwrite(chars, 1, length, stream);
		} else {
			length = length ? length : 1;
			for (i = 0; i < length; i++)
				fprintf(stream, "\\x%02x", (unsigned char)chars[i]);
		}
		chars += length;
	}
}

void escape_add(struct text *text, const char *chars)
{
	uint32_t character;
	size_t length;

	for (; *chars; chars += length) {
		length = plain_length(chars);
		if (!length)
			length = utf8_decode(chars, &character);
		if (length) {
			text_add(text, chars, length);
		} else {
			length = 1;
			text_printf(text, "\\x%02x", (unsigned char)*chars);
		}
	}
}
