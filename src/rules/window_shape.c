/* SPDX-License-Identifier: BSD-2-Clause */
/* dma-ranges that Linux cannot read, or not as it was meant. */
#include <inttypes.h>

#include "model/address.h"
#include "rules/window.h"

/* Live buses with something to read, but for the root, which has a rule of its own. */
static bool is_judged(const struct bus *bus)
{
	return bus->node->live && bus->node->parent && bus->property->length;
}

bool lacks_cells(const struct bus *bus)
{
	return bus->no_address_cells && bus->kind != BUS_PCI && bus->kind != BUS_ISA;
}

/* What the PCI (ISA) translator assumes, whatever the properties say. */
static bool has_foreign_cells(const struct bus *bus)
{
	if (bus->kind == BUS_PCI)
		return bus->address_cells != 3 || bus->size_cells != 2;
	return bus->kind == BUS_ISA && (bus->address_cells != 2 || bus->size_cells != 1);
}

static bool is_address_count(uint32_t count)
{
	return count && count <= ADDRESS_CELLS_MAX;
}

/* OF_CHECK_COUNTS(), whether or not the kernel calls it for dma-ranges. */
static bool has_bad_counts(const struct bus *bus)
{
	return !is_address_count(bus->address_cells) || !bus->size_cells ||
	       !is_address_count(bus->parent_cells);
}

bool is_misread(const struct bus *bus)
{
	return bus->surplus || has_foreign_cells(bus) || has_bad_counts(bus);
}

static void report_cells(struct findings *out, const struct bus *bus)
{
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", -1,
			"has %" PRIu32 " address cells, %" PRIu32
			" size cells and %" PRIu32
			" cells of the parent's address, expected 1 to 4, at least 1 and "
			"1 to 4",
			bus->address_cells, bus->size_cells, bus->parent_cells);
	finding_key(out, f, "counts %" PRIu32 " %" PRIu32 " %" PRIu32, bus->address_cells,
		    bus->size_cells, bus->parent_cells);
	if (bus->cells_bad || !is_address_count(bus->parent_cells)) {
		finding_consequence(out, f,
				    "refuses the property: masters run without limit or "
				    "offset");
	} else if (!bus->size_cells) {
		finding_consequence(out, f,
				    "takes each window for one of size 0, which leaves "
				    "an empty map");
	} else {
		finding_severity(f, SEVERITY_NOTE);
		finding_consequence(out, f,
				    "reads it, but Linux 7.2 refuses it, and no window "
				    "of a bus below can lead through it");
	}
}

static void report_foreign_cells(struct findings *out, const struct bus *bus)
{
	const bool is_pci = bus->kind == BUS_PCI;
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", -1,
			"is %s with %" PRIu32 " address and %" PRIu32
			" size cells, expected %d and %d",
			is_pci ? "a PCI bus" : "an ISA bus", bus->address_cells,
			bus->size_cells, is_pci ? 3 : 2, is_pci ? 2 : 1);
	finding_key(out, f, "cells %" PRIu32 " %" PRIu32, bus->address_cells,
		    bus->size_cells);
	finding_consequence(out, f,
			    "reads the windows with the cells of the properties, but "
			    "addresses of devices below with %d and %d",
			    is_pci ? 3 : 2, is_pci ? 2 : 1);
	finding_fix(out, f, "give the bus #address-cells = <%d> and #size-cells = <%d>",
		    is_pci ? 3 : 2, is_pci ? 2 : 1);
}

static void report_surplus(struct findings *out, const struct bus *bus)
{
	const uint32_t entry =
		4 * (bus->address_cells + bus->parent_cells + bus->size_cells);
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", -1,
			"%" PRIu32 " bytes, expected a multiple of %" PRIu32 ": %" PRIu32
			" cells of the device's address, %" PRIu32 " of the parent's, "
			"%" PRIu32 " of the size",
			bus->property->length, entry, bus->address_cells,
			bus->parent_cells, bus->size_cells);
	finding_key(out, f, "length %" PRIu32 " of %" PRIu32, bus->property->length,
		    entry);
	if (!bus->windows.count)
		finding_consequence(
			out, f,
			"finds no whole entry: masters run without limit or "
			"offset, and on arm64 ZONE_DMA is empty from Linux 6.12");
}

void check_malformed(const struct topology *topo, struct findings *out)
{
	const struct bus *bus;

	for_each (bus, &topo->buses) {
		if (!is_judged(bus) || lacks_cells(bus))
			continue;
		if (bus->cells_bad || has_bad_counts(bus))
			report_cells(out, bus);
		else if (has_foreign_cells(bus))
			report_foreign_cells(out, bus);
		else if (bus->surplus)
			report_surplus(out, bus);
	}
}

/* Kernels in between stumble over any such node; others, where it is read. */
static bool stumbles(const struct kernel *kernel)
{
	return kernel_has(kernel, KERNEL_BUS_NEEDS_ADDRESS_CELLS) &&
	       !kernel_has(kernel, KERNEL_BUS_CHECKS_COUNTS);
}

void check_no_address_cells(const struct topology *topo, struct findings *out)
{
	const bool *dma_parents = NULL;
	const struct bus *bus;
	struct finding *f;

	for_each (bus, &topo->buses) {
		if (!is_judged(bus) || !lacks_cells(bus) ||
		    (!stumbles(&topo->kernel) && find_misuse(topo, bus, &dma_parents)))
			continue;
		f = finding_add(out, bus->node, "dma-ranges", -1,
				"has dma-ranges but no #address-cells");
		if (!kernel_has(&topo->kernel, KERNEL_BUS_NEEDS_ADDRESS_CELLS)) {
			finding_severity(f, SEVERITY_NOTE);
			finding_consequence(
				out, f,
				"takes the cells of an ancestor; from Linux 6.13 "
				"on the property cannot be read");
		} else if (stumbles(&topo->kernel)) {
			finding_consequence(
				out, f,
				"dereferences a NULL pointer when it reads the "
				"property, on arm64 early at boot");
		}
	}
}

void check_in_root(const struct topology *topo, struct findings *out)
{
	const struct bus *bus = topo->bus_of[0];

	if (bus && bus->property->length)
		finding_add(out, bus->node, "dma-ranges", -1,
			    "%" PRIu32 " bytes of windows in the root, whose parent's "
			    "addresses they would have to lead to",
			    bus->property->length);
}

static const struct window *find_state(const struct bus *bus, enum window_state state,
				       size_t *count)
{
	const struct window *window, *first = NULL;

	*count = 0;
	for_each (window, &bus->windows) {
		if (window->state != state)
			continue;
		if (!first)
			first = window;
		++*count;
	}
	return first;
}

static struct finding *report_lost(const struct topology *topo, struct findings *out,
				   const struct bus *bus, const struct window *window)
{
	const struct bus *lost_at = topo->bus_of[window->lost_at->index];
	const char *path = finding_path(out, window->lost_at);
	struct finding *f;

	if (lost_at && lost_at->property->length)
		f = finding_add(out, bus->node, "dma-ranges", (int)window->index,
				"window %" PRIu32 " leads to 0x%" PRIx64
				", which no window of %s holds",
				window->index, window->parent, path);
	else
		f = finding_add(
			out, bus->node, "dma-ranges", (int)window->index,
			"window %" PRIu32 " leads to 0x%" PRIx64
			", which %s cannot pass on: it or its parent has no valid "
			"#address-cells and #size-cells",
			window->index, window->parent, path);
	finding_key(out, f, "to 0x%" PRIx64, window->parent);
	finding_relate(out, f, "bus", window->lost_at, NULL, -1, NULL);
	return f;
}

void check_untranslatable(const struct topology *topo, struct findings *out)
{
	const struct window *window;
	const struct bus *bus;
	struct finding *f;
	size_t count;

	for_each (bus, &topo->buses) {
		if (!is_judged(bus) || is_misread(bus))
			continue;
		window = find_state(bus, WINDOW_UNTRANSLATABLE, &count);
		if (!window)
			continue;
		f = report_lost(topo, out, bus, window);
		if (count < bus->windows.count)
			finding_consequence(
				out, f,
				"prints \"translation of DMA address failed\" and "
				"skips %zu of %zu windows; what lies behind is out "
				"of reach",
				count, bus->windows.count);
	}
}

static const char *zero_size_effect(const struct topology *topo, const struct bus *bus)
{
	if (bus->reach.cut && !bus->reach.empty_map)
		return "takes it for the end of the list and ignores the windows behind "
		       "it";
	if (kernel_has(&topo->kernel, KERNEL_DMA_LIMIT_BY_SIZE))
		return "installs an empty map and clears the DMA masks: every mapping "
		       "fails";
	return "installs an empty map: every direct mapping fails, and on arm64 ZONE_DMA "
	       "shrinks to what lies below the window";
}

void check_zero_size(const struct topology *topo, struct findings *out)
{
	const struct window *window;
	const struct bus *bus;
	struct finding *f;
	size_t count;

	for_each (bus, &topo->buses) {
		if (!is_judged(bus) || is_misread(bus) ||
		    !(bus->reach.empty_map || bus->reach.cut))
			continue;
		window = find_state(bus, WINDOW_EMPTY, &count);
		if (!window)
			continue;
		f = finding_add(out, bus->node, "dma-ranges", (int)window->index,
				"window %" PRIu32 " at 0x%" PRIx64
				" has size 0, expected at least a page",
				window->index, window->dma);
		finding_key(out, f, "empty at 0x%" PRIx64, window->dma);
		finding_consequence(out, f, "%s", zero_size_effect(topo, bus));
	}
}
