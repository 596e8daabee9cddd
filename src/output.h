/* SPDX-License-Identifier: BSD-2-Clause */
/* Where reports go, and what the exit status says of them. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "options.h"

/* -EINVAL for an unknown format, and for two on standard output. */
int outputs_check(const struct options *options, struct failure *why);

/* True where one of the formats wants topologies and digests. */
bool outputs_need_topology(const struct options *options);

/*
 * Prints the report in every format asked for, text on standard output where none is.
 * Returns the exit status: report->exit_code, or STATUS_FAILED after a message.
 */
int outputs_print(const struct options *options, const struct report *report);

/* The status that the findings and the inputs in error come to. */
int report_status(const struct report *report);

/* Prints "iommu-lint: name: reason" on standard error. */
void complain(const char *name, const char *reason);

#endif
