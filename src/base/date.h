/* SPDX-License-Identifier: BSD-2-Clause */
/* Days, as texts YYYY-MM-DD that sort as they follow each other. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>

enum { DATE_SIZE = sizeof("2026-11-22") };

bool date_is_valid(const char *text);

/* Today in UTC, by SOURCE_DATE_EPOCH where the environment has it. */
void date_today(char out[DATE_SIZE]);

#endif
