/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/paragraph.h"

#include <stdbool.h>
#include <string.h>

static bool ends_sentence(const char *word, size_t length)
{
	return word[length - 1] == '.' || word[length - 1] == '?';
}

static void begin_line(const struct paragraph *paragraph, size_t *column)
{
	if (*column)
		fputc('\n', paragraph->stream);
	fputs(paragraph->indent, paragraph->stream);
	*column = strlen(paragraph->indent);
}

void paragraph_print(const struct paragraph *paragraph, const char *text)
{
	size_t column = 0, length;
	bool needs_line = true;

	for (text += strspn(text, " \n"); *text; text += strspn(text, " \n")) {
		length = strcspn(text, " \n");
		if (needs_line || column + 1 + length > paragraph->width) {
			begin_line(paragraph, &column);
		} else {
			fputc(' ', paragraph->stream);
			column++;
		}
		paragraph->print_word(paragraph->stream, text, length);
		column += length;
		needs_line = paragraph->line_per_sentence && ends_sentence(text, length);
		text += length;
		if (!strncmp(text, "\n\n", 2)) {
			fputc('\n', paragraph->stream);
			needs_line = true;
		}
	}
	fputc('\n', paragraph->stream);
}
