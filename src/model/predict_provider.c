/* SPDX-License-Identifier: BSD-2-Clause */
/* Which IOMMU instances register with the IOMMU core. */
#include <stdlib.h>
#include <string.h>

#include "model/address.h"
#include "model/interrupt.h"
#include "model/predict.h"

void provider_give_up(struct prediction *p, struct iommu *iommu, const char *why)
{
	p->providers[iommu_index(p, iommu)] = PROVIDER_NEVER;
	iommu->never_probes = iommu->node->available;
	iommu->why_lost = why;
}

/* of_platform_bus_create() passes over a node without compatible, and all below it. */
static bool is_populated(const struct node *node)
{
	for (; node->parent; node = node->parent)
		if (!node_has(node, PROP_COMPATIBLE))
			return false;
	return true;
}

/* The most specific compatible that the driver's match table has; NULL for none. */
static const struct kernel_match *find_match(const struct topology *topo,
					     const struct iommu *iommu)
{
	const struct property *list = node_find(iommu->node, PROP_COMPATIBLE);
	const struct kernel_match *match, *best = NULL;
	int index, best_index = 0;

	if (!kernels_include(iommu->binding->kernels, topo->kernel.version))
		return NULL;
	for (match = iommu->binding->driver_matches; match->compatible; match++) {
		index = property_find_string(list, match->compatible);
		if (index < 0 || !kernels_include(match->kernels, topo->kernel.version))
			continue;
		if (!best || index < best_index) {
			best = match;
			best_index = index;
		}
	}
	return best;
}

static bool cells_fail_probe(const struct topology *topo, const struct iommu *iommu)
{
	const struct binding *binding = iommu->binding;
	const bool allowed = iommu->has_cells && iommu->cells < 32 &&
			     binding->cells_allowed & (uint32_t)1 << iommu->cells;
	const bool few = !iommu->has_cells ||
			 (uint64_t)1 << (iommu->cells & 31) < binding->cells_allowed;

	if (allowed || !binding->cells_allowed ||
	    !kernel_has(&topo->kernel, KERNEL_CELLS_FAIL_PROBE))
		return false;
	return (few ? binding->cells_too_few : binding->cells_too_many) ==
	       CELLS_PROBE_FAILS;
}

/* arm_smmu_device_dt_probe() and arm_smmu_device_probe(). */
static const char *lacks_interrupts(const struct topology *topo,
				    const struct iommu *iommu)
{
	uint32_t global, count;

	if (!binding_has(iommu->binding, "global-interrupts"))
		return NULL;
	if (!node_read_cell(iommu->node, PROP_GLOBAL_INTERRUPTS, &global))
		return "it lacks #global-interrupts";
	if (interrupt_count(topo, iommu->node, &count) && count <= global)
		return "it has no context interrupt";
	return NULL;
}

static const char *lacks_registers(const struct topology *topo, const struct iommu *iommu)
{
	const struct binding *binding = iommu->binding;
	uint64_t least = binding->reg_size_min;
	struct range range;

	if (binding->reg_required && !node_has(iommu->node, PROP_REG))
		return "it lacks reg";
	if (binding->reg_required && reg_is_empty(topo, iommu->node))
		return "its reg holds no registers";
	if (binding->reg_small_with &&
	    node_find_named(iommu->node, binding->reg_small_with))
		least /= 2;
	if (reg_translate(topo, iommu->node, 0, &range) && range_length(range) < least)
		return "its reg is too small";
	return NULL;
}

/* Properties that the driver's probe() gives up without. */
static const char *lacks_property(const struct topology *topo, const struct iommu *iommu)
{
	strings need = iommu->binding->probe_needs;

	for (; *need; need++) {
		if (node_find_named(iommu->node, *need) ||
		    (!strcmp(*need, "interrupts") &&
		     node_has(iommu->node, PROP_INTERRUPTS_EXTENDED)))
			continue;
		return arena_printf(topo->arena, "it lacks %s, which its driver needs",
				    *need);
	}
	return NULL;
}

static const char leaves_only[] = "its driver registers the leaves below it only";

static bool has_leaves(const struct iommu *iommu)
{
	return binding_has(iommu->binding, "leaves-register") && iommu->binding->users[0];
}

/* ipmmu_probe(): a root that has leaves is not registered itself. */
static bool is_root_of_leaves(const struct iommu *iommu)
{
	return has_leaves(iommu) &&
	       !node_find_named(iommu->node, iommu->binding->users[0]);
}

static const char *root_failure(const struct topology *topo, const struct iommu *iommu)
{
	uint32_t count;

	if (interrupt_count(topo, iommu->node, &count) && !count)
		return "it has no interrupt, which a main instance needs";
	return leaves_only;
}

/* What keeps the instance from registering whatever its masters are; NULL for nothing. */
static const char *own_failure(const struct topology *topo, const struct iommu *iommu)
{
	const char *why;

	if (!iommu->node->available)
		return "its node is disabled";
	if (!iommu->node->live)
		return "a node above it is disabled";
	if (!is_populated(iommu->node))
		return "a node above it lacks compatible, so that Linux makes no device "
		       "of it";
	if (!iommu->binding)
		return "no driver is known for it";
	if (!find_match(topo, iommu))
		return "this kernel has no driver for it";
	if (cells_fail_probe(topo, iommu))
		return "its driver gives up over #iommu-cells";
	why = lacks_registers(topo, iommu);
	if (why)
		return why;
	if (is_root_of_leaves(iommu))
		return root_failure(topo, iommu);
	why = lacks_interrupts(topo, iommu);
	return why ? why : lacks_property(topo, iommu);
}

static bool is_legacy(const struct iommu *iommu)
{
	return node_has(iommu->node, PROP_MMU_MASTERS);
}

/* arm_smmu_device_dt_probe(): the first instance decides which style counts. */
static void refuse_other_style(struct prediction *p)
{
	const struct iommu *first = NULL;
	struct iommu *iommu;

	for_each (iommu, &p->topo->iommus) {
		if (provider_state(p, iommu) == PROVIDER_NEVER ||
		    !binding_has(iommu->binding, "legacy-masters"))
			continue;
		if (!first)
			first = iommu;
		if (is_legacy(iommu) != is_legacy(first))
			provider_give_up(p, iommu,
					 "its driver takes instances with mmu-masters "
					 "or those without, and one of the other kind "
					 "comes first");
	}
}

/* ipmmu_probe(): leaves wait until some root is there, without a time-out. */
static void refuse_leaves(struct prediction *p)
{
	struct iommu *iommu;

	for_each (iommu, &p->topo->iommus)
		if (iommu->why_lost == leaves_only)
			return;
	for_each (iommu, &p->topo->iommus)
		if (provider_state(p, iommu) != PROVIDER_NEVER && has_leaves(iommu))
			provider_give_up(p, iommu,
					 "no main instance probes, which its driver "
					 "waits for");
}

/* iommu_device_register() before Linux 6.8. */
static void refuse_other_drivers(struct prediction *p)
{
	const struct iommu *first = NULL;
	struct iommu *iommu;

	for_each (iommu, &p->topo->iommus)
		if (provider_state(p, iommu) != PROVIDER_NEVER &&
		    (!first || iommu->binding->probe_order < first->binding->probe_order))
			first = iommu;
	for_each (iommu, &p->topo->iommus)
		if (provider_state(p, iommu) != PROVIDER_NEVER &&
		    strcmp(iommu->binding->driver, first->binding->driver) != 0)
			provider_give_up(p, iommu,
					 "the driver of another IOMMU registers first "
					 "and this kernel takes no second one");
}

/* rk_iommu_probe(): all instances of the machine are of the kind that comes first. */
static void refuse_other_kinds(struct prediction *p)
{
	const struct kernel_match *kind = NULL, *match;
	struct iommu *iommu;

	for_each (iommu, &p->topo->iommus) {
		if (provider_state(p, iommu) == PROVIDER_NEVER ||
		    !binding_has(iommu->binding, "one-kind"))
			continue;
		match = find_match(p->topo, iommu);
		if (!kind)
			kind = match;
		if (strcmp(match->compatible, kind->compatible) != 0)
			provider_give_up(p, iommu,
					 "its driver serves one kind of IOMMU, and one "
					 "of another kind comes first");
	}
}

struct registers {
	struct range range;
	struct iommu *iommu;
};

static int compare_registers(const void *a, const void *b)
{
	const struct registers *one = a, *two = b;

	if (one->range.first != two->range.first)
		return one->range.first < two->range.first ? -1 : 1;
	return one->iommu < two->iommu ? -1 : 1;
}

/* devm_ioremap_resource() gives registers away once. */
static void refuse_shared_registers(struct prediction *p)
{
	const size_t most = p->topo->iommus.count;
	struct registers *all = arena_array(p->topo->arena, most, sizeof(*all));
	struct iommu *iommu, *loser;
	size_t i, holder = 0, count = 0;

	for_each (iommu, &p->topo->iommus)
		if (provider_state(p, iommu) != PROVIDER_NEVER &&
		    reg_translate(p->topo, iommu->node, 0, &all[count].range))
			all[count++].iommu = iommu;
	if (count > 1)
		qsort(all, count, sizeof(*all), compare_registers);
	for (i = 1; i < count; i++) {
		if (range_overlaps(all[holder].range, all[i].range)) {
			loser = all[holder].iommu > all[i].iommu ? all[holder].iommu
								 : all[i].iommu;
			provider_give_up(p, loser, "another IOMMU has its registers");
		}
		if (all[i].range.last > all[holder].range.last)
			holder = i;
	}
}

/*
 * IOMMUs that are masters of others. Each waits for one instance at a time, so that a
 * walk from wait to wait ends at one that waits for none, or in a circle.
 */
struct walk {
	struct prediction *p;
	uint32_t *stack; /* iommu indices, all VISITED */
	struct link *links;
	size_t depth;
};

static const struct master *as_master(const struct prediction *p, uint32_t iommu)
{
	const struct master *master =
		topology_master(p->topo, p->topo->iommus.items[iommu].node);

	return master && master->specifier_count && master->kind != MASTER_PCI_FUNCTION
		       ? master
		       : NULL;
}

static void enter(struct walk *walk, uint32_t iommu)
{
	if (!as_master(walk->p, iommu)) {
		walk->p->providers[iommu] = PROVIDER_REGISTERS;
		return;
	}
	walk->p->providers[iommu] = PROVIDER_VISITED;
	link_begin(&walk->links[walk->depth]);
	walk->stack[walk->depth++] = iommu;
}

/* What a link means for an instance: behind another one its sysfs entries clash. */
static void conclude(struct prediction *p, uint32_t iommu, enum link_state state)
{
	if (state == LINK_OK)
		provider_give_up(p, &p->topo->iommus.items[iommu],
				 "it is itself behind an IOMMU");
	else
		p->providers[iommu] = PROVIDER_REGISTERS;
}

static void step(struct walk *walk)
{
	const uint32_t iommu = walk->stack[walk->depth - 1];
	struct link *link = &walk->links[walk->depth - 1];
	uint32_t other;

	link_advance(walk->p, as_master(walk->p, iommu), link);
	if (link->state == LINK_WAITS) {
		other = iommu_index(walk->p, link->waits_for);
		if (walk->p->providers[other] == PROVIDER_UNKNOWN) {
			enter(walk, other);
			return;
		}
		walk->p->providers[iommu] = PROVIDER_WAITS;
	} else {
		conclude(walk->p, iommu, link->state);
	}
	walk->depth--;
}

static void settle_nested(struct prediction *p)
{
	const size_t count = p->topo->iommus.count;
	struct walk walk = { p, arena_array(p->topo->arena, count, sizeof(*walk.stack)),
			     arena_array(p->topo->arena, count, sizeof(*walk.links)), 0 };
	struct link link;
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (p->providers[i] == PROVIDER_UNKNOWN)
			enter(&walk, i);
		while (walk.depth)
			step(&walk);
	}
	/* The deferral timeout: in turn, each gives up on what has not registered. */
	for (i = 0; i < count; i++) {
		if (p->providers[i] != PROVIDER_WAITS)
			continue;
		link_begin(&link);
		link_advance(p, as_master(p, i), &link);
		conclude(p, i, link.state);
	}
}

void predict_providers(struct prediction *p)
{
	struct topology *topo = p->topo;
	struct iommu *iommu;
	const char *why;

	p->providers =
		arena_array(topo->arena, topo->iommus.count, sizeof(*p->providers));
	for_each (iommu, &topo->iommus) {
		why = own_failure(topo, iommu);
		if (why)
			provider_give_up(p, iommu, why);
	}
	refuse_leaves(p);
	refuse_other_style(p);
	if (kernel_has(&topo->kernel, KERNEL_ONE_IOMMU_DRIVER))
		refuse_other_drivers(p);
	refuse_other_kinds(p);
	refuse_shared_registers(p);
	settle_nested(p);
}
