/* SPDX-License-Identifier: BSD-2-Clause */
/* Which devices an IOMMU's driver takes, and the groups that it puts them into. */
#include "model/larb.h"
#include "model/predict.h"
#include "model/stream.h"

uint32_t group_new(struct prediction *p, struct iommu *iommu)
{
	const uint32_t number = (uint32_t)p->groups.count;
	struct forming_group *group = VEC_ADD(p->topo->arena, &p->groups);

	group->iommu = iommu;
	group->parent = number;
	group->number = NOBODY;
	return number;
}

/* Halves the way for the next time, so that n merges and searches take O(n log n). */
uint32_t group_root(const struct prediction *p, uint32_t group)
{
	struct forming_group *groups = p->groups.items;

	while (groups[group].parent != group) {
		groups[group].parent = groups[groups[group].parent].parent;
		group = groups[group].parent;
	}
	return group;
}

uint32_t group_merge(struct prediction *p, uint32_t a, uint32_t b)
{
	const uint32_t one = group_root(p, a), two = group_root(p, b);
	const uint32_t root = one < two ? one : two;

	p->groups.items[one].parent = root;
	p->groups.items[two].parent = root;
	return root;
}

/* IDs and masks that probe_device() checks against the hardware's. */
static enum fault check_stream(const struct iommu *iommu, const struct stream *stream)
{
	const struct binding *binding = iommu->binding;
	const uint64_t likely = binding->id_likely_max;

	if (binding->matching == MATCH_MASK) {
		if (stream_match(stream).id > likely)
			return FAULT_ID;
		return stream_match(stream).mask > likely ? FAULT_MASK : FAULT_NONE;
	}
	return stream->ids.first > likely ? FAULT_ID : FAULT_NONE;
}

static void check_ids(struct prediction *p, struct claim *claim)
{
	const struct binding *binding = claim->iommu->binding;
	uint32_t i;

	if (!binding->id_likely_max || (!binding_has(binding, "refuses-wide-ids") &&
					!binding_has(binding, "skips-wide-ids")))
		return;
	for (i = claim->first_stream; i < claim->first_stream + claim->stream_count;
	     i++) {
		claim->fault = check_stream(claim->iommu, &p->topo->streams.items[i]);
		claim->stream = i;
		if (claim->fault != FAULT_NONE)
			return;
	}
	claim->stream = NOBODY;
}

/* mtk_iommu_probe_device() */
static void check_larbs(struct prediction *p, struct claim *claim)
{
	const struct iommu *iommu = claim->iommu;
	const bool split = binding_has(iommu->binding, "larb-split");
	const struct stream *stream = &p->topo->streams.items[claim->first_stream];
	uint32_t i;
	unsigned larb;

	if (!claim->stream_count || !iommu->has_larbs)
		return;
	for (i = 0; i < claim->stream_count; i++) {
		larb = larb_of_port(stream[i].ids.first);
		if (iommu->larbs >> larb & 1 &&
		    (split || larb == larb_of_port(stream->ids.first)))
			continue;
		claim->fault = FAULT_LARB;
		claim->stream = claim->first_stream + i;
		return;
	}
}

struct admission {
	struct match_tables *tables;
	struct owners *owners;
	uint32_t *single;         /* by iommu and region: the one group; NOBODY */
	const struct iommu *lead; /* of all with joint groups, the first; NULL */
};

/* The one group of all masters of an instance, or of those in one of its regions. */
static uint32_t group_of_instance(struct prediction *p, struct admission *all,
				  const struct claim *claim)
{
	const struct master *master = &p->topo->masters.items[claim->master];
	const struct stream *streams = &p->topo->streams.items[claim->first_stream];
	const unsigned region =
		larb_region(p->topo, claim->iommu, master, streams, claim->stream_count);
	const struct iommu *lead = claim->iommu;
	uint32_t *group;

	if (lead->binding->joint_groups && !all->lead)
		all->lead = lead;
	if (lead->binding->joint_groups)
		lead = all->lead;
	group = &all->single[iommu_index(p, lead) * (size_t)REGIONS_MAX + region];
	if (*group == NOBODY)
		*group = group_new(p, claim->iommu);
	return *group;
}

static void admit(struct prediction *p, struct admission *all, struct claim *claim)
{
	const struct binding *binding = claim->iommu->binding;

	if (link_cells_effect(claim->iommu) == CELLS_MISREAD)
		claim->fault = FAULT_CELLS;
	if (claim->fault == FAULT_NONE)
		check_ids(p, claim);
	if (claim->fault == FAULT_NONE)
		check_larbs(p, claim);
	if (claim->fault != FAULT_NONE)
		return;
	if (binding->group == GROUP_INSTANCE)
		claim->group = group_of_instance(p, all, claim);
	if (binding->matching == MATCH_MASK && binding->group == GROUP_STREAMS)
		match_admit(p, all->tables, claim);
	else
		owner_admit(p, all->owners, claim);
}

/* A host bridge stands for its functions: their groups count as one. */
static void join_master(struct prediction *p, struct claim *claim)
{
	uint32_t *group = &p->group_of[claim->master];

	if (claim->fault != FAULT_NONE)
		return;
	*group = *group == NOBODY ? claim->group : group_merge(p, *group, claim->group);
}

static uint32_t *nobodies(struct arena *arena, size_t count)
{
	uint32_t *all = arena_array(arena, count, sizeof(*all));
	size_t i;

	for (i = 0; i < count; i++)
		all[i] = NOBODY;
	return all;
}

void predict_admission(struct prediction *p)
{
	struct admission all = {
		.tables = match_tables_new(p),
		.owners = owners_new(p),
		.single = nobodies(p->topo->arena,
				   p->topo->iommus.count * (size_t)REGIONS_MAX),
	};
	struct claim *claim;

	p->group_of = nobodies(p->topo->arena, p->topo->masters.count);
	for_each (claim, &p->claims)
		admit(p, &all, claim);
	predict_intervals(p);
	for_each (claim, &p->claims)
		join_master(p, claim);
}

static const char *policy_text(const struct binding *binding, size_t masters)
{
	switch (binding->group) {
	case GROUP_INSTANCE:
		if (binding->group_regions[0])
			return "all masters in one region of addresses form one group";
		return "all masters of the instance form one group";
	case GROUP_STREAMS:
		return masters > 1 ? "its masters share stream-match entries"
				   : "each device that shares no stream-match entry has "
				     "a group of its own";
	case GROUP_FIRST_ID:
		return "devices with the same first ID form one group";
	case GROUP_ANY_ID:
		return "devices that share a stream form one group";
	default:
		return "each device has a group of its own";
	}
}

static bool is_grouped(const struct master *master)
{
	return master->kind != MASTER_PCI_FUNCTION &&
	       (master->verdict == VERDICT_TRANSLATED ||
		master->verdict == VERDICT_IDENTITY || master->verdict == VERDICT_BROKEN);
}

static void add_member(struct topology *topo, struct forming_group *forming,
		       uint32_t master)
{
	struct group *group;

	if (forming->number == NOBODY) {
		forming->number = (uint32_t)topo->groups.count;
		group = VEC_ADD(topo->arena, &topo->groups);
		group->iommu = forming->iommu;
	}
	group = &topo->groups.items[forming->number];
	*VEC_ADD(topo->arena, &group->masters) = master;
	topo->masters.items[master].group = forming->number;
}

void predict_groups(struct prediction *p)
{
	struct topology *topo = p->topo;
	struct group *group;
	uint32_t i;

	for (i = 0; i < topo->masters.count; i++)
		if (p->group_of[i] != NOBODY && is_grouped(&topo->masters.items[i]))
			add_member(topo, &p->groups.items[group_root(p, p->group_of[i])],
				   i);
	for_each (group, &topo->groups)
		group->why = policy_text(group->iommu->binding, group->masters.count);
}
