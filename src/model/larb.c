/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/larb.h"

#include <stdlib.h>

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

/* Whether all the ports, as bits, are the region's: a list of LARB or LARB:PORTS. */
static bool region_has(const char *region, unsigned larb, unsigned long ports)
{
	unsigned long number, mask;
	char *end;

	for (;; region = end) {
		number = strtoul(region, &end, 10);
		if (end == region)
			return false;
		mask = *end == ':' ? strtoul(end + 1, &end, 16) : UINT32_MAX;
		if (number == larb && (mask & ports) == ports)
			return true;
	}
}

static unsigned region_of_window(const struct reach *reach)
{
	const uint64_t region =
		reach->windows.count ? reach->windows.items[0].dma >> 32 : 0;

	return region < REGIONS_MAX ? (unsigned)region : REGIONS_MAX - 1;
}

unsigned larb_region(const struct topology *topo, const struct iommu *iommu,
		     const struct master *master, const struct stream *streams,
		     uint32_t count)
{
	const strings regions = iommu->binding->group_regions;
	unsigned long ports = 0;
	uint32_t i;

	if (!regions[0] || !count)
		return 0;
	if (!kernel_has(&topo->kernel, KERNEL_REGION_BY_PORTS))
		return region_of_window(&master->reach);
	for (i = 0; i < count; i++)
		ports |= 1UL << (streams[i].ids.first & 31);
	for (i = 0; i < REGIONS_MAX && regions[i]; i++)
		if (region_has(regions[i], larb_of_port(streams->ids.first), ports))
			return i;
	return 0;
}
