/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts of a node: how many, and what each says. */
#ifndef MODEL_INTERRUPT_H
#define MODEL_INTERRUPT_H

#include "model/topology.h"
#include "tree/cells.h"

/*
 * The controller that interrupts is read for: of_irq_find_parent(). NULL where the walk
 * leads to none.
 */
const struct node *interrupt_parent(const struct topology *topo, const struct node *node);

/*
 * How many interrupts Linux finds in the node: of_irq_count(). False where the tree does
 * not tell: a controller that is missing or lacks #interrupt-cells.
 */
bool interrupt_count(const struct topology *topo, const struct node *node,
		     uint32_t *count);

struct interrupt {
	const struct node *controller; /* or a nexus before it */
	struct cells specifier;        /* as many cells as it has #interrupt-cells */
};

/* Interrupt index: of_irq_parse_one(). False behind the last. O(index). */
MUST_CHECK bool interrupt_read(const struct topology *topo, const struct node *node,
			       uint32_t index, struct interrupt *out);

#endif
