/* SPDX-License-Identifier: BSD-2-Clause */
/* IDs that the project says its hardware lacks. */
#include <inttypes.h>

#include "base/cover.h"
#include "base/glob.h"
#include "rules/stream.h"

/* What is allowed at one IOMMU; from is NULL where nothing is said of it. */
struct allowed {
	const char *from; /* of the last list */
	struct cover cover;
};

static struct allowed find_allowed(const struct topology *topo, const char *path)
{
	VEC(struct range) ranges = { 0 };
	struct allowed allowed = { 0 };
	const struct id_list *list;
	size_t i, j;

	for (i = 0; i < topo->id_list_count; i++) {
		list = &topo->id_lists[i];
		if (!glob_matches(list->iommu, path))
			continue;
		allowed.from = list->from;
		for (j = 0; j < list->count; j++)
			*VEC_ADD(topo->arena, &ranges) = list->ids[j];
	}
	allowed.cover = cover_build(topo->arena, ranges.items, ranges.count);
	return allowed;
}

static bool covers(const struct cover *cover, struct range ids)
{
	const struct cover_piece *piece = cover_find(cover, ids.first);

	for (; piece && piece->range.last < ids.last; piece++)
		if (piece + 1 == cover->pieces + cover->count ||
		    piece[1].range.first != piece->range.last + 1)
			return false;
	return piece != NULL;
}

/* The IDs of the stream; of a mask with holes the lowest alone. */
static struct range ids_of(const struct stream *stream)
{
	const uint32_t mask = stream->mask;
	const uint64_t base = stream->ids.first & ~(uint64_t)mask;

	if (!mask)
		return stream->ids;
	return (struct range){ base, mask & (mask + 1) ? base : base | mask };
}

static void report(const struct topology *topo, const struct stream *stream,
		   const char *from, struct findings *out)
{
	const struct range ids = ids_of(stream);
	struct finding *finding;

	if (ids.first == ids.last)
		finding = finding_add(out, stream_master(topo, stream)->node,
				      stream_property(stream), (int)stream->index,
				      "uses ID 0x%" PRIx64 " of %s, expected one of %s",
				      ids.first, finding_path(out, stream->iommu->node),
				      from);
	else
		finding = finding_add(out, stream_master(topo, stream)->node,
				      stream_property(stream), (int)stream->index,
				      "uses IDs 0x%" PRIx64 " to 0x%" PRIx64
				      " of %s, expected only those of %s",
				      ids.first, ids.last,
				      finding_path(out, stream->iommu->node), from);
	finding_relate(out, finding, "iommu", stream->iommu->node,
		       stream_property(stream), (int)stream->index, NULL);
	finding_key(out, finding, "0x%" PRIx64 "-0x%" PRIx64, ids.first, ids.last);
}

void check_stream_allowed(const struct topology *topo, struct findings *out)
{
	struct allowed *allowed, *all;
	const struct stream *stream;
	const struct iommu *iommu;

	if (!topo->id_list_count)
		return;
	all = arena_array(topo->arena, topo->iommus.count, sizeof(*all));
	for_each (iommu, &topo->iommus)
		all[iommu - topo->iommus.items] =
			find_allowed(topo, node_path(topo->arena, iommu->node));
	for_each (stream, &topo->streams) {
		allowed = &all[stream->iommu - topo->iommus.items];
		if (allowed->from && stream_master(topo, stream)->node->live &&
		    stream->iommu->node->live && !covers(&allowed->cover, ids_of(stream)))
			report(topo, stream, allowed->from, out);
	}
}
