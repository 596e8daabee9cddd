/* SPDX-License-Identifier: BSD-2-Clause */
/* Who owns an ID that is told from others by its number alone. */
#include <stdlib.h>

#include "model/map.h"
#include "model/predict.h"
#include "model/stream.h"

/* One ID of one instance. */
struct slot {
	uint32_t stream; /* of its first owner; NOBODY */
	uint32_t group;  /* NOBODY */
};

struct owners {
	struct slot *slots;
	uint32_t *slot_of; /* by stream; NOBODY for what has none */
};

struct point {
	uint32_t iommu, id, stream;
};

static int compare_points(const void *a, const void *b)
{
	const struct point *one = a, *two = b;

	if (one->iommu != two->iommu)
		return one->iommu < two->iommu ? -1 : 1;
	if (one->id != two->id)
		return one->id < two->id ? -1 : 1;
	return one->stream < two->stream ? -1 : 1;
}

/* The instance whose driver gets the ID: only some drivers tell instances apart. */
static const struct iommu *receiver(const struct claim *claim,
				    const struct stream *stream)
{
	return claim->iommu->binding->instances == INSTANCES_ALL ? stream->iommu
								 : claim->iommu;
}

static bool has_owners(const struct iommu *iommu)
{
	return iommu->binding->matching == MATCH_ID &&
	       iommu->binding->shared_id != SHARED_IRRELEVANT;
}

static size_t list_claim(const struct prediction *p, const struct claim *claim,
			 struct point *points)
{
	const struct stream *stream;
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < claim->stream_count; i++) {
		stream = &p->topo->streams.items[claim->first_stream + i];
		if (stream_is_interval(stream))
			continue;
		points[count].iommu = iommu_index(p, receiver(claim, stream));
		points[count].id = (uint32_t)stream->ids.first;
		points[count++].stream = claim->first_stream + i;
	}
	return count;
}

static size_t list_points(const struct prediction *p, struct point *points)
{
	const struct claim *claim;
	size_t count = 0;

	for_each (claim, &p->claims)
		if (has_owners(claim->iommu))
			count += list_claim(p, claim, points + count);
	return count;
}

struct owners *owners_new(struct prediction *p)
{
	struct arena *arena = p->topo->arena;
	const size_t most = p->topo->streams.count;
	struct owners *owners = arena_alloc(arena, sizeof(*owners));
	struct point *points = arena_array(arena, most, sizeof(*points));
	const size_t count = list_points(p, points);
	uint32_t slots = 0;
	size_t i;

	owners->slots = arena_array(arena, count, sizeof(*owners->slots));
	owners->slot_of = arena_array(arena, most, sizeof(*owners->slot_of));
	for (i = 0; i < most; i++)
		owners->slot_of[i] = NOBODY;
	if (count > 1)
		qsort(points, count, sizeof(*points), compare_points);
	for (i = 0; i < count; i++) {
		if (!i || points[i].iommu != points[i - 1].iommu ||
		    points[i].id != points[i - 1].id)
			owners->slots[slots++] = (struct slot){ NOBODY, NOBODY };
		owners->slot_of[points[i].stream] = slots - 1;
	}
	return owners;
}

static struct slot *slot_of(const struct owners *owners, uint32_t stream)
{
	const uint32_t slot = owners->slot_of[stream];

	return slot == NOBODY ? NULL : &owners->slots[slot];
}

/* Notes who has the IDs already; false where another device's claim is in the way. */
static bool look_around(struct prediction *p, const struct owners *owners,
			struct claim *claim)
{
	struct stream *streams = p->topo->streams.items, *stream;
	const struct slot *slot;
	uint32_t i;
	bool own, free = true;

	for (i = claim->first_stream; i < claim->first_stream + claim->stream_count;
	     i++) {
		slot = slot_of(owners, i);
		if (!slot || slot->stream == NOBODY)
			continue;
		stream = &streams[i];
		own = streams[slot->stream].master == stream->master;
		stream->state = own ? STREAM_REPEATED : STREAM_SHARED;
		stream->other = slot->stream;
		if (free)
			claim->stream = i;
		free = false;
	}
	return free;
}

static void own(struct owners *owners, const struct claim *claim)
{
	struct slot *slot;
	uint32_t i;

	for (i = claim->first_stream; i < claim->first_stream + claim->stream_count;
	     i++) {
		slot = slot_of(owners, i);
		if (slot && slot->stream == NOBODY)
			slot->stream = i;
	}
}

/* tegra_smmu_device_group(): that of the first ID. */
static uint32_t group_of_first(const struct owners *owners, const struct claim *claim)
{
	const struct slot *slot = NULL;

	if (claim->stream_count)
		slot = slot_of(owners, claim->first_stream);
	return slot ? slot->group : NOBODY;
}

/*
 * apple_dart_device_group(): in the order of the stream numbers, one with a group before
 * one of another group, or without any, is refused.
 */
static uint32_t group_of_any(struct prediction *p, const struct owners *owners,
			     struct claim *claim)
{
	struct point *points = arena_array(
		p->topo->arena, claim->stream_count + (size_t)1, sizeof(*points));
	const size_t count = list_claim(p, claim, points);
	const struct slot *slot;
	uint32_t group = NOBODY;
	size_t i;

	if (count > 1)
		qsort(points, count, sizeof(*points), compare_points);
	for (i = 0; i < count; i++) {
		slot = slot_of(owners, points[i].stream);
		if (group != NOBODY && group != slot->group) {
			claim->fault = FAULT_GROUPS;
			claim->stream = points[i].stream;
			p->topo->streams.items[claim->stream].state = STREAM_TWO_GROUPS;
			return NOBODY;
		}
		group = slot->group;
	}
	return group;
}

static void found_group(struct prediction *p, struct owners *owners, struct claim *claim)
{
	const bool first = claim->iommu->binding->group == GROUP_FIRST_ID;
	struct slot *slot;
	uint32_t i;

	claim->group = group_new(p, claim->iommu);
	for (i = claim->first_stream;
	     i < claim->first_stream +
			 (first ? claim->stream_count > 0 : claim->stream_count);
	     i++) {
		slot = slot_of(owners, i);
		if (slot && slot->group == NOBODY)
			slot->group = claim->group;
	}
}

static bool is_one_device(const struct prediction *p, const struct claim *claim)
{
	const struct stream *streams = p->topo->streams.items;

	return !claim->by_map && streams[claim->stream].state == STREAM_REPEATED;
}

void owner_admit(struct prediction *p, struct owners *owners, struct claim *claim)
{
	const struct binding *binding = claim->iommu->binding;
	const bool free = look_around(p, owners, claim);

	if (!free && binding->shared_id == SHARED_REJECTED && !is_one_device(p, claim)) {
		claim->fault = FAULT_OWNED;
		return;
	}
	claim->stream = NOBODY;
	if (binding->group == GROUP_FIRST_ID)
		claim->group = group_of_first(owners, claim);
	else if (binding->group == GROUP_ANY_ID)
		claim->group = group_of_any(p, owners, claim);
	if (claim->fault == FAULT_NONE && claim->group == NOBODY)
		found_group(p, owners, claim);
	if (claim->fault == FAULT_NONE)
		own(owners, claim);
}
