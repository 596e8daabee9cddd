/* SPDX-License-Identifier: BSD-2-Clause */
/* ZONE_DMA as arch/arm64/mm/init.c sets it up. */
#include "model/passes.h"

/* The bus that bounds the zone: of_dma_get_max_cpu_address(NULL). */
static const struct bus *find_lowest(const struct topology *topo)
{
	const struct bus *bus, *lowest = NULL;

	for_each (bus, &topo->buses)
		if (bus->node->live && bus->property->length && !bus->cells_bad &&
		    (!lowest || bus->zone_limit < lowest->zone_limit))
			lowest = bus;
	return lowest;
}

/* dma_limits_init(), since 6.12. */
static uint64_t exact_last(uint64_t limit, uint64_t first_ram)
{
	return first_ram < UINT32_MAX && limit > UINT32_MAX ? UINT32_MAX : limit;
}

/* max_zone_phys() with zone_dma_bits, before. */
static uint64_t rounded_last(uint64_t limit, uint64_t first_ram)
{
	uint64_t mask = 0;

	if (first_ram > UINT32_MAX)
		return UINT64_MAX;
	while (mask < limit && mask < UINT32_MAX)
		mask = mask << 1 | 1;
	return first_ram > mask ? UINT32_MAX : mask;
}

/* The last address of whole pages of 4 KiB, as zones have; false for none. */
static bool floor_page(uint64_t last, uint64_t *out)
{
	*out = ((last + 1) & ~UINT64_C(0xfff)) - 1;
	return last >= 0xfff;
}

void zone_find(struct topology *topo)
{
	struct dma_zone *zone = &topo->zone;
	uint64_t first, last;

	zone->bus = find_lowest(topo);
	zone->limit = zone->bus ? zone->bus->zone_limit : UINT64_MAX;
	zone->applies = !topo->is_32bit && !topo->coherent_by_default;
	if (!zone->applies || !topo->memory.count)
		return;
	first = topo->memory.items[0].range.first;
	if (kernel_has(&topo->kernel, KERNEL_ZONE_DMA_EXACT))
		last = exact_last(zone->limit, first);
	else
		last = rounded_last(zone->limit, first);
	if (last > topo->memory.items[topo->memory.count - 1].range.last)
		last = topo->memory.items[topo->memory.count - 1].range.last;
	zone->known = true;
	zone->empty = !floor_page(last, &zone->last) || zone->last < first;
}
