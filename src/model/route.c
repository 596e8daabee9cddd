/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/route.h"

#include "base/cover.h"
#include "model/bus.h"

/* What the property of a node means, given what came before. */
static enum hop_role role_of(const struct topology *topo, const struct node *node,
			     const struct hop *before)
{
	const struct bus *bus = topo->bus_of[node->index];
	const bool has_windows = bus && bus->property->length;

	if (!node->parent && !has_windows)
		return HOP_ROOT;
	if (before && (before->role == HOP_ENDS || before->role == HOP_UNREAD))
		return HOP_UNREAD;
	if (before && (before->role == HOP_BOUNDS || before->role == HOP_MOVES ||
		       before->role == HOP_ONE_TO_ONE))
		return has_windows ? HOP_MOVES : HOP_ONE_TO_ONE;
	if (has_windows)
		return HOP_BOUNDS;
	if (bus)
		return HOP_PASSES;
	return before ? HOP_ENDS : HOP_LACKS;
}

static void find_hops(const struct topology *topo, struct arena *arena, struct route *out)
{
	const struct node *node = out->master->dma_start, *from = out->master->node;
	struct hop *hop, *before = NULL;
	enum hop_role role;

	for (; node; from = node, node = dma_parent(topo, node)) {
		role = role_of(topo, node, before);
		hop = VEC_ADD(arena, &out->hops);
		hop->node = node;
		hop->bus = topo->bus_of[node->index];
		hop->role = role;
		hop->by_name = node != from && node != from->parent;
		before = hop;
	}
}

static bool is_translated(const struct master *master)
{
	return master->verdict == VERDICT_TRANSLATED && master->iommu;
}

/* The CPU addresses that transfers come to, by owner. */
struct exits {
	struct cover cover;
	const struct reach *reach; /* owners are its windows; NULL: addresses stay */
	bool is_mapped;
};

static uint64_t output_last(const struct iommu *iommu)
{
	const unsigned bits = iommu->binding ? iommu->binding->output_bits : 0;

	return bits && bits < 64 ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;
}

static struct exits find_exits(struct arena *arena, const struct master *master)
{
	const struct reach *reach = &master->reach;
	struct exits exits = { .is_mapped = is_translated(master) };
	struct range all = { 0, UINT64_MAX };
	struct range *ranges;
	size_t i;

	if (exits.is_mapped)
		all.last = output_last(master->iommu);
	if (exits.is_mapped || reach->state != REACH_MAPPED) {
		exits.cover = cover_build(arena, &all, 1);
		return exits;
	}
	exits.reach = reach;
	ranges = arena_array(arena, reach->windows.count, sizeof(*ranges));
	for (i = 0; i < reach->windows.count; i++) {
		const struct reach_window *window = &reach->windows.items[i];

		ranges[i] = range_clipped(window->cpu, window->size);
	}
	exits.cover = cover_build(arena, ranges, reach->windows.count);
	return exits;
}

static void add_part(struct arena *arena, struct route *out, struct range cpu,
		     const struct exits *exits, const struct cover_piece *piece)
{
	struct ram_part *part = VEC_ADD(arena, &out->ram);
	const struct reach_window *window;

	part->cpu = cpu;
	part->is_reached = piece;
	part->is_mapped = piece && exits->is_mapped;
	part->dma = cpu.first;
	if (piece && exits->reach) {
		window = &exits->reach->windows.items[piece->owner];
		part->dma = window->dma + (cpu.first - window->cpu);
	}
	out->ram_size += range_length(cpu);
	if (piece)
		out->reached_size += range_length(cpu);
}

/* Cuts one range of RAM where windows begin and end; piece is the first that may meet. */
static const struct cover_piece *cut(struct arena *arena, struct route *out,
				     struct range ram, const struct exits *exits,
				     const struct cover_piece *piece)
{
	const struct cover_piece *end = exits->cover.pieces + exits->cover.count;
	struct range both;

	while (piece < end && piece->range.last < ram.first)
		piece++;
	for (; piece < end && piece->range.first <= ram.last; piece++) {
		both = range_intersect(ram, piece->range);
		if (both.first > ram.first)
			add_part(arena, out, (struct range){ ram.first, both.first - 1 },
				 exits, NULL);
		add_part(arena, out, both, exits, piece);
		if (both.last == ram.last)
			return piece;
		ram.first = both.last + 1;
	}
	add_part(arena, out, ram, exits, NULL);
	return piece;
}

static bool has_bounce_buffer(const struct dma_zone *zone, const struct route *route)
{
	const struct ram_part *part;

	for_each (part, &route->ram)
		if (part->is_reached && !zone->empty && part->cpu.first <= zone->last)
			return true;
	return false;
}

static enum bouncing find_bouncing(const struct topology *topo, const struct route *route)
{
	if (route->master->reach.empty_map && !is_translated(route->master))
		return BOUNCE_NO_MAP;
	if (!topo->memory.count)
		return BOUNCE_UNKNOWN;
	if (route->reached_size == route->ram_size)
		return BOUNCE_NEEDLESS;
	if (!topo->zone.known || is_translated(route->master))
		return BOUNCE_UNKNOWN;
	return has_bounce_buffer(&topo->zone, route) ? BOUNCE_SERVES
						     : BOUNCE_OUT_OF_REACH;
}

void route_find(const struct topology *topo, struct arena *arena,
		const struct master *master, struct route *out)
{
	const struct exits exits = find_exits(arena, master);
	const struct cover_piece *piece = exits.cover.pieces;
	const struct memory *memory;

	*out = (struct route){ .master = master };
	find_hops(topo, arena, out);
	if (is_translated(master))
		iova_find_space(topo, arena, master, master->iommu, &out->space);
	for_each (memory, &topo->memory)
		piece = cut(arena, out, memory->range, &exits, piece);
	out->bouncing = find_bouncing(topo, out);
}
