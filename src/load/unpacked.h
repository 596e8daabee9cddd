/* SPDX-License-Identifier: BSD-2-Clause */
/* Device trees that Linux shows as folders: /sys/firmware/devicetree/base. */
#ifndef LOAD_UNPACKED_H
#define LOAD_UNPACKED_H

#include <stdbool.h>

#include "load/blob.h"

/* True for a folder that has the files of a root node. */
bool unpacked_is(const char *path);

/*
 * Makes a blob of the folder: each folder a node, each file a property, in the order of
 * their names. Links are not followed.
 */
int unpacked_read(struct arena *arena, const char *path, struct blob *out,
		  struct failure *why);

#endif
