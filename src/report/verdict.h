/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "model/topology.h"

/* "translated", "bypass", ... */
const char *verdict_name(enum verdict verdict);

#endif
