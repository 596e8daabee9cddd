/* SPDX-License-Identifier: BSD-2-Clause */
#include "tree/parse.h"

#include <errno.h>
#include <libfdt.h>
#include <string.h>

#include "base/vec.h"
#include "tree/names.h"

enum { NONE = UINT32_MAX };

/* A node while the arrays still grow and move: links are indices. */
struct draft {
	const char *name;
	uint32_t parent, first_child, next_sibling;
	uint32_t first_property, property_count;
	uint32_t end;
	uint64_t known_bits;
	uint16_t depth;
};

struct parser {
	struct arena *arena;
	const char *structure; /* the structure block */
	struct names *names;
	VEC(struct draft) nodes;
	VEC(struct property) properties;
	uint32_t open;       /* the node that is read; NONE outside the root */
	uint32_t last_child; /* of the open node; NONE before the first */
	struct failure *why;
};

/* The name in the blob; fdt_next_tag() has found its end. */
static int check_name(struct parser *p, const char *name, uint32_t parent)
{
	const size_t length = strnlen(name, TREE_NAME_MAX + 1);

	if (length > TREE_NAME_MAX)
		return fail(p->why, -EINVAL, "node name of more than %d bytes",
			    TREE_NAME_MAX);
	if (parent == NONE && length)
		return fail(p->why, -EINVAL, "the root node has a name");
	if (parent != NONE && !length)
		return fail(p->why, -EINVAL, "a node without a name");
	if (strchr(name, '/'))
		return fail(p->why, -EINVAL, "node name %.60s has a slash", name);
	return 0;
}

static int begin_node(struct parser *p, int offset)
{
	const char *name = p->structure + offset + FDT_TAGSIZE;
	const uint32_t index = (uint32_t)p->nodes.count, parent = p->open;
	struct draft *node;

	if (parent == NONE && index)
		return fail(p->why, -EINVAL, "more than one root node");
	if (check_name(p, name, parent))
		return -EINVAL;
	node = VEC_ADD(p->arena, &p->nodes);
	node->name = name;
	node->parent = parent;
	node->first_child = node->next_sibling = NONE;
	node->first_property = (uint32_t)p->properties.count;
	if (parent != NONE)
		node->depth = (uint16_t)(p->nodes.items[parent].depth + 1);
	if (node->depth > TREE_DEPTH_MAX)
		return fail(p->why, -EINVAL, "nodes are nested deeper than %d levels",
			    TREE_DEPTH_MAX);
	if (p->last_child != NONE)
		p->nodes.items[p->last_child].next_sibling = index;
	else if (parent != NONE)
		p->nodes.items[parent].first_child = index;
	p->open = index;
	p->last_child = NONE;
	return 0;
}

static int end_node(struct parser *p)
{
	struct draft *node;

	if (p->open == NONE)
		return fail(p->why, -EINVAL, "a node ends that did not begin");
	node = &p->nodes.items[p->open];
	node->end = (uint32_t)p->nodes.count;
	p->last_child = p->open;
	p->open = node->parent;
	return 0;
}

static int add_property(struct parser *p, int offset)
{
	const struct fdt_property *raw = (const void *)(p->structure + offset);
	struct property *property;
	struct draft *node;

	if (p->open == NONE)
		return fail(p->why, -EINVAL, "a property outside the root node");
	node = &p->nodes.items[p->open];
	/* Linux reads the properties in front of the first child only. */
	if (p->last_child != NONE)
		return fail(p->why, -EINVAL, "node %.60s has a property behind a child",
			    node->name);
	property = VEC_ADD(p->arena, &p->properties);
	if (!names_find(p->names, fdt32_to_cpu(raw->nameoff), property))
		return fail(p->why, -EINVAL, "node %.60s has a property without a name",
			    node->name);
	property->value = (const uint8_t *)raw->data;
	property->length = fdt32_to_cpu(raw->len);
	node->property_count++;
	node->known_bits |= UINT64_C(1) << property->known % 64;
	return 0;
}

static int read_tag(struct parser *p, uint32_t tag, int offset)
{
	switch (tag) {
	case FDT_BEGIN_NODE:
		return begin_node(p, offset);
	case FDT_END_NODE:
		return end_node(p);
	case FDT_PROP:
		return add_property(p, offset);
	default:
		return 0;
	}
}

/* fdt_next_tag() sees to it that each tag ends within the structure block. */
static int read_tags(struct parser *p, const void *fdt)
{
	int offset = 0, next, error;
	uint32_t tag;

	do {
		tag = fdt_next_tag(fdt, offset, &next);
		if (next < 0)
			return fail(p->why, -EINVAL,
				    "structure block is broken at 0x%x: %s",
				    (unsigned)offset, fdt_strerror(next));
		error = read_tag(p, tag, offset);
		if (error)
			return error;
		offset = next;
	} while (tag != FDT_END);
	if (p->open != NONE || !p->nodes.count)
		return fail(p->why, -EINVAL, "the root node %s",
			    p->nodes.count ? "does not end" : "is missing");
	return 0;
}

static struct node *at(struct tree *tree, uint32_t index)
{
	return index == NONE ? NULL : &tree->nodes[index];
}

/* Turns the drafts into nodes, now that nothing moves any more. */
static void settle(struct tree *tree, const struct parser *p)
{
	const struct draft *draft;
	struct node *node;
	uint32_t i;

	tree->node_count = p->nodes.count;
	tree->nodes = arena_array(tree->arena, tree->node_count, sizeof(*tree->nodes));
	for (i = 0; i < tree->node_count; i++) {
		draft = &p->nodes.items[i];
		node = &tree->nodes[i];
		node->name = draft->name;
		node->parent = at(tree, draft->parent);
		node->first_child = at(tree, draft->first_child);
		node->next_sibling = at(tree, draft->next_sibling);
		node->properties = p->properties.items + draft->first_property;
		node->property_count = draft->property_count;
		node->known_bits = draft->known_bits;
		node->index = i;
		node->end = draft->end;
		node->depth = draft->depth;
	}
}

int tree_parse(struct tree *tree, const void *fdt, struct failure *why)
{
	struct parser parser = {
		.arena = tree->arena,
		.structure = (const char *)fdt + fdt_off_dt_struct(fdt),
		.names = names_new(tree->arena, fdt),
		.open = NONE,
		.last_child = NONE,
		.why = why,
	};
	int error = read_tags(&parser, fdt);

	if (!error)
		settle(tree, &parser);
	return error;
}
