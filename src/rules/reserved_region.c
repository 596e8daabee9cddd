/* SPDX-License-Identifier: BSD-2-Clause */
/* What Linux cannot read of /reserved-memory. */
#include "rules/reserved.h"

static size_t count_available(const struct topology *topo)
{
	const struct region *region;
	size_t count = 0;

	for_each (region, &topo->regions)
		count += region->node->available;
	return count;
}

/* Says which of the properties is at fault, the first in Linux' order. */
static struct finding *add_ignored(const struct topology *topo, struct findings *out)
{
	const struct node *node = topo->reserved_memory, *root = tree_root(topo->tree);

	if (!node_has(node, PROP_SIZE_CELLS))
		return finding_add(out, node, NULL, -1,
				   "has no #size-cells, expected %u as in the root",
				   root->size_cells);
	if (node->size_cells != root->size_cells)
		return finding_add(out, node, "#size-cells", -1,
				   "#size-cells is %u, expected %u as in the root",
				   node->size_cells, root->size_cells);
	if (!node_has(node, PROP_ADDRESS_CELLS))
		return finding_add(out, node, NULL, -1,
				   "has no #address-cells, expected %u as in the root",
				   root->address_cells);
	if (node->address_cells != root->address_cells)
		return finding_add(out, node, "#address-cells", -1,
				   "#address-cells is %u, expected %u as in the root",
				   node->address_cells, root->address_cells);
	return finding_add(out, node, NULL, -1, "has no ranges, expected an empty one");
}

void check_memory_ignored(const struct topology *topo, struct findings *out)
{
	const size_t count = count_available(topo);
	struct finding *f;

	if (!topo->reserved_memory_bad || !count)
		return;
	f = add_ignored(topo, out);
	finding_consequence(out, f,
			    "prints \"unsupported node format, ignoring\" and reserves "
			    "none of the %zu regions: it hands firmware's memory out as "
			    "its own, and no driver finds its region",
			    count);
}

static void say_broken(const struct topology *topo, const struct region *region,
		       struct findings *out)
{
	const struct node *root = tree_root(topo->tree);
	const struct property *reg = node_find(region->node, PROP_REG);
	struct finding *f;

	f = finding_add(out, region->node, "reg", -1,
			"reg has %u bytes, expected a multiple of %llu: %u address and "
			"%u size cells, as in the root",
			reg->length,
			4ULL * ((uint64_t)root->address_cells + root->size_cells),
			root->address_cells, root->size_cells);
	if (region->dynamic)
		finding_consequence(out, f,
				    "passes over reg without a message and allocates the "
				    "region where it likes, as size says");
	else if (kernel_has(&topo->kernel, KERNEL_EARLY_REG_IS_WHOLE))
		finding_consequence(out, f,
				    "skips the region without a message: its memory is "
				    "handed out like any other");
}

static void say_wraps(const struct region *region, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, region->node, "reg", 0, "reg passes the last address");
	finding_consequence(out, f, "cuts the region off at the last address");
}

static void say_empty(const struct region *region, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, region->node, "reg", 0, "reg has size 0");
	finding_severity(f, SEVERITY_WARNING);
	finding_consequence(out, f,
			    "prints \"failed to reserve memory\" and reserves nothing, "
			    "unless firmware fills the size in");
}

static void say_several(const struct region *region, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, region->node, "reg", 1,
			"reg has %u pairs, expected one for each region",
			region->reg_count);
	finding_consequence(out, f,
			    "prints \"only the first is used\": the memory of the others "
			    "is handed out like any other");
	finding_fix(out, f, "make a region node of each pair");
}

static void say_untranslatable(const struct topology *topo, const struct region *region,
			       struct findings *out)
{
	struct finding *f;

	f = finding_add(out, region->node, "reg", 0,
			"0x%llx does not translate through ranges of %s",
			(unsigned long long)region->range.first,
			finding_path(out, topo->reserved_memory));
	finding_key(out, f, "0x%llx", (unsigned long long)region->range.first);
	finding_relate(out, f, "parent", topo->reserved_memory, "ranges", -1, NULL);
	finding_consequence(out, f,
			    "reserves the memory, but drivers fail to find the region's "
			    "address and pass over its iommu-addresses");
	finding_fix(out, f, "let ranges of /reserved-memory be empty");
}

/* One finding a region: what comes first hides the rest. */
static bool is_bad_reg(const struct topology *topo, const struct region *region,
		       struct findings *out)
{
	if (region->fault == REG_BROKEN)
		say_broken(topo, region, out);
	else if (region->fault == REG_WRAPS)
		say_wraps(region, out);
	else if (region->fault == REG_EMPTY)
		say_empty(region, out);
	else if (!region->translates)
		say_untranslatable(topo, region, out);
	else if (region->reg_count > 1 &&
		 kernel_has(&topo->kernel, KERNEL_RESERVES_FIRST_REG))
		say_several(region, out);
	else
		return false;
	return true;
}

/* __reserved_mem_alloc_size(): each number has exactly the root's cells. */
static bool is_bad_allocation(const struct topology *topo, const struct region *region,
			      struct findings *out)
{
	const struct node *root = tree_root(topo->tree);
	struct finding *f;

	if (region->allocation.size_bad) {
		f = finding_add(out, region->node, "size", -1,
				"size has not %u cells as in the root", root->size_cells);
	} else if (region->allocation.alignment_bad) {
		f = finding_add(out, region->node, "alignment", -1,
				"alignment has not %u cells, as addresses in the root",
				root->address_cells);
	} else if (region->allocation.ranges_bad) {
		f = finding_add(out, region->node, "alloc-ranges", -1,
				"alloc-ranges is no whole number of pairs of %u address "
				"and %u size cells, as in the root",
				root->address_cells, root->size_cells);
		if (kernel_has(&topo->kernel, KERNEL_EARLY_REG_IS_WHOLE)) {
			finding_consequence(out, f,
					    "takes it for absent, without a message, and "
					    "allocates the region anywhere");
			return true;
		}
	} else {
		return false;
	}
	finding_consequence(out, f,
			    "refuses the region with a message; its users get no memory "
			    "of their own");
	return true;
}

/* The smallest pageblock of the default configurations: 4 KiB pages, huge pages. */
enum { PAGEBLOCK = 2 << 20 };

static bool is_misaligned(const struct region *region, uint64_t *base, uint64_t *size)
{
	*base = region->dynamic ? 0 : region->range.first;
	*size = region->dynamic ? region->allocation.size : range_length(region->range);
	return (*base | *size) % PAGEBLOCK;
}

/* What the drivers of pools refuse. */
static void check_pool(const struct topology *topo, const struct region *region,
		       struct findings *out)
{
	uint64_t base, size;
	struct finding *f;

	if (region->pool == POOL_CMA && is_misaligned(region, &base, &size)) {
		f = finding_add(
			out, region->node, region->dynamic ? "size" : "reg",
			region->dynamic ? -1 : 0,
			"a reusable pool of 0x%llx bytes at 0x%llx, expected both "
			"aligned to 0x%x",
			(unsigned long long)size, (unsigned long long)base, PAGEBLOCK);
		finding_consequence(
			out, f,
			"prints \"incorrect alignment of CMA region\" and gives "
			"the memory back; its users allocate elsewhere");
		finding_fix(out, f,
			    "align base and size to 4 MiB, to 512 MiB for kernels with "
			    "64 KiB pages");
	} else if (region->pool == POOL_COHERENT && !region->no_map && topo->is_32bit) {
		f = finding_add(out, region->node, NULL, -1,
				"a shared-dma-pool that is neither no-map nor reusable");
		finding_consequence(
			out, f,
			"prints \"regions without no-map are not yet supported\" "
			"on 32-bit Arm and gives the memory back");
		finding_fix(out, f, "add no-map");
	}
}

void check_region_malformed(const struct topology *topo, struct findings *out)
{
	const struct region *region;

	for_each (region, &topo->regions) {
		if (!region->reserved)
			continue;
		if (region->has_reg && is_bad_reg(topo, region, out))
			continue;
		if (region->dynamic && is_bad_allocation(topo, region, out))
			continue;
		if (region->has_reg || region->dynamic)
			check_pool(topo, region, out);
	}
}
