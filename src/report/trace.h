/* SPDX-License-Identifier: BSD-2-Clause */
/* The way of one master's DMA to memory, for people and for programs. */
#ifndef REPORT_TRACE_H
#define REPORT_TRACE_H

#include <stdio.h>

#include "model/route.h"

struct trace {
	const char *input; /* as the user named it, in UTF-8 */
	const struct topology *topo;
	const struct route *route;
};

void trace_print_text(const struct trace *trace, FILE *stream);
void trace_print_json(const struct trace *trace, FILE *stream);

#endif
