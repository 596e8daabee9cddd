/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a JSON report back. */
#ifndef REPORT_READ_H
#define REPORT_READ_H

#include "report/report.h"

/*
 * Fills in all but arena, verbosity and exit_code. -EINVAL for a file that is no report
 * of this major version. Everything is in out->arena.
 */
int report_read(const char *path, struct report *out, struct failure *why);

#endif
