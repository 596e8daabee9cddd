/* SPDX-License-Identifier: BSD-2-Clause */
/* DMA windows whose addresses do not do. */
#include <inttypes.h>
#include <stdlib.h>

#include "model/iova.h"
#include "rules/window.h"

static bool is_judged(const struct bus *bus)
{
	return bus->node->live && bus->node->parent && bus->windows.count &&
	       !is_misread(bus);
}

/* Ends at the last address of all: Linux computes an end of 0. */
static bool ends_at_wrap(const struct window *window)
{
	return window->size && window->cpu + window->size == 0;
}

static void report_wrap(struct findings *out, const struct bus *bus,
			const struct window *window)
{
	const bool is_cpu = window->size - 1 > UINT64_MAX - window->cpu;
	const uint64_t first = is_cpu ? window->cpu : window->dma;
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", (int)window->index,
			"window %" PRIu32 " of size 0x%" PRIx64
			" at %s address 0x%" PRIx64 " passes 2^64",
			window->index, window->size, is_cpu ? "CPU" : "DMA", first);
	finding_key(out, f, "wrap 0x%" PRIx64 " + 0x%" PRIx64, first, window->size);
}

/* Linux lets the end wrap to 0 when it looks for the end of ZONE_DMA. */
static void report_full(struct findings *out, const struct bus *bus,
			const struct window *window)
{
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", (int)window->index,
			"window %" PRIu32 " at CPU address 0x%" PRIx64
			" ends at 2^64, expected an end below",
			window->index, window->cpu);
	finding_key(out, f, "full 0x%" PRIx64, window->cpu);
	finding_consequence(out, f,
			    "computes an end of 0: ZONE_DMA ends at 0, and no "
			    "window of a bus below can lead through this one");
}

static void report_fatal(struct findings *out, const struct bus *bus)
{
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", -1,
			"the windows together are as large as 2^64, expected less");
	finding_key(out, f, "fatal");
	finding_consequence(out, f,
			    "computes a size of 0 and refuses to configure the "
			    "masters: none of them binds");
}

/* Merged, windows up to 2^64 can come to size 0, which ends the list. */
static bool matters(const struct topology *topo, const struct bus *bus)
{
	return topo->zone.applies || bus->reach.empty_map || bus->reach.cut;
}

static void judge_wraps(const struct topology *topo, struct findings *out,
			const struct bus *bus)
{
	const struct window *window;

	for_each (window, &bus->windows) {
		if (window->state == WINDOW_WRAPS) {
			report_wrap(out, bus, window);
			return;
		}
		if (window->state == WINDOW_OK && ends_at_wrap(window) &&
		    matters(topo, bus)) {
			report_full(out, bus, window);
			return;
		}
	}
	if (bus->reach.state == REACH_FATAL)
		report_fatal(out, bus);
}

void check_wraps(const struct topology *topo, struct findings *out)
{
	const struct bus *bus;

	for_each (bus, &topo->buses)
		if (is_judged(bus))
			judge_wraps(topo, out, bus);
}

/* A window on the axis that is looked at: where it is, and how far it is moved. */
struct span {
	struct range range;
	uint64_t offset; /* CPU less DMA address */
	uint32_t index;
};

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->range.first != b->range.first)
		return a->range.first < b->range.first ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

enum axis { AXIS_DMA, AXIS_CPU };

static size_t collect_spans(const struct reach *reach, enum axis axis, struct span *out)
{
	const struct reach_window *window;
	size_t count = 0;

	for_each (window, &reach->windows)
		if (range_from_length(axis == AXIS_DMA ? window->dma : window->cpu,
				      window->size, &out[count].range)) {
			out[count].offset = window->cpu - window->dma;
			out[count++].index = window->index;
		}
	qsort(out, count, sizeof(*out), compare_spans);
	return count;
}

/*
 * Finds two spans that meet and are moved differently. Of those before, it is enough to
 * know the one that ends last and the last one that is moved otherwise than that.
 */
static bool find_clash(const struct span *spans, size_t count,
		       const struct span *clash[2])
{
	const struct span *far = NULL, *other = NULL, *span;

	for (span = spans; span < spans + count; span++) {
		clash[1] = span;
		clash[0] = far;
		if (far && far->offset != span->offset &&
		    far->range.last >= span->range.first)
			return true;
		clash[0] = other;
		if (other && other->offset != span->offset &&
		    other->range.last >= span->range.first)
			return true;
		if (!far || span->range.last > far->range.last) {
			if (far && far->offset != span->offset)
				other = far;
			far = span;
		} else if (span->offset != far->offset &&
			   (!other || span->range.last > other->range.last)) {
			other = span;
		}
	}
	return false;
}

static void report_overlap(struct findings *out, const struct bus *bus, enum axis axis,
			   const struct span *const clash[2])
{
	const struct span *a = clash[0], *b = clash[1];
	const struct range both = range_intersect(a->range, b->range);
	const uint32_t first = a->index < b->index ? a->index : b->index;
	const uint32_t second = a->index < b->index ? b->index : a->index;
	const char *what = axis == AXIS_DMA ? "DMA" : "CPU";
	struct finding *f;

	f = finding_add(out, bus->node, "dma-ranges", (int)second,
			"windows %" PRIu32 " and %" PRIu32
			" share the %s addresses 0x%" PRIx64 "-0x%" PRIx64
			" with different offsets",
			first, second, what, both.first, both.last);
	finding_key(out, f, "%s 0x%" PRIx64 "-0x%" PRIx64, what, both.first, both.last);
	finding_relate(out, f, "window", bus->node, "dma-ranges", (int)first, NULL);
	if (axis == AXIS_CPU) {
		finding_severity(f, SEVERITY_WARNING);
		finding_consequence(out, f,
				    "always takes the first for this memory; the "
				    "later one is dead there");
	}
}

/* dma-ranges-pci-order speaks of these. */
static bool is_pci_order(const struct topology *topo, const struct bus *bus)
{
	const struct master *host = topology_master(topo, bus->node);

	return host && host->iommu && iova_fit(topo, host, host->iommu) == IOVA_UNORDERED;
}

void check_overlap(const struct topology *topo, struct findings *out)
{
	const struct span *clash[2];
	const struct bus *bus;
	struct span *spans;
	enum axis axis;
	size_t count;

	for_each (bus, &topo->buses) {
		if (!is_judged(bus) || bus->reach.windows.count < 2 ||
		    is_pci_order(topo, bus))
			continue;
		spans = arena_array(topo->arena, bus->reach.windows.count,
				    sizeof(*spans));
		for (axis = AXIS_DMA; axis <= AXIS_CPU; axis++) {
			count = collect_spans(&bus->reach, axis, spans);
			if (!find_clash(spans, count, clash))
				continue;
			report_overlap(out, bus, axis, clash);
			break;
		}
	}
}

static bool passes_32bit(uint64_t first, uint64_t size)
{
	return first > UINT32_MAX || (size && size - 1 > UINT32_MAX - first);
}

const struct reach_window *find_truncated(const struct topology *topo,
					  const struct reach *reach)
{
	const struct reach_window *window;

	if (!topo->is_32bit || topo->has_lpae)
		return NULL;
	for_each (window, &reach->windows)
		if (passes_32bit(window->dma, window->size) ||
		    passes_32bit(window->cpu, window->size))
			return window;
	return NULL;
}

void check_32bit(const struct topology *topo, struct findings *out)
{
	const struct reach_window *window;
	const struct bus *bus;
	struct finding *f;

	for_each (bus, &topo->buses) {
		window = is_judged(bus) ? find_truncated(topo, &bus->reach) : NULL;
		if (!window)
			continue;
		f = finding_add(out, bus->node, "dma-ranges", (int)window->index,
				"window %" PRIu32 " of size 0x%" PRIx64
				" from DMA 0x%" PRIx64 " to CPU 0x%" PRIx64
				" passes 4 GiB on a 32-bit machine",
				window->index, window->size, window->dma, window->cpu);
		finding_key(out, f, "0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64, window->dma,
			    window->cpu, window->size);
	}
}
