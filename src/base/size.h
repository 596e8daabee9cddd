/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers and ranges as people write them. */
#ifndef BASE_SIZE_H
#define BASE_SIZE_H

#include "base/range.h"

/* A number, decimal or 0x, with a suffix K, M, G or T; false for anything else. */
bool size_parse(const char *text, uint64_t *out);

/* "BASE:SIZE", both as above. */
bool size_parse_range(const char *text, struct range *out);

/* "FIRST-LAST" or a single number, without suffixes. */
bool size_parse_interval(const char *text, struct range *out);

#endif
