/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a master's DMA windows meet what its IOMMU translates: the addresses that Linux
 * hands out for it (IOVA). Usable after region_find().
 */
#ifndef MODEL_IOVA_H
#define MODEL_IOVA_H

#include "model/topology.h"

/* How iommu_dma_init_domain() ends. Unless it fits, the master stays attached to a
   translating domain while Linux gives it physical addresses. */
enum iova_fit {
	IOVA_FITS,
	IOVA_OUTSIDE_APERTURE, /* no DMA window meets the aperture: -EFAULT */
	IOVA_UNORDERED, /* windows of a PCI host overlap or run against CPU order: -EINVAL
			 */
};

enum iova_fit iova_fit(const struct topology *topo, const struct master *master,
		       const struct iommu *iommu);

/*
 * What is left to hand out, ascending: the aperture, cut by the DMA limit, less PCI
 * windows and what iommu-addresses reserves, in pages of 4 KiB. O(n log n) in these.
 */
struct iova_space {
	VEC(struct range) ranges;
};

void iova_find_space(const struct topology *topo, struct arena *arena,
		     const struct master *master, const struct iommu *iommu,
		     struct iova_space *out);

#endif
