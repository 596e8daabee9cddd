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
