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

/* True where the ports of the IOMMU's masters are those of larbs. */
bool iommu_has_larbs(const struct iommu *iommu);

/* Bit n is set where mediatek,larbs lists larb n, as mtk_iommu_mm_dts_parse() reads it.
 */
uint32_t iommu_larbs(const struct topology *topo, const struct iommu *iommu);

#endif
