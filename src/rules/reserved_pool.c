/* SPDX-License-Identifier: BSD-2-Clause */
/* memory-region: pools, and the masters that are given them. */
#include "base/cover.h"
#include "model/bus.h"
#include "model/pci.h"
#include "model/region.h"
#include "rules/reserved.h"
#include "rules/window.h"

/* The CPU addresses of each bus' windows, made when first asked for. */
struct reaches {
	const struct topology *topo;
	const struct cover **by_bus;
};

/* The kernel's drivers of pools see the region at all: of_reserved_mem_lookup(). */
static bool is_pool(const struct region_use *use, enum pool pool)
{
	return use->user->live && use->region && use->region->pool == pool &&
	       use->region->reserved && (use->region->has_reg || use->region->dynamic);
}

/* of_iommu_configure() succeeds, whatever dma-iommu makes of the windows later. */
static bool is_behind_iommu(const struct master *master)
{
	return master->verdict == VERDICT_TRANSLATED ||
	       master->verdict == VERDICT_IDENTITY || master->verdict == VERDICT_BROKEN;
}

/* rmem_swiotlb_setup() refuses it; the first property that it minds. */
static const char *bad_property(const struct node *node)
{
	if (node_has(node, PROP_REUSABLE))
		return "reusable";
	if (node_has(node, PROP_CMA_DEFAULT))
		return "linux,cma-default";
	if (node_has(node, PROP_DMA_DEFAULT))
		return "linux,dma-default";
	return node_has(node, PROP_NO_MAP) ? "no-map" : NULL;
}

/* of_dma_set_restricted_buffer() takes the first that is available. */
static bool is_second(const struct topology *topo, const struct region_use *use)
{
	const struct region_use *before = use;

	while (before > topo->region_uses.items && before[-1].user == use->user) {
		before--;
		if (is_pool(before, POOL_RESTRICTED))
			return true;
	}
	return false;
}

static void say_second(const struct region_use *use, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, use->user, "memory-region", (int)use->index,
			"names %s, a second restricted-dma-pool, expected one",
			finding_path(out, use->region->node));
	finding_relate(out, f, "region", use->region->node, NULL, -1, NULL);
	finding_consequence(out, f, "uses the first of the list only");
	finding_fix(out, f, "name one restricted-dma-pool, large enough for the device");
}

void check_restricted_invalid(const struct topology *topo, struct findings *out)
{
	const struct region_use *use;
	const struct region *region;
	const char *property;

	for_each (region, &topo->regions) {
		if (region->pool != POOL_RESTRICTED || !region->reserved)
			continue;
		property = bad_property(region->node);
		if (property)
			finding_add(out, region->node, property, -1,
				    "a restricted-dma-pool with %s, expected none",
				    property);
	}
	for_each (use, &topo->region_uses)
		if (is_pool(use, POOL_RESTRICTED) && is_second(topo, use))
			say_second(use, out);
}

/* A pool that Linux gives to the user at all: available, and not refused. */
static bool is_restricted(const struct topology *topo, const struct region_use *use)
{
	return is_pool(use, POOL_RESTRICTED) && !bad_property(use->region->node) &&
	       !is_second(topo, use);
}

void check_restricted_unused(const struct topology *topo, struct findings *out)
{
	const struct region_use *use;
	const struct master *master;
	struct finding *f;

	for_each (use, &topo->region_uses) {
		if (!is_restricted(topo, use))
			continue;
		master = region_master(topo, use->user);
		if (!master || !is_behind_iommu(master))
			continue;
		f = finding_add(out, use->user, "memory-region", (int)use->index,
				"names %s, a restricted-dma-pool, but is behind an IOMMU",
				finding_path(out, use->region->node));
		finding_relate(out, f, "region", use->region->node, NULL, -1, NULL);
		if (master->iommu)
			finding_relate(out, f, "iommu", master->iommu->node, NULL, -1,
				       NULL);
	}
}

void check_restricted_misplaced(const struct topology *topo, struct findings *out)
{
	const struct region_use *use;
	const struct master *host;
	struct finding *f;

	for_each (use, &topo->region_uses) {
		if (!is_restricted(topo, use))
			continue;
		host = pci_host_of(topo, use->user);
		if (!host)
			continue;
		f = finding_add(out, use->user, "memory-region", (int)use->index,
				"names %s, a restricted-dma-pool, on a PCI function",
				finding_path(out, use->region->node));
		finding_severity(f, SEVERITY_NOTE);
		finding_relate(out, f, "region", use->region->node, NULL, -1, NULL);
		finding_relate(out, f, "host bridge", host->node, NULL, -1, NULL);
	}
}

/* Joins what is contiguous; which window it was does not matter. */
static void join(struct cover *cover)
{
	struct cover_piece *out = cover->pieces;
	size_t i;

	for (i = 1; i < cover->count; i++) {
		if (cover->pieces[i].range.first == out->range.last + 1)
			out->range.last = cover->pieces[i].range.last;
		else
			*++out = cover->pieces[i];
	}
	if (cover->count)
		cover->count = (size_t)(out - cover->pieces) + 1;
}

static const struct cover *build_cover(const struct topology *topo,
				       const struct reach *reach)
{
	struct cover *cover = arena_alloc(topo->arena, sizeof(*cover));
	const struct reach_window *window;
	struct range *ranges;
	size_t count = 0;

	ranges = arena_array(topo->arena, reach->windows.count, sizeof(*ranges));
	for_each (window, &reach->windows)
		ranges[count++] = range_clipped(window->cpu, window->size);
	*cover = cover_build(topo->arena, ranges, count);
	join(cover);
	return cover;
}

static const struct cover *cover_of(struct reaches *reaches, const struct reach *reach)
{
	const struct topology *topo = reaches->topo;
	const struct cover **cover;

	if (!reaches->by_bus)
		reaches->by_bus = arena_array(topo->arena, topo->buses.count,
					      sizeof(*reaches->by_bus));
	cover = &reaches->by_bus[reach->bus - topo->buses.items];
	if (!*cover)
		*cover = build_cover(topo, reach);
	return *cover;
}

/*
 * A map that is empty fails whatever the pool, one that is misread says nothing of it:
 * rules on windows report these.
 */
static bool reaches_all(struct reaches *reaches, const struct reach *reach,
			struct range range)
{
	const struct cover_piece *piece;

	if (reach->state != REACH_MAPPED || reach->empty_map || is_misread(reach->bus))
		return true;
	piece = cover_find(cover_of(reaches, reach), range.first);
	return piece && range_contains(piece->range, range);
}

static void say_unreachable(const struct region_use *use, const struct reach *reach,
			    struct findings *out)
{
	const struct region *region = use->region;
	struct finding *f;

	f = finding_add(out, use->user, "memory-region", (int)use->index,
			"names %s at 0x%llx-0x%llx, outside the DMA windows of %s",
			finding_path(out, region->node),
			(unsigned long long)region->range.first,
			(unsigned long long)region->range.last,
			finding_path(out, reach->bus->node));
	finding_key(out, f, "0x%llx-0x%llx", (unsigned long long)region->range.first,
		    (unsigned long long)region->range.last);
	finding_relate(out, f, "region", region->node, "reg", 0, NULL);
	finding_relate(out, f, "bus", reach->bus->node, "dma-ranges", -1, NULL);
}

void check_restricted_unreachable(const struct topology *topo, struct findings *out)
{
	struct reaches reaches = { topo, NULL };
	const struct region_use *use;
	const struct master *master;

	for_each (use, &topo->region_uses) {
		if (!is_restricted(topo, use) || !use->region->has_reg ||
		    use->region->reg_bad)
			continue;
		master = region_master(topo, use->user);
		if (master && !is_behind_iommu(master) &&
		    !reaches_all(&reaches, &master->reach, use->region->range))
			say_unreachable(use, &master->reach, out);
	}
}

/*
 * The master that a coherent pool is given to. A host bridge's reach and verdict are
 * those of its functions; of the bridge's own DMA nothing is known.
 */
static const struct master *master_with_pool(const struct topology *topo,
					     const struct region_use *use)
{
	const struct master *master;

	if (!is_pool(use, POOL_COHERENT))
		return NULL;
	master = region_master(topo, use->user);
	if (master && master->kind == MASTER_PCI_HOST && master->node == use->user)
		return NULL;
	return master;
}

void check_pool_unreachable(const struct topology *topo, struct findings *out)
{
	struct reaches reaches = { topo, NULL };
	const struct region_use *use;
	const struct master *master;

	for_each (use, &topo->region_uses) {
		master = master_with_pool(topo, use);
		if (master && !use->region->dynamic && !use->region->reg_bad &&
		    master->verdict != VERDICT_TRANSLATED &&
		    !reaches_all(&reaches, &master->reach, use->region->range))
			say_unreachable(use, &master->reach, out);
	}
}

void check_pool_behind_iommu(const struct topology *topo, struct findings *out)
{
	const struct region_use *use;
	const struct master *master;
	struct finding *f;

	for_each (use, &topo->region_uses) {
		master = master_with_pool(topo, use);
		if (!master || master->verdict != VERDICT_TRANSLATED ||
		    topology_clients(topo, use->user) & CLIENT_POOL_FALLBACK)
			continue;
		f = finding_add(out, use->user, "memory-region", (int)use->index,
				"names %s, a coherent pool, but is behind an IOMMU",
				finding_path(out, use->region->node));
		finding_relate(out, f, "region", use->region->node, NULL, -1, NULL);
		if (master->iommu)
			finding_relate(out, f, "iommu", master->iommu->node, NULL, -1,
				       NULL);
	}
}

static void say_outside(const struct region_use *use, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, use->user, "memory-region", (int)use->index,
			"names %s, which is no child of /reserved-memory",
			finding_path(out, use->target));
	finding_relate(out, f, "target", use->target, NULL, -1, NULL);
	finding_consequence(out, f,
			    "finds no reserved region of this name; drivers that ask for "
			    "the memory get -EINVAL");
	finding_fix(out, f, "move the region into /reserved-memory");
}

void check_region_dangling(const struct topology *topo, struct findings *out)
{
	const struct region_use *use;

	for_each (use, &topo->region_uses) {
		if (!use->user->live)
			continue;
		if (!use->target)
			finding_add(out, use->user, "memory-region", (int)use->index,
				    "names phandle 0x%x, which no node has",
				    use->phandle);
		else if (!use->region)
			say_outside(use, out);
	}
}
