/* SPDX-License-Identifier: BSD-2-Clause */
/* iommu-addresses that Linux does not read, or reads otherwise than it is written. */
#include <stdlib.h>

#include "model/bus.h"
#include "model/region.h"
#include "rules/reserved.h"

/* The cells of an entry of the device, for messages. */
static const char *form(struct findings *out, const struct topology *topo,
			const struct node *device)
{
	const struct node *bus = dma_parent(topo, device);

	return arena_printf(out->arena, "%u address and %u size cells, as on %s",
			    bus->address_cells, bus->size_cells, finding_path(out, bus));
}

static struct finding *add(const struct reservation *entry, struct findings *out,
			   const char *text)
{
	struct finding *f;

	f = finding_add(out, entry->region->node, "iommu-addresses", (int)entry->index,
			"%s", text);
	if (entry->device)
		finding_relate(out, f, "device", entry->device, NULL, -1, NULL);
	return f;
}

static void say_truncated(const struct topology *topo, const struct reservation *entry,
			  struct findings *out)
{
	const struct property *property =
		node_find(entry->region->node, PROP_IOMMU_ADDRESSES);
	struct finding *f;

	if (!entry->device) {
		f = add(entry, out,
			property->length ? "ends with loose bytes, expected whole cells"
					 : "is empty, expected a phandle and a range");
		finding_consequence(out, f, "reserves nothing for it");
		return;
	}
	f = add(entry, out,
		arena_printf(out->arena, "ends inside the entry of %s, expected %s",
			     finding_path(out, entry->device),
			     form(out, topo, entry->device)));
	finding_consequence(out, f,
			    "reads on into whatever follows the property and reserves "
			    "IOVAs by it");
}

static void say_written(const struct topology *topo, const struct reservation *entry,
			struct findings *out)
{
	switch (entry->state) {
	case ENTRY_TRUNCATED:
		say_truncated(topo, entry, out);
		break;
	case ENTRY_DANGLING:
		add(entry, out,
		    arena_printf(out->arena,
				 "begins with phandle 0x%x, which no node has",
				 entry->phandle));
		break;
	case ENTRY_ZERO_PHANDLE:
		add(entry, out,
		    "begins with phandle 0; the entry before has surplus cells");
		break;
	case ENTRY_NO_CELLS:
		add(entry, out, "names the root, which has no DMA parent");
		break;
	default:
		if (entry->zero_length)
			finding_consequence(out, add(entry, out, "has length 0"),
					    "prints \"Cannot reserve IOVA region of 0 "
					    "size\" and reserves nothing");
	}
}

static void say_misread(const struct reservation *entry, struct findings *out)
{
	struct finding *f;

	f = add(entry, out,
		arena_printf(out->arena,
			     "cell %u has the value of the phandle of %s, but begins no "
			     "entry",
			     entry->cell, finding_path(out, entry->device)));
	finding_consequence(
		out, f,
		"takes it for the start of an entry of %s: reserves IOVAs that "
		"nobody wrote, or dereferences NULL",
		finding_path(out, entry->device));
	finding_fix(out, f, "put the other device's entries into a region of their own");
}

/* Linux evaluates a disabled region too, so its users count. */
static bool is_read(const struct reservation *entry)
{
	return entry->region->node->live || (entry->listed && entry->device->live);
}

/* Behind an entry of unknown length all is guesswork, which that entry is to blame for.
 */
static bool is_behind(const struct reservation *entry, const struct reservation *lost)
{
	return lost && entry->region == lost->region && entry->cell > lost->cell;
}

void check_iova_malformed(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry, *lost = NULL;

	if (!kernel_has(&topo->kernel, KERNEL_IOMMU_ADDRESSES))
		return;
	for_each (entry, &topo->reservations) {
		if (!is_read(entry))
			continue;
		if (!entry->misread) {
			say_written(topo, entry, out);
			lost = entry->state == ENTRY_OK ? lost : entry;
		} else if (entry->device->live && !is_behind(entry, lost) &&
			   region_is_asked_for(topo, entry->device)) {
			say_misread(entry, out);
		}
	}
}

/* The device is wired to IOMMUs, whatever becomes of that. */
static bool is_wired(const struct topology *topo, const struct node *device)
{
	const struct master *master = region_master(topo, device);

	return master && (master->specifier_count || master->iommu_map);
}

static void say_not_listed(const struct topology *topo, const struct reservation *entry,
			   struct findings *out)
{
	struct finding *f;

	f = add(entry, out,
		arena_printf(out->arena,
			     "names %s, whose memory-region does not name the region",
			     finding_path(out, entry->device)));
	if (!is_wired(topo, entry->device))
		finding_severity(f, SEVERITY_WARNING);
}

/* Of the entries as written, where the device is known. */
static bool is_plain(const struct reservation *entry)
{
	return !entry->misread && entry->device && entry->device->live &&
	       (entry->state == ENTRY_OK || entry->state == ENTRY_TRUNCATED);
}

static int compare_nodes(const void *left, const void *right)
{
	const struct node *a = *(const struct node *const *)left;
	const struct node *b = *(const struct node *const *)right;

	return a < b ? -1 : a > b;
}

static void say_not_named(const struct region_use *use, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, use->region->node, "iommu-addresses", -1,
			"names other devices only, though %s lists the region",
			finding_path(out, use->user));
	finding_severity(f, SEVERITY_NOTE);
	finding_relate(out, f, "device", use->user, "memory-region", (int)use->index,
		       NULL);
	finding_consequence(out, f, "reserves nothing for this device");
	finding_fix(out, f, "add an entry for the device, unless it needs none");
}

/* Users without an entry, of a region that has entries from first to end. */
static void check_users(const struct topology *topo, const struct reservation *first,
			const struct reservation *end, struct findings *out)
{
	VEC(const struct node *) named = { 0 };
	const struct reservation *entry;
	const struct region_use *use;

	for (entry = first; entry < end; entry++) {
		if (entry->misread)
			continue;
		if (entry->state != ENTRY_OK)
			return;
		*VEC_ADD(topo->arena, &named) = entry->device;
	}
	if (!named.count)
		return;
	qsort(named.items, named.count, sizeof(*named.items), compare_nodes);
	for (use = first->region->first_use; use; use = use->next)
		if (use->user->live && region_iommu(topo, use->user) &&
		    !bsearch(&use->user, named.items, named.count, sizeof(*named.items),
			     compare_nodes))
			say_not_named(use, out);
}

void check_iova_one_sided(const struct topology *topo, struct findings *out)
{
	const struct reservation *entry = topo->reservations.items, *first = entry;
	const struct reservation *end = entry + topo->reservations.count;

	if (!kernel_has(&topo->kernel, KERNEL_IOMMU_ADDRESSES))
		return;
	for (; entry < end; entry++) {
		if (is_plain(entry) && !entry->listed)
			say_not_listed(topo, entry, out);
		if (entry + 1 == end || entry[1].region != entry->region) {
			check_users(topo, first, entry + 1, out);
			first = entry + 1;
		}
	}
}

/* The entry would be read, were it not for the kernel or the driver. */
static bool is_ignored(const struct topology *topo, const struct reservation *entry)
{
	const struct iommu *iommu;

	if (!is_plain(entry) || !entry->listed)
		return false;
	iommu = region_iommu(topo, entry->device);
	return iommu && iommu->binding && !region_is_asked_for(topo, entry->device);
}

static void say_ignored(const struct topology *topo, const struct reservation *entry,
			struct findings *out)
{
	const struct iommu *iommu = region_iommu(topo, entry->device);
	struct finding *f;

	if (!kernel_has(&topo->kernel, KERNEL_IOMMU_ADDRESSES))
		f = add(entry, out,
			arena_printf(out->arena,
				     "reserves IOVAs of %s, which Linux %s does not read",
				     finding_path(out, entry->device),
				     topo->kernel.name));
	else
		f = add(entry, out,
			arena_printf(out->arena,
				     "reserves IOVAs of %s behind %s, whose driver does "
				     "not read them",
				     finding_path(out, entry->device),
				     iommu->binding->title));
	finding_relate(out, f, "iommu", iommu->node, NULL, -1, NULL);
}

/* Once for each region: the first such entry stands for the others. */
void check_iova_ignored(const struct topology *topo, struct findings *out)
{
	const struct region *said = NULL;
	const struct reservation *entry;

	for_each (entry, &topo->reservations) {
		if (entry->region == said || !is_ignored(topo, entry))
			continue;
		said = entry->region;
		say_ignored(topo, entry, out);
	}
}
