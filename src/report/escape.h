/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts that hold names from the input, printed so that a terminal shows them. */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include <stdio.h>

#include "base/text.h"

/* Prints the text; what is harmful or no UTF-8 becomes \xNN, byte by byte. */
void escape_print(FILE *stream, const char *chars);

/* Adds the text, escaped so, but for the ends of lines. */
void escape_add_harmless(struct text *text, const char *chars);

#endif
