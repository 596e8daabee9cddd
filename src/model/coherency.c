/* SPDX-License-Identifier: BSD-2-Clause */
/* Coherency of masters and of page-table walks: of_dma_is_coherent(). */
#include "model/bus.h"
#include "model/passes.h"
#include "model/pci.h"

/* The first node on the way to memory that says something; NULL for none. */
static const struct node *deciding_node(const struct topology *topo,
					const struct node *node)
{
	while (node && !node_has(node, PROP_DMA_COHERENT) &&
	       !node_has(node, PROP_DMA_NONCOHERENT))
		node = dma_parent(topo, node);
	return node;
}

static bool is_coherent(const struct topology *topo, const struct node *deciding)
{
	return deciding ? node_has(deciding, PROP_DMA_COHERENT)
			: topo->coherent_by_default;
}

static void resolve_master(const struct topology *topo, struct master *master)
{
	const struct master *host = NULL;

	if (master->kind == MASTER_PCI_FUNCTION)
		host = pci_host_of(topo, master->node);
	master->coherent_node = deciding_node(topo, host ? host->node : master->node);
	master->coherent = is_coherent(topo, master->coherent_node);
}

void coherency_resolve(struct topology *topo)
{
	struct master *master;
	struct iommu *iommu;

	for_each (master, &topo->masters)
		resolve_master(topo, master);
	for_each (iommu, &topo->iommus)
		iommu->coherent = is_coherent(topo, deciding_node(topo, iommu->node));
}
