/* SPDX-License-Identifier: BSD-2-Clause */
/* DMA windows of masters that an IOMMU translates. */
#include <inttypes.h>
#include <stdlib.h>

#include "model/iova.h"
#include "rules/window.h"
#include "rules/window_users.h"

/* False where the windows are not those that were meant, of which other rules speak. */
static bool has_sound_windows(const struct bus *bus)
{
	const struct window *window;

	for_each (window, &bus->windows)
		if (window->state == WINDOW_WRAPS)
			return false;
	return !is_misread(bus);
}

/* 32-bit Arm does without dma-iommu. */
static bool is_attached(const struct topology *topo, const struct master *master)
{
	return !topo->is_32bit && master->iommu && master->iommu->binding &&
	       master->reach.state == REACH_MAPPED &&
	       has_sound_windows(master->reach.bus) &&
	       (master->verdict == VERDICT_TRANSLATED ||
		master->verdict == VERDICT_BROKEN);
}

static bool is_outside(const struct topology *topo, const struct master *master)
{
	/* A size-0 window leaves an empty map; that has a rule of its own. */
	return is_attached(topo, master) && !master->reach.empty_map &&
	       iova_fit(topo, master, master->iommu) == IOVA_OUTSIDE_APERTURE;
}

void check_outside_aperture(const struct topology *topo, struct findings *out)
{
	struct bus_users users = bus_users_collect(topo, is_outside);
	const struct binding *binding;
	const struct reach *reach;
	struct finding *f;

	while (bus_users_next(&users)) {
		reach = &users.master->reach;
		binding = users.master->iommu->binding;
		f = finding_add(out, users.bus->node, "dma-ranges", -1,
				"no window meets 0x%" PRIx64 "-0x%" PRIx64
				", which %s can translate; the first is at 0x%" PRIx64,
				binding->aperture_first, binding->aperture_last,
				finding_path(out, users.master->iommu->node),
				reach->windows.items[0].dma);
		finding_key(out, f, "aperture 0x%" PRIx64 "-0x%" PRIx64,
			    binding->aperture_first, binding->aperture_last);
		finding_relate(out, f, "iommu", users.master->iommu->node, NULL, -1,
			       NULL);
		bus_users_relate(&users, out, f);
		if (!binding->aperture_certain)
			finding_severity(f, SEVERITY_WARNING);
	}
}

static bool is_left_without(const struct topology *topo, const struct master *master)
{
	struct iova_space space;

	if (!is_attached(topo, master) ||
	    iova_fit(topo, master, master->iommu) != IOVA_FITS)
		return false;
	iova_find_space(topo, topo->arena, master, master->iommu, &space);
	return !space.ranges.count;
}

void check_window_empty(const struct topology *topo, struct findings *out)
{
	struct bus_users users = bus_users_collect(topo, is_left_without);
	struct finding *f;

	while (bus_users_next(&users)) {
		f = finding_add(out, users.bus->node, "dma-ranges", -1,
				"no page is left of the windows up to 0x%" PRIx64
				" after the aperture of %s and the reservations",
				users.master->reach.limit,
				finding_path(out, users.master->iommu->node));
		finding_key(out, f, "limit 0x%" PRIx64, users.master->reach.limit);
		finding_relate(out, f, "iommu", users.master->iommu->node, NULL, -1,
			       NULL);
		bus_users_relate(&users, out, f);
	}
}

static int compare_ranges(const void *left, const void *right)
{
	const struct range *a = left, *b = right;

	return a->first < b->first ? -1 : a->first > b->first;
}

/* The first addresses below the limit that are in no window; page 0 counts for none. */
static bool find_hole(const struct topology *topo, const struct reach *reach,
		      struct range *hole)
{
	const bool starts_at_window = kernel_has(&topo->kernel, KERNEL_IOVA_FROM_WINDOW);
	const struct reach_window *window;
	struct range *ranges;
	size_t i, count = 0;
	uint64_t next;

	ranges = arena_array(topo->arena, reach->windows.count, sizeof(*ranges));
	for_each (window, &reach->windows)
		if (range_from_length(window->dma, window->size, &ranges[count]))
			count++;
	if (!count)
		return false;
	qsort(ranges, count, sizeof(*ranges), compare_ranges);
	next = starts_at_window ? ranges[0].first : 0x1000;
	for (i = 0; i < count && ranges[i].first <= next; i++)
		if (ranges[i].last >= next)
			next = ranges[i].last + 1;
	if (i == count)
		return false;
	*hole = (struct range){ next, ranges[i].first - 1 };
	return true;
}

/* Holes of PCI hosts are reserved; a region by ports starts where its windows do. */
static bool may_get_hole(const struct topology *topo, const struct master *master)
{
	return is_attached(topo, master) && master->kind != MASTER_PCI_HOST &&
	       iova_fit(topo, master, master->iommu) == IOVA_FITS &&
	       !binding_has(master->iommu->binding, "port-regions");
}

/* The windows of the first master of a group say where its addresses begin. */
static void say_apart(const struct topology *topo, const struct master *master,
		      struct findings *out)
{
	const struct bus *bus = master->reach.bus;
	const struct group *group = &topo->groups.items[master->group];
	struct finding *f;

	f = finding_add(out, bus ? bus->node : master->node, bus ? "dma-ranges" : NULL,
			-1, "the windows of %s begin elsewhere than those of its group",
			finding_path(out, master->node));
	finding_severity(f, SEVERITY_ERROR);
	finding_consequence(out, f,
			    "leaves it in the group (\"Incompatible range for DMA "
			    "domain\") without using its domain: every transfer faults");
	finding_fix(out, f, "let the windows of all masters of a group begin alike");
	finding_relate(out, f, "iommu", master->iommu->node, NULL, -1, NULL);
	finding_relate(out, f, "master", master->node, NULL, -1, NULL);
	finding_relate(out, f, "other master",
		       topo->masters.items[group->masters.items[0]].node, NULL, -1, NULL);
}

void check_iova_hole(const struct topology *topo, struct findings *out)
{
	const struct master *master;
	struct bus_users users = bus_users_collect(topo, may_get_hole);
	struct range hole;
	struct finding *f;

	while (bus_users_next(&users)) {
		if (!find_hole(topo, &users.bus->reach, &hole))
			continue;
		f = finding_add(out, users.bus->node, "dma-ranges", -1,
				"no window holds 0x%" PRIx64 "-0x%" PRIx64
				", below the limit 0x%" PRIx64,
				hole.first, hole.last, users.bus->reach.limit);
		finding_key(out, f, "hole 0x%" PRIx64 "-0x%" PRIx64, hole.first,
			    hole.last);
		finding_relate(out, f, "iommu", users.master->iommu->node, NULL, -1,
			       NULL);
		bus_users_relate(&users, out, f);
	}
	for_each (master, &topo->masters)
		if (master->is_apart)
			say_apart(topo, master, out);
}
