/* SPDX-License-Identifier: BSD-2-Clause */
/* One of several alike nodes that lacks what the others have. */
#include <string.h>

#include "model/walk.h"
#include "rules/siblings.h"

static uint32_t clients_of(const struct topology *topo, const struct kin *kin)
{
	return client_traits(topo->bindings, kin->compatible, strlen(kin->compatible) + 1,
			     "", 0);
}

/* A sibling that has what the subject lacks, as an example. */
static void relate_sibling(struct findings *out, struct finding *f,
			   const struct node *sibling, const char *property)
{
	finding_relate(out, f, "sibling", sibling, property, -1, NULL);
}

static bool is_host(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);

	return master && master->kind == MASTER_PCI_HOST;
}

/* Behind IOMMUs that are all switched off, being wired makes no difference. */
static bool is_served(const struct topology *topo, const struct node *node)
{
	const struct master *master = topology_master(topo, node);
	const struct specifier *s;
	const struct map_entry *entry;

	if (!master)
		return false;
	for_each_specifier (s, topo, master)
		if (s->iommu && s->iommu->node->live)
			return true;
	if (master->iommu_map)
		for_each (entry, &master->iommu_map->entries)
			if (entry->iommu && entry->iommu->node->live)
				return true;
	return false;
}

/* By the index of a bus: one of a kin on it that is wired. */
struct neighbours {
	const struct topology *topo;
	const struct node **on_bus; /* NULL while nobody asked */
};

/*
 * Alike devices on another bus, or of another processor, may sit before the IOMMU: only
 * those on one bus are neighbours.
 */
static void find_neighbours(struct neighbours *all, const struct kin *kin,
			    struct arena *arena)
{
	const struct node **node;

	if (!all->on_bus)
		all->on_bus = arena_array(arena, all->topo->tree->node_count,
					  sizeof(*all->on_bus));
	for_each (node, &kin->nodes)
		if ((*node)->parent)
			all->on_bus[(*node)->parent->index] = NULL;
	for_each (node, &kin->nodes)
		if ((*node)->parent && !all->on_bus[(*node)->parent->index] &&
		    node_is_wired(*node) && is_served(all->topo, *node))
			all->on_bus[(*node)->parent->index] = *node;
}

static void check_kin_iommus(struct neighbours *all, const struct kin *kin,
			     struct findings *out)
{
	const struct node **node, *sibling;
	size_t wired = 0;
	struct finding *f;

	for_each (node, &kin->nodes) {
		if (topology_iommu(all->topo, *node) || is_host(all->topo, *node))
			return;
		wired += node_is_wired(*node);
	}
	if (!is_majority(wired, kin->nodes.count) ||
	    clients_of(all->topo, kin) & CLIENT_INSTANCES_DIFFER)
		return;
	find_neighbours(all, kin, out->arena);
	for_each (node, &kin->nodes) {
		sibling = (*node)->parent ? all->on_bus[(*node)->parent->index] : NULL;
		if (node_is_wired(*node) || !sibling)
			continue;
		f = finding_add(out, *node, "iommus", -1,
				"has no iommus, %zu of the %zu nodes %s have it", wired,
				kin->nodes.count, kin->compatible);
		relate_sibling(out, f, sibling, "iommus");
	}
}

void check_siblings_iommus(const struct topology *topo, struct findings *out)
{
	struct neighbours all = { topo, NULL };
	const struct kin *kin;

	for_each (kin, &topo->kins)
		if (kin->nodes.count >= 3)
			check_kin_iommus(&all, kin, out);
}

static void check_kin_map(const struct topology *topo, const struct kin *kin,
			  enum known map, struct findings *out)
{
	const char *name = map == PROP_IOMMU_MAP ? "iommu-map" : "msi-map";
	const struct node **node, *sibling = NULL;
	size_t mapped = 0, hosts = 0;
	struct finding *f;

	for_each (node, &kin->nodes) {
		hosts += is_host(topo, *node);
		if (!node_has(*node, map))
			continue;
		mapped += is_host(topo, *node);
		if (map != PROP_IOMMU_MAP || is_served(topo, *node))
			sibling = *node;
	}
	if (!sibling || !is_majority(mapped, hosts))
		return;
	for_each (node, &kin->nodes) {
		if (!is_host(topo, *node) || node_has(*node, map) ||
		    node_has(*node,
			     map == PROP_IOMMU_MAP ? PROP_IOMMUS : PROP_MSI_PARENT))
			continue;
		f = finding_add(out, *node, name, -1,
				"has no %s, %zu of the %zu PCI hosts %s have it", name,
				mapped, hosts, kin->compatible);
		relate_sibling(out, f, sibling, name);
	}
}

void check_siblings_map(const struct topology *topo, struct findings *out)
{
	const struct kin *kin;

	for_each (kin, &topo->kins) {
		if (kin->nodes.count < 3)
			continue;
		check_kin_map(topo, kin, PROP_IOMMU_MAP, out);
		check_kin_map(topo, kin, PROP_MSI_MAP, out);
	}
}

static bool ranges_differ(const struct property *a, const struct property *b)
{
	return a->length != b->length || memcmp(a->value, b->value, a->length);
}

/* The dma-ranges that most have, found as the survivor of pairwise elimination. */
static const struct node *find_common(const struct peers *all)
{
	const struct property *held = NULL, *own;
	const struct node *holder = NULL;
	size_t i, votes = 0;

	for (i = 0; i < all->count; i++) {
		own = node_find(all->nodes[i], PROP_DMA_RANGES);
		if (!own)
			continue;
		if (!votes) {
			held = own;
			holder = all->nodes[i];
		}
		votes += votes && ranges_differ(own, held) ? (size_t)-1 : 1;
	}
	return holder;
}

static void compare_ranges(const struct peers *all, struct findings *out)
{
	const struct node *common = all->count < 3 ? NULL : find_common(all);
	size_t i, having = 0, alike = 0;
	const struct property *own, *held;
	struct finding *f;

	if (!common)
		return;
	held = node_find(common, PROP_DMA_RANGES);
	for (i = 0; i < all->count; i++) {
		own = node_find(all->nodes[i], PROP_DMA_RANGES);
		having += own != NULL;
		alike += own && !ranges_differ(own, held);
	}
	for (i = 0; i < all->count; i++) {
		own = node_find(all->nodes[i], PROP_DMA_RANGES);
		if (own ? !is_majority(alike, all->count) || !ranges_differ(own, held)
			: !is_majority(having, all->count))
			continue;
		f = finding_add(out, all->nodes[i], "dma-ranges", -1,
				"%s, %zu of the %zu nodes %s have %s",
				own ? "has other dma-ranges" : "has no dma-ranges",
				own ? alike : having, all->count, all->compatible,
				own ? "the same" : "it");
		relate_sibling(out, f, common, "dma-ranges");
	}
}

/* A simple-bus says little: those of one name on one bus are compared. */
static void compare_buses(const struct kin *kin, struct findings *out)
{
	struct peers peers = peers_of(out->arena, kin);

	while (peers_next(&peers))
		compare_ranges(&peers, out);
}

void check_siblings_ranges(const struct topology *topo, struct findings *out)
{
	const struct kin *kin;

	for_each (kin, &topo->kins) {
		if (kin->nodes.count < 3)
			continue;
		if (clients_of(topo, kin) & CLIENT_BUS)
			compare_buses(kin, out);
		else
			compare_ranges(&(struct peers){ kin->compatible, kin->nodes.items,
							kin->nodes.count, 0 },
				       out);
	}
}
