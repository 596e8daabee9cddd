/* SPDX-License-Identifier: BSD-2-Clause */
/* A device that is wired otherwise than its kind: in nearly all SoCs, or in Linux 7.2. */
#include <string.h>

#include "model/walk.h"
#include "rules/siblings.h"

/* The CLIENT_ bits by which the node is judged. */
static uint32_t habits_of(const struct topology *topo, const struct node *node)
{
	const uint32_t kinds =
		CLIENT_BEHIND_IOMMU | CLIENT_COHERENT | CLIENT_NON_COHERENT;
	const struct master *master = topology_master(topo, node);
	const uint32_t clients = topology_clients(topo, node);

	if (!master || master->kind == MASTER_PCI_FUNCTION)
		return 0;
	return clients & CLIENT_HABIT_DIFFERS ? clients & ~kinds : clients;
}

/* Where most of its siblings are wired, that they are is the better reason. */
static bool siblings_are_wired(const struct kin *kin)
{
	const struct node **node;
	size_t wired = 0;

	for_each (node, &kin->nodes)
		wired += node_is_wired(*node);
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

/* The child of the same name: where there is one, the node is its wrapper. */
static const struct node *wrapped(const struct node *node)
{
	const size_t length = strcspn(node->name, "@");
	const struct node *child;

	for_each_child (child, node)
		if (strcspn(child->name, "@") == length &&
		    !memcmp(child->name, node->name, length))
			return child;
	return NULL;
}

static bool is_wired_inside(const struct node *node)
{
	const struct node *device = wrapped(node);

	return device && node_is_wired(device);
}

static void check_wiring(const struct topology *topo, const struct node *node,
			 struct findings *out)
{
	const uint32_t habits = habits_of(topo, node);

	if (!(habits & (CLIENT_BEHIND_IOMMU | CLIENT_ALWAYS_BEHIND_IOMMU)) ||
	    is_wired_inside(node))
		return;
	finding_add(
		out, node, "iommus", -1, "%s",
		habits & CLIENT_ALWAYS_BEHIND_IOMMU
			? "names no IOMMU, in Linux 7.2 all devices like it do"
			: "names no IOMMU, in nearly all SoCs with one such devices do");
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
			if (!node_is_wired(*node))
				check_wiring(topo, *node, out);
	}
}

static bool is_coherent_inside(const struct node *node)
{
	const struct node *device = wrapped(node);

	return device && node_has(device, PROP_DMA_COHERENT);
}

/* What is odd about the coherency of the node; NULL where nothing is. */
static const char *find_oddity(const struct topology *topo, const struct node *node)
{
	const uint32_t habit = habits_of(topo, node);

	if (habit & CLIENT_NON_COHERENT && node_has(node, PROP_DMA_COHERENT))
		return "is dma-coherent, such devices are not in nearly all SoCs";
	if (!(habit & (CLIENT_COHERENT | CLIENT_ALWAYS_COHERENT)) ||
	    topology_master(topo, node)->coherent ||
	    node_has(node, PROP_DMA_NONCOHERENT) || is_coherent_inside(node))
		return NULL;
	return habit & CLIENT_ALWAYS_COHERENT
		       ? "is not dma-coherent, in Linux 7.2 all devices like it are"
		       : "is not dma-coherent, in nearly all SoCs such devices are";
}

/* By node: what its siblings or its twin show is the better reason. */
static const bool *mark_shown_by_others(const struct topology *topo,
					const struct findings *out)
{
	bool *marks = arena_array(out->arena, topo->tree->node_count, sizeof(*marks));
	struct findings others = { .arena = out->arena, .rule = out->rule };
	const struct finding *finding;

	check_siblings_coherency(topo, &others);
	check_twins(topo, &others);
	for_each (finding, &others.list)
		marks[finding->order] = true;
	return marks;
}

void check_habit_coherency(const struct topology *topo, struct findings *out)
{
	const bool *is_shown = NULL;
	const struct master *master;
	const char *oddity;

	if (topo->coherent_by_default)
		return;
	for_each (master, &topo->masters) {
		oddity = master->node->live ? find_oddity(topo, master->node) : NULL;
		if (!oddity)
			continue;
		if (!is_shown)
			is_shown = mark_shown_by_others(topo, out);
		if (!is_shown[master->node->index])
			finding_add(out, master->node, "dma-coherent", -1, "%s", oddity);
	}
}
