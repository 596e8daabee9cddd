/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the siblings family, one file a subject. For src/rules only. */
#ifndef RULES_SIBLINGS_H
#define RULES_SIBLINGS_H

#include "rules/rule.h"

/* True where so many of the siblings agree that the others are worth a look. */
static inline bool is_majority(size_t having, size_t all)
{
	return all >= 3 && having < all && having * 4 >= all * 3;
}

/* Nodes of one first compatible that are compared with each other. */
struct peers {
	const char *compatible;
	const struct node *const *nodes;
	size_t count, left; /* left: in nodes, of peers_next() alone */
};

/*
 * siblings_peers.c. Goes through the nodes of a kin, those of one name on one bus at a
 * time, buses in document order: call peers_next() before the first use and until it is
 * false. O(n log n) in all.
 */
struct peers peers_of(struct arena *arena, const struct kin *kin);
bool peers_next(struct peers *peers);

/* siblings_wiring.c: iommus, maps, windows. */
void check_siblings_iommus(const struct topology *topo, struct findings *out);
void check_siblings_map(const struct topology *topo, struct findings *out);
void check_siblings_ranges(const struct topology *topo, struct findings *out);

/* siblings_coherency.c: dma-coherent. */
void check_siblings_coherency(const struct topology *topo, struct findings *out);
void check_twins(const struct topology *topo, struct findings *out);

/* siblings_differ.c: too few for a majority. */
void check_siblings_differ(const struct topology *topo, struct findings *out);

/* siblings_habit.c: what devices of this kind are in nearly all SoCs. */
void check_habit_iommus(const struct topology *topo, struct findings *out);
void check_habit_coherency(const struct topology *topo, struct findings *out);

/* siblings_iommu.c: properties of IOMMUs. */
void check_siblings_property(const struct topology *topo, struct findings *out);

#endif
