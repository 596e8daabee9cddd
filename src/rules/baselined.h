/* SPDX-License-Identifier: BSD-2-Clause */
/* How a baseline names a finding, whether or not a run has it still. */
#ifndef RULES_BASELINED_H
#define RULES_BASELINED_H

#include "rules/rule.h"

struct baselined {
	const char *fingerprint, *rule, *node;
	strings board; /* compatible of the root */
};

/* Of two strings: string by string. For qsort() and bsearch(). */
int board_compare(const void *left, const void *right);

/* By board, node and rule, as people read them. For arrays of what begins with one. */
int baselined_compare(const void *left, const void *right);

#endif
