/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions about one node. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tree/cells.h"
#include "tree/tree.h"

const struct property *node_find(const struct node *node, enum known known)
{
	const struct property *property;

	if (!(node->known_bits >> known % 64 & 1))
		return NULL;
	for_each_property (property, node)
		if (property->known == known)
			return property;
	return NULL;
}

const struct property *node_find_named(const struct node *node, const char *name)
{
	const struct property *property;

	for_each_property (property, node)
		if (!strcmp(property->name, name))
			return property;
	return NULL;
}

bool node_read_cell(const struct node *node, enum known known, uint32_t *out)
{
	struct cells cells = cells_of(node_find(node, known));

	return cells_take_one(&cells, out);
}

const char *property_next_string(const struct property *property, uint32_t *position)
{
	const char *string = (const char *)property->value + *position;
	const uint32_t left = property->length - *position;
	const uint32_t length = left ? (uint32_t)strnlen(string, left) : 0;

	if (length == left)
		return NULL;
	*position += length + 1;
	return string;
}

int property_find_string(const struct property *property, const char *string)
{
	uint32_t position = 0;
	const char *other;
	int index;

	if (!property)
		return -1;
	for (index = 0; (other = property_next_string(property, &position)); index++)
		if (!strcmp(other, string))
			return index;
	return -1;
}

const char *node_read_string(const struct node *node, enum known known)
{
	const struct property *property = node_find(node, known);
	uint32_t position = 0;

	return property ? property_next_string(property, &position) : NULL;
}

bool node_is_compatible(const struct node *node, const char *compatible)
{
	return property_find_string(node_find(node, PROP_COMPATIBLE), compatible) >= 0;
}

bool node_is_named(const struct node *node, const char *name)
{
	size_t length;

	if (*node->name != *name)
		return false;
	length = strlen(name);
	return !strncmp(node->name, name, length) &&
	       (!node->name[length] || node->name[length] == '@');
}

bool node_read_unit_address(const struct node *node, uint64_t *out)
{
	const char *at = strchr(node->name, '@');
	char *end;

	if (!at || !isxdigit((unsigned char)at[1]))
		return false;
	*out = strtoull(at + 1, &end, 16);
	return !*end;
}

const struct node *node_common_ancestor(const struct node *a, const struct node *b)
{
	while (!node_is_within(b, a))
		a = a->parent;
	return a;
}

const char *node_path(struct arena *arena, const struct node *node)
{
	const struct node *n;
	size_t length = 0, part;
	char *path;

	if (!node->parent)
		return "/";
	for (n = node; n->parent; n = n->parent)
		length += 1 + strlen(n->name);
	path = arena_alloc(arena, length + 1);
	for (n = node; n->parent; n = n->parent) {
		part = strlen(n->name);
		length -= part;
		memcpy(path + length, n->name, part);
		path[--length] = '/';
	}
	return path;
}
