/* SPDX-License-Identifier: BSD-2-Clause */
/* Nodes of one kind and name on one bus. */
#include <stdlib.h>
#include <string.h>

#include "rules/siblings.h"

/* By parent, then by name without the unit address. */
static int compare_places(const struct node *a, const struct node *b)
{
	const size_t left = strcspn(a->name, "@"), right = strcspn(b->name, "@");
	const uint32_t above_a = a->parent ? a->parent->index : 0;
	const uint32_t above_b = b->parent ? b->parent->index : 0;
	int order = (above_a > above_b) - (above_a < above_b);

	if (!order)
		order = memcmp(a->name, b->name, left < right ? left : right);
	return order ? order : (left > right) - (left < right);
}

static int by_place(const void *left, const void *right)
{
	const struct node *const *a = left, *const *b = right;
	int order = compare_places(*a, *b);

	return order ? order : ((*a)->index > (*b)->index) - ((*a)->index < (*b)->index);
}

struct peers peers_of(struct arena *arena, const struct kin *kin)
{
	const size_t count = kin->nodes.count;
	const struct node **nodes = arena_array(arena, count, sizeof(*nodes));

	memcpy(nodes, kin->nodes.items, count * sizeof(*nodes));
	qsort(nodes, count, sizeof(*nodes), by_place);
	return (struct peers){ kin->compatible, nodes, 0, count };
}

bool peers_next(struct peers *peers)
{
	const size_t left = peers->left - peers->count;

	peers->nodes += peers->count;
	peers->left = left;
	for (peers->count = 0; peers->count < left; peers->count++)
		if (compare_places(peers->nodes[0], peers->nodes[peers->count]))
			break;
	return left;
}
