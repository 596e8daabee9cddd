/* SPDX-License-Identifier: BSD-2-Clause */
/* IDs that one MSI controller is told by two masters. */
#include <stdlib.h>

#include "rules/map.h"
#include "rules/msi.h"

/* IDs by which one controller knows one master. */
struct use {
	const struct node *controller, *node;
	const char *property;
	uint32_t index;
	struct range ids;
};

struct uses {
	const struct topology *topo;
	VEC(struct use) list;
};

/* A controller that is told no ID cannot mistake one for another. */
static bool tells_apart(const struct topology *topo, const struct node *controller)
{
	uint32_t cells;

	return controller->live && node_read_cell(controller, PROP_MSI_CELLS, &cells) &&
	       cells && !(topology_clients(topo, controller) & CLIENT_MSI_NO_CELLS);
}

static void collect_map(struct uses *uses, const struct map *map)
{
	const struct map_entry *entry;
	const struct map_piece *piece;
	struct range ranges[2];
	unsigned i, n;

	for_each (piece, &map->pieces) {
		entry = map_piece_entry(map, piece);
		if (piece->sparse || piece->fails ||
		    !tells_apart(uses->topo, entry->target))
			continue;
		n = map_piece_outputs(map, piece, ranges);
		for (i = 0; i < n; i++)
			*VEC_ADD(uses->topo->arena, &uses->list) =
				(struct use){ entry->target, map->node, "msi-map",
					      entry->index, ranges[i] };
	}
}

/* The argument of a host's msi-parent is not read: its functions go by requester ID. */
static void collect_parent(struct uses *uses, const struct msi_parent *parent)
{
	const struct master *master = topology_master(uses->topo, parent->node);

	if (!parent->node->live || parent->state != ENTRY_OK || !parent->argument_count ||
	    !parent->target->live || (master && master->kind == MASTER_PCI_HOST))
		return;
	*VEC_ADD(uses->topo->arena, &uses->list) =
		(struct use){ parent->target,
			      parent->node,
			      "msi-parent",
			      parent->index,
			      { parent->argument, parent->argument } };
}

static int compare_uses(const void *left, const void *right)
{
	const struct use *a = left, *b = right;

	if (a->controller != b->controller)
		return a->controller->index < b->controller->index ? -1 : 1;
	if (a->ids.first != b->ids.first)
		return a->ids.first < b->ids.first ? -1 : 1;
	if (a->node->index != b->node->index)
		return a->node->index < b->node->index ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool clash(const struct use *a, const struct use *b)
{
	return a->controller == b->controller && range_overlaps(a->ids, b->ids) &&
	       !node_is_within(a->node, b->node) && !node_is_within(b->node, a->node);
}

static void report_shared(const struct use *a, const struct use *b, struct findings *out)
{
	const bool in_order = a->node->index < b->node->index;
	const struct use *first = in_order ? a : b, *second = in_order ? b : a;
	const uint64_t id = range_intersect(a->ids, b->ids).first;
	struct finding *f;

	f = finding_add(out, second->node, second->property, (int)second->index,
			"uses ID 0x%x of %s, as %s does", (unsigned)id,
			finding_path(out, second->controller),
			finding_path(out, first->node));
	finding_relate(out, f, "msi controller", second->controller, NULL, -1, NULL);
	finding_relate(out, f, "other master", first->node, first->property,
		       (int)first->index, NULL);
	finding_key(out, f, "0x%x", (unsigned)id);
}

static void report_twins(const struct use *a, const struct use *b, struct findings *out)
{
	const bool in_order = a->index < b->index;
	const struct use *first = in_order ? a : b, *second = in_order ? b : a;
	const unsigned id = (unsigned)range_intersect(a->ids, b->ids).first;
	struct finding *f;

	f = finding_add(out, second->node, "msi-map", (int)second->index,
			"yields ID 0x%x of %s, as entry %u does for other functions", id,
			finding_path(out, second->controller), first->index);
	finding_severity(f, SEVERITY_WARNING);
	finding_relate(out, f, "msi controller", second->controller, NULL, -1, NULL);
	finding_relate(out, f, "entry before", first->node, "msi-map", (int)first->index,
		       NULL);
	finding_key(out, f, "0x%x", id);
	finding_fix(out, f, "give each function an ID of its own");
	finding_consequence(out, f,
			    "lets one function use the interrupt table of the other, "
			    "which its vectors may not fit");
}

/* Goes through uses by ID, beside the one before that reaches farthest. */
struct sweep {
	const struct use *use, *widest, *end;
};

static struct sweep sweep_begin(struct uses *uses)
{
	struct use *items = uses->list.items;

	if (uses->list.count)
		qsort(items, uses->list.count, sizeof(*items), compare_uses);
	return (struct sweep){ items, items, items + uses->list.count };
}

static bool sweep_next(struct sweep *sweep)
{
	if (sweep->use == sweep->end)
		return false;
	if (sweep->use->controller != sweep->widest->controller ||
	    sweep->use->ids.last > sweep->widest->ids.last)
		sweep->widest = sweep->use;
	return ++sweep->use < sweep->end;
}

void check_msi_twins(const struct topology *topo, const struct map *map,
		     struct findings *out)
{
	struct uses uses = { .topo = topo };
	struct sweep at;

	if (!map_is_placeholder(topo, map))
		collect_map(&uses, map);
	for (at = sweep_begin(&uses); sweep_next(&at);) {
		if (at.use->index != at.widest->index &&
		    at.use->controller == at.widest->controller &&
		    range_overlaps(at.use->ids, at.widest->ids)) {
			report_twins(at.widest, at.use, out);
			return;
		}
	}
}

void check_msi_shared(const struct topology *topo, struct findings *out)
{
	struct uses uses = { .topo = topo };
	const struct msi_parent *parent;
	const struct map *map;
	struct sweep at;

	for_each_whole_map (map, topo, MAP_MSI)
		if (!map_is_placeholder(topo, map))
			collect_map(&uses, map);
	for_each (parent, &topo->msi_parents)
		collect_parent(&uses, parent);
	for (at = sweep_begin(&uses); sweep_next(&at);)
		if (clash(at.widest, at.use))
			report_shared(at.widest, at.use, out);
}
