/* SPDX-License-Identifier: BSD-2-Clause */
/* Labels of nodes, from /__symbols__. */
#ifndef REPORT_LABELS_H
#define REPORT_LABELS_H

#include "tree/tree.h"

struct label {
	const char *path, *name;
};

struct labels {
	struct label *items; /* sorted by path, then name */
	size_t count;
};

struct labels labels_read(struct arena *arena, const struct tree *tree);

/* The first label in the alphabet of the node at the path; NULL for none. O(log n). */
const char *labels_find(const struct labels *labels, const char *path);

#endif
