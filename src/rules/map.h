/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the map family, one file a subject. For src/rules only. */
#ifndef RULES_MAP_H
#define RULES_MAP_H

#include "model/map.h"
#include "rules/rule.h"

/* map_layout.c: maps that cannot be decoded, or are read in another layout than meant. */
void check_map_malformed(const struct topology *topo, struct findings *out);
void check_map_legacy(const struct topology *topo, struct findings *out);
void check_map_no_cells(const struct topology *topo, struct findings *out);
void check_map_dangling(const struct topology *topo, struct findings *out);

/* map_entry.c: single entries that cannot work. */
void check_map_masked(const struct topology *topo, struct findings *out);
void check_map_range(const struct topology *topo, struct findings *out);
void check_map_empty(const struct topology *topo, struct findings *out);
void check_map_wraps(const struct topology *topo, struct findings *out);
void check_map_base(const struct topology *topo, struct findings *out);

/* map_input.c: which input IDs are covered, and how often. */
void check_map_uncovered(const struct topology *topo, struct findings *out);
void check_map_overlap(const struct topology *topo, struct findings *out);
void check_map_own_rid(const struct topology *topo, struct findings *out);
void check_map_contexts(const struct topology *topo, struct findings *out);

/* map_output.c: what the input IDs become. */
void check_map_shares(const struct topology *topo, struct findings *out);
void check_map_wide(const struct topology *topo, struct findings *out);
void check_map_beside_iommus(const struct topology *topo, struct findings *out);
void check_map_differs(const struct topology *topo, struct findings *out);

/* map_target.c: where the maps stand and what they lead to. */
void check_map_ignored(const struct topology *topo, struct findings *out);
void check_map_disabled(const struct topology *topo, struct findings *out);
void check_map_drivers(const struct topology *topo, struct findings *out);
void check_map_mask_alone(const struct topology *topo, struct findings *out);

/* Shared with the msi family: map_sound.c. */

/* True where the map is of the kind and Linux looks IDs up in it. */
bool map_is_read(const struct topology *topo, const struct map *map, enum map_kind kind);

/* True where the map can be decoded as it was meant, whatever its entries lead to. */
bool map_is_whole(const struct topology *topo, const struct map *map, enum map_kind kind);

/* Visits those maps. */
#define for_each_whole_map(map, topo, kind)                                              \
	for_each (map, &(topo)->maps)                                                    \
		if (!map_is_whole(topo, map, kind)) {                                    \
		} else

/* True where the boot loader writes the real map over what the tree has. */
bool map_is_placeholder(const struct topology *topo, const struct map *map);

/* True where no entry covers any of the IDs that can be looked up. */
bool map_misses(const struct map *map, struct range ids);

/* The binding of the live IOMMU that the IDs of the piece get; NULL for none. */
const struct binding *map_piece_binding(const struct map *map,
					const struct map_piece *piece);

/* True for the requester ID of an IOMMU on the root bus, which belongs into no iommu-map.
 */
bool map_is_own_id(const struct map *map, uint64_t id);

/* True where an entry has a rule of its own that says why its IDs get no answer. */
bool map_has_culprit(const struct topology *topo, const struct map *map);

/*
 * True where the map of a PCI host leaves out requester IDs, the first of which it
 * yields: of ranges on several buses, and where no entry is
 * to blame that has its own rule.
 */
bool map_has_gap(const struct topology *topo, const struct map *map, uint32_t *id);

/* Two entries that cover one input ID, in the order of the map. */
struct map_clash {
	const struct map_entry *first, *second;
	uint32_t id; /* the lowest that both cover */
	bool agree;  /* both yield the same */
};

/* Finds at most one clash for each entry. O(n log n). */
size_t map_find_clashes(const struct topology *topo, const struct map *map,
			struct map_clash **out);

#endif
