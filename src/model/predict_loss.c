/* SPDX-License-Identifier: BSD-2-Clause */
/* IOMMU instances that are lost to one of their masters: bus_iommu_probe(). */
#include "model/predict.h"

static const char *id_fault(const struct prediction *p, const struct claim *claim)
{
	const struct stream *stream = &p->topo->streams.items[claim->stream];
	const char *name = claim->iommu->binding->id_name;

	return arena_printf(p->topo->arena, "%s 0x%llx is beyond those of the IOMMU",
			    name ? name : "ID", (unsigned long long)stream->ids.first);
}

static const char *stream_fault(const struct prediction *p, const struct claim *claim,
				const char *format)
{
	const struct stream *streams = p->topo->streams.items;
	const uint32_t other = streams[claim->stream].other;
	const char *path = "another device";

	if (other != NOBODY && streams[other].master == claim->master)
		path = "its own";
	else if (other != NOBODY)
		path = node_path(p->topo->arena,
				 p->topo->masters.items[streams[other].master].node);
	return arena_printf(p->topo->arena, format,
			    (unsigned long long)streams[claim->stream].ids.first, path);
}

const char *fault_text(struct prediction *p, const struct claim *claim)
{
	switch (claim->fault) {
	case FAULT_ID:
		return id_fault(p, claim);
	case FAULT_MASK:
		return "a stream-match mask is wider than the IOMMU's";
	case FAULT_CELLS:
		return "its driver takes the cells behind the phandle for IOMMUs";
	case FAULT_LARB:
		return "its ports are not of one larb that the IOMMU lists";
	case FAULT_OWNED:
		return stream_fault(p, claim, "ID 0x%llx belongs to %s");
	case FAULT_OVERLAP:
		return stream_fault(
			p, claim, "the stream-match entry of ID 0x%llx meets one of %s");
	case FAULT_ENTRIES:
		return "the IOMMU has no stream-match entry left";
	case FAULT_GROUPS:
		return stream_fault(p, claim,
				    "ID 0x%llx belongs to the group of %s, another ID "
				    "does not");
	case FAULT_CONTEXTS:
		return "the IOMMU has no translation context left";
	case FAULT_DIRECT:
		return "a region of its memory-region lies outside what the IOMMU "
		       "translates";
	default:
		return NULL;
	}
}

/* omap_iommu_probe_device(): -EINVAL for what is no phandle, -ENODEV for other nodes. */
static bool misreads_no_node(const struct prediction *p, const struct claim *claim)
{
	const struct topology *topo = p->topo;
	const struct master *master = &topo->masters.items[claim->master];
	const struct specifier *s = &topo->specifiers.items[master->first_specifier];

	return !tree_find_phandle(topo->tree, s->cells[0]);
}

/* -ENODEV is what bus_iommu_probe() goes on after. */
static bool is_fatal(const struct prediction *p, const struct claim *claim)
{
	if (claim->fault == FAULT_NONE || claim->fault == FAULT_OWNED)
		return false;
	if (claim->fault == FAULT_CELLS)
		return misreads_no_node(p, claim);
	return claim->fault != FAULT_ID ||
	       !binding_has(claim->iommu->binding, "skips-wide-ids");
}

/* Domains come after all devices of the bus. */
bool is_of_domain(const struct claim *claim)
{
	return claim->fault == FAULT_CONTEXTS || claim->fault == FAULT_DIRECT;
}

/* Functions are there in time only where their bridge's driver came first. */
static bool is_there_in_time(const struct claim *claim)
{
	return claim->class != CLAIM_LATE && !claim->by_map;
}

/* Whether the hardware takes an ID between likely-max and max, no tree tells. */
static bool is_likely(const struct prediction *p, const struct claim *claim)
{
	const struct binding *binding = claim->iommu->binding;

	if (claim->fault != FAULT_ID && claim->fault != FAULT_MASK)
		return false;
	return binding->matching == MATCH_MASK ||
	       p->topo->streams.items[claim->stream].ids.first <= binding->id_max;
}

static void lose(struct prediction *p, const struct claim *claim)
{
	uint32_t *lost_at = &p->lost_at[iommu_index(p, claim->last)];
	const struct master *master = &p->topo->masters.items[claim->master];

	if (*lost_at != NOBODY)
		return;
	*lost_at = (uint32_t)(claim - p->claims.items);
	claim->last->lost_to_master = true;
	claim->last->lost_likely = is_likely(p, claim);
	claim->last->lost_to = master;
	provider_give_up(p, claim->last,
			 arena_printf(p->topo->arena, "its master %s is refused: %s",
				      node_path(p->topo->arena, master->node),
				      fault_text(p, claim)));
}

void predict_losses(struct prediction *p)
{
	const struct claim *claim;
	size_t i;

	p->lost_at =
		arena_array(p->topo->arena, p->topo->iommus.count, sizeof(*p->lost_at));
	for (i = 0; i < p->topo->iommus.count; i++)
		p->lost_at[i] = NOBODY;
	if (!kernel_has(&p->topo->kernel, KERNEL_BAD_MASTER_KILLS_IOMMU))
		return;
	for_each (claim, &p->claims)
		if (is_there_in_time(claim) && is_fatal(p, claim) && !is_of_domain(claim))
			lose(p, claim);
	for_each (claim, &p->claims)
		if (is_there_in_time(claim) && is_of_domain(claim))
			lose(p, claim);
}
