/* SPDX-License-Identifier: BSD-2-Clause */
/* The default domain of each group, and the translation context that it takes. */
#include "model/predict.h"
#include "model/region.h"

static bool is_identity_client(const struct topology *topo, const struct binding *binding,
			       const struct node *node)
{
	const struct property *list = node_find(node, PROP_COMPATIBLE);
	const struct kernel_match *client;

	if (!list)
		return false;
	for (client = binding->identity_clients; client->compatible; client++)
		if (property_find_string(list, client->compatible) >= 0)
			return kernels_include(client->kernels, topo->kernel.version);
	return false;
}

/* RISC-V kernels have no IOMMU_DMA, so that no default domain of theirs translates. */
static bool wants_identity(const struct topology *topo, const struct claim *claim)
{
	const struct binding *binding = claim->iommu->binding;

	return binding->domain == DOMAIN_IDENTITY || topo->coherent_by_default ||
	       is_identity_client(topo, binding, topo->masters.items[claim->master].node);
}

/*
 * iommu_get_default_domain_type(): where the group is complete before it gets a domain,
 * one device that asks for identity is enough; elsewhere the first device decides.
 */
static void choose_domains(struct prediction *p)
{
	const bool complete =
		kernel_has(&p->topo->kernel, KERNEL_MASTERS_PROBED_AT_REGISTRATION);
	struct forming_group *group;
	const struct claim *claim;

	for_each (claim, &p->claims) {
		if (claim->fault != FAULT_NONE)
			continue;
		group = &p->groups.items[group_root(p, claim->group)];
		if (!group->has_domain || (complete && claim->class != CLAIM_LATE))
			group->identity |= wants_identity(p->topo, claim);
		group->has_domain = true;
	}
}

/*
 * Where each translating group takes one context of several. Of the others, drivers with
 * one context have one group, and a context that an ID chooses is found by its number.
 */
static bool counts_contexts(const struct iommu *iommu)
{
	return iommu->contexts && iommu->binding->shared_id == SHARED_GROUP &&
	       (iommu->binding->contexts_from == CONTEXTS_INTERRUPTS ||
		iommu->binding->contexts_from == CONTEXTS_FIXED);
}

/* What iommu_create_device_direct_mappings() cannot map. */
static bool is_out_of_reach(const struct topology *topo,
			    const struct reservation *reservation,
			    const struct binding *binding)
{
	const uint64_t last =
		binding->mapped_last ? binding->mapped_last : binding->aperture_last;

	return reservation->seen && reservation->state == ENTRY_OK &&
	       reservation->direct && !reservation->zero_length &&
	       reservation->translates && binding->aperture_certain &&
	       kernel_has(&topo->kernel, KERNEL_IOMMU_ADDRESSES) &&
	       kernels_include(binding->iommu_addresses, topo->kernel.version) &&
	       (reservation->iova < binding->aperture_first ||
		reservation->iova + (reservation->length - 1) > last);
}

static void check_reservations(struct prediction *p, struct claim *claim)
{
	const struct topology *topo = p->topo;
	const struct reservation *const *all;
	size_t count, i;

	count = reservations_of(topo, topo->masters.items[claim->master].node, &all);
	for (i = 0; i < count; i++)
		if (is_out_of_reach(topo, all[i], claim->iommu->binding))
			claim->fault = FAULT_DIRECT;
}

/* Mappings are made again once the group is attached; only then do they count. */
static void map_reservations(struct prediction *p)
{
	struct claim *claim;

	if (!p->topo->reservations.count)
		return;
	for_each (claim, &p->claims)
		if (claim->fault == FAULT_NONE && !claim->by_map &&
		    !p->groups.items[group_root(p, claim->group)].identity)
			check_reservations(p, claim);
}

void predict_contexts(struct prediction *p)
{
	struct forming_group *group;
	struct claim *claim;

	choose_domains(p);
	for_each (claim, &p->claims) {
		if (claim->fault != FAULT_NONE || !counts_contexts(claim->iommu))
			continue;
		group = &p->groups.items[group_root(p, claim->group)];
		if (group->identity)
			continue;
		if (group->context == CONTEXT_NONE)
			group->context =
				++claim->iommu->contexts_wanted > claim->iommu->contexts
					? CONTEXT_REFUSED
					: CONTEXT_HELD;
		if (group->context == CONTEXT_REFUSED)
			claim->fault = FAULT_CONTEXTS;
	}
	map_reservations(p);
}
