/* SPDX-License-Identifier: BSD-2-Clause */
/* The first pass of tree_build(): structure block to nodes. For src/tree only. */
#ifndef TREE_PARSE_H
#define TREE_PARSE_H

#include "tree/tree.h"

/* Fills tree->nodes and tree->phandle_count. */
int tree_parse(struct tree *tree, const void *fdt, struct failure *why);

#endif
