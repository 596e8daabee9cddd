/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lookups in iommu-map and msi-map, as of_map_id() of the selected kernel does them
 * (drivers/of/base.c), and the list of what they can yield.
 */
#ifndef MODEL_MAP_H
#define MODEL_MAP_H

#include "model/topology.h"

enum map_answer {
	MAP_BYPASS, /* no entry covers the ID: no IOMMU, no MSI controller */
	MAP_HIT,
	MAP_FAILS, /* the lookup ends in an error: no IOMMU either */
};

struct map_hit {
	const struct map_entry *entry; /* that answers or fails; NULL where none does */
	uint32_t output;               /* first cell of the result; only for MAP_HIT */
};

/* Looks up one input ID, before the mask is applied. O(n) in the entries. */
enum map_answer map_lookup(const struct topology *topo, const struct map *map,
			   uint32_t id, struct map_hit *out);

/* Fills map->pieces from the entries, the mask and the inputs. O(n log n). */
void map_divide(const struct topology *topo, struct map *map);

/* True where every lookup that comes as far as this entry ends in an error. */
bool map_entry_is_fatal(const struct topology *topo, const struct map *map,
			const struct map_entry *entry);

/* True where the mask clears bits of the entry's base: Linux calls the map invalid. */
static inline bool map_entry_is_masked(const struct map *map,
				       const struct map_entry *entry)
{
	return entry->base & ~map->mask;
}

/*
 * The input IDs of the entry, regardless of mask and other entries. False where no ID can
 * match: length 0, and before Linux 7.0 an end at 2^32 or beyond.
 */
bool map_entry_inputs(const struct map *map, const struct map_entry *entry,
		      struct range *out);

/* The span of the input IDs behind the mask. */
struct range map_masked_inputs(const struct map *map);

/* The first input ID behind the mask from `from` on; false where there is none. */
bool map_next_input(const struct map *map, uint64_t from, uint64_t *out);

/*
 * What the IDs of a piece become: the range or, where the outputs pass 2^32, the two
 * ranges of the first output cell. Returns how many; 0 for a piece that fails and for a
 * target without cells. Of a sparse piece only the ends are certain to occur.
 */
unsigned map_piece_outputs(const struct map *map, const struct map_piece *piece,
			   struct range out[2]);

/* True where an ID of the piece becomes the output ID. Exact for sparse pieces, too. */
bool map_piece_yields(const struct map *map, const struct map_piece *piece, uint32_t id);

static inline const struct map_entry *map_piece_entry(const struct map *map,
						      const struct map_piece *piece)
{
	return &map->entries.items[piece->entry];
}

#endif
