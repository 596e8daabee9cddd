/* SPDX-License-Identifier: BSD-2-Clause */
/* dma-coherent and dma-noncoherent: where they contradict, and where nobody reads them.
 */
#include "model/pci.h"
#include "rules/coherency.h"

static bool says_anything(const struct node *node)
{
	return node->live && (node_has(node, PROP_DMA_COHERENT) ||
			      node_has(node, PROP_DMA_NONCOHERENT));
}

static void check_value(const struct node *node, enum known known, struct findings *out)
{
	const struct property *property = node_find(node, known);
	struct finding *f;

	if (!property || !property->length)
		return;
	f = finding_add(out, node, property->name, -1,
			"%s has a value, expected an empty property", property->name);
	finding_consequence(out, f, "counts %s as true whatever its value is",
			    property->name);
	finding_fix(out, f, "write %s; or remove it", property->name);
}

/* Most trees have neither property. */
static bool is_silent(const struct topology *topo)
{
	return !tree_mentions(topo->tree, PROP_DMA_COHERENT) &&
	       !tree_mentions(topo->tree, PROP_DMA_NONCOHERENT);
}

void check_coherency_contradiction(const struct topology *topo, struct findings *out)
{
	const struct node *node;

	if (is_silent(topo))
		return;
	for_each_node (node, topo->tree) {
		if (!says_anything(node))
			continue;
		if (node_has(node, PROP_DMA_COHERENT) &&
		    node_has(node, PROP_DMA_NONCOHERENT))
			finding_add(out, node, "dma-noncoherent", -1,
				    "has both dma-coherent and dma-noncoherent");
		check_value(node, PROP_DMA_COHERENT, out);
		check_value(node, PROP_DMA_NONCOHERENT, out);
	}
}

static void check_function(const struct topology *topo, const struct node *node,
			   struct findings *out)
{
	const struct master *host = pci_host_of(topo, node);
	const bool coherent = node_has(node, PROP_DMA_COHERENT);
	const char *property = coherent ? "dma-coherent" : "dma-noncoherent";
	struct finding *f;

	if (!host || pci_has_platform_child(topo, node))
		return;
	f = finding_add(out, node, property, -1,
			"%s on a PCI function, where the host bridge %s decides: %s",
			property, finding_path(out, host->node),
			host->coherent ? "coherent" : "not coherent");
	finding_relate(out, f, "host bridge", host->node, NULL, -1, NULL);
	if (host->coherent == coherent)
		finding_consequence(out, f,
				    "does not read it; the function is %s as long as the "
				    "host bridge is",
				    coherent ? "coherent" : "not coherent");
}

void check_coherency_ignored(const struct topology *topo, struct findings *out)
{
	const struct node *node;

	if (is_silent(topo))
		return;
	for_each_node (node, topo->tree)
		if (says_anything(node))
			check_function(topo, node, out);
}

/* The masters of one IOMMU. */
struct served {
	uint32_t coherent, others; /* how many there are of either kind */
	const struct master *first_coherent, *first_other;
};

static struct served *count_served(const struct topology *topo)
{
	const struct master *master;
	struct served *all, *served;

	all = arena_array(topo->arena, topo->iommus.count, sizeof(*all));
	for_each (master, &topo->masters) {
		if (!master->iommu || !master->node->live)
			continue;
		served = &all[master->iommu - topo->iommus.items];
		if (master->coherent && !served->coherent++)
			served->first_coherent = master;
		if (!master->coherent && !served->others++)
			served->first_other = master;
	}
	return all;
}

static void say_mismatch(const struct iommu *iommu, const struct served *served,
			 struct findings *out)
{
	const struct master *first =
		iommu->coherent ? served->first_other : served->first_coherent;
	struct finding *f;

	if (iommu->coherent)
		f = finding_add(out, iommu->node, NULL, -1,
				"its page-table walks are coherent, but none of its %u "
				"masters is",
				served->others);
	else
		f = finding_add(out, iommu->node, NULL, -1,
				"its page-table walks are not coherent, but DMA of %u of "
				"its masters is",
				served->coherent);
	finding_relate(out, f, "master", first->node, NULL, -1, NULL);
	if (!iommu->coherent)
		return;
	finding_consequence(
		out, f,
		"trusts both: walks snoop the caches, DMA of the masters does "
		"not and their buffers are flushed");
	finding_fix(out, f, "check whether the masters are coherent as well");
}

void check_coherency_mismatch(const struct topology *topo, struct findings *out)
{
	const struct served *all, *served;
	const struct iommu *iommu;

	if (!topo->iommus.count)
		return;
	all = count_served(topo);
	for_each (iommu, &topo->iommus) {
		served = &all[iommu - topo->iommus.items];
		if (!iommu->binding || !binding_has(iommu->binding, "walks-decide"))
			continue;
		if (iommu->coherent ? served->others && !served->coherent
				    : served->coherent)
			say_mismatch(iommu, served, out);
	}
}
