/* SPDX-License-Identifier: BSD-2-Clause */
/* Masters whose windows dma-iommu refuses: iommu_dma_init_domain() in dma-iommu.c. */
#include <stdlib.h>

#include "model/predict.h"

static bool misses_aperture(const struct reach *reach, const struct binding *binding)
{
	const struct reach_window *window;
	uint64_t first = UINT64_MAX, last = 0, end;

	if (!binding->aperture_certain || !reach->windows.count)
		return false;
	for_each (window, &reach->windows) {
		end = window->dma + (window->size - 1);
		first = window->dma < first ? window->dma : first;
		last = end > last ? end : last;
	}
	return first > binding->aperture_last || last < binding->aperture_first;
}

/* A host bridge keeps what its own dma-ranges says of memory. */
static bool is_kept(const struct window *window)
{
	return window->state == WINDOW_OK && window->flags & 0x2000000;
}

static int compare_windows(const void *a, const void *b)
{
	const struct window *const *one = a, *const *two = b;

	if ((*one)->cpu != (*two)->cpu)
		return (*one)->cpu < (*two)->cpu ? -1 : 1;
	return (*one)->index < (*two)->index ? -1 : 1;
}

/*
 * iova_reserve_pci_windows() goes through the windows by CPU address and reserves what
 * lies between them; it refuses those whose PCI addresses do not ascend as well.
 */
static bool windows_descend(const struct topology *topo, const struct bus *bus)
{
	const struct window **sorted;
	const struct window *window;
	size_t count = 0, i;
	uint64_t start = 0;

	sorted = arena_array(topo->arena, bus->windows.count, sizeof(*sorted));
	for_each (window, &bus->windows)
		if (is_kept(window))
			sorted[count++] = window;
	if (count > 1)
		qsort(sorted, count, sizeof(const struct window *), compare_windows);
	for (i = 0; i < count; i++) {
		if (sorted[i]->dma < start)
			return true;
		start = sorted[i]->dma + sorted[i]->size;
	}
	return false;
}

const char *reach_breaks(const struct topology *topo, const struct master *master,
			 const struct iommu *iommu)
{
	const struct bus *bus = topo->bus_of[master->node->index];

	/* Linux for 32-bit Arm has a mapping of its own instead of dma-iommu. */
	if (topo->is_32bit)
		return NULL;
	if (misses_aperture(&master->reach, iommu->binding))
		return "its DMA windows lie outside what the IOMMU translates";
	if (master->kind == MASTER_PCI_HOST && bus && bus->kind == BUS_PCI &&
	    windows_descend(topo, bus))
		return "the PCI addresses of its dma-ranges do not ascend with the CPU "
		       "addresses";
	return NULL;
}
