/* SPDX-License-Identifier: BSD-2-Clause */
/* Windows of PCI hosts, inbound (dma-ranges) and outbound (ranges). */
#include <inttypes.h>
#include <stdlib.h>

#include "base/cover.h"
#include "model/bus.h"
#include "model/iova.h"
#include "model/memory.h"
#include "model/walk.h"
#include "rules/window.h"

/* What the space code of a PCI address says. */
enum space { SPACE_CONFIG, SPACE_IO, SPACE_MEM32, SPACE_MEM64 };

static enum space space_of(uint32_t flags)
{
	return flags >> 24 & 3;
}

static bool is_memory(uint32_t flags)
{
	return space_of(flags) >= SPACE_MEM32;
}

static bool is_live_host(const struct master *master)
{
	return master->node->live && master->kind == MASTER_PCI_HOST;
}

/* True where [first, first + size) does not fit into 32 bits. */
static bool passes_4g(uint64_t first, uint64_t size)
{
	return first > UINT32_MAX || (size && size - 1 > UINT32_MAX - first);
}

/* A 32-bit code does not bound what Linux does with the window. */
static struct finding *report_mem32(struct findings *out, const struct node *node,
				    const char *property, uint32_t index,
				    const struct range *pci)
{
	struct finding *f;

	f = finding_add(out, node, property, (int)index,
			"window %" PRIu32 " at PCI address 0x%" PRIx64 "-0x%" PRIx64
			" has the code of 32-bit memory space, expected that of 64-bit "
			"memory space (3)",
			index, pci->first, pci->last);
	finding_key(out, f, "32-bit 0x%" PRIx64 "-0x%" PRIx64, pci->first, pci->last);
	finding_severity(f, pci->first ? SEVERITY_WARNING : SEVERITY_NOTE);
	return f;
}

static void judge_inbound(struct findings *out, const struct bus *bus,
			  const struct window *window)
{
	const enum space space = space_of(window->flags);
	struct range pci = { window->dma, window->dma + window->size - 1 };
	struct finding *f;

	if (!is_memory(window->flags)) {
		f = finding_add(
			out, bus->node, "dma-ranges", (int)window->index,
			"window %" PRIu32 " has the code of %s space, expected that "
			"of memory space (2 or 3)",
			window->index, space == SPACE_IO ? "I/O" : "configuration");
		finding_key(out, f, "space %d 0x%" PRIx64, space, window->dma);
	} else if (space == SPACE_MEM32 && passes_4g(window->dma, window->size)) {
		f = report_mem32(out, bus->node, "dma-ranges", window->index, &pci);
		finding_consequence(out, f, "ignores the width of the code");
	}
}

void check_pci_type(const struct topology *topo, struct findings *out)
{
	const struct window *window;
	const struct master *host;
	const struct bus *bus;

	for_each (host, &topo->masters) {
		bus = topo->bus_of[host->node->index];
		if (!is_live_host(host) || !bus || bus->kind != BUS_PCI ||
		    is_misread(bus))
			continue;
		for_each (window, &bus->windows)
			if (window->state == WINDOW_OK)
				judge_inbound(out, bus, window);
	}
}

/* Its windows, or those above it, are read otherwise than meant: of that the rule on
 * their shape speaks. */
static bool is_reach_misread(const struct master *host)
{
	return host->reach.bus && is_misread(host->reach.bus);
}

static bool is_attached(const struct master *master)
{
	return master->iommu && (master->verdict == VERDICT_TRANSLATED ||
				 master->verdict == VERDICT_BROKEN);
}

void check_pci_order(const struct topology *topo, struct findings *out)
{
	const struct master *host;
	struct finding *f;

	for_each (host, &topo->masters) {
		if (!is_live_host(host) || !is_attached(host) || is_reach_misread(host) ||
		    iova_fit(topo, host, host->iommu) != IOVA_UNORDERED)
			continue;
		f = finding_add(out, host->node, "dma-ranges", -1,
				"windows overlap on PCI, or their PCI addresses do not "
				"rise with their CPU addresses");
		finding_relate(out, f, "iommu", host->iommu->node, NULL, -1, NULL);
	}
}

/* The memory windows of a host by PCI address; false where there is none. */
static bool cover_outbound(const struct topology *topo, const struct master *host,
			   struct cover *out)
{
	struct range *ranges;
	const struct outbound *outbound;
	size_t count = 0;

	if (!host->outbound_count)
		return false;
	ranges = arena_array(topo->arena, host->outbound_count, sizeof(*ranges));
	for_each_outbound (outbound, topo, host)
		if (is_memory(outbound->flags) &&
		    range_from_length(outbound->pci, outbound->size, &ranges[count]))
			count++;
	*out = cover_build(topo->arena, ranges, count);
	return count;
}

/* The inbound windows by PCI address; without a map, addresses are CPU addresses. */
static struct cover cover_inbound(const struct topology *topo, const struct reach *reach)
{
	static const struct range all = { 0, UINT64_MAX };
	struct range *ranges;
	size_t i;

	if (reach->state != REACH_MAPPED)
		return cover_build(topo->arena, &all, 1);
	ranges = arena_array(topo->arena, reach->windows.count, sizeof(*ranges));
	for (i = 0; i < reach->windows.count; i++) {
		const struct reach_window *window = &reach->windows.items[i];

		ranges[i] = range_clipped(window->dma, window->size);
	}
	return cover_build(topo->arena, ranges, reach->windows.count);
}

/* PCI addresses that are RAM inbound and a device's outbound, and the RAM. */
struct collision {
	struct range pci, cpu;
	uint64_t window; /* start of the outbound window */
};

/* Cuts the collision to the first RAM in it; false where there is none. */
static bool cut_to_ram(const struct topology *topo, struct collision *collision)
{
	const struct memory *memory = memory_from(topo, collision->cpu.first);
	const uint64_t offset = collision->pci.first - collision->cpu.first;

	if (!memory || !range_overlaps(memory->range, collision->cpu))
		return false;
	collision->cpu = range_intersect(memory->range, collision->cpu);
	collision->pci.first = collision->cpu.first + offset;
	collision->pci.last = collision->cpu.last + offset;
	return true;
}

static bool collide(const struct topology *topo, const struct reach *reach,
		    const struct cover_piece *inbound, const struct cover_piece *outbound,
		    struct collision *out)
{
	uint64_t offset = 0;

	if (!range_overlaps(inbound->range, outbound->range))
		return false;
	if (reach->state == REACH_MAPPED)
		offset = reach->windows.items[inbound->owner].cpu -
			 reach->windows.items[inbound->owner].dma;
	out->pci = range_intersect(inbound->range, outbound->range);
	out->cpu.first = out->pci.first + offset;
	out->cpu.last = out->pci.last + offset;
	out->window = outbound->range.first;
	return out->cpu.first <= out->cpu.last && cut_to_ram(topo, out);
}

static bool find_collision(const struct topology *topo, const struct master *host,
			   const struct cover *outbound, struct collision *out)
{
	const struct cover inbound = cover_inbound(topo, &host->reach);
	size_t i = 0, o = 0;

	while (i < inbound.count && o < outbound->count) {
		if (collide(topo, &host->reach, &inbound.pieces[i], &outbound->pieces[o],
			    out))
			return true;
		if (inbound.pieces[i].range.last < outbound->pieces[o].range.last)
			i++;
		else
			o++;
	}
	return false;
}

/* Linux places BARs from the bottom of a window, so RAM this far above is safe enough. */
enum { BARS_TYPICAL = 16 * 1024 * 1024 };

void check_pci_over_ram(const struct topology *topo, struct findings *out)
{
	const struct master *host;
	struct collision both;
	struct cover outbound;
	struct finding *f;

	for_each (host, &topo->masters) {
		if (!is_live_host(host) || is_attached(host) || is_reach_misread(host) ||
		    !cover_outbound(topo, host, &outbound))
			continue;
		if (!topo->memory.count) {
			finding_not_checked(out, "the tree gives no RAM size");
			return;
		}
		if (!find_collision(topo, host, &outbound, &both))
			continue;
		f = finding_add(out, host->node, "ranges", -1,
				"devices can get PCI addresses 0x%" PRIx64 "-0x%" PRIx64
				", by which they also reach RAM at 0x%" PRIx64,
				both.pci.first, both.pci.last, both.cpu.first);
		finding_key(out, f, "0x%" PRIx64 "-0x%" PRIx64, both.pci.first,
			    both.pci.last);
		if (both.pci.first - both.window >= BARS_TYPICAL)
			finding_severity(f, SEVERITY_NOTE);
		if (host->reach.bus)
			finding_relate(out, f, "bus", host->reach.bus->node, "dma-ranges",
				       -1, NULL);
	}
}

static void report_config(struct findings *out, const struct node *node,
			  const struct outbound *outbound)
{
	struct finding *f;

	f = finding_add(out, node, "ranges", (int)outbound->index,
			"window %" PRIu32
			" has the code of configuration space, expected "
			"I/O (1) or memory (2, 3)",
			outbound->index);
	finding_severity(f, SEVERITY_ERROR);
	finding_key(out, f, "config 0x%" PRIx64, outbound->pci);
	finding_consequence(out, f, "prints \"err\" for the window and does not use it");
}

/* Where the address is marked as not relocatable, no BAR is ever placed there. */
static bool is_relocatable(const struct outbound *outbound)
{
	return !(outbound->flags & 0x80000000);
}

static void judge_codes(const struct topology *topo, struct findings *out,
			const struct master *host)
{
	const struct outbound *outbound;
	bool has_mem32 = false;
	struct range pci;

	for_each_outbound (outbound, topo, host) {
		if (!range_from_length(outbound->pci, outbound->size, &pci))
			continue;
		if (space_of(outbound->flags) == SPACE_CONFIG)
			report_config(out, host->node, outbound);
		if (has_mem32 || space_of(outbound->flags) != SPACE_MEM32 ||
		    !is_relocatable(outbound) ||
		    !passes_4g(outbound->pci, outbound->size))
			continue;
		has_mem32 = true;
		report_mem32(out, host->node, "ranges", outbound->index, &pci);
	}
}

void check_ranges_space_code(const struct topology *topo, struct findings *out)
{
	const struct master *host;

	/* Those without compatible are for a driver that finds them otherwise. */
	for_each (host, &topo->masters)
		if (node_has(host->node, PROP_COMPATIBLE) &&
		    host->node->address_cells == 3 && host->node->size_cells == 2)
			judge_codes(topo, out, host);
}

/* An outbound memory window in CPU addresses. */
struct claim {
	struct range cpu;
	uint32_t master, index;
};

static int compare_claims(const void *left, const void *right)
{
	const struct claim *a = left, *b = right;

	if (a->cpu.first != b->cpu.first)
		return a->cpu.first < b->cpu.first ? -1 : 1;
	return a->master < b->master ? -1 : a->master > b->master;
}

static void report_clash(const struct topology *topo, struct findings *out,
			 const struct claim *a, const struct claim *b)
{
	const struct claim *later = a->master > b->master ? a : b;
	const struct claim *other = later == a ? b : a;
	const struct node *node = topo->masters.items[other->master].node;
	const struct range both = range_intersect(a->cpu, b->cpu);
	struct finding *f;

	f = finding_add(out, topo->masters.items[later->master].node, "ranges",
			(int)later->index,
			"window %" PRIu32 " shares CPU addresses 0x%" PRIx64 "-0x%" PRIx64
			" with %s",
			later->index, both.first, both.last, finding_path(out, node));
	finding_key(out, f, "0x%" PRIx64 "-0x%" PRIx64, both.first, both.last);
	finding_relate(out, f, "other host", node, "ranges", (int)other->index, NULL);
}

/* Of the windows before, the one that ends last and that of another host suffice. */
static void find_clashes(const struct topology *topo, struct findings *out,
			 const struct claim *claims, size_t count)
{
	const struct claim *far = NULL, *other = NULL, *claim, *hit;

	for (claim = claims; claim < claims + count; claim++) {
		hit = far && far->master == claim->master ? other : far;
		if (hit && hit->cpu.last >= claim->cpu.first)
			report_clash(topo, out, hit, claim);
		if (!far || claim->cpu.last > far->cpu.last) {
			if (far && far->master != claim->master)
				other = far;
			far = claim;
		} else if (claim->master != far->master &&
			   (!other || claim->cpu.last > other->cpu.last)) {
			other = claim;
		}
	}
}

void check_pci_overlap(const struct topology *topo, struct findings *out)
{
	const struct outbound *outbound;
	struct claim *claims;
	size_t count = 0;

	claims = arena_array(topo->arena, topo->outbounds.count, sizeof(*claims));
	for_each (outbound, &topo->outbounds) {
		if (!outbound->translates || !is_memory(outbound->flags) ||
		    !range_from_length(outbound->cpu, outbound->size, &claims[count].cpu))
			continue;
		claims[count].master = outbound->master;
		claims[count++].index = outbound->index;
	}
	if (count)
		qsort(claims, count, sizeof(*claims), compare_claims);
	find_clashes(topo, out, claims, count);
}
