/* SPDX-License-Identifier: BSD-2-Clause */
/* Where MSIs are written to. */
#include "model/address.h"
#include "model/pci.h"
#include "rules/map.h"
#include "rules/msi.h"
#include "rules/window.h"

/* The device emits the CPU address of the doorbell as it is: only windows that keep
   addresses lead there. */
static bool has_identity_window(const struct reach *reach, struct range doorbell)
{
	const struct reach_window *window;

	for_each (window, &reach->windows)
		if (window->cpu == window->dma &&
		    range_overlaps(range_clipped(window->cpu, window->size), doorbell))
			return true;
	return false;
}

/* An IOMMU gives the doorbell an address of its own. */
static bool is_translated(const struct master *host)
{
	const struct map_piece *piece;

	if (!host->iommu_map)
		return false;
	for_each (piece, &host->iommu_map->pieces)
		if (!piece->fails &&
		    map_piece_entry(host->iommu_map, piece)->target->live)
			return true;
	return false;
}

/* Many hosts may share the windows of one bus: more than this are not looked through. */
enum { WINDOWS_MAX = 256, TARGETS_MAX = 8 };

static bool is_judged(const struct topology *topo, const struct node *node,
		      struct findings *out)
{
	const struct master *host = topology_master(topo, node);

	if (!host || host->kind != MASTER_PCI_HOST || !node->live ||
	    host->reach.state != REACH_MAPPED || is_misread(host->reach.bus) ||
	    is_translated(host))
		return false;
	if (host->reach.windows.count <= WINDOWS_MAX)
		return true;
	finding_not_checked(out, "a dma-ranges has more than %d entries", WINDOWS_MAX);
	return false;
}

/* True where it reported. */
static bool judge(const struct topology *topo, const struct node *host,
		  const char *property, const struct node *controller,
		  struct findings *out)
{
	const struct reach *reach = &topology_master(topo, host)->reach;
	struct range doorbell;
	struct finding *f;

	if (!controller || !controller->live ||
	    !(topology_clients(topo, controller) & CLIENT_MSI_BY_ADDRESS) ||
	    !reg_translate(topo, controller, 0, &doorbell) ||
	    has_identity_window(reach, doorbell))
		return false;
	f = finding_add(out, host, property, -1,
			"leads to %s at 0x%llx, which no window of %s holds one to one",
			finding_path(out, controller), (unsigned long long)doorbell.first,
			finding_path(out, reach->bus->node));
	finding_relate(out, f, "msi controller", controller, "reg", 0, NULL);
	finding_relate(out, f, "bus", reach->bus->node, "dma-ranges", -1, NULL);
	finding_key(out, f, "0x%llx", (unsigned long long)doorbell.first);
	return true;
}

static void judge_map(const struct topology *topo, const struct map *map,
		      struct findings *out)
{
	const struct map_entry *entry;
	const struct node *last = NULL;
	unsigned targets = 0;

	for_each (entry, &map->entries) {
		if (entry->target == last)
			continue;
		last = entry->target;
		if (targets++ == TARGETS_MAX ||
		    judge(topo, map->node, "msi-map", entry->target, out))
			return;
	}
}

/* MSI_IOVA_BASE and MSI_IOVA_LENGTH of drivers with a software MSI window. */
static const struct range software_window = { 0x08000000, 0x080fffff };

static const struct iommu *serving_iommu(const struct topology *topo,
					 const struct node *device)
{
	const struct master *master = topology_master(topo, device);

	if (!master || master->kind == MASTER_PCI_FUNCTION)
		master = pci_host_of(topo, device);
	return master ? master->iommu : NULL;
}

static void judge_reservation(const struct topology *topo, const struct reservation *r,
			      struct findings *out)
{
	const struct iommu *iommu = serving_iommu(topo, r->device);
	struct range iova;
	struct finding *f;

	if (!iommu || !iommu->binding || !iommu->binding->software_msi ||
	    !kernels_include(iommu->binding->iommu_addresses, topo->kernel.version) ||
	    !range_from_length(r->iova, r->length, &iova) ||
	    !range_overlaps(iova, software_window))
		return;
	f = finding_add(out, r->region->node, "iommu-addresses", (int)r->index,
			"covers IOVA 0x%llx, which %s keeps for MSIs",
			(unsigned long long)range_intersect(iova, software_window).first,
			iommu->binding->title);
	finding_relate(out, f, "master", r->device, NULL, -1, NULL);
	finding_relate(out, f, "iommu", iommu->node, NULL, -1, NULL);
	finding_severity(f, SEVERITY_NOTE);
	finding_key(out, f, "0x%llx", (unsigned long long)r->iova);
	finding_consequence(
		out, f,
		"maps DMA as usual, but VFIO and iommufd refuse the device or "
		"its MSIs: both claim the IOVA");
	finding_fix(out, f, "reserve IOVAs outside 0x8000000 to 0x80fffff");
}

void check_msi_doorbell(const struct topology *topo, struct findings *out)
{
	const struct msi_parent *parent;
	const struct reservation *r;
	const struct map *map;

	for_each_whole_map (map, topo, MAP_MSI)
		if (is_judged(topo, map->node, out))
			judge_map(topo, map, out);
	for_each (parent, &topo->msi_parents)
		if (!parent->index && parent->state == ENTRY_OK &&
		    is_judged(topo, parent->node, out) &&
		    !topology_master(topo, parent->node)->msi_map)
			judge(topo, parent->node, "msi-parent", parent->target, out);
	for_each (r, &topo->reservations)
		if (r->state == ENTRY_OK && r->seen && !r->misread && r->translates &&
		    r->device)
			judge_reservation(topo, r, out);
}
