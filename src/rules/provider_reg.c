/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers of IOMMUs: there, large enough, their own, and where the name says. */
#include <stdlib.h>
#include <string.h>

#include "model/address.h"
#include "rules/provider.h"

static void check_size(const struct iommu *iommu, struct range registers,
		       struct findings *out)
{
	const struct binding *binding = iommu->binding;
	uint64_t needed = binding->reg_size_min;
	struct finding *f;

	if (binding->reg_small_with &&
	    node_find_named(iommu->node, binding->reg_small_with))
		needed /= 2;
	if (range_length(registers) >= needed)
		return;
	f = finding_add(
		out, iommu->node, "reg", 0, "reg has size 0x%llx, expected 0x%llx",
		(unsigned long long)range_length(registers), (unsigned long long)needed);
	finding_key(out, f, "0x%llx", (unsigned long long)range_length(registers));
}

static void check_there(const struct topology *topo, const struct iommu *iommu,
			struct findings *out)
{
	const struct property *reg = node_find(iommu->node, PROP_REG);
	const struct node *bus = iommu->node->parent;
	struct finding *f;
	uint64_t needed;

	if (!reg) {
		finding_add(out, iommu->node, NULL, -1,
			    "has no reg, expected its registers");
		return;
	}
	if (!reg_is_empty(topo, iommu->node))
		return;
	needed = ((uint64_t)bus->address_cells + bus->size_cells) * 4;
	if (reg->length >= needed) {
		finding_add(out, iommu->node, "reg", 0,
			    "reg has size 0, expected that of its registers");
		return;
	}
	f = finding_add(out, iommu->node, "reg", -1,
			"has %u bytes, expected at least the %llu of one entry",
			reg->length, (unsigned long long)needed);
	finding_key(out, f, "%u", reg->length);
}

/* Registers of a live IOMMU, as CPU addresses. */
struct block {
	struct range range;
	const struct iommu *iommu;
	uint32_t index; /* in reg */
};

static int by_address(const void *a, const void *b)
{
	const struct block *left = a, *right = b;

	if (left->range.first != right->range.first)
		return left->range.first < right->range.first ? -1 : 1;
	return left->iommu < right->iommu ? -1 : left->iommu > right->iommu;
}

static void report_overlap(const struct block *a, const struct block *b, bool *reported,
			   const struct topology *topo, struct findings *out)
{
	const struct block *earlier = a->iommu < b->iommu ? a : b;
	const struct block *later = a->iommu < b->iommu ? b : a;
	struct finding *f;

	if (a->iommu == b->iommu || reported[later->iommu - topo->iommus.items])
		return;
	reported[later->iommu - topo->iommus.items] = true;
	f = finding_add(out, later->iommu->node, "reg", (int)later->index,
			"has registers 0x%llx to 0x%llx, which overlap those of %s",
			(unsigned long long)later->range.first,
			(unsigned long long)later->range.last,
			finding_path(out, earlier->iommu->node));
	finding_consequence(out, f,
			    "lets the later of the two find its registers taken "
			    "(-EBUSY) and not probe");
	finding_relate(out, f, "other iommu", earlier->iommu->node, "reg",
		       (int)earlier->index, NULL);
	finding_key(
		out, f, "0x%llx",
		(unsigned long long)range_intersect(earlier->range, later->range).first);
}

/* In order of address, a block can only overlap one that reaches the furthest so far. */
static void check_overlaps(const struct topology *topo, struct block *blocks,
			   size_t count, struct findings *out)
{
	bool *reported = arena_alloc(out->arena, topo->iommus.count);
	const struct block *furthest = blocks, *block;

	qsort(blocks, count, sizeof(*blocks), by_address);
	for (block = blocks + 1; block < blocks + count; block++) {
		if (range_overlaps(block->range, furthest->range))
			report_overlap(furthest, block, reported, topo, out);
		if (block->range.last > furthest->range.last)
			furthest = block;
	}
}

void check_reg(const struct topology *topo, struct findings *out)
{
	VEC(struct block) blocks = { 0 };
	struct block *block;
	struct iommu *iommu;
	struct range range;
	uint32_t i;

	for_each (iommu, &topo->iommus) {
		if (!iommu->node->live)
			continue;
		if (iommu->binding && iommu->binding->reg_required)
			check_there(topo, iommu, out);
		for (i = 0; reg_translate(topo, iommu->node, i, &range); i++) {
			block = VEC_ADD(out->arena, &blocks);
			*block = (struct block){ range, iommu, i };
			if (!i && iommu->binding)
				check_size(iommu, range, out);
		}
	}
	if (blocks.count)
		check_overlaps(topo, blocks.items, blocks.count, out);
}

void check_unit_address(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;
	struct finding *f;
	struct cells cells;
	uint64_t unit, base;

	for_each (iommu, &topo->iommus) {
		const struct node *node = iommu->node, *bus = node->parent;

		cells = cells_of(node_find(node, PROP_REG));
		if (!node->live || !bus || address_bus_kind(topo, bus) == BUS_PCI ||
		    !node_read_unit_address(node, &unit) ||
		    !cells_take(&cells, bus->address_cells, &base) || unit == base)
			continue;
		f = finding_add(out, node, "reg", 0,
				"reg is 0x%llx, the name of the node says 0x%llx",
				(unsigned long long)base, (unsigned long long)unit);
		finding_key(out, f, "0x%llx", (unsigned long long)base);
	}
}
