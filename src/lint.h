/* SPDX-License-Identifier: BSD-2-Clause */
/* The command check. */
#ifndef LINT_H
#define LINT_H

#include "options.h"

/* Returns the exit status. */
int lint_run(const struct options *options);

#endif
