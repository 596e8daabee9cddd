/* SPDX-License-Identifier: BSD-2-Clause */
/* What a trace comes to, in sentences. */
#ifndef REPORT_TRACE_CONCLUSION_H
#define REPORT_TRACE_CONCLUSION_H

#include "report/trace.h"

const char *conclusion_text(const struct trace *trace);

/* The same, broken into lines. */
void conclusion_print(const struct trace *trace, FILE *stream);

/* How many bits the number has. */
unsigned bits_of(uint64_t number);

struct size_text {
	char chars[32];
};

/* "4 GiB", "1016 MiB", "4097 bytes" */
void size_format(uint64_t size, struct size_text *out);

#endif
