/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The strings block of a blob. Each offset is looked up once, so that classifying the
 * properties of a tree costs next to nothing.
 */
#ifndef TREE_NAMES_H
#define TREE_NAMES_H

#include "tree/tree.h"

struct names;

/* Marks in tree->mentioned what is looked up. */
struct names *names_new(struct tree *tree, const void *fdt);

/*
 * Sets the name and number of the property whose name is at the offset of the strings
 * block; false where that is outside the block or has no end.
 */
bool names_find(struct names *names, uint32_t offset, struct property *property);

#endif
