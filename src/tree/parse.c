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
	uint32_t phandle; /* 0: none */
	uint32_t address_cells, size_cells;
	uint16_t depth, path_length;
	bool has_address_cells, has_size_cells, available;
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

/* How deep the node lies, and how long its path is. */
static int place_below(struct parser *p, struct draft *node, const struct draft *parent)
{
	const size_t length = parent->path_length + 1 + strlen(node->name);

	if (parent->depth == TREE_DEPTH_MAX)
		return fail(p->why, -EINVAL, "nodes are nested deeper than %d levels",
			    TREE_DEPTH_MAX);
	if (length > TREE_PATH_MAX)
		return fail(p->why, -EINVAL,
			    "the path of node %.60s has more than %d bytes", node->name,
			    TREE_PATH_MAX);
	node->depth = (uint16_t)(parent->depth + 1);
	node->path_length = (uint16_t)length;
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
	node->available = true;
	node->first_property = (uint32_t)p->properties.count;
	if (parent != NONE && place_below(p, node, &p->nodes.items[parent]))
		return -EINVAL;
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

/* of_device_is_available(): exactly "okay" or "ok". */
static bool is_available(const struct property *status)
{
	return (status->length == 5 && !memcmp(status->value, "okay", 5)) ||
	       (status->length == 3 && !memcmp(status->value, "ok", 3));
}

/* Leaves *out alone and yields false where the property is shorter than a cell. */
static bool read_first_cell(const struct property *property, uint32_t *out)
{
	if (property->length < 4)
		return false;
	*out = fdt32_ld((const void *)property->value);
	return true;
}

/* Keeps what is known of every node, while the property is at hand. */
static void note(struct draft *node, const struct property *property)
{
	switch (property->known) {
	case PROP_STATUS:
		node->available = is_available(property);
		break;
	case PROP_ADDRESS_CELLS:
		node->has_address_cells = read_first_cell(property, &node->address_cells);
		break;
	case PROP_SIZE_CELLS:
		node->has_size_cells = read_first_cell(property, &node->size_cells);
		break;
	case PROP_PHANDLE:
	case PROP_LINUX_PHANDLE:
		/* The first one counts; all ones is what an overlay has for "to come". */
		if (!node->phandle)
			read_first_cell(property, &node->phandle);
		if (node->phandle == UINT32_MAX)
			node->phandle = 0;
		break;
	default:
		break;
	}
}

/*
 * The next tag is at end. With a length that wraps it may come before this one, which
 * fdt_next_tag() of libfdt 1.6 does not mind.
 */
static int add_property(struct parser *p, int offset, int end)
{
	const struct fdt_property *raw = (const void *)(p->structure + offset);
	const uint32_t length = fdt32_to_cpu(raw->len);
	struct property *property;
	struct draft *node;

	if (p->open == NONE)
		return fail(p->why, -EINVAL, "a property outside the root node");
	node = &p->nodes.items[p->open];
	/* Linux reads the properties in front of the first child only. */
	if (p->last_child != NONE)
		return fail(p->why, -EINVAL, "node %.60s has a property behind a child",
			    node->name);
	if (end - offset < (int)sizeof(*raw) ||
	    length > (size_t)(end - offset) - sizeof(*raw))
		return fail(
			p->why, -EINVAL,
			"node %.60s has a property of 0x%x bytes, more than there are",
			node->name, length);
	property = VEC_ADD(p->arena, &p->properties);
	if (!names_find(p->names, fdt32_to_cpu(raw->nameoff), property))
		return fail(p->why, -EINVAL, "node %.60s has a property without a name",
			    node->name);
	property->value = (const uint8_t *)raw->data;
	property->length = length;
	node->property_count++;
	node->known_bits |= UINT64_C(1) << property->known % 64;
	note(node, property);
	return 0;
}

static int read_tag(struct parser *p, uint32_t tag, int offset, int end)
{
	switch (tag) {
	case FDT_BEGIN_NODE:
		return begin_node(p, offset);
	case FDT_END_NODE:
		return end_node(p);
	case FDT_PROP:
		return add_property(p, offset, end);
	default:
		return 0;
	}
}

/* fdt_next_tag() sees to it that each tag begins within the structure block. */
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
		error = read_tag(p, tag, offset, next);
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

/* What a node inherits: the parent, which comes before it, is complete. */
static void inherit(struct node *node, const struct draft *draft)
{
	const struct node *parent = node->parent;

	node->available = draft->available;
	node->live = draft->available && (!parent || parent->live);
	node->address_cells = draft->address_cells;
	node->size_cells = draft->size_cells;
	if (!draft->has_address_cells)
		node->address_cells = parent ? parent->address_cells : 1;
	if (!draft->has_size_cells)
		node->size_cells = parent ? parent->size_cells : 1;
}

/* Turns the drafts into nodes, now that nothing moves any more. */
static void settle(struct tree *tree, const struct parser *p)
{
	const struct draft *draft;
	struct node *node;
	uint32_t i;

	tree->node_count = p->nodes.count;
	tree->nodes =
		arena_array_raw(tree->arena, tree->node_count, sizeof(*tree->nodes));
	for (i = 0; i < tree->node_count; i++) {
		draft = &p->nodes.items[i];
		node = &tree->nodes[i];
		*node = (struct node){
			.name = draft->name,
			.parent = at(tree, draft->parent),
			.first_child = at(tree, draft->first_child),
			.next_sibling = at(tree, draft->next_sibling),
			.properties = p->properties.items + draft->first_property,
			.property_count = draft->property_count,
			.known_bits = draft->known_bits,
			.index = i,
			.end = draft->end,
			.phandle = draft->phandle,
			.depth = draft->depth,
		};
		inherit(node, draft);
		tree->phandle_count += node->phandle != 0;
	}
}

int tree_parse(struct tree *tree, const void *fdt, struct failure *why)
{
	struct parser parser = {
		.arena = tree->arena,
		.structure = (const char *)fdt + fdt_off_dt_struct(fdt),
		.names = names_new(tree, fdt),
		.open = NONE,
		.last_child = NONE,
		.why = why,
	};
	int error = read_tags(&parser, fdt);

	if (!error)
		settle(tree, &parser);
	return error;
}
