/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists the devices that come to IOMMU drivers, in the order in which Linux takes them.
 */
#include "model/map.h"
#include "model/predict.h"
#include "model/walk.h"

/*
 * True for a device that of_platform_populate() makes at boot: all buses above it are of
 * those that it descends into. Others come with the drivers of their parents.
 */
static bool is_made_at_boot(const struct topology *topo, const struct node *node)
{
	for (node = node->parent; node->parent; node = node->parent)
		if (!(topo->client_of[node->index] & CLIENT_BOOT_BUS))
			return false;
	return true;
}

bool becomes_device(const struct topology *topo, const struct master *master)
{
	if (!master->node->live || master->kind == MASTER_PCI_FUNCTION)
		return false;
	if (!master->node->parent) /* of_platform_populate() starts below the root */
		return false;
	return master->kind == MASTER_CHILD ||
	       (topology_is_populated(topo, master->node) &&
		!topology_passed_over(topo, master->node));
}

static enum claim_class class_of(const struct prediction *p, const struct master *master,
				 const struct link *link)
{
	if (master->kind == MASTER_CHILD || !is_made_at_boot(p->topo, master->node))
		return CLAIM_LATE;
	if (link->several &&
	    kernel_has(&p->topo->kernel, KERNEL_MASTERS_PROBED_AT_REGISTRATION))
		return CLAIM_SEVERAL;
	if (p->topo->client_of[master->node->index] & CLIENT_AMBA_DEVICE)
		return CLAIM_AMBA;
	return CLAIM_PLATFORM;
}

static struct claim *add_claim(struct prediction *p, const struct master *master,
			       const struct link *link)
{
	struct claim *claim = VEC_ADD(p->topo->arena, &p->claims);

	claim->master = master_index(p, master);
	claim->iommu = link->iommu;
	claim->last = link->last;
	claim->stream = claim->group = NOBODY;
	return claim;
}

/* Streams of the first count entries of the master's iommus. */
static uint32_t count_streams(const struct topology *topo, const struct master *master,
			      uint32_t entries)
{
	const struct stream *s;
	uint32_t count = 0;

	for_each_stream (s, topo, master) {
		if (s->property != PROP_IOMMUS || s->index >= entries)
			break;
		count++;
	}
	return count;
}

static void claim_own(struct prediction *p, const struct master *master)
{
	struct claim *claim;
	struct link link;

	link_begin(&link);
	link_advance(p, master, &link);
	if (link.state != LINK_OK || link_came_too_late(p, master))
		return;
	claim = add_claim(p, master, &link);
	claim->class = class_of(p, master, &link);
	claim->first_stream = master->first_stream;
	claim->stream_count = count_streams(p->topo, master, link.next);
}

static void claim_pieces(struct prediction *p, const struct master *master)
{
	const uint32_t end = master->first_stream + master->stream_count;
	const struct stream *streams = p->topo->streams.items;
	const struct map *map = master->iommu_map;
	uint32_t i, next = master->first_stream;
	struct claim *claim;
	struct link link;

	while (next < end && streams[next].property == PROP_IOMMUS)
		next++;
	for (i = 0; i < map->pieces.count; i++) {
		link = link_piece(p, map, &map->pieces.items[i]);
		claim = link.state == LINK_OK ? add_claim(p, master, &link) : NULL;
		if (claim) {
			claim->class = master->kind == MASTER_PCI_HOST ? CLAIM_PCI
								       : CLAIM_ID_BUS;
			claim->by_map = true;
			claim->first_stream = next;
		}
		for (; next < end && streams[next].piece == i; next++)
			if (claim)
				claim->stream_count++;
	}
}

/* Puts the claims, which are in document order, in the order of their classes. */
static void sort(struct prediction *p)
{
	const struct claim *unsorted = p->claims.items;
	struct claim *sorted =
		arena_array(p->topo->arena, p->claims.count, sizeof(*sorted));
	size_t i, next = 0;
	int class;

	for (class = CLAIM_PLATFORM; class <= CLAIM_LATE; class ++)
		for (i = 0; i < p->claims.count; i++)
			if ((int)unsorted[i].class == class)
				sorted[next++] = unsorted[i];
	p->claims.items = sorted;
}

void predict_claims(struct prediction *p)
{
	const struct master *master;

	for_each (master, &p->topo->masters) {
		if (!becomes_device(p->topo, master))
			continue;
		claim_own(p, master);
		if (link_reads_map(master))
			claim_pieces(p, master);
	}
	sort(p);
}
