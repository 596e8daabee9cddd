/* SPDX-License-Identifier: BSD-2-Clause */
/* Who uses an IOMMU: nobody, or not the one that its driver expects. */
#include "model/walk.h"
#include "rules/provider.h"
#include "tree/cells.h"

static void mark(const struct topology *topo, bool *used, const struct iommu *iommu)
{
	if (iommu)
		used[iommu - topo->iommus.items] = true;
}

static void mark_masters(const struct topology *topo, bool *used)
{
	const struct map_entry *entry;
	const struct specifier *s;
	const struct map *map;

	for_each (s, &topo->specifiers)
		mark(topo, used, topology_iommu(topo, s->target));
	for_each (map, &topo->maps) {
		/* All that is known of a map that Linux refuses. */
		if (map->kind == MAP_IOMMU)
			mark(topo, used, topology_iommu(topo, map->target));
		for_each (entry, &map->entries)
			mark(topo, used, entry->iommu);
	}
}

static void mark_links(const struct topology *topo, const struct node *node,
		       strings names, bool *used)
{
	struct cells cells;
	uint32_t phandle;

	for (; *names; names++) {
		cells = cells_of(node_find_named(node, *names));
		if (cells_take_one(&cells, &phandle))
			mark(topo, used,
			     topology_iommu(topo,
					    tree_find_phandle(topo->tree, phandle)));
	}
}

/*
 * Links of the bindings' own: renesas,ipmmu-main. Variants share the list of their
 * family, so that there are no more lists than families.
 */
static void mark_users(const struct topology *topo, struct arena *arena, bool *used)
{
	VEC(strings) lists = { 0 };
	const struct node *node;
	struct iommu *iommu;
	strings *names;

	for_each (iommu, &topo->iommus) {
		if (!iommu->binding || !*iommu->binding->users)
			continue;
		for_each (names, &lists)
			if (*names == iommu->binding->users)
				break;
		if (names < lists.items + lists.count)
			continue;
		*VEC_ADD(arena, &lists) = iommu->binding->users;
		for_each_node (node, topo->tree)
			mark_links(topo, node, iommu->binding->users, used);
	}
}

/* The legacy binding lists the masters in the IOMMU itself. */
static bool is_unused(const struct iommu *iommu)
{
	return iommu->node->live && !node_has(iommu->node, PROP_MMU_MASTERS);
}

static void report_unused(const struct topology *topo, const bool *used, unsigned unused,
			  struct findings *out)
{
	const struct iommu *iommu;
	unsigned live = 0;
	struct finding *f;

	for_each (iommu, &topo->iommus)
		live += iommu->node->live;
	f = finding_add(out, tree_root(topo->tree), NULL, -1,
			"%u of %u enabled IOMMUs have no master", unused, live);
	for_each (iommu, &topo->iommus)
		if (is_unused(iommu) && !used[iommu - topo->iommus.items])
			finding_relate(out, f, "iommu", iommu->node, NULL, -1,
				       iommu->binding ? iommu->binding->id : NULL);
}

void check_without_master(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	unsigned unused = 0;
	bool *used;

	if (!topo->iommus.count)
		return;
	used = arena_alloc(out->arena, topo->iommus.count);
	mark_masters(topo, used);
	mark_users(topo, out->arena, used);
	for_each (iommu, &topo->iommus)
		unused += is_unused(iommu) && !used[iommu - topo->iommus.items];
	if (unused)
		report_unused(topo, used, unused, out);
}

/* The masters of an IOMMU, and those of them with stream ID 0. */
struct clients {
	const struct master *last; /* counted */
	const struct master *last_zero;
	const struct node *zero[2]; /* live ones; the first two */
	unsigned live, zeros;
	unsigned unseen; /* of disabled masters, and of a GPU whose list breaks off */
};

static void count_zero(struct clients *clients, const struct node *node)
{
	if (!node->live) {
		clients->unseen++;
		return;
	}
	if (clients->zeros < ARRAY_SIZE(clients->zero))
		clients->zero[clients->zeros] = node;
	clients->zeros++;
}

/* Stream IDs as qcom_adreno_smmu_is_gpu_device() looks at them. */
static void count_client(struct clients *clients, const struct master *master,
			 const struct specifier *s)
{
	if (clients->last != master)
		clients->live += master->node->live;
	clients->last = master;
	if (!s->cell_count || s->cells[0] & 0xffff || clients->last_zero == master)
		return;
	clients->last_zero = master;
	count_zero(clients, master->node);
}

static void judge_clients(const struct iommu *iommu, const struct clients *clients,
			  struct findings *out)
{
	struct finding *f;

	if (clients->zeros > 1) {
		f = finding_add(out, iommu->node, NULL, -1,
				"has %u masters with stream ID 0, expected the GPU alone",
				clients->zeros);
		finding_relate(out, f, "master", clients->zero[0], "iommus", -1, NULL);
		finding_relate(out, f, "master", clients->zero[1], "iommus", -1, NULL);
	} else if (!clients->zeros && !clients->unseen && clients->live) {
		f = finding_add(out, iommu->node, NULL, -1,
				"has no master with stream ID 0, which marks the GPU");
		finding_consequence(out, f,
				    "takes no master for the GPU, so that the GPU gets "
				    "no page tables for each process");
	}
}

void check_gpu_stream(const struct topology *topo, struct findings *out)
{
	struct clients *clients =
		arena_array(out->arena, topo->iommus.count, sizeof(*clients));
	const struct master *master;
	const struct specifier *s;
	struct iommu *iommu;
	unsigned broken = 0;

	for_each (master, &topo->masters)
		for_each_specifier (s, topo, master) {
			if (s->state != ENTRY_OK)
				broken += master->node->live &&
					  node_is_named(master->node, "gpu");
			else if (s->iommu)
				count_client(&clients[s->iommu - topo->iommus.items],
					     master, s);
		}
	for_each (iommu, &topo->iommus) {
		clients->unseen += broken;
		if (iommu->node->live && iommu->binding &&
		    binding_has(iommu->binding, "gpu-stream-zero"))
			judge_clients(iommu, clients, out);
		clients++;
	}
}
