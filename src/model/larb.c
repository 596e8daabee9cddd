/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/larb.h"

#include "tree/cells.h"

static const struct property *list_of(const struct iommu *iommu)
{
	return node_find_named(iommu->node, "mediatek,larbs");
}

bool iommu_has_larbs(const struct iommu *iommu)
{
	return iommu->binding && binding_has(iommu->binding, "larb-ports") &&
	       list_of(iommu);
}

/* Its number; its place in the list where it has none. */
static uint32_t number_of(const struct node *larb, uint32_t place)
{
	const struct property *id = node_find_named(larb, "mediatek,larb-id");
	struct cells cells = cells_of(id);
	uint32_t number;

	return id && cells_take_one(&cells, &number) ? number : place;
}

uint32_t iommu_larbs(const struct topology *topo, const struct iommu *iommu)
{
	struct cells cells = cells_of(list_of(iommu));
	const struct node *larb;
	uint32_t place, number, larbs = 0;

	for (place = 0; place < LARB_COUNT && cells_left(&cells); place++) {
		larb = tree_find_phandle(topo->tree, cells_next(&cells));
		if (!larb || !larb->available)
			continue;
		number = number_of(larb, place);
		if (number < LARB_COUNT)
			larbs |= (uint32_t)1 << number;
	}
	return larbs;
}
