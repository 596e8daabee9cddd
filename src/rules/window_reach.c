/* SPDX-License-Identifier: BSD-2-Clause */
/* DMA windows against RAM. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/cover.h"
#include "model/address.h"
#include "model/memory.h"
#include "rules/window.h"
#include "rules/window_users.h"

static const char no_ram[] = "the tree gives no RAM size";

/* The CPU addresses of the windows, ascending and disjoint. */
static struct cover cover_windows(struct arena *arena, const struct reach *reach)
{
	struct range *ranges = arena_array(arena, reach->windows.count, sizeof(*ranges));
	const struct reach_window *window;
	size_t count = 0;

	/* translate_phys_to_dma() looks at the size alone, not where it ends. */
	for_each (window, &reach->windows)
		ranges[count++] = range_clipped(window->cpu, window->size);
	return cover_build(arena, ranges, count);
}

/* How much of RAM up to the given address there is, and how much the windows cover. */
struct tally {
	uint64_t ram, covered;
};

static struct tally count_ram(const struct topology *topo, const struct cover *windows,
			      uint64_t last)
{
	struct tally tally = { 0, 0 };
	const struct memory *memory = topo->memory.items;
	const struct memory *end = memory + topo->memory.count;
	size_t i = 0;

	for (; memory < end && memory->range.first <= last; memory++) {
		struct range ram = memory->range;

		if (ram.last > last)
			ram.last = last;
		tally.ram += range_length(ram);
		while (i < windows->count && windows->pieces[i].range.last < ram.first)
			i++;
		for (; i < windows->count && windows->pieces[i].range.first <= ram.last;
		     i++) {
			tally.covered += range_length(
				range_intersect(windows->pieces[i].range, ram));
			if (windows->pieces[i].range.last > ram.last)
				break;
		}
	}
	return tally;
}

/* Registers of all nodes and reserved regions, ascending and disjoint. */
static struct cover cover_tree(const struct topology *topo)
{
	VEC(struct range) ranges = { 0 };
	const struct region *region;
	const struct node *node;
	struct range range;
	uint32_t i;

	for_each (region, &topo->regions)
		if (region->has_reg && !region->reg_bad)
			*VEC_ADD(topo->arena, &ranges) = region->range;
	for_each_node (node, topo->tree)
		for (i = 0;
		     node_has(node, PROP_REG) && reg_translate(topo, node, i, &range);
		     i++)
			*VEC_ADD(topo->arena, &ranges) = range;
	return cover_build(topo->arena, ranges.items, ranges.count);
}

static bool covers_meet(const struct cover *a, const struct cover *b)
{
	size_t i = 0, j = 0;

	while (i < a->count && j < b->count) {
		if (range_overlaps(a->pieces[i].range, b->pieces[j].range))
			return true;
		if (a->pieces[i].range.last < b->pieces[j].range.last)
			i++;
		else
			j++;
	}
	return false;
}

static bool hits_ram(const struct topology *topo, const struct cover *windows)
{
	return count_ram(topo, windows, UINT64_MAX).covered;
}

void check_hits_nothing(const struct topology *topo, struct findings *out)
{
	struct cover windows, tree = { NULL, 0 };
	const struct bus *bus;
	struct finding *f;

	for_each (bus, &topo->buses) {
		if (!bus->node->live || !bus->reach.windows.count || is_misread(bus) ||
		    find_truncated(topo, &bus->reach))
			continue;
		if (!topo->memory.count) {
			finding_not_checked(out, no_ram);
			return;
		}
		windows = cover_windows(topo->arena, &bus->reach);
		if (hits_ram(topo, &windows))
			continue;
		if (!tree.pieces)
			tree = cover_tree(topo);
		if (covers_meet(&windows, &tree))
			continue;
		f = finding_add(
			out, bus->node, "dma-ranges", -1,
			"no window leads to RAM, a reserved region or a device; the "
			"first leads to 0x%" PRIx64,
			bus->reach.windows.items[0].cpu);
		finding_key(out, f, "cpu 0x%" PRIx64, bus->reach.windows.items[0].cpu);
	}
}

static bool is_untranslated(const struct topology *topo, const struct master *master)
{
	(void)topo;
	return master->reach.state == REACH_MAPPED && !master->reach.empty_map &&
	       !is_misread(master->reach.bus) && master->verdict != VERDICT_TRANSLATED &&
	       master->verdict != VERDICT_REFUSED && master->verdict != VERDICT_BROKEN;
}

/* True where no bounce buffer can lie in a window: they come from ZONE_DMA. */
static bool is_beyond_bouncing(const struct topology *topo, const struct cover *windows)
{
	if (!topo->zone.known)
		return false;
	return topo->zone.empty || !count_ram(topo, windows, topo->zone.last).covered;
}

/* Masters with windows to reserved regions alone work in these. */
static bool hits_region(const struct topology *topo, const struct cover *windows)
{
	const struct region *region;
	struct cover_piece piece = { 0 };
	const struct cover one = { &piece, 1 };

	for_each (region, &topo->regions) {
		piece.range = region->range;
		if (region->has_reg && !region->reg_bad && covers_meet(&one, windows))
			return true;
	}
	return false;
}

static void report_uncovered(const struct topology *topo, struct findings *out,
			     const struct bus_users *users, const struct cover *windows)
{
	const struct tally tally = count_ram(topo, windows, UINT64_MAX);
	const struct reach *reach = &users->bus->reach;
	struct finding *f;

	if (tally.covered == tally.ram || (!tally.covered && hits_region(topo, windows)))
		return;
	f = finding_add(out, users->bus->node, "dma-ranges", -1,
			"the windows reach 0x%" PRIx64 " of 0x%" PRIx64
			" bytes of RAM, DMA addresses end at 0x%" PRIx64,
			tally.covered, tally.ram, reach->limit);
	finding_key(out, f, "missing 0x%" PRIx64, tally.ram - tally.covered);
	finding_severity(f, SEVERITY_NOTE);
	bus_users_relate(users, out, f);
	if (!is_beyond_bouncing(topo, windows))
		return;
	finding_severity(f, SEVERITY_ERROR);
	finding_consequence(out, f,
			    "has no bounce buffers in reach either: mapping a buffer "
			    "fails with \"swiotlb addr overflow\"");
}

static void judge_direct(const struct topology *topo, struct findings *out)
{
	struct bus_users users = bus_users_collect(topo, is_untranslated);
	struct cover windows;

	while (bus_users_next(&users)) {
		if (!topo->memory.count) {
			finding_not_checked(out, no_ram);
			return;
		}
		if (find_truncated(topo, &users.bus->reach))
			continue;
		windows = cover_windows(topo->arena, &users.bus->reach);
		report_uncovered(topo, out, &users, &windows);
	}
}

static bool is_narrow(const struct iommu *iommu)
{
	return iommu->node->live && iommu->masters.count && iommu->binding &&
	       iommu->binding->output_effect && iommu->binding->output_bits &&
	       iommu->binding->output_bits < 64;
}

/* Where the default is no translation, as on OMAP, drivers attach domains of their own.
 */
static bool is_mapped(const struct master *master, const struct iommu *iommu)
{
	return master->iommu == iommu && (master->verdict == VERDICT_TRANSLATED ||
					  master->verdict == VERDICT_IDENTITY);
}

static bool relate_mapped(const struct topology *topo, const struct iommu *iommu,
			  struct findings *out, struct finding *finding)
{
	const struct master *master;
	const uint32_t *index;
	bool any = false;

	for_each (index, &iommu->masters) {
		master = &topo->masters.items[*index];
		if (!is_mapped(master, iommu))
			continue;
		any = true;
		if (finding)
			finding_relate(out, finding, "master", master->node, NULL, -1,
				       NULL);
	}
	return any;
}

static void judge_output(const struct topology *topo, struct findings *out,
			 const struct iommu *iommu)
{
	const uint64_t last = (UINT64_C(1) << iommu->binding->output_bits) - 1;
	const struct memory *memory = memory_from(topo, last);
	struct finding *f;

	if (!relate_mapped(topo, iommu, out, NULL))
		return;
	if (!topo->memory.count) {
		finding_not_checked(out, no_ram);
		return;
	}
	if (memory && memory->range.last <= last)
		memory++;
	if (!memory || memory == topo->memory.items + topo->memory.count)
		return;
	f = finding_add(out, iommu->node, NULL, -1,
			"puts out addresses of %u bits, RAM reaches to 0x%" PRIx64,
			iommu->binding->output_bits,
			topo->memory.items[topo->memory.count - 1].range.last);
	finding_key(out, f, "bits %u", iommu->binding->output_bits);
	finding_consequence(out, f, "%s", iommu->binding->output_effect);
	finding_fix(out, f,
		    "none in the tree but to leave RAM from 0x%" PRIx64 " on unused",
		    last + 1);
	relate_mapped(topo, iommu, out, f);
}

void check_ram_unreachable(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;

	judge_direct(topo, out);
	for_each (iommu, &topo->iommus)
		if (is_narrow(iommu))
			judge_output(topo, out, iommu);
}

/* Less than this is taken for a slip: firmware, kernel and CMA need their part of it. */
enum { ZONE_SMALL = 64 * 1024 * 1024 };

void check_zone_shrunk(const struct topology *topo, struct findings *out)
{
	const struct dma_zone *zone = &topo->zone;
	struct finding *f;
	uint64_t first;

	if (!zone->applies || !zone->bus)
		return;
	if (!zone->known) {
		finding_not_checked(out, no_ram);
		return;
	}
	first = topo->memory.items[0].range.first;
	if (zone->empty) {
		f = finding_add(out, zone->bus->node, "dma-ranges", -1,
				"the windows end at CPU address 0x%" PRIx64
				" and RAM begins at 0x%" PRIx64 ": ZONE_DMA is empty",
				zone->limit, first);
		finding_severity(f, SEVERITY_ERROR);
	} else if (zone->last - first < ZONE_SMALL - 1 &&
		   zone->last < topo->memory.items[topo->memory.count - 1].range.last) {
		f = finding_add(out, zone->bus->node, "dma-ranges", -1,
				"the windows end at CPU address 0x%" PRIx64
				", which leaves 0x%" PRIx64 " bytes for ZONE_DMA",
				zone->limit, zone->last - first + 1);
	} else {
		return;
	}
	finding_key(out, f, "zone to 0x%" PRIx64, zone->limit);
}
