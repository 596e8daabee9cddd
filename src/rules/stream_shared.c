/* SPDX-License-Identifier: BSD-2-Clause */
/* IDs that belong to several masters, and address spaces that several masters have. */
#include <stdlib.h>

#include "model/walk.h"
#include "rules/map.h"
#include "rules/stream.h"
#include "tree/cells.h"

/* SEVERITY_OFF where the driver makes nothing of an ID. */
static enum severity severity_of(const struct binding *binding)
{
	switch (binding->shared_id) {
	case SHARED_REJECTED:
	case SHARED_CORRUPTS:
		return SEVERITY_ERROR;
	case SHARED_OVERWRITES:
		return SEVERITY_WARNING;
	case SHARED_GROUP:
		return SEVERITY_NOTE;
	default:
		return SEVERITY_OFF;
	}
}

/* No device has more DMA channels. */
enum { DMAS_MAX = 64 };

/* True where an entry of the node's dmas is one of the provider. */
static bool uses_dma_of(const struct topology *topo, const struct node *node,
			const struct node *provider)
{
	struct cells cells = cells_of(node_find(node, PROP_DMAS));
	const struct node *target;
	uint32_t count;
	unsigned i;

	for (i = 0; i < DMAS_MAX && cells_left(&cells); i++) {
		target = tree_find_phandle(topo->tree, cells_next(&cells));
		if (target == provider)
			return true;
		if (!target || !node_read_cell(target, PROP_DMA_CELLS, &count) ||
		    !cells_skip(&cells, count))
			return false;
	}
	return false;
}

/* A device and the DMA engine that works for it, or parts of one device. */
static bool belong_together(const struct topology *topo, const struct node *a,
			    const struct node *b)
{
	return node_is_within(a, b) || node_is_within(b, a) || uses_dma_of(topo, a, b) ||
	       uses_dma_of(topo, b, a);
}

/* Two streams that meet: that of the master later in the document, and the other. */
struct pair {
	const struct stream *subject, *other;
};

static int compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	if (a->subject->master != b->subject->master)
		return a->subject->master < b->subject->master ? -1 : 1;
	if (a->subject->iommu != b->subject->iommu)
		return a->subject->iommu < b->subject->iommu ? -1 : 1;
	if (a->other->master != b->other->master)
		return a->other->master < b->other->master ? -1 : 1;
	return a->subject < b->subject ? -1 : a->subject > b->subject;
}

/* Values that the boot loader puts in place are not what the machine runs with. */
static bool is_placeholder(const struct topology *topo, const struct stream *stream,
			   struct findings *out)
{
	const struct map *map = stream_master(topo, stream)->iommu_map;

	if (stream->property != PROP_IOMMU_MAP || !map_is_placeholder(topo, map))
		return false;
	finding_not_checked(out, "iommu-map of %s is filled in by the boot loader",
			    finding_path(out, map->node));
	return true;
}

static bool is_worth_a_word(const struct topology *topo, const struct stream *stream,
			    const struct stream *other, struct findings *out)
{
	const struct node *a = stream_master(topo, stream)->node;
	const struct node *b = stream_master(topo, other)->node;

	if (a == b || stream->iommu != other->iommu || !stream->iommu->binding ||
	    !stream->iommu->cells || !severity_of(stream->iommu->binding) ||
	    binding_has(stream->iommu->binding, "one-master"))
		return false;
	return !belong_together(topo, a, b) && !is_placeholder(topo, stream, out) &&
	       !is_placeholder(topo, other, out);
}

static size_t collect(const struct topology *topo, struct pair *pairs,
		      struct findings *out)
{
	const struct stream *stream, *other;
	size_t count = 0;

	for_each (stream, &topo->streams) {
		if (stream->state != STREAM_SHARED && stream->state != STREAM_SPLIT)
			continue;
		other = stream_other(topo, stream);
		if (!is_worth_a_word(topo, stream, other, out))
			continue;
		pairs[count++] = stream->master > other->master
					 ? (struct pair){ stream, other }
					 : (struct pair){ other, stream };
	}
	if (count > 1)
		qsort(pairs, count, sizeof(*pairs), compare_pairs);
	return count;
}

/* The lowest ID that is known to be shared. */
static uint64_t shared_id(const struct stream *a, const struct stream *b)
{
	if (stream_has_mask(a) && !stream_is_interval(a) && !stream_is_interval(b))
		return match_shared_id(stream_match(a), stream_match(b));
	return range_overlaps(a->ids, b->ids) ? range_intersect(a->ids, b->ids).first
					      : a->ids.first;
}

static bool same_finding(const struct pair *a, const struct pair *b)
{
	return a->subject->master == b->subject->master &&
	       a->subject->iommu == b->subject->iommu;
}

/* All pairs of one subject and one IOMMU; each other master once. */
static void report(const struct topology *topo, const struct pair *pairs, size_t count,
		   struct findings *out)
{
	const struct stream *subject = pairs->subject, *other = pairs->other;
	const struct binding *binding = subject->iommu->binding;
	const uint64_t id = shared_id(subject, other);
	unsigned related = 0;
	struct finding *f;
	size_t i;

	f = finding_add(out, stream_master(topo, subject)->node, stream_property(subject),
			(int)subject->index, "%s 0x%llx of %s is also one of %s",
			binding->id_name ? binding->id_name : "ID",
			(unsigned long long)id, finding_path(out, subject->iommu->node),
			finding_path(out, stream_master(topo, other)->node));
	finding_severity(f, severity_of(binding));
	for (i = 0; i < count && related < RELATED_MAX; i++) {
		other = pairs[i].other;
		if (i && other->master == pairs[i - 1].other->master)
			continue;
		finding_relate(out, f, "other master", stream_master(topo, other)->node,
			       stream_property(other), (int)other->index, NULL);
		related++;
	}
	finding_relate(out, f, "iommu", subject->iommu->node, NULL, -1, binding->title);
	finding_key(out, f, "0x%llx", (unsigned long long)id);
	if (binding->shared_effect)
		finding_consequence(out, f, "%s", binding->shared_effect);
}

static void check_ids(const struct topology *topo, struct findings *out)
{
	struct pair *pairs =
		arena_array(topo->arena, topo->streams.count, sizeof(*pairs));
	const size_t count = collect(topo, pairs, out);
	size_t first, next;

	for (first = 0; first < count; first = next) {
		for (next = first + 1;
		     next < count && same_finding(&pairs[first], &pairs[next]); next++)
			;
		report(topo, pairs + first, next - first, out);
	}
}

static void report_second(const struct iommu *iommu, const struct master *first,
			  const struct master *second, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, second->node, "iommus", -1, "names %s, as %s does",
			finding_path(out, iommu->node), finding_path(out, first->node));
	finding_severity(f, severity_of(iommu->binding));
	finding_relate(out, f, "other master", first->node, "iommus", -1, NULL);
	finding_relate(out, f, "iommu", iommu->node, NULL, -1, iommu->binding->title);
	if (iommu->binding->shared_effect)
		finding_consequence(out, f, "%s", iommu->binding->shared_effect);
}

struct owner {
	const struct master *first, *last;
};

/*
 * IOMMUs that belong to one master whatever its IDs are. of_xlate() gives them away, so
 * that a master counts which loses them again to a later entry of its list.
 */
static void check_one_master(const struct topology *topo, struct findings *out)
{
	struct owner *owners =
		arena_array(topo->arena, topo->iommus.count, sizeof(*owners));
	const struct master *master;
	const struct specifier *s;
	struct owner *owner;

	for_each (master, &topo->masters) {
		for_each_specifier (s, topo, master) {
			if (s->index >= master->taken)
				break;
			if (!binding_has(s->iommu->binding, "one-master"))
				continue;
			owner = &owners[s->iommu - topo->iommus.items];
			if (!owner->first)
				owner->first = master;
			else if (owner->last != master)
				report_second(s->iommu, owner->first, master, out);
			owner->last = master;
		}
	}
}

void check_stream_shared(const struct topology *topo, struct findings *out)
{
	check_ids(topo, out);
	check_one_master(topo, out);
}

void check_address_space(const struct topology *topo, struct findings *out)
{
	const struct group *group;
	struct finding *f;
	size_t i;

	for_each (group, &topo->groups) {
		const struct iommu *iommu = group->iommu;

		if (group->masters.count < 2 || iommu->binding->group != GROUP_INSTANCE ||
		    iommu->binding->contexts_from != CONTEXTS_FIXED ||
		    iommu->contexts != 1)
			continue;
		f = finding_add(out, iommu->node, NULL, -1,
				"has one address space for %zu masters",
				group->masters.count);
		for (i = 0; i < group->masters.count && i < RELATED_MAX; i++)
			finding_relate(out, f, "master",
				       topo->masters.items[group->masters.items[i]].node,
				       NULL, -1, NULL);
	}
}
