/* SPDX-License-Identifier: BSD-2-Clause */
/* Prose, broken into lines. */
#ifndef REPORT_PARAGRAPH_H
#define REPORT_PARAGRAPH_H

#include <stdio.h>

/* How each line begins and how each word is printed. */
struct paragraph {
	FILE *stream;
	const char *indent;
	size_t width;          /* columns, with the indent */
	int line_per_sentence; /* as manual pages have it */
	void (*print_word)(FILE *stream, const char *word, size_t length);
};

/* Prints the text with the last newline; an empty line in it separates paragraphs. */
void paragraph_print(const struct paragraph *paragraph, const char *text);

#endif
