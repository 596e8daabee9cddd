/* SPDX-License-Identifier: BSD-2-Clause */
/* The topology of one input, for the commands that print of it. */
#ifndef SURVEY_H
#define SURVEY_H

#include "options.h"

struct survey {
	const char *id; /* of the input, in UTF-8 */
	const struct topology *topo;
};

/*
 * Reads the schemas and the input, which is one device tree, as the options say. Returns
 * STATUS_CLEAN, or another status after a message on standard error.
 */
int survey_make(const struct options *options, char *const *operand, struct survey *out);

#endif
