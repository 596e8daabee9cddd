/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/iova.h"

#include <stdlib.h>

#include "model/bus.h"
#include "model/region.h"
#include "model/walk.h"

enum { PAGE_MASK = 0xfff };

/* A window of the host bridge's own dma-ranges: an entry of bridge->dma_ranges. */
struct inbound {
	uint64_t cpu;
	struct range pci;
	uint32_t index;
};

struct inbounds {
	VEC(struct inbound) windows;
};

/* As iommu_dma_ranges_sort() and a stable list_sort() have it. */
static int compare_inbounds(const void *left, const void *right)
{
	const struct inbound *a = left, *b = right;

	if (a->cpu != b->cpu)
		return a->cpu < b->cpu ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* devm_of_pci_get_host_bridge_resources(): what has no memory code is left out. */
static void collect_inbounds(const struct topology *topo, struct arena *arena,
			     const struct node *host, struct inbounds *out)
{
	const struct bus *bus = topo->bus_of[host->index];
	const struct window *next, *window, *end;
	struct reach_window merged;
	struct range pci, cpu;

	if (!bus || bus->kind != BUS_PCI)
		return;
	end = bus->windows.items + bus->windows.count;
	for (window = bus->windows.items; window < end; window = next) {
		next = bus_take_merged(bus, window, &merged);
		if (!(window->flags & 0x02000000) || merged.cpu == UINT64_MAX ||
		    !range_from_length(merged.cpu, merged.size, &cpu) ||
		    !range_from_length(merged.dma, merged.size, &pci))
			continue;
		*VEC_ADD(arena, &out->windows) =
			(struct inbound){ merged.cpu, pci, merged.index };
	}
	if (out->windows.count)
		qsort(out->windows.items, out->windows.count, sizeof(*out->windows.items),
		      compare_inbounds);
}

/* iova_reserve_pci_windows(): in CPU order, PCI addresses must rise. */
static bool is_unordered(const struct topology *topo, const struct node *host)
{
	const struct inbound *window;
	struct inbounds inbounds = { { 0 } };
	uint64_t start = 0;

	collect_inbounds(topo, topo->arena, host, &inbounds);
	for_each (window, &inbounds.windows) {
		if (window->pci.first < start)
			return true;
		start = window->pci.last + 1;
	}
	return false;
}

static struct range aperture_of(const struct iommu *iommu)
{
	if (!iommu || !iommu->binding)
		return (struct range){ 0, UINT64_MAX };
	return (struct range){ iommu->binding->aperture_first,
			       iommu->binding->aperture_last };
}

enum iova_fit iova_fit(const struct topology *topo, const struct master *master,
		       const struct iommu *iommu)
{
	const struct range aperture = aperture_of(iommu);
	const struct reach *reach = &master->reach;

	/* Linux for 32-bit Arm has a mapping of its own instead of dma-iommu. */
	if (topo->is_32bit)
		return IOVA_FITS;
	if (reach->state == REACH_MAPPED &&
	    (reach->lowest > aperture.last || reach->highest < aperture.first))
		return IOVA_OUTSIDE_APERTURE;
	if (master->kind == MASTER_PCI_HOST && is_unordered(topo, master->node))
		return IOVA_UNORDERED;
	return IOVA_FITS;
}

/* Pages that are not handed out. */
struct holes {
	struct arena *arena;
	VEC(struct range) ranges;
};

static void add_hole(struct holes *holes, uint64_t first, uint64_t last)
{
	*VEC_ADD(holes->arena, &holes->ranges) =
		(struct range){ first & ~(uint64_t)PAGE_MASK, last | PAGE_MASK };
}

/* What lies between inbound windows, the first page of each included. */
static void add_gaps(const struct inbounds *inbounds, struct holes *holes)
{
	const struct inbound *window;
	uint64_t start = 0;

	for_each (window, &inbounds->windows) {
		if (window->pci.first > start)
			add_hole(holes, start, window->pci.first);
		start = window->pci.last + 1;
	}
	if (inbounds->windows.count)
		add_hole(holes, start, UINT64_MAX);
}

static void add_pci_holes(const struct topology *topo, const struct master *master,
			  struct holes *holes)
{
	struct inbounds inbounds = { { 0 } };
	const struct outbound *outbound;
	struct range pci;

	for_each_outbound (outbound, topo, master)
		if (outbound->translates && outbound->flags & 0x02000000 &&
		    range_from_length(outbound->pci, outbound->size, &pci))
			add_hole(holes, pci.first, pci.last);
	collect_inbounds(topo, holes->arena, master->node, &inbounds);
	add_gaps(&inbounds, holes);
}

static void add_reservations(const struct topology *topo, const struct master *master,
			     struct holes *holes)
{
	const struct reservation *const *list;
	struct range iova;
	size_t i, count;

	count = reservations_of(topo, master->node, &list);
	for (i = 0; i < count; i++)
		if (reservation_is_made(topo, list[i]) &&
		    range_from_length(list[i]->iova, list[i]->length, &iova))
			add_hole(holes, iova.first, iova.last);
}

static int compare_ranges(const void *left, const void *right)
{
	const struct range *a = left, *b = right;

	return a->first < b->first ? -1 : a->first > b->first;
}

/* Page 0 is never handed out. */
static struct range bounds_of(const struct topology *topo, const struct master *master,
			      const struct iommu *iommu)
{
	const struct reach *reach = &master->reach;
	struct range bounds = aperture_of(iommu);

	if (bounds.first <= PAGE_MASK)
		bounds.first = PAGE_MASK + 1;
	if (reach->state != REACH_MAPPED)
		return bounds;
	if (reach->limit && reach->limit < bounds.last)
		bounds.last = reach->limit;
	if (kernel_has(&topo->kernel, KERNEL_IOVA_FROM_WINDOW) &&
	    reach->lowest > bounds.first)
		bounds.first = reach->lowest;
	return bounds;
}

/* Ranges are pages, but for the last, which the limit may cut. */
static void add_space(struct arena *arena, struct range free, struct iova_space *out)
{
	if (free.first <= free.last && free.last - free.first >= PAGE_MASK)
		*VEC_ADD(arena, &out->ranges) = free;
}

void iova_find_space(const struct topology *topo, struct arena *arena,
		     const struct master *master, const struct iommu *iommu,
		     struct iova_space *out)
{
	struct range free = bounds_of(topo, master, iommu);
	struct holes holes = { .arena = arena };
	const struct range *hole;

	*out = (struct iova_space){ { 0 } };
	if (master->kind == MASTER_PCI_HOST)
		add_pci_holes(topo, master, &holes);
	add_reservations(topo, master, &holes);
	if (holes.ranges.count)
		qsort(holes.ranges.items, holes.ranges.count, sizeof(struct range),
		      compare_ranges);
	for_each (hole, &holes.ranges) {
		if (hole->first > free.last)
			break;
		if (hole->first > free.first)
			add_space(arena, (struct range){ free.first, hole->first - 1 },
				  out);
		if (hole->last >= free.last)
			return;
		if (hole->last >= free.first)
			free.first = hole->last + 1;
	}
	add_space(arena, free, out);
}
