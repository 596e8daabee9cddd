/* SPDX-License-Identifier: BSD-2-Clause */
/* dma-coherent where alike nodes have it, and this one has not. */
#include <stdlib.h>
#include <string.h>

#include "model/walk.h"
#include "rules/siblings.h"

/* A live master or IOMMU among those that it is compared with. */
struct member {
	const struct node *node;
	bool coherent;
	bool may_differ; /* of a kind that is not coherent beside others that are */
};

struct members {
	const struct topology *topo;
	bool *reported; /* by node index; NULL while nothing was */
	VEC(struct member) list;
	const struct node *example; /* the first of the list that is coherent */
};

static void report(struct members *all, const struct member *member, size_t coherent,
		   const char *what, struct findings *out)
{
	struct finding *f;

	if (!all->reported)
		all->reported = arena_alloc(out->arena, all->topo->tree->node_count);
	if (all->reported[member->node->index])
		return;
	all->reported[member->node->index] = true;
	f = finding_add(out, member->node, "dma-coherent", -1,
			"is not dma-coherent, %zu of the %zu %s are", coherent,
			all->list.count, what);
	finding_relate(out, f, "sibling", all->example, "dma-coherent", -1, NULL);
}

static void judge(struct members *all, size_t least, const char *what,
		  struct findings *out)
{
	const struct member *member;
	size_t coherent = 0;

	for_each (member, &all->list)
		if (member->coherent && !coherent++)
			all->example = member->node;
	if (all->list.count < least || !is_majority(coherent, all->list.count))
		return;
	for_each (member, &all->list)
		if (!member->coherent && !member->may_differ &&
		    !node_has(member->node, PROP_DMA_NONCOHERENT))
			report(all, member, coherent, what, out);
}

static void check_kin(struct members *all, const struct kin *kin, struct findings *out)
{
	const struct topology *topo = all->topo;
	const struct master *master;
	const struct iommu *iommu;
	const struct node **node;

	all->list.count = 0;
	for_each (node, &kin->nodes) {
		iommu = topology_iommu(topo, *node);
		master = topology_master(topo, *node);
		if (iommu || master)
			*VEC_ADD(out->arena, &all->list) = (struct member){
				*node, iommu ? iommu->coherent : master->coherent, false
			};
	}
	judge(all, 3, arena_printf(out->arena, "nodes %s", kin->compatible), out);
}

/* A live master by what it shares with others. */
struct neighbour {
	const struct iommu *iommu;
	const struct node *bus;
	const struct master *master;
};

/* The DMA parent takes in many kinds of masters; those on one bus are more alike. */
static const struct node *dma_parent_of(const struct master *master)
{
	return master->dma_parent;
}

static const struct node *parent_of(const struct master *master)
{
	return master->node->parent;
}

static int by_neighbourhood(const void *left, const void *right)
{
	const struct neighbour *a = left, *b = right;

	if (a->iommu != b->iommu)
		return a->iommu < b->iommu ? -1 : 1;
	if (a->bus != b->bus)
		return a->bus->index < b->bus->index ? -1 : 1;
	return (a->master > b->master) - (a->master < b->master);
}

static const struct iommu *first_iommu(const struct topology *topo,
				       const struct master *master)
{
	const struct specifier *s;

	for_each_specifier (s, topo, master)
		if (s->state == ENTRY_OK && s->iommu && s->iommu->node->live)
			return s->iommu;
	return NULL;
}

static bool may_differ(const struct topology *topo, const struct master *master)
{
	return topology_clients(topo, master->node) & CLIENT_COHERENCY_DIFFERS;
}

static void check_neighbours(struct members *all,
			     const struct node *(*bus_of)(const struct master *master),
			     struct findings *out)
{
	VEC(struct neighbour) list = { 0 };
	const struct neighbour *n, *first;
	const struct master *master;
	const struct iommu *iommu;

	for_each (master, &all->topo->masters) {
		iommu = master_reads_iommus(master) ? first_iommu(all->topo, master)
						    : NULL;
		if (iommu && bus_of(master) &&
		    !(topology_clients(all->topo, master->node) & CLIENT_NON_COHERENT))
			*VEC_ADD(out->arena, &list) =
				(struct neighbour){ iommu, bus_of(master), master };
	}
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), by_neighbourhood);
	for (first = list.items; first < list.items + list.count; first = n) {
		all->list.count = 0;
		for (n = first; n < list.items + list.count && n->iommu == first->iommu &&
				n->bus == first->bus;
		     n++)
			*VEC_ADD(out->arena, &all->list) =
				(struct member){ n->master->node, n->master->coherent,
						 may_differ(all->topo, n->master) };
		judge(all, 4, "masters of its IOMMU and bus", out);
	}
}

void check_siblings_coherency(const struct topology *topo, struct findings *out)
{
	struct members all = { .topo = topo };
	const struct kin *kin;

	if (topo->coherent_by_default)
		return;
	for_each (kin, &topo->kins)
		if (kin->nodes.count >= 3)
			check_kin(&all, kin, out);
	check_neighbours(&all, dma_parent_of, out);
	if (topo->dma_parent_of)
		check_neighbours(&all, parent_of, out);
}

/* A description of a PCI controller, as root complex or as endpoint. */
struct twin {
	const struct node *node;
	bool endpoint, coherent;
	uint32_t bytes; /* of the first address in reg */
	const uint8_t *address;
};

static int by_place(const void *left, const void *right)
{
	const struct twin *a = left, *b = right;
	int order;

	if (a->node->parent != b->node->parent)
		return a->node->parent->index < b->node->parent->index ? -1 : 1;
	order = memcmp(a->address, b->address, a->bytes);
	return order ? order
		     : (a->node->index > b->node->index) -
			       (a->node->index < b->node->index);
}

static void compare_twins(const struct twin *a, const struct twin *b,
			  struct findings *out)
{
	const struct twin *subject = b->node->live ? b : a, *other = subject == b ? a : b;
	struct finding *f;

	if (a->endpoint == b->endpoint || !subject->node->live ||
	    a->coherent == b->coherent)
		return;
	f = finding_add(
		out, subject->node, "dma-coherent", -1,
		"is %sdma-coherent, unlike %s, which describes the same controller",
		subject->coherent ? "" : "not ", finding_path(out, other->node));
	finding_relate(out, f, "twin", other->node, "dma-coherent", -1, NULL);
}

void check_twins(const struct topology *topo, struct findings *out)
{
	VEC(struct twin) list = { 0 };
	const struct property *reg;
	const struct master *master;
	const struct node *node;
	const struct twin *twin;
	bool endpoint;

	for_each (master, &topo->masters) {
		node = master->node;
		reg = node_find(node, PROP_REG);
		endpoint = topology_clients(topo, node) & CLIENT_PCI_ENDPOINT;
		if ((master->kind != MASTER_PCI_HOST && !endpoint) || !reg ||
		    !node->parent ||
		    reg->length < 4 * (uint64_t)node->parent->address_cells)
			continue;
		*VEC_ADD(out->arena, &list) =
			(struct twin){ node, endpoint, master->coherent,
				       4 * node->parent->address_cells, reg->value };
	}
	if (list.count < 2)
		return;
	qsort(list.items, list.count, sizeof(*list.items), by_place);
	for (twin = list.items + 1; twin < list.items + list.count; twin++)
		if (twin[-1].node->parent == twin->node->parent &&
		    !memcmp(twin[-1].address, twin->address, twin->bytes))
			compare_twins(twin - 1, twin, out);
}
