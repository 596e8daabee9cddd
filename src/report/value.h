/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON values, made and printed by jansson, which is told to end the process rather than
 * return NULL. */
#ifndef REPORT_VALUE_H
#define REPORT_VALUE_H

#include <stdint.h>

#include <jansson.h>

#include "base/text.h"

/* Before any other function here, once, while there is one thread. */
void value_init(void);

/* A string; bytes that are no UTF-8 become \xNN. null for NULL. */
json_t *value_text(const char *chars);

/* "0x80000000" */
json_t *value_hex(uint64_t number);

/* Adds the value on one line, in ASCII, and releases it. */
void value_dump(struct text *text, json_t *value);

#endif
