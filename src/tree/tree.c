/* SPDX-License-Identifier: BSD-2-Clause */
#include "tree/tree.h"

#include <errno.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"
#include "tree/parse.h"

static int compare_phandles(const void *left, const void *right)
{
	const struct node *a = *(const struct node *const *)left;
	const struct node *b = *(const struct node *const *)right;

	return a->phandle < b->phandle ? -1 : a->phandle > b->phandle;
}

static int phandle_twice(struct tree *tree, const struct node *a, const struct node *b,
			 struct failure *why)
{
	return fail(why, -EINVAL, "phandle 0x%x belongs to %s and to %s", a->phandle,
		    node_path(tree->arena, a), node_path(tree->arena, b));
}

static int index_sorted(struct tree *tree, struct failure *why)
{
	const struct node *node, **next;
	size_t i;

	next = tree->by_phandle;
	for_each_node (node, tree)
		if (node->phandle)
			*next++ = node;
	qsort(tree->by_phandle, tree->phandle_count, sizeof(node), compare_phandles);
	for (i = 1; i < tree->phandle_count; i++)
		if (tree->by_phandle[i - 1]->phandle == tree->by_phandle[i]->phandle)
			return phandle_twice(tree, tree->by_phandle[i - 1],
					     tree->by_phandle[i], why);
	return 0;
}

static int index_direct(struct tree *tree, struct failure *why)
{
	const struct node *node, **place;

	for_each_node (node, tree) {
		if (!node->phandle)
			continue;
		place = &tree->by_phandle[node->phandle];
		if (*place)
			return phandle_twice(tree, *place, node, why);
		*place = node;
	}
	return 0;
}

/* Compilers number phandles from 1, but a tree may have any numbers. */
static int index_phandles(struct tree *tree, struct failure *why)
{
	const struct node *node;
	uint32_t last = 0;

	for_each_node (node, tree)
		if (node->phandle > last)
			last = node->phandle;
	tree->is_direct = last < 4 * tree->node_count;
	if (tree->is_direct)
		tree->phandle_count = (size_t)last + 1;
	tree->by_phandle = arena_array(tree->arena, tree->phandle_count, sizeof(node));
	return tree->is_direct ? index_direct(tree, why) : index_sorted(tree, why);
}

static int siblings_twice(const struct node *node, struct failure *why,
			  struct arena *arena)
{
	return fail(why, -EINVAL, "node %s is there twice", node_path(arena, node));
}

static int compare_siblings(const void *left, const void *right)
{
	const struct node *a = *(const struct node *const *)left;
	const struct node *b = *(const struct node *const *)right;

	if (a->parent != b->parent)
		return a->parent < b->parent ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* For trees made so that the names' hashes collide. */
static int check_siblings_sorted(const struct tree *tree, struct failure *why)
{
	const size_t count = tree->node_count - 1;
	const struct node **sorted = arena_array(tree->arena, count, sizeof(*sorted));
	size_t i;

	for (i = 0; i < count; i++)
		sorted[i] = &tree->nodes[i + 1];
	qsort(sorted, count, sizeof(*sorted), compare_siblings);
	for (i = 1; i < count; i++)
		if (!compare_siblings(&sorted[i - 1], &sorted[i]))
			return siblings_twice(sorted[i], why, tree->arena);
	return 0;
}

static size_t hash_name(const struct node *node)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ node->parent->index;
	const char *c;

	for (c = node->name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 32);
}

static bool is_sibling_of_name(const struct node *a, const struct node *b)
{
	return a->parent == b->parent && !strcmp(a->name, b->name);
}

static int check_siblings(const struct tree *tree, struct failure *why)
{
	enum { PROBES_MAX = 64 };
	const struct node *node, **table;
	size_t size = 16, i, probes;

	while (size < 2 * tree->node_count)
		size *= 2;
	table = arena_array(tree->arena, size, sizeof(*table));
	for (node = tree->nodes + 1; node < tree->nodes + tree->node_count; node++) {
		i = hash_name(node) & (size - 1);
		for (probes = 0; table[i]; i = (i + 1) & (size - 1)) {
			if (is_sibling_of_name(table[i], node))
				return siblings_twice(node, why, tree->arena);
			if (++probes == PROBES_MAX)
				return check_siblings_sorted(tree, why);
		}
		table[i] = node;
	}
	return 0;
}

static int read_reserves(struct tree *tree, const void *fdt, struct failure *why)
{
	int count = fdt_num_mem_rsv(fdt), i;
	uint64_t base, length;

	if (count < 0)
		return fail(why, -EINVAL, "memory reservation block is broken: %s",
			    fdt_strerror(count));
	tree->reserves = arena_array(tree->arena, (size_t)count, sizeof(*tree->reserves));
	for (i = 0; i < count; i++) {
		if (fdt_get_mem_rsv(fdt, i, &base, &length) == 0 &&
		    range_from_length(base, length, &tree->reserves[tree->reserve_count]))
			tree->reserve_count++;
	}
	return 0;
}

int tree_build(struct arena *arena, const struct blob *blob, struct tree **out,
	       struct failure *why)
{
	struct tree *tree = arena_alloc(arena, sizeof(*tree));
	int error;

	tree->arena = arena;
	error = tree_parse(tree, blob->bytes, why);
	if (error)
		return error;
	error = index_phandles(tree, why);
	if (!error)
		error = check_siblings(tree, why);
	if (!error)
		error = read_reserves(tree, blob->bytes, why);
	*out = tree;
	return error;
}

const struct node *tree_find_phandle(const struct tree *tree, uint32_t phandle)
{
	struct bisect at = { .end = tree->phandle_count };
	const struct node *node;

	if (!phandle)
		return NULL;
	if (tree->is_direct)
		return phandle < tree->phandle_count ? tree->by_phandle[phandle] : NULL;
	while (bisect_next(&at))
		bisect_tell(&at, tree->by_phandle[at.middle]->phandle < phandle);
	node = at.first < tree->phandle_count ? tree->by_phandle[at.first] : NULL;
	return node && node->phandle == phandle ? node : NULL;
}

static const struct node *find_child(const struct node *node, const char *name,
				     size_t length)
{
	const struct node *child;

	for_each_child (child, node)
		if (!strncmp(child->name, name, length) && !child->name[length])
			return child;
	return NULL;
}

const struct node *tree_find_path(const struct tree *tree, const char *path)
{
	const struct node *node = tree_root(tree);
	size_t length;

	if (*path != '/')
		return NULL;
	while (node && *path) {
		path += strspn(path, "/");
		length = strcspn(path, "/");
		if (length)
			node = find_child(node, path, length);
		path += length;
	}
	return node;
}

bool tree_is_overlay(const struct tree *tree)
{
	const struct node *child;

	for_each_child (child, tree_root(tree))
		if (!strcmp(child->name, "__fixups__") ||
		    (child->first_child &&
		     !strcmp(child->first_child->name, "__overlay__")))
			return true;
	return false;
}

static const struct node *follow(const struct tree *tree, const char *directory,
				 const char *name)
{
	const struct node *names = tree_find_path(tree, directory);
	const struct property *property = names ? node_find_named(names, name) : NULL;
	uint32_t position = 0;
	const char *path;

	if (!property)
		return NULL;
	path = property_next_string(property, &position);
	return path ? tree_find_path(tree, path) : NULL;
}

const struct node *tree_find_alias(const struct tree *tree, const char *name)
{
	return follow(tree, "/aliases", name);
}

const struct node *tree_find_label(const struct tree *tree, const char *label)
{
	return follow(tree, "/__symbols__", label);
}
