/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the stream family, one file a subject. For src/rules only. */
#ifndef RULES_STREAM_H
#define RULES_STREAM_H

#include "model/stream.h"
#include "rules/rule.h"

/* The most nodes that a finding on many masters lists. */
enum { RELATED_MAX = 8 };

/* stream_shared.c: IDs and address spaces of several masters. */
void check_stream_shared(const struct topology *topo, struct findings *out);
void check_address_space(const struct topology *topo, struct findings *out);

/* stream_match.c: stream-match entries that do not go together. */
void check_stream_overlap(const struct topology *topo, struct findings *out);
void check_stream_order(const struct topology *topo, struct findings *out);

/* stream_count.c: more than an IOMMU has. */
void check_stream_entries(const struct topology *topo, struct findings *out);
void check_context_banks(const struct topology *topo, struct findings *out);

/* stream_allowed.c: IDs that a project says its hardware lacks. */
void check_stream_allowed(const struct topology *topo, struct findings *out);

/* stream_value.c: IDs, masks and ports that an IOMMU does not take. */
void check_stream_width(const struct topology *topo, struct findings *out);
void check_stream_mask(const struct topology *topo, struct findings *out);
void check_larb_split(const struct topology *topo, struct findings *out);

static inline const struct master *stream_master(const struct topology *topo,
						 const struct stream *stream)
{
	return &topo->masters.items[stream->master];
}

/* The stream that it meets; NULL for none. */
static inline const struct stream *stream_other(const struct topology *topo,
						const struct stream *stream)
{
	return stream->other == UINT32_MAX ? NULL : &topo->streams.items[stream->other];
}

/* "iommus" or "iommu-map". */
static inline const char *stream_property(const struct stream *stream)
{
	return stream->property == PROP_IOMMUS ? "iommus" : "iommu-map";
}

#endif
