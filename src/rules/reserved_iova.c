/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of the IOVAs that Linux reads from iommu-addresses. */
#include <stdlib.h>

#include "model/bus.h"
#include "model/region.h"
#include "rules/reserved.h"

static struct finding *add(const struct reservation *entry, struct findings *out,
			   const char *text)
{
	struct finding *f;

	f = finding_add(out, entry->region->node, "iommu-addresses", (int)entry->index,
			"%s", text);
	finding_key(out, f, "0x%llx", (unsigned long long)entry->address);
	finding_relate(out, f, "device", entry->device, NULL, -1, NULL);
	return f;
}

/* Written, live and reserved by Linux. */
static bool is_made(const struct topology *topo, const struct reservation *entry)
{
	return !entry->misread && entry->device && entry->device->live &&
	       reservation_is_made(topo, entry);
}

static bool crashes(const struct topology *topo, const struct reservation *entry)
{
	const struct region *region = entry->region;

	return !entry->misread && entry->seen && entry->state == ENTRY_OK &&
	       !entry->translates && entry->device->live &&
	       (!region->has_reg || region->translates) &&
	       region_is_asked_for(topo, entry->device);
}

void check_iova_crash(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry;
	const struct node *bus;
	struct finding *f;

	for_each (entry, &topo->reservations) {
		if (!crashes(topo, entry))
			continue;
		bus = dma_parent(topo, entry->device);
		f = add(entry, out,
			arena_printf(out->arena,
				     "0x%llx of %s does not translate through the "
				     "dma-ranges of %s",
				     (unsigned long long)entry->address,
				     finding_path(out, entry->device),
				     finding_path(out, bus)));
		finding_relate(out, f, "bus", bus, "dma-ranges", -1, NULL);
		finding_relate(out, f, "iommu", region_iommu(topo, entry->device)->node,
			       NULL, -1, NULL);
	}
}

void check_iova_shifted(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry;
	struct finding *f;

	for_each (entry, &topo->reservations) {
		if (!is_made(topo, entry) || entry->iova == entry->address)
			continue;
		f = add(entry, out,
			arena_printf(
				out->arena,
				"0x%llx of %s becomes 0x%llx by the dma-ranges of %s",
				(unsigned long long)entry->address,
				finding_path(out, entry->device),
				(unsigned long long)entry->iova,
				finding_path(out, dma_parent(topo, entry->device))));
		finding_consequence(
			out, f,
			"reserves 0x%llx-0x%llx%s: the IOVAs that were meant stay "
			"free to be allocated",
			(unsigned long long)entry->iova,
			(unsigned long long)(entry->iova + entry->length - 1),
			entry->direct ? " and maps it one to one" : "");
	}
}

/* What iommu_create_device_direct_mappings() aligns to, where the IOMMU has 4 KiB pages.
 */
enum { PAGE = 4096 };

static void say_partial_page(const struct reservation *entry, struct findings *out)
{
	struct finding *f;

	f = add(entry, out,
		arena_printf(out->arena, "0x%llx is not aligned to a page of 0x%x bytes",
			     (unsigned long long)entry->iova, PAGE));
	finding_consequence(
		out, f,
		"maps the region from the next page on; DMA to the bytes before "
		"it faults");
	finding_fix(out, f, "align the region and its IOVA to whole pages");
}

/* A region that has a place in memory: iommu_resv_region_get_type(). */
static bool has_place(const struct region *region)
{
	return region->has_reg && region->translates &&
	       region->cpu.first < region->cpu.last;
}

void check_iova_not_direct(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry;

	for_each (entry, &topo->reservations) {
		if (!is_made(topo, entry) || entry->iova != entry->address ||
		    !has_place(entry->region))
			continue;
		if (entry->direct && entry->iova % PAGE)
			say_partial_page(entry, out);
		if (entry->direct)
			continue;
		add(entry, out,
		    arena_printf(out->arena,
				 "reserves 0x%llx-0x%llx for %s, while the region is at "
				 "0x%llx-0x%llx",
				 (unsigned long long)entry->iova,
				 (unsigned long long)(entry->iova + entry->length - 1),
				 finding_path(out, entry->device),
				 (unsigned long long)entry->region->cpu.first,
				 (unsigned long long)entry->region->cpu.last));
	}
}

static bool is_outside(const struct binding *binding, const struct reservation *entry)
{
	return entry->iova < binding->aperture_first ||
	       entry->iova + entry->length - 1 > binding->aperture_last;
}

static void say_outside(const struct topology *topo, const struct reservation *entry,
			struct findings *out)
{
	const struct iommu *iommu = region_iommu(topo, entry->device);
	struct finding *f;

	f = add(entry, out,
		arena_printf(out->arena,
			     "0x%llx-0x%llx is to be mapped for %s, but %s translates "
			     "0x%llx-0x%llx",
			     (unsigned long long)entry->iova,
			     (unsigned long long)(entry->iova + entry->length - 1),
			     finding_path(out, entry->device),
			     finding_path(out, iommu->node),
			     (unsigned long long)iommu->binding->aperture_first,
			     (unsigned long long)iommu->binding->aperture_last));
	finding_relate(out, f, "iommu", iommu->node, NULL, -1, NULL);
	if (!iommu->binding->aperture_certain)
		finding_severity(f, SEVERITY_WARNING);
	if (!kernel_has(&topo->kernel, KERNEL_BAD_MASTER_KILLS_IOMMU))
		finding_consequence(out, f,
				    "fails to map it and leaves the device without its "
				    "IOMMU");
}

/* Where reservations of one group meet. */
struct span {
	uint32_t group;
	const struct reservation *entry;
};

static int compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->entry->iova != b->entry->iova)
		return a->entry->iova < b->entry->iova ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static uint64_t last_of(const struct reservation *entry)
{
	return entry->iova + (entry->length - 1);
}

static void say_mixed(const struct reservation *direct, const struct reservation *plain,
		      struct findings *out)
{
	struct finding *f;

	f = add(direct, out,
		arena_printf(out->arena,
			     "0x%llx-0x%llx is to be mapped for %s, while %s of the same "
			     "group has it reserved",
			     (unsigned long long)direct->iova,
			     (unsigned long long)last_of(direct),
			     finding_path(out, direct->device),
			     finding_path(out, plain->device)));
	finding_severity(f, SEVERITY_WARNING);
	finding_relate(out, f, "group mate", plain->device, NULL, -1, NULL);
	finding_relate(out, f, "region", plain->region->node, "iommu-addresses",
		       (int)plain->index, NULL);
	finding_consequence(out, f,
			    "maps it or leaves it out, depending on which of the two is "
			    "probed first");
	finding_fix(out, f, "give both masters the same kind of reservation");
}

/* A sweep with the farthest direct and the farthest plain one of the group so far. */
static void check_groups(const struct span *spans, size_t count, struct findings *out)
{
	const struct reservation *farthest[2] = { NULL, NULL }, *entry, *other;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!i || spans[i].group != spans[i - 1].group)
			farthest[0] = farthest[1] = NULL;
		entry = spans[i].entry;
		other = farthest[!entry->direct];
		if (other && entry->iova <= last_of(other) &&
		    other->device != entry->device)
			say_mixed(entry->direct ? entry : other,
				  entry->direct ? other : entry, out);
		other = farthest[entry->direct];
		if (!other || last_of(entry) > last_of(other))
			farthest[entry->direct] = entry;
	}
}

void check_iova_aperture(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry;
	VEC(struct span) spans = { 0 };
	const struct master *master;

	for_each (entry, &topo->reservations) {
		if (!is_made(topo, entry))
			continue;
		master = region_master(topo, entry->device);
		if (entry->direct &&
		    is_outside(region_iommu(topo, entry->device)->binding, entry))
			say_outside(topo, entry, out);
		if (master->group != UINT32_MAX)
			*VEC_ADD(topo->arena, &spans) =
				(struct span){ master->group, entry };
	}
	if (!spans.count)
		return;
	qsort(spans.items, spans.count, sizeof(*spans.items), compare_spans);
	check_groups(spans.items, spans.count, out);
}
