/* SPDX-License-Identifier: BSD-2-Clause */
/* Alike nodes beside each other that are described otherwise, with no majority. */
#include "model/walk.h"
#include "rules/siblings.h"

/* What is compared, and who says that a node has it. */
struct trait {
	const char *property;
	uint32_t known_by_habit; /* CLIENT_ bits: client-* rules speak of those */
	bool (*applies)(const struct topology *topo, const struct node *node);
	bool (*has)(const struct topology *topo, const struct node *node);
};

static bool is_device(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);

	return master && !topology_iommu(topo, node) &&
	       (master->kind == MASTER_DEVICE || master->kind == MASTER_CHILD);
}

static bool is_wired(const struct topology *topo, const struct node *node)
{
	(void)topo;
	return node_is_wired(node);
}

static bool has_coherency(const struct topology *topo, const struct node *node)
{
	return !topo->coherent_by_default &&
	       (topology_iommu(topo, node) || topology_master(topo, node));
}

static bool is_coherent(const struct topology *topo, const struct node *node)
{
	const struct iommu *iommu = topology_iommu(topo, node);

	return iommu ? iommu->coherent : topology_master(topo, node)->coherent;
}

static bool is_bridge(const struct topology *topo, const struct node *node)
{
	return !(topology_clients(topo, node) & CLIENT_BUS);
}

static bool has_windows(const struct topology *topo, const struct node *node)
{
	return topo->bus_of[node->index];
}

static const struct trait traits[] = {
	{ "iommus", CLIENT_BEHIND_IOMMU | CLIENT_ALWAYS_BEHIND_IOMMU, is_device,
	  is_wired },
	{ "dma-coherent", CLIENT_COHERENT | CLIENT_NON_COHERENT | CLIENT_ALWAYS_COHERENT,
	  has_coherency, is_coherent },
	{ "dma-ranges", 0, is_bridge, has_windows },
};

static bool is_compared(const struct topology *topo, const struct trait *trait,
			const struct peers *peers)
{
	size_t i;

	for (i = 0; i < peers->count; i++)
		if (!trait->applies(topo, peers->nodes[i]) ||
		    topology_clients(topo, peers->nodes[i]) &
			    (trait->known_by_habit | CLIENT_INSTANCES_DIFFER))
			return false;
	return true;
}

static void compare(const struct topology *topo, const struct trait *trait,
		    const struct peers *peers, struct findings *out)
{
	const struct node *having = NULL;
	size_t i, count = 0;
	struct finding *f;

	for (i = 0; i < peers->count; i++) {
		if (!trait->has(topo, peers->nodes[i]))
			continue;
		having = having ? having : peers->nodes[i];
		count++;
	}
	for (i = 0; having && i < peers->count; i++) {
		if (trait->has(topo, peers->nodes[i]))
			continue;
		f = finding_add(out, peers->nodes[i], trait->property, -1,
				"lacks %s, which %zu of the %zu nodes %s here have",
				trait->property, count, peers->count, peers->compatible);
		finding_key(out, f, "%s", trait->property);
		finding_relate(out, f, "sibling", having, trait->property, -1, NULL);
	}
}

/*
 * True where some nodes of the kin have it and some may not. Where most of all have it,
 * wherever they are, another rule speaks.
 */
static bool is_divided(const struct topology *topo, const struct trait *trait,
		       const struct kin *kin)
{
	const struct node **node;
	size_t count = 0;

	for_each (node, &kin->nodes)
		count += trait->applies(topo, *node) && trait->has(topo, *node);
	return count && count < kin->nodes.count && !is_majority(count, kin->nodes.count);
}

static void check_kin(const struct topology *topo, const struct trait *trait,
		      const struct kin *kin, struct findings *out)
{
	struct peers peers = peers_of(out->arena, kin);

	while (peers_next(&peers))
		if (peers.count > 1 && is_compared(topo, trait, &peers))
			compare(topo, trait, &peers, out);
}

void check_siblings_differ(const struct topology *topo, struct findings *out)
{
	const struct trait *trait;
	const struct kin *kin;

	for_each (kin, &topo->kins)
		for (trait = traits; trait < traits + ARRAY_SIZE(traits); trait++)
			if (is_divided(topo, trait, kin))
				check_kin(topo, trait, kin, out);
}
