/* SPDX-License-Identifier: BSD-2-Clause */
/* SHA-256 as hexadecimal text. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>

#include "base/arena.h"

enum { DIGEST_LENGTH = 64 }; /* hexadecimal digits */

/* The digest of size bytes, in the arena. */
const char *digest_of(struct arena *arena, const void *bytes, size_t size);

#endif
