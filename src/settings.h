/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of options; for src/options.c. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "options.h"

struct setting {
	const char *name;
	char letter;          /* 0: none */
	const char *argument; /* NULL: none */
	const char *help;
	unsigned commands; /* FOR_ bits */
	int (*set)(struct options *options, const char *value, struct failure *why);
	size_t flag; /* where set is NULL: place of a bool that becomes true */
};

extern const struct setting settings[];
extern const size_t setting_count;

#endif
