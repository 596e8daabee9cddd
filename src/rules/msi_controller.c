/* SPDX-License-Identifier: BSD-2-Clause */
/* What msi-map and msi-parent lead to. */
#include "rules/map.h"
#include "rules/msi.h"

static bool is_controller(const struct node *node)
{
	return node_has(node, PROP_MSI_CONTROLLER) || node_has(node, PROP_MSI_CELLS);
}

/* One reference to an MSI controller. */
struct reference {
	const struct node *node, *target;
	const char *property;
	int index;
	uint32_t phandle;
};

static void judge_target(const struct reference *reference, struct findings *out)
{
	struct finding *f;

	if (!reference->target) {
		f = finding_add(out, reference->node, reference->property,
				reference->index, "names phandle 0x%x, which no node has",
				reference->phandle);
	} else if (reference->target->available && !is_controller(reference->target)) {
		f = finding_add(out, reference->node, reference->property,
				reference->index,
				"names %s, which is no msi-controller and has no "
				"#msi-cells",
				finding_path(out, reference->target));
		finding_relate(out, f, "target", reference->target, NULL, -1, NULL);
	}
}

static void judge_map(const struct map *map, struct findings *out)
{
	const struct map_entry *entry;
	struct reference reference;

	for_each (entry, &map->entries) {
		reference = (struct reference){ map->node, entry->target, "msi-map",
						(int)entry->index, entry->phandle };
		judge_target(&reference, out);
	}
}

void check_msi_target(const struct topology *topo, struct findings *out)
{
	const struct msi_parent *parent;
	struct reference reference;
	const struct map *map;

	for_each_whole_map (map, topo, MAP_MSI)
		judge_map(map, out);
	for_each (parent, &topo->msi_parents) {
		if (!parent->node->live || parent->state == ENTRY_TRUNCATED)
			continue;
		reference =
			(struct reference){ parent->node, parent->target, "msi-parent",
					    (int)parent->index, parent->phandle };
		judge_target(&reference, out);
	}
}

/* A host that takes MSIs itself knows its functions by other means. */
static bool lacks_cells(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);

	return node->live && node_has(node, PROP_MSI_CONTROLLER) &&
	       !node_has(node, PROP_MSI_CELLS) &&
	       (!master || master->kind != MASTER_PCI_HOST) &&
	       !(topology_clients(topo, node) & CLIENT_MSI_NO_CELLS);
}

static void report_cells(const struct node *controller, const struct node *host,
			 const char *property, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, controller, NULL, -1,
			"has no #msi-cells, and %s uses it by %s",
			finding_path(out, host), property);
	finding_relate(out, f, "pci host", host, property, -1, NULL);
}

/* One finding for each controller: marks those that have theirs. */
static bool is_new(const struct topology *topo, uint8_t *seen, const struct node *node)
{
	if (!lacks_cells(topo, node) || seen[node->index])
		return false;
	seen[node->index] = 1;
	return true;
}

static bool is_live_host(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);

	return node->live && master && master->kind == MASTER_PCI_HOST;
}

void check_msi_cells(const struct topology *topo, struct findings *out)
{
	const struct msi_parent *parent;
	const struct map_entry *entry;
	const struct map *map;
	uint8_t *seen = NULL;

	if (topo->maps.count || topo->msi_parents.count)
		seen = arena_alloc(topo->arena, topo->tree->node_count);
	for_each (map, &topo->maps) {
		if (map->kind != MAP_MSI || !is_live_host(topo, map->node))
			continue;
		for_each (entry, &map->entries)
			if (entry->target && is_new(topo, seen, entry->target))
				report_cells(entry->target, map->node, "msi-map", out);
	}
	for_each (parent, &topo->msi_parents)
		if (is_live_host(topo, parent->node) && parent->target &&
		    is_new(topo, seen, parent->target))
			report_cells(parent->target, parent->node, "msi-parent", out);
}

void check_msi_parent(const struct topology *topo, struct findings *out)
{
	const struct msi_parent *parent;
	const struct master *host;
	struct finding *f;

	for_each (parent, &topo->msi_parents) {
		if (parent->index || parent->state != ENTRY_OK ||
		    !is_live_host(topo, parent->node))
			continue;
		host = topology_master(topo, parent->node);
		if (host->msi_map) {
			f = finding_add(out, parent->node, "msi-parent", -1,
					"stands beside msi-map");
			finding_consequence(out, f, "goes by msi-map alone");
		} else if (parent->argument_count) {
			f = finding_add(out, parent->node, "msi-parent", 0,
					"has argument 0x%x for %s, expected msi-map",
					parent->argument,
					finding_path(out, parent->target));
			finding_relate(out, f, "msi controller", parent->target,
				       "#msi-cells", -1, NULL);
			finding_key(out, f, "0x%x", parent->argument);
		}
	}
}
