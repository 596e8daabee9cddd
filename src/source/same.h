/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether two trees say the same. */
#ifndef SOURCE_SAME_H
#define SOURCE_SAME_H

#include "tree/tree.h"

/*
 * True where both trees have the same nodes in the same order, with the same properties
 * of the same values in any order. Phandles may have other numbers: cells that differ
 * must name the node of the same path.
 */
bool trees_are_same(const struct tree *a, const struct tree *b);

#endif
