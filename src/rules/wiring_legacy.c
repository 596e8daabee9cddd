/* SPDX-License-Identifier: BSD-2-Clause */
/* Bindings from before iommus and #iommu-cells. */
#include <string.h>

#include "rules/wiring.h"
#include "tree/cells.h"

static bool has_mmu_masters(const struct topology *topo)
{
	struct iommu *iommu;

	for_each (iommu, &topo->iommus)
		if (node_has(iommu->node, PROP_MMU_MASTERS))
			return true;
	return false;
}

static void report_legacy(const struct topology *topo, enum known known,
			  const char *consequence, struct findings *out)
{
	const struct node *node;
	const char *property;
	struct finding *f;

	for_each_node_with (node, topo->tree, known) {
		if (!node->live)
			continue;
		property = node_find(node, known)->name;
		f = finding_add(out, node, property, -1,
				"has %s, of a binding that Linux left behind", property);
		finding_consequence(out, f, "%s", consequence);
	}
}

/* The node of the old Tegra SMMU, where dma-window does not give it away. */
static void report_asids(const struct topology *topo, struct findings *out)
{
	const struct node *node;
	struct finding *f;

	for_each_node_with (node, topo->tree, PROP_ASIDS) {
		if (!node->live || node_has(node, PROP_DMA_WINDOW))
			continue;
		f = finding_add(out, node, "nvidia,#asids", -1,
				"is an SMMU of its own, of a binding that Linux left "
				"behind");
		finding_consequence(out, f,
				    "has no driver for it: the SMMU is part of the "
				    "memory controller");
		finding_fix(out, f,
			    "give the memory controller #iommu-cells, and the masters "
			    "iommus that name it");
	}
}

/* Links from master to IOMMU before iommus, in trees of vendors. */
static void report_links(const struct topology *topo, enum known known,
			 struct findings *out)
{
	const struct node *node, *target;
	struct cells cells;
	struct finding *f;
	uint32_t phandle;

	for_each_node_with (node, topo->tree, known) {
		cells = cells_of(node_find(node, known));
		if (!node->live || !cells_take_one(&cells, &phandle))
			continue;
		target = tree_find_phandle(topo->tree, phandle);
		if (!topology_iommu(topo, target))
			continue;
		f = finding_add(out, node, node_find(node, known)->name, -1,
				"names %s by %s, which is not iommus",
				finding_path(out, target), node_find(node, known)->name);
		finding_consequence(out, f,
				    "has no reader for it: the IOMMU does not "
				    "serve the master");
		finding_relate(out, f, "iommu", target, NULL, -1, NULL);
	}
}

/* Never a binding of Linux, but trees of vendors have it. */
static void report_dma_mask(const struct topology *topo, struct findings *out)
{
	const struct node *node;
	struct finding *f;

	for_each_node_with (node, topo->tree, PROP_DMA_MASK) {
		if (!node->live)
			continue;
		f = finding_add(out, node, "dma-mask", -1,
				"has dma-mask, which no binding has");
		finding_consequence(out, f,
				    "has no reader for it: what the device reaches is up "
				    "to its driver and to the buses above");
		finding_fix(out, f,
			    "remove it; a limit of the bus is said by dma-ranges there");
	}
}

/* #stream-id-cells beside an mmu-masters is part of one defect, alone it is a leftover.
 */
void check_legacy(const struct topology *topo, struct findings *out)
{
	report_legacy(
		topo, PROP_MMU_MASTERS,
		"reads it only with CONFIG_ARM_SMMU_LEGACY_DT_BINDINGS, and gives the "
		"masters no DMA translation",
		out);
	report_legacy(topo, PROP_DMA_WINDOW, "has no reader for it", out);
	report_asids(topo, out);
	report_links(topo, PROP_IOMMU, out);
	report_links(topo, PROP_MMU_MASTER, out);
	report_dma_mask(topo, out);
	if (!has_mmu_masters(topo))
		report_legacy(topo, PROP_STREAM_ID_CELLS,
			      "reads it beside mmu-masters only", out);
}

void check_legacy_mixed(const struct topology *topo, struct findings *out)
{
	const struct iommu *legacy = NULL;
	struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus)
		if (!legacy && iommu->node->live && iommu->binding &&
		    node_has(iommu->node, PROP_MMU_MASTERS))
			legacy = iommu;
	for_each (iommu, &topo->iommus) {
		if (!legacy || !iommu->node->live || !iommu->binding ||
		    node_has(iommu->node, PROP_MMU_MASTERS) ||
		    strcmp(iommu->binding->driver, legacy->binding->driver))
			continue;
		f = finding_add(out, iommu->node, NULL, -1,
				"has no mmu-masters while %s has, under one driver",
				finding_path(out, legacy->node));
		finding_relate(out, f, "legacy iommu", legacy->node, "mmu-masters", -1,
			       NULL);
		return;
	}
}
