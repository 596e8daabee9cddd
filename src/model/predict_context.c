/* SPDX-License-Identifier: BSD-2-Clause */
/* The default domain of each group, and the translation context that it takes. */
#include "model/predict.h"

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
}
