/* SPDX-License-Identifier: BSD-2-Clause */
/* PASIDs, stalls and ATS: properties that only some drivers read, on some nodes. */
#include "model/address.h"
#include "model/pci.h"
#include "model/walk.h"
#include "rules/coherency.h"

/* 1 << 32 does not fit the number that Linux keeps of PASIDs. */
enum { PASID_BITS_MAX = 31 };

static bool is_pci(const struct master *master)
{
	return master->kind == MASTER_PCI_HOST || master->kind == MASTER_PCI_FUNCTION;
}

/* Of its IOMMU, or of the one that it names and whose driver refuses it. */
static const struct binding *binding_of(const struct topology *topo,
					const struct master *master)
{
	const struct binding *binding = NULL;
	const struct specifier *s;

	if (master->iommu)
		return master->iommu->binding;
	if (!master_reads_iommus(master))
		return NULL;
	for_each_specifier (s, topo, master) {
		if (s->state != ENTRY_OK || !s->iommu ||
		    (binding && binding != s->iommu->binding))
			return NULL;
		binding = s->iommu->binding;
	}
	return binding;
}

/* Why the master's IOMMU makes nothing of the property; NULL where it does, or may. */
static const char *why_unsupported(const struct topology *topo,
				   const struct master *master, enum known known,
				   struct findings *out)
{
	const struct binding *binding = binding_of(topo, master);

	if (is_pci(master))
		return known == PROP_PASID_NUM_BITS
			       ? "PCI functions have a capability for it"
			       : "it is read from the node of the function itself";
	if (!master->iommu && master->verdict == VERDICT_BYPASS)
		return "the master is behind no IOMMU";
	if (!binding || (known == PROP_PASID_NUM_BITS ? binding->pasid : binding->stall))
		return NULL;
	return arena_printf(out->arena, "the driver of %s has no use for it",
			    binding->title);
}

static void check_feature(const struct topology *topo, const struct master *master,
			  enum known known, struct findings *out)
{
	const struct property *property = node_find(master->node, known);
	struct finding *f;
	const char *why;

	if (!property ||
	    (known == PROP_DMA_CAN_STALL && master->kind == MASTER_PCI_FUNCTION))
		return;
	why = why_unsupported(topo, master, known, out);
	if (!why)
		return;
	f = finding_add(out, master->node, property->name, -1, "%s has no effect: %s",
			property->name, why);
	if (master->iommu)
		finding_relate(out, f, "iommu", master->iommu->node, NULL, -1, NULL);
}

static bool has_too_many_bits(const struct master *master, struct findings *out)
{
	struct finding *f;
	uint32_t bits;

	if (!node_read_cell(master->node, PROP_PASID_NUM_BITS, &bits) ||
	    bits <= PASID_BITS_MAX)
		return false;
	f = finding_add(out, master->node, "pasid-num-bits", -1,
			"pasid-num-bits is %u, expected at most 20", bits);
	finding_key(out, f, "%u", bits);
	finding_consequence(out, f, "computes zero PASIDs from it: the device gets none");
	finding_fix(out, f, "state the number of PASID bits that the device emits");
	return true;
}

void check_pasid(const struct topology *topo, struct findings *out)
{
	const struct master *master;

	for_each (master, &topo->masters) {
		if (!master->node->live)
			continue;
		if (!has_too_many_bits(master, out))
			check_feature(topo, master, PROP_PASID_NUM_BITS, out);
		check_feature(topo, master, PROP_DMA_CAN_STALL, out);
	}
}

/* True where no target of the map is an IOMMU whose driver looks at the property. */
static bool map_lacks_ats(const struct map *map)
{
	const struct map_entry *entry;

	for_each (entry, &map->entries)
		if (!entry->iommu || !entry->iommu->binding || entry->iommu->binding->ats)
			return false;
	return map->entries.count;
}

static void check_host_ats(const struct master *host, struct findings *out)
{
	const char *why;
	struct finding *f;

	if (!host->iommu_map)
		why = "the host bridge has no iommu-map";
	else if (!host->iommu_map->refused && map_lacks_ats(host->iommu_map))
		why = "no IOMMU of its iommu-map does ATS";
	else
		return;
	f = finding_add(out, host->node, "ats-supported", -1,
			"ats-supported has no effect: %s", why);
	finding_severity(f, SEVERITY_WARNING);
	finding_consequence(out, f, "reads it and enables nothing");
	finding_fix(out, f, "remove it, or map the host bridge to an IOMMU with ATS");
}

static void check_node_ats(const struct topology *topo, const struct node *node,
			   struct findings *out)
{
	const struct master *host = pci_host_of(topo, node), *self;
	struct finding *f;

	self = topology_master(topo, node);
	if (host) {
		f = finding_add(out, node, "ats-supported", -1,
				"ats-supported on a PCI function, expected on the host "
				"bridge %s",
				finding_path(out, host->node));
		finding_relate(out, f, "host bridge", host->node, NULL, -1, NULL);
		if (node_has(host->node, PROP_ATS_SUPPORTED))
			finding_severity(f, SEVERITY_NOTE);
	} else if (self && self->kind == MASTER_PCI_HOST) {
		check_host_ats(self, out);
	} else {
		f = finding_add(out, node, "ats-supported", -1,
				"ats-supported on a node that is no PCI host bridge");
		finding_severity(f, SEVERITY_WARNING);
	}
}

/* pci_set_bus_of_node() looks at the bridge above a bus, which a host bridge is not. */
static bool is_port(const struct topology *topo, const struct node *node)
{
	return pci_host_of(topo, node) &&
	       (address_bus_kind(topo, node) == BUS_PCI || node_is_named(node, "pci"));
}

static void check_external(const struct topology *topo, const struct node *node,
			   struct findings *out)
{
	struct finding *f;

	if (is_port(topo, node))
		return;
	f = finding_add(out, node, "external-facing", -1,
			"external-facing on a node that is no PCI root port or bridge");
	finding_severity(f, SEVERITY_WARNING);
	finding_consequence(out, f,
			    "reads it from root ports and bridges only: devices at the "
			    "port keep ATS");
	finding_fix(out, f, "move it to the node of the port that leads outside");
}

void check_ats(const struct topology *topo, struct findings *out)
{
	const bool reads_ats = kernel_has(&topo->kernel, KERNEL_ATS_SUPPORTED);
	const struct node *node;

	for_each_node_with (node, topo->tree, PROP_ATS_SUPPORTED)
		if (node->live && reads_ats)
			check_node_ats(topo, node, out);
	for_each_node_with (node, topo->tree, PROP_EXTERNAL_FACING)
		if (node->live)
			check_external(topo, node, out);
}
