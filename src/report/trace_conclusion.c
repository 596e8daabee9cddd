/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/trace_conclusion.h"

#include <inttypes.h>

#include "base/text.h"
#include "report/escape.h"
#include "report/paragraph.h"

unsigned bits_of(uint64_t number)
{
	unsigned bits = 0;

	for (; number; number >>= 1)
		bits++;
	return bits;
}

void size_format(uint64_t size, struct size_text *out)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;

	while (unit + 1 < ARRAY_SIZE(units) && size && size % 1024 == 0) {
		size /= 1024;
		unit++;
	}
	snprintf(out->chars, sizeof(out->chars), "%" PRIu64 " %s", size, units[unit]);
}

/* The last CPU address of the windows. */
static uint64_t window_last(const struct reach *reach)
{
	const struct reach_window *window;
	uint64_t last = 0;

	for_each (window, &reach->windows)
		if (window->cpu + window->size - 1 > last)
			last = window->cpu + window->size - 1;
	return last;
}

static void add_path(const struct trace *trace, struct text *text,
		     const struct node *node)
{
	escape_add_harmless(text, node_path(trace->topo->arena, node));
}

/* Which part of RAM is missed, and for which windows. */
static void add_missed(const struct trace *trace, struct text *text)
{
	const struct route *route = trace->route;
	const struct reach *reach = &route->master->reach;
	const struct memory *memory = trace->topo->memory.items;
	const uint64_t ram_last = memory[trace->topo->memory.count - 1].range.last;
	const uint64_t last = window_last(reach);
	struct size_text missed, all;

	size_format(route->ram_size - route->reached_size, &missed);
	size_format(route->ram_size, &all);
	text_printf(text, "%s of %s RAM lie outside the windows of ", missed.chars,
		    all.chars);
	add_path(trace, text, reach->bus->node);
	if (last < ram_last)
		text_printf(text,
			    ", which end at CPU address 0x%" PRIx64
			    " (%u bits), while RAM "
			    "ends at 0x%" PRIx64,
			    last, bits_of(last), ram_last);
	text_printf(text, ". A buffer there has no address that the master could use. ");
}

static void add_unknown(const struct trace *trace, struct text *text)
{
	const struct reach *reach = &trace->route->master->reach;

	if (reach->state == REACH_MAPPED) {
		text_printf(text, "The windows of ");
		add_path(trace, text, reach->bus->node);
		text_printf(text,
			    " end at CPU address 0x%" PRIx64
			    ": if there is RAM above, Linux copies buffers there through "
			    "bounce buffers. ",
			    window_last(reach));
	}
	text_printf(text, "The tree gives no RAM size.");
}

static void add_bouncing(const struct trace *trace, struct text *text)
{
	const struct dma_zone *zone = &trace->topo->zone;

	switch (trace->route->bouncing) {
	case BOUNCE_SERVES:
		add_missed(trace, text);
		text_printf(
			text,
			"Linux copies such a buffer through a bounce buffer (swiotlb) "
			"in RAM up to 0x%" PRIx64
			", which the master reaches. That works, but each transfer "
			"costs a copy, no mapping may be larger than 256 KiB, and "
			"under load the bounce buffers run out (\"swiotlb buffer is "
			"full\"). If the bus carries more address bits, widen its "
			"dma-ranges; if not, only an IOMMU avoids the copies.",
			zone->last);
		break;
	case BOUNCE_OUT_OF_REACH:
		add_missed(trace, text);
		if (zone->empty)
			text_printf(text, "There are no bounce buffers for them either: "
					  "ZONE_DMA, where they come from, is empty. ");
		else
			text_printf(text,
				    "Bounce buffers come from RAM up to 0x%" PRIx64
				    ", none of which the master reaches. ",
				    zone->last);
		text_printf(text, "Mapping such a buffer fails.");
		break;
	case BOUNCE_NO_MAP:
		text_printf(text, "dma-ranges gives the master an empty list of windows: "
				  "no buffer can be mapped.");
		break;
	case BOUNCE_NEEDLESS:
		text_printf(text, "The master reaches all RAM that is known: no buffer "
				  "has to be copied, as long as its driver asks for "
				  "addresses wide enough.");
		break;
	case BOUNCE_UNKNOWN:
		if (!trace->topo->memory.count) {
			add_unknown(trace, text);
			break;
		}
		add_missed(trace, text);
		text_printf(text, "Whether bounce buffers serve depends on the kernel's "
				  "configuration.");
		break;
	}
}

static void add_direct(const struct trace *trace, struct text *text)
{
	const struct reach *reach = &trace->route->master->reach;
	const struct hop *hop;

	text_printf(text, "The master's DMA is not translated. ");
	for_each (hop, &trace->route->hops)
		if (hop->role == HOP_ENDS) {
			text_printf(text, "No window bounds it, because ");
			add_path(trace, text, hop->node);
			text_printf(text, " has no dma-ranges, not even an empty one. ");
		}
	if (reach->state == REACH_REFUSED) {
		text_printf(text, "No window bounds it, because none in dma-ranges of ");
		add_path(trace, text, reach->bus->node);
		text_printf(text, " is usable. ");
	}
	if (reach->state != REACH_MAPPED)
		text_printf(text, "Linux takes CPU addresses for DMA addresses. ");
	add_bouncing(trace, text);
}

static void add_translated(const struct trace *trace, struct text *text)
{
	const struct route *route = trace->route;
	const struct iommu *iommu = route->master->iommu;

	if (!route->space.ranges.count) {
		text_printf(text, "No address is left to hand out: no buffer can be "
				  "mapped.");
		return;
	}
	text_printf(text,
		    "Linux gives each buffer an address from what is handed out, "
		    "and the IOMMU leads it to the buffer, wherever in RAM that is. ");
	if (route->reached_size < route->ram_size)
		text_printf(text,
			    "But this IOMMU puts out %u bits, and RAM reaches "
			    "further: %s. ",
			    iommu->binding->output_bits,
			    iommu->binding->output_effect
				    ? iommu->binding->output_effect
				    : "what happens there is not known");
	else
		text_printf(text, "No buffer has to be copied. ");
	if (route->master->reach.state == REACH_MAPPED)
		text_printf(text,
			    "The windows of the buses count all the same: addresses end "
			    "at 0x%" PRIx64 ".",
			    route->master->reach.limit);
}

static void add_all(const struct trace *trace, struct text *text)
{
	switch (trace->route->master->verdict) {
	case VERDICT_TRANSLATED:
		add_translated(trace, text);
		break;
	case VERDICT_BROKEN:
		text_printf(text, "Every transfer faults: the IOMMU translates for the "
				  "master, but Linux gives it addresses that are not "
				  "mapped there.");
		break;
	case VERDICT_REFUSED:
		text_printf(text, "The master does not come up, so it does no DMA.");
		break;
	default:
		add_direct(trace, text);
		break;
	}
}

const char *conclusion_text(const struct trace *trace)
{
	struct text text = { .arena = trace->topo->arena };

	add_all(trace, &text);
	return text.chars;
}

static void print_word(FILE *stream, const char *word, size_t length)
{
	fwrite(word, 1, length, stream);
}

void conclusion_print(const struct trace *trace, FILE *stream)
{
	const struct paragraph paragraph = {
		.stream = stream, .indent = "   ", .width = 80, .print_word = print_word
	};

	paragraph_print(&paragraph, conclusion_text(trace));
}
