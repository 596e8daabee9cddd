/* SPDX-License-Identifier: BSD-2-Clause */
/* A device that is wired otherwise than its kind is in nearly all known SoCs. */
#include "model/walk.h"
#include "rules/siblings.h"

static bool is_wired(const struct node *node)
{
	return node_has(node, PROP_IOMMUS) || node_has(node, PROP_IOMMU_MAP);
}

static bool is_judged(const struct topology *topo, const struct node *node,
		      uint32_t habit)
{
	const struct master *master = topology_master(topo, node);

	return master && master->kind != MASTER_PCI_FUNCTION &&
	       topology_clients(topo, node) & habit;
}

/* Where most of its siblings are wired, that they are is the better reason. */
static bool siblings_are_wired(const struct kin *kin)
{
	const struct node **node;
	size_t wired = 0;

	for_each (node, &kin->nodes)
		wired += is_wired(*node);
	return is_majority(wired, kin->nodes.count);
}

static bool has_live_iommu(const struct topology *topo)
{
	const struct iommu *iommu;

	for_each (iommu, &topo->iommus)
		if (iommu->node->live)
			return true;
	return false;
}

void check_habit_iommus(const struct topology *topo, struct findings *out)
{
	const struct node **node;
	const struct kin *kin;

	if (!has_live_iommu(topo))
		return;
	for_each (kin, &topo->kins) {
		if (siblings_are_wired(kin))
			continue;
		for_each (node, &kin->nodes)
			if (!is_wired(*node) &&
			    is_judged(topo, *node, CLIENT_BEHIND_IOMMU))
				finding_add(
					out, *node, "iommus", -1,
					"has no iommus, nearly all SoCs with an IOMMU "
					"have such devices behind it");
	}
}

static bool siblings_are_coherent(const struct topology *topo, const struct kin *kin)
{
	const struct master *master;
	const struct node **node;
	size_t coherent = 0;

	for_each (node, &kin->nodes) {
		master = topology_master(topo, *node);
		coherent += master && master->coherent;
	}
	return is_majority(coherent, kin->nodes.count);
}

static void check_node(const struct topology *topo, const struct node *node,
		       struct findings *out)
{
	const bool coherent = topology_master(topo, node)->coherent;
	const uint32_t habit = topology_clients(topo, node);

	if (habit & CLIENT_COHERENT && !coherent && !node_has(node, PROP_DMA_NONCOHERENT))
		finding_add(out, node, "dma-coherent", -1,
			    "is not dma-coherent, such devices are in nearly all SoCs");
	if (habit & CLIENT_NON_COHERENT && node_has(node, PROP_DMA_COHERENT))
		finding_add(out, node, "dma-coherent", -1,
			    "is dma-coherent, such devices are not in nearly all SoCs");
}

void check_habit_coherency(const struct topology *topo, struct findings *out)
{
	const struct node **node;
	const struct kin *kin;

	if (topo->coherent_by_default)
		return;
	for_each (kin, &topo->kins) {
		if (siblings_are_coherent(topo, kin))
			continue;
		for_each (node, &kin->nodes)
			if (is_judged(topo, *node, CLIENT_COHERENT | CLIENT_NON_COHERENT))
				check_node(topo, *node, out);
	}
}
