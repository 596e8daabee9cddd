/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the IDs that functions get by maps meet those of others. One sweep over all
 * streams of an instance in the order of their first IDs.
 */
#include <stdlib.h>

#include "model/map.h"
#include "model/predict.h"
#include "model/stream.h"

struct span {
	uint32_t iommu, claim, stream;
	struct range ids;
};

static int compare_spans(const void *a, const void *b)
{
	const struct span *one = a, *two = b;

	if (one->iommu != two->iommu)
		return one->iommu < two->iommu ? -1 : 1;
	if (one->ids.first != two->ids.first)
		return one->ids.first < two->ids.first ? -1 : 1;
	if (one->ids.last != two->ids.last)
		return one->ids.last > two->ids.last ? -1 : 1;
	return one->claim < two->claim ? -1 : one->claim > two->claim;
}

/* Entries with masks are predict_match.c's, alone and against intervals. */
static bool takes_part(const struct claim *claim, const struct stream *stream)
{
	const struct binding *binding = claim->iommu->binding;

	if (binding->matching == MATCH_NONE || binding->shared_id == SHARED_IRRELEVANT)
		return false;
	return binding->matching == MATCH_ID || stream_is_interval(stream);
}

/* True where the stream is certain to have the ID; both are of one instance. */
static bool has_id(const struct topology *topo, const struct stream *stream, uint64_t id)
{
	const struct map *map = topo->masters.items[stream->master].iommu_map;

	if (!range_has(stream->ids, id))
		return false;
	return !stream_is_interval(stream) ||
	       map_piece_yields(map, &map->pieces.items[stream->piece], (uint32_t)id);
}

static bool is_sparse(const struct topology *topo, const struct stream *stream)
{
	const struct map *map = topo->masters.items[stream->master].iommu_map;

	return stream_is_interval(stream) && map->pieces.items[stream->piece].sparse;
}

/* Where a mask leaves out IDs, the ends are those that are certain to occur. */
static bool share_ids(const struct topology *topo, const struct stream *a,
		      const struct stream *b)
{
	const uint64_t ends[] = { a->ids.first, a->ids.last, b->ids.first, b->ids.last };
	size_t i;

	if (!range_overlaps(a->ids, b->ids))
		return false;
	if (!is_sparse(topo, a) && !is_sparse(topo, b))
		return true;
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		if (has_id(topo, a, ends[i]) && has_id(topo, b, ends[i]))
			return true;
	return false;
}

/* Where the driver tells groups by the first ID, others of a device do not matter. */
static bool decides_group(const struct claim *claim, const struct span *span)
{
	return claim->iommu->binding->group != GROUP_FIRST_ID ||
	       span->stream == claim->first_stream;
}

/* Functions with an ID of another device's are in the group of that device. */
static void share_group(struct prediction *p, const struct span *a, const struct span *b)
{
	const struct claim *one = &p->claims.items[a->claim];
	const struct claim *two = &p->claims.items[b->claim];

	if (one->iommu->binding->shared_id == SHARED_GROUP && one->fault == FAULT_NONE &&
	    two->fault == FAULT_NONE && decides_group(one, a) && decides_group(two, b))
		group_merge(p, one->group, two->group);
}

/* Notes it with the one whose claim is the later. */
static void note(struct prediction *p, const struct span *a, const struct span *b)
{
	const struct span *later = a->claim > b->claim ? a : b;
	const struct span *earlier = later == a ? b : a;
	struct stream *streams = p->topo->streams.items;
	struct stream *stream = &streams[later->stream];
	struct claim *claim = &p->claims.items[later->claim];

	if (!stream_is_interval(stream) && !stream_is_interval(&streams[earlier->stream]))
		return;
	if (!share_ids(p->topo, stream, &streams[earlier->stream]))
		return;
	if (stream->state == STREAM_FREE) {
		stream->state = STREAM_SHARED;
		stream->other = earlier->stream;
	}
	if (claim->by_map && claim->iommu->binding->shared_id == SHARED_REJECTED &&
	    range_contains(earlier->ids, later->ids)) {
		claim->fault = FAULT_OWNED;
		claim->stream = later->stream;
	}
	share_group(p, later, earlier);
}

/*
 * The spans that reach farthest of those so far: of any master, and of any other one than
 * the first's. Whatever meets a span of another master meets one of these.
 */
struct farthest {
	const struct span *first, *second;
};

static uint32_t master_of(const struct prediction *p, const struct span *span)
{
	return p->topo->streams.items[span->stream].master;
}

static void extend(const struct prediction *p, struct farthest *far,
		   const struct span *span)
{
	const bool same = far->first && master_of(p, far->first) == master_of(p, span);

	if (!far->first || span->ids.last > far->first->ids.last) {
		if (!same)
			far->second = far->first;
		far->first = span;
	} else if (!same && (!far->second || span->ids.last > far->second->ids.last)) {
		far->second = span;
	}
}

static void sweep(struct prediction *p, const struct span *spans, size_t count)
{
	struct farthest far = { NULL, NULL };
	const struct span *other;
	size_t i;

	for (i = 0; i < count; i++) {
		if (i && spans[i].iommu != spans[i - 1].iommu)
			far = (struct farthest){ NULL, NULL };
		other = far.first;
		if (other && master_of(p, other) == master_of(p, &spans[i]))
			other = far.second;
		if (other && other->ids.last >= spans[i].ids.first)
			note(p, &spans[i], other);
		extend(p, &far, &spans[i]);
	}
}

void predict_intervals(struct prediction *p)
{
	const struct stream *streams = p->topo->streams.items;
	struct span *spans;
	const struct claim *claim;
	size_t count = 0, intervals = 0;
	uint32_t i;

	spans = arena_array(p->topo->arena, p->topo->streams.count, sizeof(*spans));
	for_each (claim, &p->claims) {
		for (i = claim->first_stream;
		     i < claim->first_stream + claim->stream_count; i++) {
			if (!takes_part(claim, &streams[i]))
				continue;
			intervals += stream_is_interval(&streams[i]);
			spans[count].iommu = iommu_index(p, claim->iommu);
			spans[count].claim = (uint32_t)(claim - p->claims.items);
			spans[count].stream = i;
			spans[count++].ids = streams[i].ids;
		}
	}
	if (!intervals || count < 2)
		return;
	qsort(spans, count, sizeof(*spans), compare_spans);
	sweep(p, spans, count);
}
