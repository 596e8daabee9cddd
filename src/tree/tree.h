/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device tree with everything looked up once: parents, status, cell counts, phandles.
 * It knows the Devicetree Specification (0.4) and nothing of IOMMUs. Read-only once
 * built.
 */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/range.h"
#include "load/blob.h"

/* Properties that are found without comparing names; the list is tree/property.def. */
enum known {
	PROP_OTHER,
#define PROPERTY(id, name) PROP_##id,
#include "tree/property.def"
#undef PROPERTY
	PROP_COUNT
};

struct property {
	const char *name;     /* in the blob, ends with a NUL */
	const uint8_t *value; /* in the blob, big-endian cells or strings; length bytes */
	uint32_t length;
	enum known known;
};

struct node {
	const char *name; /* with unit address; "" for the root; in the blob */
	struct node *parent, *first_child, *next_sibling;
	const struct property *properties;
	uint64_t known_bits; /* bit known % 64 is set for each property */
	uint32_t property_count;
	uint32_t index;         /* document order, 0 for the root */
	uint32_t end;           /* index behind the last descendant */
	uint32_t phandle;       /* 0 where there is none */
	uint32_t address_cells; /* of the node, or of the nearest ancestor that has */
	uint32_t size_cells;    /* them; 1 where none has, as Linux assumes */
	uint16_t depth;         /* 0 for the root, at most TREE_DEPTH_MAX */
	bool available;         /* no status, "okay" or "ok": of_device_is_available() */
	bool live;              /* available, and so is every ancestor */
};

struct tree {
	struct arena *arena;
	struct node *nodes; /* document order; nodes[0] is the root */
	size_t node_count;
	const struct node **by_phandle; /* at their phandle, or sorted by it */
	size_t phandle_count;
	bool is_direct; /* the phandles are small: the first of the two */
	uint64_t mentioned[(PROP_COUNT + 63) / 64]; /* bit known: some node has it */
	struct range *reserves; /* the /memreserve/ block; empty entries left out */
	size_t reserve_count;
};

/*
 * Linux unflattens no deeper tree (FDT_MAX_DEPTH in drivers/of/fdt.c). Paths are all over
 * a report, so that long ones multiply the size of a hostile tree; real ones end at 130.
 */
enum { TREE_DEPTH_MAX = 64, TREE_NAME_MAX = 255, TREE_PATH_MAX = 511 };

/*
 * Reads the blob into a tree that points into it, so the blob must live as long.
 * Refuses (-EINVAL) structure that Linux or libfdt would not accept, and duplicate
 * phandles and sibling names, which make paths and references ambiguous.
 */
int tree_build(struct arena *arena, const struct blob *blob, struct tree **out,
	       struct failure *why);

/* NULL where no node has the phandle, and for 0 and 0xffffffff. O(log n). */
const struct node *tree_find_phandle(const struct tree *tree, uint32_t phandle);

/* NULL where there is no such node. Names without unit address are not completed. */
const struct node *tree_find_path(const struct tree *tree, const char *path);

/* True where the tree has fragments or fixups: it is an overlay and needs a base. */
bool tree_is_overlay(const struct tree *tree);

/* Follows /aliases or /__symbols__; NULL where the name is in neither. */
const struct node *tree_find_alias(const struct tree *tree, const char *name);
const struct node *tree_find_label(const struct tree *tree, const char *label);

static inline const struct node *tree_root(const struct tree *tree)
{
	return &tree->nodes[0];
}

#define for_each_node(node, tree)                                                        \
	for (node = (tree)->nodes; node < (tree)->nodes + (tree)->node_count; node++)

#define for_each_child(child, node)                                                      \
	for (child = (node)->first_child; child; child = child->next_sibling)

#define for_each_property(property, node)                                                \
	for (property = (node)->properties;                                              \
	     property < (node)->properties + (node)->property_count; property++)

/* NULL where the node lacks the property. */
const struct property *node_find(const struct node *node, enum known known);

static inline bool node_has(const struct node *node, enum known known)
{
	return node_find(node, known) != NULL;
}

/* True where some node of the tree has the property. */
static inline bool tree_mentions(const struct tree *tree, enum known known)
{
	return tree->mentioned[known / 64] >> known % 64 & 1;
}

/* The next node, from the given one on, that has the property; NULL where none follows.
 */
static inline const struct node *tree_seek(const struct tree *tree,
					   const struct node *node, enum known known)
{
	if (!tree_mentions(tree, known))
		return NULL;
	for (; node < tree->nodes + tree->node_count; node++)
		if (node->known_bits >> known % 64 & 1 && node_has(node, known))
			return node;
	return NULL;
}

/* Visits the nodes that have the property. */
#define for_each_node_with(node, tree, known)                                            \
	for (node = tree_seek((tree), (tree)->nodes, (known)); node;                     \
	     node = tree_seek((tree), node + 1, (known)))

/* For names outside property.def: compares every name of the node. */
const struct property *node_find_named(const struct node *node, const char *name);

/* The first cell of the property; false where it is absent or shorter. */
bool node_read_cell(const struct node *node, enum known known, uint32_t *out);

/* True where one of the node's compatible strings is exactly the given one. */
bool node_is_compatible(const struct node *node, const char *compatible);

/* True where the name up to the unit address is exactly the given one. */
bool node_is_named(const struct node *node, const char *name);

/* The number behind the @ of the name; false where it is not a single one. */
bool node_read_unit_address(const struct node *node, uint64_t *out);

/* True where node is ancestor or one of its descendants. */
static inline bool node_is_within(const struct node *node, const struct node *ancestor)
{
	return ancestor->index <= node->index && node->index < ancestor->end;
}

/* The nearest node that both are within. */
const struct node *node_common_ancestor(const struct node *a, const struct node *b);

/* "/soc/usb@a600000", "/" for the root; made anew in the arena at each call. */
const char *node_path(struct arena *arena, const struct node *node);

/*
 * The string at position of a string list, advancing it; NULL at the end, and where the
 * rest of the list lacks its NUL. Start with *position = 0.
 */
const char *property_next_string(const struct property *property, uint32_t *position);

/* The index of the string in the list, -1 where it is not there or property is NULL. */
int property_find_string(const struct property *property, const char *string);

/* The first string; NULL where the property is absent, empty or unterminated. */
const char *node_read_string(const struct node *node, enum known known);

#endif
