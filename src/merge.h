/* SPDX-License-Identifier: BSD-2-Clause */
/* The command merge: one report of those of several runs. */
#ifndef MERGE_H
#define MERGE_H

#include "options.h"

/* Returns the exit status. */
int merge_run(const struct options *options);

#endif
