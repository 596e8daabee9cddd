/* SPDX-License-Identifier: BSD-2-Clause */
/* The name that was probably meant. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stddef.h>

struct suggestion {
	const char *wanted;
	const char *best; /* NULL while no candidate is near */
	size_t distance;
};

/* Notes the candidate where it is nearer to what was wanted than the best so far. */
void suggest(struct suggestion *suggestion, const char *candidate);

#endif
