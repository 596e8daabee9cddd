/* SPDX-License-Identifier: BSD-2-Clause */
/* To which IOMMU of_iommu_configure() links a master. */
#include <string.h>

#include "model/context.h"
#include "model/map.h"
#include "model/predict.h"

void link_begin(struct link *link)
{
	*link = (struct link){ .state = LINK_NONE };
}

static void drop(struct link *link, const struct specifier *fault, const char *why)
{
	link->state = LINK_DROPPED;
	link->fault = fault;
	link->why = why;
}

static void wait_for(struct link *link, const struct specifier *fault,
		     const struct node *target, struct iommu *iommu)
{
	link->state = LINK_WAITS;
	link->fault = fault;
	link->target = target;
	link->waits_for = iommu;
}

static bool is_allowed(const struct iommu *iommu, const struct node *master)
{
	strings names = iommu->binding->allowed_masters;
	size_t i;

	if (!binding_has(iommu->binding, "allow-listed-masters"))
		return true;
	for (i = 0; names[i]; i++)
		if (!strcmp(names[i], master->name))
			return true;
	return false;
}

enum cells_effect link_cells_effect(const struct iommu *iommu)
{
	const struct binding *binding = iommu->binding;

	if (!binding->cells_allowed ||
	    (iommu->cells < 32 && binding->cells_allowed >> iommu->cells & 1))
		return CELLS_IGNORED;
	return binding->cells_allowed >> (iommu->cells < 31 ? iommu->cells : 31)
		       ? binding->cells_too_few
		       : binding->cells_too_many;
}

/* True where the entry names more instances than the driver's table has room for. */
static bool is_one_too_many(struct link *link, struct iommu *iommu)
{
	const unsigned most = iommu->binding->instances_max;
	unsigned i;

	if (!most || most > ARRAY_SIZE(link->instances))
		return false;
	for (i = 0; i < link->instance_count; i++)
		if (link->instances[i] == iommu)
			return false;
	if (link->instance_count == most)
		return true;
	link->instances[link->instance_count++] = iommu;
	return false;
}

/*
 * Why the driver's of_xlate() refuses the entry; NULL where it takes it. Of functions, s
 * is NULL.
 */
static const char *xlate_refuses(struct link *link, const struct node *master,
				 struct iommu *iommu, const struct specifier *s)
{
	const struct binding *binding = iommu->binding;

	if (binding->group == GROUP_NONE || binding_has(binding, "no-xlate"))
		return "the IOMMU's driver takes no masters by iommus";
	if (binding_has(binding, "legacy-masters") &&
	    node_has(iommu->node, PROP_MMU_MASTERS))
		return "the IOMMU's driver takes its masters from mmu-masters alone";
	if (link_cells_effect(iommu) == CELLS_MASTER_REFUSED)
		return "the IOMMU's driver refuses its #iommu-cells";
	if (binding->instances == INSTANCES_REJECTED && link->iommu &&
	    link->iommu != iommu)
		return "the IOMMU's driver refuses a second instance";
	if (is_one_too_many(link, iommu))
		return "it names more instances than the IOMMU's driver has room for";
	if (binding_has(binding, "equal-instances") && link->iommu &&
	    link->iommu->binding->input_bits != binding->input_bits)
		return "its IOMMUs differ in input width";
	if (s && !is_allowed(iommu, master))
		return "the IOMMU's driver does not have it on its list of masters";
	if (s && binding->contexts_from == CONTEXTS_CHILDREN &&
	    !iommu_has_context(iommu, s->cells[0]))
		return "the IOMMU has no such context";
	return NULL;
}

/* of_iommu_xlate() for one entry, which is to be taken into the link. */
static void take(const struct prediction *p, const struct node *master,
		 const struct specifier *s, struct link *link)
{
	const struct binding *binding = s->iommu->binding;
	const char *why;

	if (!s->target->available) {
		drop(link, s, "an IOMMU that it names is disabled");
		return;
	}
	if (provider_state(p, s->iommu) != PROVIDER_REGISTERS) {
		if (link->iommu &&
		    !kernel_has(&p->topo->kernel, KERNEL_EVERY_ENTRY_WAITS))
			drop(link, s, "an IOMMU that it names is not there");
		else
			wait_for(link, s, s->target, s->iommu);
		return;
	}
	if (link->iommu && strcmp(link->iommu->binding->driver, binding->driver) != 0) {
		drop(link, s, "it names IOMMUs of two drivers");
		return;
	}
	why = xlate_refuses(link, master, s->iommu, s);
	if (why) {
		drop(link, s, why);
		return;
	}
	link->several |= link->iommu && link->iommu != s->iommu;
	if (!link->last || link->last < s->iommu)
		link->last = s->iommu;
	if (!link->iommu || binding->instances == INSTANCES_LAST)
		link->iommu = s->iommu;
}

void link_advance(const struct prediction *p, const struct master *master,
		  struct link *link)
{
	const struct specifier *s;

	link->state = LINK_NONE;
	while (link->next < master->specifier_count) {
		s = &p->topo->specifiers.items[master->first_specifier + link->next];
		if (s->state != ENTRY_OK && s->index == 0) {
			drop(link, s, "the first entry of its iommus cannot be read");
			return;
		}
		if (s->state != ENTRY_OK)
			break;
		take(p, master->node, s, link);
		if (link->state != LINK_NONE)
			return;
		link->next++;
	}
	if (link->iommu)
		link->state = LINK_OK;
}

bool link_came_too_late(const struct prediction *p, const struct master *master)
{
	const struct iommu *iommu = topology_iommu(p->topo, master->node);

	return iommu && provider_state(p, iommu) == PROVIDER_REGISTERS;
}

bool link_reads_map(const struct master *master)
{
	return master->iommu_map &&
	       (master->kind == MASTER_PCI_HOST || master->kind == MASTER_ID_BUS ||
		(master->kind == MASTER_ID_DEVICE && !master->specifier_count));
}

struct link link_piece(const struct prediction *p, const struct map *map,
		       const struct map_piece *piece)
{
	const struct map_entry *entry = map_piece_entry(map, piece);
	struct link link = { .state = LINK_OK,
			     .iommu = entry->iommu,
			     .last = entry->iommu };
	const char *why;

	if (piece->fails)
		drop(&link, NULL, "no lookup in its iommu-map succeeds");
	else if (!entry->target->available)
		drop(&link, NULL, "the IOMMU that its iommu-map names is disabled");
	else if (!entry->iommu || provider_state(p, entry->iommu) != PROVIDER_REGISTERS)
		wait_for(&link, NULL, entry->target, entry->iommu);
	if (link.state != LINK_OK)
		return link;
	link.iommu = NULL;
	why = xlate_refuses(&link, map->node, entry->iommu, NULL);
	link.iommu = entry->iommu;
	if (why)
		drop(&link, NULL, why);
	return link;
}

struct link link_map(const struct prediction *p, const struct map *map)
{
	struct link best, link;
	const struct map_piece *piece;

	link_begin(&best);
	drop(&best, NULL, "its iommu-map covers no ID");
	for_each (piece, &map->pieces) {
		link = link_piece(p, map, piece);
		if (link.state == LINK_OK)
			return link;
		if (piece == map->pieces.items || link.state == LINK_WAITS)
			best = link;
	}
	return best;
}
