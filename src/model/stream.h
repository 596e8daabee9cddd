/* SPDX-License-Identifier: BSD-2-Clause */
/* What IOMMU instances see of masters. Usable once stream_collect() has run. */
#ifndef MODEL_STREAM_H
#define MODEL_STREAM_H

#include "model/topology.h"

/*
 * A stream-match entry of SMMUv2: it takes the IDs that differ from id in no bit but
 * those of mask. Both have the 16 bits of the register, as arm_smmu_of_xlate() cuts them.
 */
struct match {
	uint16_t id, mask;
};

struct match stream_match(const struct stream *stream);

/* True where outer takes every ID that inner takes. */
static inline bool match_covers(struct match outer, struct match inner)
{
	return !(inner.mask & ~outer.mask) && !((inner.id ^ outer.id) & ~outer.mask);
}

/* True where there is an ID that both take. */
static inline bool match_meets(struct match a, struct match b)
{
	return !((a.id ^ b.id) & ~(a.mask | b.mask));
}

static inline bool match_equals(struct match a, struct match b)
{
	return a.mask == b.mask && !((a.id ^ b.id) & ~a.mask);
}

/* The lowest ID that both take; only where match_meets(a, b). */
uint16_t match_shared_id(struct match a, struct match b);

/* True where the match takes an ID of the range. */
bool match_meets_range(struct match match, struct range ids);

/* True where the IDs of a stream are told apart by stream-match entries. */
static inline bool stream_has_mask(const struct stream *stream)
{
	return stream->iommu->binding && stream->iommu->binding->matching == MATCH_MASK;
}

/* True for an interval of more than one ID. */
static inline bool stream_is_interval(const struct stream *stream)
{
	return stream->ids.first != stream->ids.last;
}

#endif
