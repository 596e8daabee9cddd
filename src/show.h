/* SPDX-License-Identifier: BSD-2-Clause */
/* The command show. */
#ifndef SHOW_H
#define SHOW_H

#include "options.h"

/* Returns the exit status. */
int show_run(const struct options *options);

#endif
