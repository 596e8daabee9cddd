/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/specifier.h"

#include "tree/cells.h"

static const uint32_t no_cells[1];

/* Fails where there are fewer cells than the target's #iommu-cells asks for. */
static enum entry_state take_cells(struct topology *topo, struct cells *cells,
				   uint32_t wanted, struct specifier *s)
{
	const size_t left = cells_left(cells);
	uint32_t *taken, i;

	if (left < wanted) {
		s->missing = wanted - (uint32_t)left;
		return ENTRY_TRUNCATED;
	}
	s->cell_count = wanted < SPECIFIER_CELLS_MAX ? wanted : SPECIFIER_CELLS_MAX;
	if (s->cell_count) {
		taken = arena_array(topo->arena, s->cell_count, sizeof(*taken));
		s->cells = taken;
		for (i = 0; i < s->cell_count; i++)
			taken[i] = cells_next(cells);
	}
	return cells_skip(cells, wanted - s->cell_count) ? ENTRY_OK : ENTRY_TRUNCATED;
}

static enum entry_state decode(struct topology *topo, struct cells *cells,
			       struct specifier *s)
{
	if (!cells_take_one(cells, &s->phandle))
		return ENTRY_TRUNCATED;
	if (!s->phandle)
		return ENTRY_ZERO_PHANDLE;
	s->target = tree_find_phandle(topo->tree, s->phandle);
	if (!s->target)
		return ENTRY_DANGLING;
	s->iommu = topology_iommu(topo, s->target);
	if (!s->iommu || !s->iommu->has_cells)
		return ENTRY_NO_CELLS;
	return take_cells(topo, cells, s->iommu->cells, s);
}

void specifiers_decode(struct topology *topo, struct master *master)
{
	const struct property *property = node_find(master->node, PROP_IOMMUS);
	const uint32_t number = topo->master_of[master->node->index];
	struct cells cells = cells_of(property);
	struct specifier *s;

	master->first_specifier = (uint32_t)topo->specifiers.count;
	while (cells.next < cells.end) {
		s = VEC_ADD(topo->arena, &topo->specifiers);
		s->master = number;
		s->index = master->specifier_count++;
		s->cells = no_cells;
		s->state = decode(topo, &cells, s);
		if (s->state != ENTRY_OK)
			break;
	}
	master->undecoded = (uint32_t)cells_left(&cells);
}
