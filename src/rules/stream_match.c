/* SPDX-License-Identifier: BSD-2-Clause */
/* Stream-match entries of an SMMUv2 that meet in another way than by being equal. */
#include <string.h>

#include "model/walk.h"
#include "rules/stream.h"

/* Of two streams, that of the master that comes later in the document is the subject. */
struct pair {
	const struct stream *subject, *other;
};

static struct pair order(const struct topology *topo, const struct stream *stream)
{
	const struct stream *other = stream_other(topo, stream);

	if (other->master > stream->master)
		return (struct pair){ other, stream };
	return (struct pair){ stream, other };
}

static const char *print_match(const struct stream *stream, struct findings *out)
{
	const struct match match = stream_match(stream);

	return arena_printf(out->arena, "0x%x/0x%x", match.id, match.mask);
}

static struct finding *add(const struct topology *topo, struct findings *out,
			   struct pair pair, const char *fact)
{
	const struct node *subject = stream_master(topo, pair.subject)->node;
	const struct node *other = stream_master(topo, pair.other)->node;
	const char *one = print_match(pair.subject, out);
	const char *two = print_match(pair.other, out);
	struct finding *f;

	f = finding_add(out, subject, stream_property(pair.subject),
			(int)pair.subject->index, "entry %s %s %s of %s", one, fact, two,
			subject == other ? "the same node" : finding_path(out, other));
	finding_relate(out, f, subject == other ? "other entry" : "other master", other,
		       stream_property(pair.other), (int)pair.other->index, two);
	finding_relate(out, f, "iommu", pair.subject->iommu->node, NULL, -1, NULL);
	/* Which of the two comes first is no part of what is wrong. */
	if (strcmp(one, two) < 0)
		finding_key(out, f, "%s %s", one, two);
	else
		finding_key(out, f, "%s %s", two, one);
	return f;
}

/* What the refusal of the master does to its IOMMU. */
static void add_consequence(const struct topology *topo, struct findings *out,
			    struct finding *f, const struct stream *refused)
{
	const char *path = finding_path(out, stream_master(topo, refused)->node);

	if (refused->iommu->lost_to_master)
		finding_consequence(out, f,
				    "refuses %s (-EINVAL) and, since that happens while "
				    "the SMMU registers, unregisters the whole SMMU",
				    path);
	else
		finding_consequence(out, f,
				    "refuses %s (-EINVAL, at debug level): its DMA is "
				    "untranslated, and the SMMU blocks it",
				    path);
}

void check_stream_overlap(const struct topology *topo, struct findings *out)
{
	const struct stream *s;
	struct finding *f;

	for_each (s, &topo->streams) {
		if (s->state != STREAM_OVERLAPS)
			continue;
		f = add(topo, out, order(topo, s), "partly overlaps");
		finding_fix(out, f,
			    "write entries that are equal, nested with the wider one "
			    "first, or disjoint: both take ID 0x%x",
			    match_shared_id(stream_match(s),
					    stream_match(stream_other(topo, s))));
		add_consequence(topo, out, f, s);
	}
}

/* True where both are of one device, which enters them in their order. */
static bool is_own(struct pair pair)
{
	return pair.subject->master == pair.other->master &&
	       pair.subject->property == PROP_IOMMUS &&
	       pair.other->property == PROP_IOMMUS;
}

static void report_too_late(const struct topology *topo, struct findings *out,
			    const struct stream *wide)
{
	const struct pair pair = order(topo, wide);
	struct finding *f;

	f = add(topo, out, pair, pair.subject == wide ? "covers" : "is covered by");
	if (is_own(pair)) {
		finding_severity(f, SEVERITY_ERROR);
		finding_fix(out, f, "list the wider entry first, or alone");
	} else {
		finding_fix(out, f,
			    "let the master with the wider entry come first, or give "
			    "both the same entry");
	}
	add_consequence(topo, out, f, wide);
}

static void report_two_groups(const struct topology *topo, struct findings *out,
			      const struct stream *stream)
{
	const struct master *master = stream_master(topo, stream);
	const struct stream *other = stream_other(topo, stream);
	struct finding *f;

	f = finding_add(out, master->node, stream_property(stream), (int)stream->index,
			"has streams of two groups");
	if (other)
		finding_relate(out, f, "other master", stream_master(topo, other)->node,
			       stream_property(other), (int)other->index, NULL);
	finding_relate(out, f, "iommu", stream->iommu->node, NULL, -1, NULL);
	finding_key(out, f, "0x%llx", (unsigned long long)stream->ids.first);
	finding_fix(out, f, "share streams with masters of one group only");
	add_consequence(topo, out, f, stream);
}

static void report_split(const struct topology *topo, struct findings *out,
			 const struct stream *stream)
{
	const struct stream *other = stream_other(topo, stream);
	const struct master *master = stream_master(topo, stream);
	const char *match = print_match(stream, out);
	struct finding *f;

	f = finding_add(out, master->node, stream_property(stream), (int)stream->index,
			"shares entry %s with %s, but not those behind it", match,
			finding_path(out, stream_master(topo, other)->node));
	finding_relate(out, f, "other master", stream_master(topo, other)->node,
		       stream_property(other), (int)other->index, NULL);
	finding_relate(out, f, "iommu", stream->iommu->node, NULL, -1, NULL);
	finding_key(out, f, "%s", match);
	finding_consequence(out, f,
			    "puts the master into a group of its own by its last entry, "
			    "so that two groups use one stream: the one attached later "
			    "takes the DMA of the other");
	finding_fix(out, f, "list a shared entry last");
}

/* What a list that breaks off would share is not to be seen. */
static bool breaks_off(const struct topology *topo, const struct master *master)
{
	const struct specifier *s;

	for_each_specifier (s, topo, master)
		if (s->state != ENTRY_OK)
			return true;
	return false;
}

static bool is_split(const struct topology *topo, const struct stream *stream)
{
	return stream->state == STREAM_SPLIT &&
	       !breaks_off(topo, stream_master(topo, stream)) &&
	       !breaks_off(topo, stream_master(topo, stream_other(topo, stream)));
}

void check_stream_order(const struct topology *topo, struct findings *out)
{
	const struct stream *s;

	for_each (s, &topo->streams) {
		if (s->state == STREAM_TOO_LATE)
			report_too_late(topo, out, s);
		else if (s->state == STREAM_TWO_GROUPS)
			report_two_groups(topo, out, s);
		else if (is_split(topo, s))
			report_split(topo, out, s);
	}
}
