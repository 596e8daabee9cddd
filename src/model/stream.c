/* SPDX-License-Identifier: BSD-2-Clause */
/* Collects the streams of the masters. */
#include "model/stream.h"

#include "model/map.h"
#include "model/passes.h"
#include "model/walk.h"

struct match stream_match(const struct stream *stream)
{
	return (struct match){ (uint16_t)stream->ids.first, (uint16_t)stream->mask };
}

uint16_t match_shared_id(struct match a, struct match b)
{
	return (uint16_t)((a.id & ~a.mask) | (b.id & a.mask & ~b.mask));
}

/*
 * The lowest ID from first on that the match takes; a number beyond 16 bits for none. It
 * has the bits of first down to one where it exceeds first, and the lowest bits below.
 */
static uint32_t next_id(struct match match, uint32_t first)
{
	const uint32_t low = match.id & ~match.mask & 0xffffu;
	uint32_t up = UINT32_MAX, bit, below;

	for (bit = 0x8000; bit; bit >>= 1) {
		below = bit - 1;
		if (match.mask & bit) {
			if (!(first & bit))
				up = (first & ~(below | bit)) | bit | (low & below);
		} else if ((low & bit) > (first & bit)) {
			return (first & ~(below | bit)) | bit | (low & below);
		} else if ((low & bit) < (first & bit)) {
			return up;
		}
	}
	return first;
}

bool match_meets_range(struct match match, struct range ids)
{
	if (ids.first > 0xffff)
		return false;
	return next_id(match, (uint32_t)ids.first) <= ids.last;
}

static struct stream *add_stream(struct topology *topo, uint32_t master,
				 struct iommu *iommu)
{
	struct stream *stream = VEC_ADD(topo->arena, &topo->streams);

	stream->master = master;
	stream->iommu = iommu;
	stream->other = UINT32_MAX;
	return stream;
}

/* The mask of an entry: its second cell or, with one cell, that of the IOMMU's node. */
static uint32_t mask_of(const struct iommu *iommu, const uint32_t *cells, uint32_t count)
{
	if (!iommu->binding || iommu->binding->matching != MATCH_MASK)
		return 0;
	return count > 1 ? cells[1] : iommu->mask;
}

static bool knows_ids(const struct iommu *iommu, uint32_t cell_count)
{
	return iommu->binding ? iommu->binding->matching != MATCH_NONE : cell_count > 0;
}

static void collect_specifiers(struct topology *topo, const struct master *master)
{
	const struct specifier *s;
	struct stream *stream;

	for_each_specifier (s, topo, master) {
		if (s->state != ENTRY_OK || !knows_ids(s->iommu, s->cell_count))
			continue;
		stream = add_stream(topo, s->master, s->iommu);
		stream->property = PROP_IOMMUS;
		stream->index = s->index;
		stream->ids = (struct range){ s->cells[0], s->cells[0] };
		stream->mask = mask_of(s->iommu, s->cells, s->cell_count);
	}
}

static void collect_piece(struct topology *topo, const struct map *map, uint32_t number)
{
	const struct map_piece *piece = &map->pieces.items[number];
	const struct map_entry *entry = map_piece_entry(map, piece);
	struct stream *stream;
	struct range outputs[2];
	unsigned i, count;

	if (piece->fails || !entry->iommu ||
	    !knows_ids(entry->iommu, entry->output_count))
		return;
	count = map_piece_outputs(map, piece, outputs);
	for (i = 0; i < count; i++) {
		stream = add_stream(topo, map->master, entry->iommu);
		stream->property = PROP_IOMMU_MAP;
		stream->index = entry->index;
		stream->piece = number;
		stream->ids = outputs[i];
		stream->mask = mask_of(entry->iommu, entry->output, entry->output_count);
	}
}

void stream_collect(struct topology *topo)
{
	struct master *master;
	uint32_t i;

	for_each (master, &topo->masters) {
		master->first_stream = (uint32_t)topo->streams.count;
		collect_specifiers(topo, master);
		if (master->iommu_map)
			for (i = 0; i < master->iommu_map->pieces.count; i++)
				collect_piece(topo, master->iommu_map, i);
		master->stream_count =
			(uint32_t)topo->streams.count - master->first_stream;
	}
}
