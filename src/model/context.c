/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/context.h"

#include "model/interrupt.h"
#include "tree/cells.h"

/* get_asid() in drivers/iommu/arm/arm-smmu/qcom_iommu.c. */
static bool read_number(const struct node *child, uint32_t *number)
{
	const struct property *asid = node_find_named(child, "qcom,ctx-asid");
	struct cells cells = cells_of(asid);

	if (asid && cells_take_one(&cells, number))
		return true;
	if (!node_read_cell(child, PROP_REG, number))
		return false;
	*number /= 0x1000;
	return true;
}

/* Marks the numbers of the children in a bitmap, and counts those children. */
static unsigned mark_children(struct topology *topo, struct iommu *iommu)
{
	uint64_t *marks = arena_array(topo->arena, CONTEXT_NUMBERS / 64, sizeof(*marks));
	const struct node *child;
	unsigned count = 0;
	uint32_t number;

	for_each_child (child, iommu->node) {
		if (!child->available || !read_number(child, &number) ||
		    number >= CONTEXT_NUMBERS)
			continue;
		marks[number / 64] |= (uint64_t)1 << number % 64;
		count++;
	}
	iommu->context_numbers = marks;
	return count;
}

/* Context interrupts: Linux refuses an SMMUv2 with fewer of them than context banks. */
static unsigned count_interrupts(const struct topology *topo, const struct node *node)
{
	uint32_t global, count;

	if (!node_read_cell(node, PROP_GLOBAL_INTERRUPTS, &global) ||
	    !interrupt_count(topo, node, &count))
		return 0;
	return count > global ? count - global : 0;
}

void contexts_find(struct topology *topo, struct iommu *iommu)
{
	switch (iommu->binding->contexts_from) {
	case CONTEXTS_FIXED:
		iommu->contexts = iommu->binding->contexts;
		break;
	case CONTEXTS_INTERRUPTS:
		iommu->contexts = count_interrupts(topo, iommu->node);
		break;
	case CONTEXTS_CHILDREN:
		iommu->contexts = mark_children(topo, iommu);
		break;
	default:
		break;
	}
}
