/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of each master, and why. */
#include "model/pci.h"
#include "model/predict.h"

/* The claims of one master. */
struct claims_of {
	uint32_t own;    /* by its iommus; NOBODY */
	uint32_t taken;  /* the first of its map that is without fault; NOBODY */
	uint32_t failed; /* the first of its map that has one; NOBODY */
};

static struct claims_of *sort_claims(const struct prediction *p)
{
	const size_t count = p->topo->masters.count;
	struct claims_of *all = arena_array(p->topo->arena, count, sizeof(*all));
	const struct claim *claim;
	uint32_t *place;
	size_t i;

	for (i = 0; i < count; i++)
		all[i] = (struct claims_of){ NOBODY, NOBODY, NOBODY };
	for_each (claim, &p->claims) {
		place = &all[claim->master].own;
		if (claim->by_map && claim->fault == FAULT_NONE)
			place = &all[claim->master].taken;
		else if (claim->by_map)
			place = &all[claim->master].failed;
		if (*place == NOBODY)
			*place = (uint32_t)(claim - p->claims.items);
	}
	return all;
}

static void decide(struct master *master, enum verdict verdict, const char *why)
{
	master->verdict = verdict;
	master->why = why;
}

/*
 * Where the IOMMU registers in vain and its driver has linked the master to it already,
 * the driver core waits for it without end. A master that finds no group is linked too.
 */
static bool is_held(const struct prediction *p, const struct claim *claim)
{
	const uint32_t lost_at = p->lost_at[iommu_index(p, claim->last)];
	const struct claim *culprit;

	if (lost_at == NOBODY || claim->by_map || claim->class == CLAIM_LATE ||
	    !binding_has(claim->iommu->binding, "links-masters"))
		return false;
	culprit = &p->claims.items[lost_at];
	if (is_of_domain(culprit))
		return claim->class <= culprit->class &&
		       (claim->fault == FAULT_NONE || is_of_domain(claim));
	if (claim == culprit)
		return claim->fault == FAULT_GROUPS;
	return claim < culprit && claim->fault == FAULT_NONE;
}

static void decide_waiting(struct prediction *p, struct master *master,
			   const struct link *link, uint32_t own)
{
	const char *path = node_path(p->topo->arena, link->target);
	const char *why = link->waits_for ? link->waits_for->why_lost : "it is no IOMMU";

	if (link->waits_for && link->waits_for->lost_to == master)
		master->refuser = link->waits_for;
	if (own != NOBODY && is_held(p, &p->claims.items[own]))
		decide(master, VERDICT_REFUSED,
		       arena_printf(p->topo->arena,
				    "it is linked to %s, which goes away (%s), and waits "
				    "for it without end",
				    path, why));
	else
		decide(master, VERDICT_DEFERRED,
		       arena_printf(p->topo->arena,
				    "it waits until the time-out for %s, which never "
				    "registers: %s",
				    path, why ? why : "it waits itself"));
}

static void decide_taken(struct prediction *p, struct master *master,
			 const struct claim *claim)
{
	struct forming_group *group;
	const char *breaks = NULL;

	master->iommu = claim->iommu;
	group = &p->groups.items[group_root(p, claim->group)];
	if (!group->identity)
		breaks = reach_breaks(p->topo, master, claim->iommu);
	if (!group->identity && !breaks) {
		breaks = reach_collides(p->topo, master, group);
		master->is_apart = breaks;
	}
	if (breaks)
		decide(master, VERDICT_BROKEN, breaks);
	else if (group->identity)
		decide(master, VERDICT_IDENTITY,
		       "its default domain is identity: the IOMMU passes addresses on");
	else
		decide(master, VERDICT_TRANSLATED,
		       "its default domain translates every transfer");
}

static void decide_claim(struct prediction *p, struct master *master,
			 const struct claim *claim)
{
	if (claim->fault == FAULT_NONE) {
		decide_taken(p, master, claim);
		return;
	}
	master->refuser = claim->iommu;
	decide(master, VERDICT_DROPPED, fault_text(p, claim));
}

static void decide_own(struct prediction *p, struct master *master, uint32_t own)
{
	struct link link;

	link_begin(&link);
	link_advance(p, master, &link);
	master->taken = link.next;
	if (link.state == LINK_WAITS)
		decide_waiting(p, master, &link, own);
	else if (link.state == LINK_DROPPED)
		decide(master, VERDICT_DROPPED, link.why);
	else if (link.state == LINK_OK && own != NOBODY)
		decide_claim(p, master, &p->claims.items[own]);
	else if (link.state == LINK_OK)
		decide(master, VERDICT_DEFERRED,
		       "it waits until the time-out for an IOMMU that waits for it");
	else
		decide(master, VERDICT_BYPASS,
		       master->iommu_map ? "nothing reads the iommu-map of such a device"
					 : "it names no IOMMU");
}

static void decide_map(struct prediction *p, struct master *master,
		       const struct claims_of *claims)
{
	const uint32_t claim = claims->taken != NOBODY ? claims->taken : claims->failed;
	const struct map *map = master->iommu_map;
	const struct link link = link_map(p, map);

	if (!map->property->length && !map->refused)
		decide(master, VERDICT_BYPASS, "its iommu-map is empty");
	else if (master->kind == MASTER_ID_BUS && master->reach.state == REACH_UNLIMITED)
		decide(master, VERDICT_DROPPED,
		       "no dma-ranges is in force for its devices, without which their "
		       "bus never asks for an IOMMU");
	else if (link.state == LINK_WAITS)
		decide_waiting(p, master, &link, NOBODY);
	else if (link.state == LINK_DROPPED)
		decide(master, VERDICT_DROPPED, link.why);
	else
		decide_claim(p, master, &p->claims.items[claim]);
}

static void decide_master(struct prediction *p, struct master *master,
			  const struct claims_of *claims)
{
	if (!master->node->live)
		decide(master, VERDICT_BYPASS, "it is disabled");
	else if (!becomes_device(p->topo, master))
		decide(master, VERDICT_BYPASS, "Linux makes no device of it");
	else if (master->reach.state == REACH_FATAL)
		decide(master, VERDICT_REFUSED,
		       "its dma-ranges keeps its driver from binding");
	else if (link_reads_map(master))
		decide_map(p, master, claims);
	else if (master->kind == MASTER_PCI_HOST)
		decide(master, VERDICT_BYPASS,
		       "it has no iommu-map, so that its functions have no IOMMU");
	else
		decide_own(p, master, claims->own);
}

/* Linux takes the properties of the host bridge for the functions behind it. */
static void copy_host(const struct topology *topo, struct master *master)
{
	const struct master *host = pci_host_of(topo, master->node);

	if (!host) {
		decide(master, VERDICT_BYPASS, "no host bridge is above it");
		return;
	}
	master->iommu = host->iommu;
	decide(master, host->verdict, host->why);
}

void predict_verdicts(struct prediction *p)
{
	const struct claims_of *claims = sort_claims(p);
	struct master *master;

	for_each (master, &p->topo->masters)
		if (master->kind != MASTER_PCI_FUNCTION)
			decide_master(p, master, &claims[master_index(p, master)]);
	for_each (master, &p->topo->masters)
		if (master->kind == MASTER_PCI_FUNCTION)
			copy_host(p->topo, master);
}
