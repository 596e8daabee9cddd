/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#include <string.h>

#include "base/text.h"

/* Lead byte, its mask, and the smallest character that needs so many bytes. */
static const struct {
	uint8_t lead, mask;
	uint32_t smallest;
} forms[] = {
	{ 0x00, 0x80, 0x1 },
	{ 0xc0, 0xe0, 0x80 },
	{ 0xe0, 0xf0, 0x800 },
	{ 0xf0, 0xf8, 0x10000 },
};

size_t utf8_decode(const char *chars, uint32_t *out)
{
	const uint8_t *bytes = (const uint8_t *)chars;
	size_t form, i;
	uint32_t c;

	for (form = 0; form < sizeof(forms) / sizeof(forms[0]); form++)
		if ((bytes[0] & forms[form].mask) == forms[form].lead)
			break;
	if (form == sizeof(forms) / sizeof(forms[0]))
		return 0;
	c = bytes[0] & (uint8_t)~forms[form].mask;
	for (i = 1; i <= form; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (bytes[i] & 0x3f);
	}
	if (c < forms[form].smallest || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return form + 1;
}

bool utf8_is_harmful(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return true;
	/* No characters at all: XML refuses some of them. */
	if ((c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
		return true;
	/* Line and paragraph separators, marks and overrides of direction. */
	return (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0x061c;
}

/* Length of the longest start of the text that is UTF-8. */
static size_t valid_length(const char *chars)
{
	const char *c = chars;
	uint32_t character;
	size_t length;

	for (; *c; c += length) {
		length = *c > 0 ? 1 : utf8_decode(c, &character);
		if (!length)
			break;
	}
	return (size_t)(c - chars);
}

const char *utf8_copy(struct arena *arena, const char *chars)
{
	struct text text = { .arena = arena };
	size_t length = valid_length(chars);

	if (!chars[length])
		return arena_copy(arena, chars, length);
	for (;;) {
		text_add(&text, chars, length);
		chars += length;
		if (!*chars)
			return text.chars;
		text_printf(&text, "\\x%02x", (unsigned char)*chars++);
		length = valid_length(chars);
	}
}
