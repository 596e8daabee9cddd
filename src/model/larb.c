/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/larb.h"

#include "tree/cells.h"

/* Its number; its place in the list where it has none. */
static uint32_t number_of(const struct node *larb, uint32_t place)
{
	const struct property *id = node_find_named(larb, "mediatek,larb-id");
	struct cells cells = cells_of(id);
	uint32_t number;

	return id && cells_take_one(&cells, &number) ? number : place;
}

void larbs_find(const struct topology *topo, struct iommu *iommu)
{
	const struct property *list;
	const struct node *larb;
	uint32_t place, number;
	struct cells cells;

	if (!binding_has(iommu->binding, "larb-ports"))
		return;
	list = node_find_named(iommu->node, "mediatek,larbs");
	iommu->has_larbs = list != NULL;
	cells = cells_of(list);
	for (place = 0; place < LARB_COUNT && cells_left(&cells); place++) {
		larb = tree_find_phandle(topo->tree, cells_next(&cells));
		if (!larb || !larb->available)
			continue;
		number = number_of(larb, place);
		if (number < LARB_COUNT)
			iommu->larbs |= (uint32_t)1 << number;
	}
}
