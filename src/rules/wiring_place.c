/* SPDX-License-Identifier: BSD-2-Clause */
/* iommus in places where Linux does not read it, or not as meant. */
#include <string.h>

#include "model/walk.h"
#include "rules/wiring.h"

void check_pci_function(const struct topology *topo, struct findings *out)
{
	struct master *master;
	struct finding *f;

	for_each (master, &topo->masters) {
		if (!master->node->live || master->kind != MASTER_PCI_FUNCTION ||
		    !node_has(master->node, PROP_IOMMUS))
			continue;
		f = finding_add(out, master->node, "iommus", -1,
				"is a PCI function, whose iommus is never read");
		finding_relate(out, f, "parent", master->node->parent, NULL, -1, NULL);
	}
}

static const struct specifier *first_live(const struct topology *topo,
					  const struct master *master)
{
	const struct specifier *s;

	for_each_specifier (s, topo, master)
		if (s->state == ENTRY_OK && s->target->live)
			return s;
	return NULL;
}

void check_host_without_map(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each (master, &topo->masters) {
		if (!master->node->live || master->kind != MASTER_PCI_HOST ||
		    node_has(master->node, PROP_IOMMU_MAP))
			continue;
		s = first_live(topo, master);
		if (!s)
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"is a PCI host with iommus but without iommu-map");
		finding_relate(out, f, "iommu", s->target, NULL, -1, NULL);
	}
}

/* A driver of its own beside registers: the bus may be a master itself. */
static bool is_only_bus(const struct topology *topo, const struct node *node)
{
	const char *first = node_read_string(node, PROP_COMPATIBLE);

	if (!first || !(topology_clients(topo, node) & CLIENT_BUS))
		return false;
	return !node_has(node, PROP_REG) ||
	       client_traits(topo->bindings, first, strlen(first) + 1, "", 0) &
		       CLIENT_BUS;
}

/* A master that says nothing of an IOMMU. */
static bool is_unwired(const struct topology *topo, const struct node *node)
{
	return node->live && topology_master(topo, node) &&
	       !node_has(node, PROP_IOMMUS) && !node_has(node, PROP_IOMMU_MAP);
}

/* The first unwired master on the bus, or on a bus below that says nothing itself. */
static const struct node *unwired_below(const struct topology *topo,
					const struct node *bus)
{
	const struct node *nodes = tree_root(topo->tree), *node;

	for (node = bus + 1; node < nodes + bus->end;) {
		if (is_unwired(topo, node))
			return node;
		if (node->live && !node_has(node, PROP_IOMMUS) && is_only_bus(topo, node))
			node++;
		else
			node = nodes + node->end;
	}
	return NULL;
}

void check_on_bus(const struct topology *topo, struct findings *out)
{
	const struct node *child;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		if (master->kind != MASTER_DEVICE || !is_only_bus(topo, master->node))
			continue;
		child = unwired_below(topo, master->node);
		if (!child)
			continue;
		f = finding_add(out, master->node, "iommus", -1,
				"is a bus with iommus, its masters such as %s have none",
				finding_path(out, child));
		finding_relate(out, f, "master", child, NULL, -1, NULL);
	}
}

static void report_no_device(const struct topology *topo, const struct node *node,
			     struct findings *out)
{
	const struct node *passed_over = topology_passed_over(topo, node);
	struct finding *f;

	if (passed_over == node) {
		finding_add(out, node, "iommus", -1,
			    "has no compatible, so that Linux makes no device of it");
		return;
	}
	if (topology_is_populated(topo, node)) {
		f = finding_add(out, node, "iommus", -1,
				"is below %s, which Linux passes over, as it has no "
				"compatible",
				finding_path(out, passed_over));
		finding_relate(out, f, "node without compatible", passed_over, NULL, -1,
			       NULL);
		return;
	}
	f = finding_add(out, node, "iommus", -1,
			"is below %s, which is no bus that Linux populates",
			finding_path(out, node->parent));
	finding_relate(out, f, "parent", node->parent, "compatible", -1,
		       node_read_string(node->parent, PROP_COMPATIBLE));
}

void check_below_non_bus(const struct topology *topo, struct findings *out)
{
	const struct node *node;
	struct master *master;

	for_each_wired (master, topo) {
		node = master->node;
		if (!node->parent ||
		    (master->kind != MASTER_DEVICE && master->kind != MASTER_CHILD))
			continue;
		if (!topology_is_populated(topo, node) ||
		    (master->kind == MASTER_DEVICE && topology_passed_over(topo, node)))
			report_no_device(topo, node, out);
	}
}
