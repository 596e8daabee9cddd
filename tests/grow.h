/* SPDX-License-Identifier: BSD-2-Clause */
/* Trees and topologies for unit tests, from text. */
#ifndef TESTS_GROW_H
#define TESTS_GROW_H

#include "model/topology.h"

/*
 * Makes a tree of what is like the inside of a DTS root: nodes, and properties that are
 * empty, one string, or cells in hexadecimal without 0x; no labels, no comments:
 *
 *	"#address-cells = <2>; memory@0 { device_type = \"memory\"; reg = <0 0 0 1000>;
 *};"
 */
const struct tree *grow_tree(struct arena *arena, const char *text);

/* Its topology for the release of Linux, with the built-in bindings. */
const struct topology *grow_topology(struct arena *arena, const char *release,
				     const char *text);

/* The same with RAM that an option gives. */
const struct topology *grow_with_memory(struct arena *arena, const char *text,
					const struct assumed_memory *assumed);

#endif
