/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "model/region.h"
#include "model/walk.h"
#include "report/escape.h"
#include "report/labels.h"
#include "report/trace.h"
#include "report/trace_conclusion.h"
#include "report/verdict.h"

static void print_node(const struct trace *trace, FILE *stream, const struct node *node)
{
	escape_print(stream, node_path(trace->topo->arena, node));
}

static void print_range(FILE *stream, struct range range)
{
	fprintf(stream, "0x%" PRIx64 "-0x%" PRIx64, range.first, range.last);
}

static const char *kind_text(const struct master *master)
{
	static const char *const texts[] = {
		[MASTER_DEVICE] = "a device of its own",
		[MASTER_PCI_HOST] = "a PCI host bridge, which stands for the functions "
				    "behind it",
		[MASTER_ID_BUS] = "a bus whose devices are told apart by IDs",
		[MASTER_ID_DEVICE] = "a device with contexts that have IDs of their own",
		[MASTER_CHILD] = "a sub-node that its parent's driver makes a device of",
		[MASTER_PCI_FUNCTION] = "a PCI function, which Linux configures by its "
					"host bridge",
	};

	return texts[master->kind];
}

static const char *entry_text(const struct trace *trace, enum entry_state state,
			      const struct node *target)
{
	switch (state) {
	case ENTRY_ZERO_PHANDLE:
		return "zero phandle: the list ends here";
	case ENTRY_DANGLING:
		return "no node has this phandle: the list ends here";
	case ENTRY_NO_CELLS:
		return "is no IOMMU: it has no #iommu-cells";
	case ENTRY_TRUNCATED:
		return "has fewer cells than it needs: the list ends here";
	default:
		break;
	}
	if (!target->available)
		return "disabled";
	if (!target->live)
		return "below a disabled node: never probes";
	if (topology_iommu(trace->topo, target)->never_probes)
		return "never registers";
	return "answers";
}

static void print_specifier(const struct trace *trace, FILE *stream,
			    const struct specifier *s)
{
	uint32_t i;

	fprintf(stream, "   iommus[%" PRIu32 "]  ", s->index);
	if (s->target)
		print_node(trace, stream, s->target);
	else
		fprintf(stream, "phandle 0x%" PRIx32, s->phandle);
	for (i = 0; i < s->cell_count; i++)
		fprintf(stream, " 0x%" PRIx32, s->cells[i]);
	fprintf(stream, ": %s\n", entry_text(trace, s->state, s->target));
}

static void print_map(const struct trace *trace, FILE *stream, const struct map *map)
{
	const struct map_entry *entry;

	if (map->refused)
		fprintf(stream, "   iommu-map  refused as a whole: bad length\n");
	for_each (entry, &map->entries) {
		fprintf(stream,
			"   iommu-map[%" PRIu32 "]  0x%" PRIx32 " IDs from 0x%" PRIx32
			" on to ",
			entry->index, entry->length, entry->base);
		if (entry->target)
			print_node(trace, stream, entry->target);
		else
			fprintf(stream, "phandle 0x%" PRIx32, entry->phandle);
		if (entry->output_count)
			fprintf(stream, " 0x%" PRIx32, entry->output[0]);
		fprintf(stream, ": %s\n", entry_text(trace, entry->state, entry->target));
	}
	if (map->mask != UINT32_MAX)
		fprintf(stream, "   iommu-map-mask  0x%" PRIx32 "\n", map->mask);
}

static void print_master(const struct trace *trace, FILE *stream)
{
	const struct master *master = trace->route->master;
	const struct specifier *s;

	fprintf(stream, "1. The master is %s.\n", kind_text(master));
	if (!master->node->live)
		fprintf(stream,
			"   It is disabled: all below holds once it is enabled.\n");
	if (master->kind != MASTER_PCI_HOST && master->kind != MASTER_ID_BUS)
		for_each_specifier (s, trace->topo, master)
			print_specifier(trace, stream, s);
	if (master->iommu_map)
		print_map(trace, stream, master->iommu_map);
	if (!master->iommu_map && !master->specifier_count)
		fprintf(stream, "   It names no IOMMU.\n");
}

static void print_handed_out(const struct trace *trace, FILE *stream)
{
	const struct range *range;

	for_each (range, &trace->route->space.ranges) {
		fprintf(stream, "   handed out   ");
		print_range(stream, *range);
		fprintf(stream, "\n");
	}
	if (!trace->route->space.ranges.count)
		fprintf(stream, "   handed out   nothing: no page is left\n");
}

static void print_translation(const struct trace *trace, FILE *stream)
{
	const struct master *master = trace->route->master;
	const struct binding *binding = master->iommu->binding;
	const struct reservation *const *list;
	size_t i, count;

	if (binding) {
		fprintf(stream, "   aperture     ");
		print_range(stream, (struct range){ binding->aperture_first,
						    binding->aperture_last });
		fprintf(stream, "%s\n",
			binding->aperture_certain ? "" : " (hardware may differ)");
	}
	count = reservations_of(trace->topo, master->node, &list);
	for (i = 0; i < count; i++)
		if (reservation_is_made(trace->topo, list[i])) {
			fprintf(stream,
				"   reserved     0x%" PRIx64 " bytes at 0x%" PRIx64
				" by ",
				list[i]->length, list[i]->iova);
			print_node(trace, stream, list[i]->region->node);
			fprintf(stream, "\n");
		}
	print_handed_out(trace, stream);
}

static void print_iommu(const struct trace *trace, FILE *stream)
{
	const struct master *master = trace->route->master;

	fprintf(stream, "\n2. Verdict: %s; %s.\n", verdict_name(master->verdict),
		master->why);
	if (master->iommu) {
		fprintf(stream, "   IOMMU        ");
		print_node(trace, stream, master->iommu->node);
		if (master->iommu->binding)
			fprintf(stream, "  (%s)", master->iommu->binding->title);
		fprintf(stream, "\n");
	}
	if (master->verdict == VERDICT_TRANSLATED && master->iommu)
		print_translation(trace, stream);
}

static const char *role_text(enum hop_role role)
{
	static const char *const texts[] = {
		[HOP_LACKS] = "no dma-ranges; as the first to be asked it may lack it",
		[HOP_PASSES] = "empty dma-ranges: addresses pass, the bus above is asked",
		[HOP_BOUNDS] = "these windows bound the master:",
		[HOP_MOVES] = "moves addresses on:",
		[HOP_ONE_TO_ONE] = "no windows: addresses pass as they are",
		[HOP_ENDS] = ("no dma-ranges, and not the first: the search ends without "
			      "a limit"),
		[HOP_UNREAD] = "not asked any more",
		[HOP_ROOT] = "addresses are those of the CPU",
	};

	return texts[role];
}

/* A bus made to burst the page is cut. */
enum { WINDOWS_SHOWN = 32 };

static void print_windows(const struct bus *bus, FILE *stream)
{
	const struct window *window;
	size_t shown = 0;

	if (bus->cells_bad)
		fprintf(stream, "        cannot be read: see iommu-lint check\n");
	for_each (window, &bus->windows) {
		if (shown++ == WINDOWS_SHOWN) {
			fprintf(stream, "        and %zu more\n",
				bus->windows.count - WINDOWS_SHOWN);
			return;
		}
		fprintf(stream,
			"        0x%" PRIx64 " and up goes to 0x%" PRIx64
			" of the bus above, 0x%" PRIx64 " bytes%s\n",
			window->dma, window->parent, window->size,
			window->state == WINDOW_OK               ? ""
			: window->state == WINDOW_EMPTY          ? ": ends the list"
			: window->state == WINDOW_UNTRANSLATABLE ? ": leads nowhere"
								 : ": wraps");
	}
}

static void print_installed(const struct trace *trace, FILE *stream)
{
	const struct reach *reach = &trace->route->master->reach;
	const struct reach_window *window;
	size_t shown = 0;

	for_each (window, &reach->windows) {
		if (shown++ == WINDOWS_SHOWN)
			break;
		fprintf(stream, "   together     DMA ");
		print_range(stream, (struct range){ window->dma,
						    window->dma + window->size - 1 });
		fprintf(stream, " is CPU ");
		print_range(stream, (struct range){ window->cpu,
						    window->cpu + window->size - 1 });
		fprintf(stream, "\n");
	}
	if (reach->state == REACH_MAPPED)
		fprintf(stream, "   DMA limit    0x%" PRIx64 ", %u bits\n", reach->limit,
			bits_of(reach->limit));
	else
		fprintf(stream, "   DMA limit    none\n");
}

static void print_hops(const struct trace *trace, FILE *stream)
{
	const struct hop *hop;

	fprintf(stream, "\n3. Its addresses go to memory by\n");
	for_each (hop, &trace->route->hops) {
		fprintf(stream, "   ");
		print_node(trace, stream, hop->node);
		fprintf(stream, "%s: %s\n", hop->by_name ? " (dma-mem)" : "",
			role_text(hop->role));
		if (hop->role == HOP_BOUNDS || hop->role == HOP_MOVES)
			print_windows(hop->bus, stream);
	}
	print_installed(trace, stream);
}

static void print_memory(const struct trace *trace, FILE *stream)
{
	const struct ram_part *part;
	struct size_text size;

	fprintf(stream, "\n4. Memory\n");
	if (!trace->topo->memory.count)
		fprintf(stream,
			"   not known: the tree leaves it to the firmware; give it "
			"by --memory BASE:SIZE\n");
	for_each (part, &trace->route->ram) {
		fprintf(stream, "   %-12s ",
			part->is_reached ? "reached" : "not reached");
		print_range(stream, part->cpu);
		fprintf(stream, "  ");
		size_format(range_length(part->cpu), &size);
		fputs(size.chars, stream);
		if (part->is_mapped)
			fprintf(stream, ", wherever the IOMMU maps it");
		else if (part->is_reached)
			fprintf(stream, ", at DMA address 0x%" PRIx64, part->dma);
		fprintf(stream, "\n");
	}
}

void trace_print_text(const struct trace *trace, FILE *stream)
{
	const struct node *node = trace->route->master->node;
	const struct labels labels = labels_read(trace->topo->arena, trace->topo->tree);
	const char *path = node_path(trace->topo->arena, node);
	const char *label = labels_find(&labels, path);

	escape_print(stream, trace->input);
	fprintf(stream, ": ");
	escape_print(stream, path);
	if (label) {
		fprintf(stream, " (");
		escape_print(stream, label);
		fprintf(stream, ")");
	}
	fprintf(stream, ", Linux %s\n\n", trace->topo->kernel.name);
	print_master(trace, stream);
	print_iommu(trace, stream);
	print_hops(trace, stream);
	print_memory(trace, stream);
	fprintf(stream, "\n5. In short\n");
	conclusion_print(trace, stream);
}
