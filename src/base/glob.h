/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

/*
 * True where the pattern matches the whole text: * stands for any number of characters,
 * slashes too, ? for one. Takes no more than length times length steps.
 */
bool glob_matches(const char *pattern, const char *text);

#endif
