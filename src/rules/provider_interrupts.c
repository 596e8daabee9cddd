/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts of IOMMUs: as many as the driver asks for, and of the right kind. */
#include "model/interrupt.h"
#include "rules/provider.h"

/* True where the last interrupt of the node lacks cells, or has some too many. */
static bool has_odd_cells(const struct topology *topo, const struct node *node,
			  struct findings *out)
{
	const struct property *interrupts = node_find(node, PROP_INTERRUPTS);
	const struct node *parent;
	struct finding *f;
	uint32_t size;

	if (!interrupts || node_has(node, PROP_INTERRUPTS_EXTENDED))
		return false;
	parent = interrupt_parent(topo, node);
	if (!parent || !node_read_cell(parent, PROP_INTERRUPT_CELLS, &size) || !size ||
	    !(interrupts->length / 4 % size || interrupts->length % 4))
		return false;
	f = finding_add(out, node, "interrupts", -1,
			"has %u cells of interrupts, expected a multiple of the %u of %s",
			interrupts->length / 4, size, finding_path(out, parent));
	finding_consequence(out, f,
			    "reads the cells in steps of %u, so that interrupts behind "
			    "the odd one are others than meant, and drops the rest",
			    size);
	finding_relate(out, f, "interrupt controller", parent, "#interrupt-cells", -1,
		       NULL);
	finding_key(out, f, "%u/%u", interrupts->length / 4, size);
	return true;
}

static void check_number(const struct topology *topo, const struct iommu *iommu,
			 struct findings *out)
{
	const bool has_global = binding_has(iommu->binding, "global-interrupts");
	uint32_t count, global = 0;
	uint64_t needed = iommu->binding->interrupts_min;
	struct finding *f;

	if (has_global && !node_read_cell(iommu->node, PROP_GLOBAL_INTERRUPTS, &global)) {
		finding_add(out, iommu->node, NULL, -1, "has no #global-interrupts");
		return;
	}
	if (has_global)
		needed = (uint64_t)global + 1;
	if (!interrupt_count(topo, iommu->node, &count) || count >= needed)
		return;
	f = finding_add(
		out, iommu->node, "interrupts", -1, "has %u interrupts, expected %llu%s",
		count, (unsigned long long)needed,
		has_global ? ": those of #global-interrupts and one for contexts" : "");
	finding_key(out, f, "%u/%llu", count, (unsigned long long)needed);
}

void check_interrupts(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;

	for_each (iommu, &topo->iommus)
		if (iommu->node->live && iommu->binding &&
		    !has_odd_cells(topo, iommu->node, out))
			check_number(topo, iommu, out);
}

/* include/dt-bindings/interrupt-controller/irq.h: bits of the third cell. */
enum { TRIGGER_RISING = 1, TRIGGER_HIGH = 4, TRIGGER_LOW = 8 };

static bool is_level(const struct topology *topo, struct interrupt interrupt)
{
	uint32_t trigger;

	return topology_clients(topo, interrupt.controller) & CLIENT_GIC &&
	       cells_skip(&interrupt.specifier, 2) &&
	       cells_take_one(&interrupt.specifier, &trigger) &&
	       trigger & (TRIGGER_HIGH | TRIGGER_LOW);
}

/* The driver names four interrupts at most; the property may have any number. */
enum { INTERRUPTS_LOOKED_AT = 8 };

static bool find_level(const struct topology *topo, const struct node *node,
		       uint32_t *index)
{
	struct interrupt interrupt;

	for (*index = 0; *index < INTERRUPTS_LOOKED_AT; ++*index) {
		if (!interrupt_read(topo, node, *index, &interrupt))
			return false;
		if (is_level(topo, interrupt))
			return true;
	}
	return false;
}

void check_trigger(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;
	uint32_t index;

	for_each (iommu, &topo->iommus)
		if (iommu->node->live && iommu->binding &&
		    binding_has(iommu->binding, "edge-interrupts") &&
		    find_level(topo, iommu->node, &index))
			finding_add(out, iommu->node, "interrupts", (int)index,
				    "has a level-triggered interrupt, expected "
				    "edge-rising (%d)",
				    TRIGGER_RISING);
}
