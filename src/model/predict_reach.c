/* SPDX-License-Identifier: BSD-2-Clause */
/* Masters whose windows dma-iommu refuses. */
#include "model/iova.h"
#include "model/predict.h"

const char *reach_breaks(const struct topology *topo, const struct master *master,
			 const struct iommu *iommu)
{
	switch (iova_fit(topo, master, iommu)) {
	case IOVA_OUTSIDE_APERTURE:
		if (master->reach.empty_map)
			return "its dma-ranges leaves it no DMA window at all";
		if (!iommu->binding->aperture_certain)
			return NULL;
		return "its DMA windows lie outside what the IOMMU translates";
	case IOVA_UNORDERED:
		return "the PCI addresses of its dma-ranges do not ascend with the CPU "
		       "addresses";
	default:
		return NULL;
	}
}

/* The page at which iommu_dma_init_domain() of such kernels begins to give addresses. */
static uint64_t start_of(const struct reach *reach)
{
	const struct reach_window *window;
	uint64_t first = reach->windows.count ? UINT64_MAX : 0;

	for_each (window, &reach->windows)
		first = window->dma < first ? window->dma : first;
	return first < 4096 ? 1 : first / 4096;
}

const char *reach_collides(const struct topology *topo, const struct master *master,
			   struct forming_group *group)
{
	const uint64_t start = start_of(&master->reach);

	/* A region by ports has a domain of its own. */
	if (topo->is_32bit || binding_has(group->iommu->binding, "port-regions") ||
	    !kernel_has(&topo->kernel, KERNEL_IOVA_FROM_WINDOW))
		return NULL;
	if (group->has_start && group->start != start)
		return "its DMA windows begin elsewhere than those of its group";
	group->has_start = true;
	group->start = start;
	return NULL;
}
