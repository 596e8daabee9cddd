/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The names in the folder but "." and "..", sorted: nothing may depend on their order
 * there. A negative errno where it cannot be read.
 */
int folder_names(struct arena *arena, const char *path, const char ***names,
		 size_t *count);

#endif
