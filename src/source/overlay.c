/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/overlay.h"

#include <string.h>

struct fragment {
	const char *from; /* "/fragment@0/__overlay__" */
	const char *to;   /* path in the base */
};

/*
 * The label that a fragment's target stands for: dtc lists it in /__fixups__, as a
 * property of the label's name with the string "/fragment@0:target:0".
 */
static const char *target_label(const struct tree *overlay, const char *place)
{
	const struct node *fixups = tree_find_path(overlay, "/__fixups__");
	const struct property *property;

	if (!fixups)
		return NULL;
	for_each_property (property, fixups)
		if (property_find_string(property, place) >= 0)
			return property->name;
	return NULL;
}

static const char *find_target(struct arena *arena, const struct tree *base,
			       const struct tree *overlay, const struct node *fragment)
{
	const struct property *path = node_find_named(fragment, "target-path");
	const struct node *target;
	const char *label;
	uint32_t position = 0;

	if (path)
		return property_next_string(path, &position);
	label = target_label(overlay,
			     arena_printf(arena, "/%s:target:0", fragment->name));
	target = label ? tree_find_label(base, label) : NULL;
	return target ? node_path(arena, target) : NULL;
}

/* The path in the base; NULL for a place outside the fragment. */
static const char *rename_node(struct arena *arena, const struct fragment *fragment,
			       const char *node)
{
	const size_t length = strlen(fragment->from);
	const char *rest = node + length;

	if (strncmp(node, fragment->from, length) || (*rest && *rest != '/'))
		return NULL;
	if (!*rest)
		return fragment->to;
	if (!strcmp(fragment->to, "/"))
		return rest;
	return arena_printf(arena, "%s%s", fragment->to, rest);
}

static void add_fragment(struct arena *arena, const struct fragment *fragment,
			 const struct places *from, struct places *out)
{
	const struct place *place;
	struct place renamed;

	for_each (place, &from->list) {
		renamed = *place;
		renamed.node = rename_node(arena, fragment, place->node);
		if (renamed.node)
			*VEC_ADD(arena, &out->list) = renamed;
	}
}

void overlay_add_places(struct arena *arena, const struct tree *base,
			const struct tree *overlay, const struct places *from,
			struct places *out)
{
	const struct node *node;
	struct fragment fragment;

	for_each_child (node, tree_root(overlay)) {
		if (!node->first_child || strcmp(node->first_child->name, "__overlay__"))
			continue;
		fragment.from = node_path(arena, node->first_child);
		fragment.to = find_target(arena, base, overlay, node);
		if (fragment.to)
			add_fragment(arena, &fragment, from, out);
	}
	places_settle(out);
}
