/* SPDX-License-Identifier: BSD-2-Clause */
/* Where iommu-map stands, and what it leads to. */
#include <string.h>

#include "model/pci.h"
#include "rules/map.h"

/* A host bridge whose kind neither its name nor its binding tells. */
static bool may_be_host(const struct node *node)
{
	return node_has(node, PROP_BUS_RANGE) || node_is_named(node, "pci");
}

static bool is_plain_device(const struct master *master)
{
	return (master->kind == MASTER_DEVICE || master->kind == MASTER_CHILD) &&
	       !(master->clients & CLIENT_PCI_ENDPOINT) &&
	       !node_has(master->node, PROP_IOMMUS) && !may_be_host(master->node);
}

void check_map_ignored(const struct topology *topo, struct findings *out)
{
	const struct master *master;
	const struct map *map;
	struct finding *f;

	for_each (map, &topo->maps) {
		if (map->kind != MAP_IOMMU || !map->node->live)
			continue;
		master = &topo->masters.items[map->master];
		if (master->kind == MASTER_PCI_FUNCTION) {
			f = finding_add(out, map->node, "iommu-map", -1,
					"is on a PCI function, expected on its host");
			finding_relate(out, f, "parent", map->node->parent, NULL, -1,
				       NULL);
		} else if (is_plain_device(master)) {
			f = finding_add(out, map->node, "iommu-map", -1,
					"is on a device that is no bus, expected iommus");
			finding_consequence(out, f,
					    "never reads it: the device does "
					    "untranslated DMA");
		}
	}
}

/* The first entries of a map with an enabled and with a disabled target. */
struct targets {
	const struct map_entry *enabled, *disabled, *in_disabled;
};

/*
 * The last bus that an enabled port leads to, where the tree tells enabled ports from
 * disabled ones: pci_scan_bridge_extend() numbers the buses as it finds them.
 */
static uint64_t last_bus(const struct map *map)
{
	const struct node *child;
	bool has_dead = false;
	size_t live = 0;

	for_each_child (child, map->node) {
		if (!pci_is_bus(child))
			continue;
		if (child->live)
			live++;
		else
			has_dead = true;
	}
	return has_dead ? (map->inputs.first >> 8) + live : UINT64_MAX;
}

static struct targets targets_of(const struct map *map)
{
	const uint64_t last = last_bus(map);
	struct targets all = { NULL, NULL, NULL };
	const struct map_entry *entry, **kind;

	for_each (entry, &map->entries) {
		if (entry->state != ENTRY_OK || !entry->length || entry->base >> 8 > last)
			continue;
		kind = entry->target->live        ? &all.enabled
		       : entry->target->available ? &all.in_disabled
						  : &all.disabled;
		if (!*kind)
			*kind = entry;
	}
	return all;
}

static void report_disabled(const struct map *map, const struct targets *targets,
			    struct findings *out)
{
	const struct map_entry *entry = targets->disabled;
	const bool mixed = targets->enabled;
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)entry->index,
			mixed ? "leads to %s, which is disabled, other entries to an "
				"enabled IOMMU"
			      : "leads to %s, which is disabled",
			finding_path(out, entry->target));
	finding_relate(out, f, "disabled iommu", entry->target, "status", -1, NULL);
	if (!mixed)
		return;
	finding_relate(out, f, "enabled iommu", targets->enabled->target, NULL, -1, NULL);
	finding_severity(f, SEVERITY_ERROR);
	finding_consequence(
		out, f,
		"gives the IDs of this entry no IOMMU, without a message, and "
		"the others theirs");
}

static void report_in_disabled(const struct map *map, const struct map_entry *entry,
			       struct findings *out)
{
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)entry->index,
			"leads to %s, which is enabled inside a disabled node",
			finding_path(out, entry->target));
	finding_relate(out, f, "iommu", entry->target, NULL, -1, NULL);
	finding_severity(f, SEVERITY_ERROR);
	finding_consequence(
		out, f,
		"makes the functions wait for the deferred-probe timeout, then "
		"lets them do untranslated DMA");
}

void check_map_disabled(const struct topology *topo, struct findings *out)
{
	const struct map *map;
	struct targets targets;

	for_each_whole_map (map, topo, MAP_IOMMU) {
		/* Contexts are judged by iommu-map-host1x. */
		if (topo->masters.items[map->master].clients & CLIENT_CONTEXT_TABLE)
			continue;
		targets = targets_of(map);
		if (targets.disabled)
			report_disabled(map, &targets, out);
		if (targets.in_disabled)
			report_in_disabled(map, targets.in_disabled, out);
	}
}

/* The first two pieces from the ID on that lead to different drivers. */
static bool find_two_drivers(const struct map *map, uint64_t from,
			     const struct map_piece **first,
			     const struct map_piece **second)
{
	const struct binding *binding, *other = NULL;
	const struct map_piece *piece;

	for_each (piece, &map->pieces) {
		binding = map_piece_binding(map, piece);
		if (!binding || piece->ids.last < from)
			continue;
		if (!other)
			*first = piece;
		else if (strcmp(other->driver, binding->driver))
			break;
		other = other ? other : binding;
	}
	*second = piece;
	return piece < map->pieces.items + map->pieces.count;
}

static void report_drivers(const struct map *map, const struct map_piece *first,
			   const struct map_piece *second, struct findings *out)
{
	const struct map_entry *entry = map_piece_entry(map, first);
	const struct map_entry *other = map_piece_entry(map, second);
	struct finding *f;

	f = finding_add(out, map->node, "iommu-map", (int)other->index,
			"leads to the driver %s from requester ID 0x%x on, to %s from "
			"0x%x on",
			other->iommu->binding->driver, (unsigned)second->ids.first,
			entry->iommu->binding->driver, (unsigned)first->ids.first);
	finding_relate(out, f, "iommu", entry->target, NULL, -1, NULL);
	finding_relate(out, f, "iommu", other->target, NULL, -1, NULL);
	/* Root ports have no alias on the root bus, conventional bridges do. */
	if (!find_two_drivers(map, (map->inputs.first | 0xff) + 1, &first, &second))
		finding_severity(f, SEVERITY_WARNING);
}

void check_map_drivers(const struct topology *topo, struct findings *out)
{
	const struct map_piece *first = NULL, *second;
	const struct map *map;

	for_each_whole_map (map, topo, MAP_IOMMU)
		if (topo->masters.items[map->master].kind == MASTER_PCI_HOST &&
		    find_two_drivers(map, 0, &first, &second))
			report_drivers(map, first, second, out);
}

void check_map_mask_alone(const struct topology *topo, struct findings *out)
{
	const struct master *master;

	for_each (master, &topo->masters)
		if (master->node->live && node_has(master->node, PROP_IOMMU_MAP_MASK) &&
		    !node_has(master->node, PROP_IOMMU_MAP))
			finding_add(out, master->node, "iommu-map-mask", -1,
				    "stands alone, expected beside iommu-map");
}
