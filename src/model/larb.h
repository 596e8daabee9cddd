/* SPDX-License-Identifier: BSD-2-Clause */
/* The larbs of a MediaTek IOMMU: local arbiters, whose ports are the IDs of masters. */
#ifndef MODEL_LARB_H
#define MODEL_LARB_H

#include "model/topology.h"

enum { LARB_COUNT = 32 }; /* MTK_LARB_NR_MAX */

/* MTK_M4U_TO_LARB() */
static inline unsigned larb_of_port(uint64_t port)
{
	return port >> 5 & (LARB_COUNT - 1);
}

/* Fills has_larbs and larbs of an IOMMU with a binding: mtk_iommu_mm_dts_parse(). */
void larbs_find(const struct topology *topo, struct iommu *iommu);

enum { REGIONS_MAX = 8 };

/*
 * Which region of addresses the driver gives to a master: mtk_iommu_get_iova_region_id().
 * Less than REGIONS_MAX; 0 where the binding tells of none.
 */
unsigned larb_region(const struct topology *topo, const struct iommu *iommu,
		     const struct master *master, const struct stream *streams,
		     uint32_t count);

#endif
