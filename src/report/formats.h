/* SPDX-License-Identifier: BSD-2-Clause */
/* Declares NAME_print() of every format. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/report.h"

#define FORMAT(name, topology)                                                           \
	void name##_print(const struct report *report, const struct sink *out);
#include "report/formats.def"
#undef FORMAT

#endif
