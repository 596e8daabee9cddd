/* SPDX-License-Identifier: BSD-2-Clause */
/* The command trace. */
#ifndef TRACE_H
#define TRACE_H

#include "options.h"

/* Returns the exit status. */
int trace_run(const struct options *options);

#endif
