/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"

static int compare(const void *left, const void *right)
{
	const struct label *a = left, *b = right;
	int by_path = strcmp(a->path, b->path);

	return by_path ? by_path : strcmp(a->name, b->name);
}

struct labels labels_read(struct arena *arena, const struct tree *tree)
{
	const struct node *symbols = tree_find_path(tree, "/__symbols__");
	const struct property *property;
	struct labels labels = { 0 };
	struct label *label;
	uint32_t position;

	if (!symbols)
		return labels;
	labels.items = arena_array(arena, symbols->property_count, sizeof(*labels.items));
	for_each_property (property, symbols) {
		position = 0;
		label = &labels.items[labels.count];
		label->name = property->name;
		label->path = property_next_string(property, &position);
		labels.count += label->path != NULL;
	}
	qsort(labels.items, labels.count, sizeof(*labels.items), compare);
	return labels;
}

const char *labels_find(const struct labels *labels, const char *path)
{
	struct bisect at = { .end = labels->count };

	while (bisect_next(&at))
		bisect_tell(&at, strcmp(labels->items[at.middle].path, path) < 0);
	if (at.first == labels->count || strcmp(labels->items[at.first].path, path) != 0)
		return NULL;
	return labels->items[at.first].name;
}
