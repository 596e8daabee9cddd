/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the DMA masters of a tree. */
#include <string.h>

#include "model/bus.h"
#include "model/passes.h"
#include "model/pci.h"
#include "model/specifier.h"
#include "model/walk.h"

/* What a node hands down to its children. */
enum {
	BELOW_NO_DMA = 1,       /* on I2C, SPI, MDIO and the like, or no device at all */
	BELOW_PCI_BUS = 2,      /* its children are PCI functions */
	BELOW_CHILD_DRIVER = 4, /* its driver makes devices of its children */
};

struct finder {
	struct topology *topo;
	uint8_t *below; /* by node index */
};

/* A function below a host bridge whose children are functions in turn. */
static bool is_pci_bridge(const struct node *node)
{
	return pci_is_bus(node) || node_is_named(node, "pci");
}

static bool is_no_device(const struct node *node)
{
	static const char *const names[] = { "reserved-memory", "cpus",    "chosen",
					     "aliases",         "memory",  "__symbols__",
					     "__fixups__",      "options", "firmware" };
	size_t i;

	for (i = 0; node->depth == 1 && i < ARRAY_SIZE(names); i++)
		if (node_is_named(node, names[i]))
			return true;
	return false;
}

/* What only a device that does DMA has a use for. */
static bool has_dma_property(const struct topology *topo, const struct node *node)
{
	return dma_parent(topo, node) != node->parent ||
	       node_has(node, PROP_DMA_COHERENT) ||
	       node_has(node, PROP_DMA_NONCOHERENT) ||
	       node_has(node, PROP_MEMORY_REGION) || node_has(node, PROP_DMA_CELLS);
}

static bool is_dma_device(const struct topology *topo, const struct node *node,
			  uint32_t client)
{
	if (!node->parent || !node_has(node, PROP_COMPATIBLE))
		return false;
	if (client &
	    (CLIENT_DMA_MASTER | CLIENT_ID_BUS | CLIENT_ID_DEVICE | CLIENT_PCI_ENDPOINT))
		return true;
	return !(client & CLIENT_BUS) && has_dma_property(topo, node);
}

static enum master_kind kind_of(const struct node *node, uint32_t client, uint8_t above)
{
	if (above & BELOW_PCI_BUS)
		return MASTER_PCI_FUNCTION;
	if (client & CLIENT_PCI_HOST ||
	    (pci_is_bus(node) && !(client & CLIENT_PCI_ENDPOINT)))
		return MASTER_PCI_HOST;
	if (client & CLIENT_ID_BUS)
		return MASTER_ID_BUS;
	if (client & CLIENT_ID_DEVICE)
		return MASTER_ID_DEVICE;
	if (above & BELOW_CHILD_DRIVER || client & CLIENT_FIRMWARE_CHILD)
		return MASTER_CHILD;
	return MASTER_DEVICE;
}

static uint8_t handed_down(const struct node *node, uint32_t client, uint8_t above,
			   enum master_kind kind)
{
	uint8_t below = above & BELOW_NO_DMA;

	if (client & CLIENT_NO_DMA || is_no_device(node))
		below |= BELOW_NO_DMA;
	if (kind == MASTER_PCI_HOST ||
	    (kind == MASTER_PCI_FUNCTION && is_pci_bridge(node)))
		below |= BELOW_PCI_BUS;
	if (client & CLIENT_CHILD_DEVICE)
		below |= BELOW_CHILD_DRIVER;
	return below;
}

/* What the finder's tables say of the node. */
struct place {
	uint32_t client;
	uint8_t above; /* handed down by its parent */
	enum master_kind kind;
};

static bool is_master(const struct topology *topo, const struct node *node,
		      const struct place *place)
{
	if (node_is_wired(node))
		return true;
	if (place->kind == MASTER_PCI_FUNCTION)
		return false;
	if (place->kind == MASTER_PCI_HOST)
		return true;
	return !(place->above & BELOW_NO_DMA) && is_dma_device(topo, node, place->client);
}

static void add_master(struct topology *topo, const struct node *node,
		       enum master_kind kind, uint32_t clients)
{
	struct master *master = VEC_ADD(topo->arena, &topo->masters);

	master->node = node;
	master->kind = kind;
	master->clients = clients;
	master->group = UINT32_MAX;
	topo->master_of[node->index] = (uint32_t)(topo->masters.count - 1);
	specifiers_decode(topo, master);
}

static void visit(struct finder *finder, const struct node *node)
{
	const uint8_t above = node->parent ? finder->below[node->parent->index] : 0;
	const uint32_t client = topology_clients(finder->topo, node);
	/* A child of a PCI bus without reg is no function: an interrupt controller. */
	const uint8_t context =
		node_has(node, PROP_REG) ? above : (uint8_t)(above & ~BELOW_PCI_BUS);
	const enum master_kind kind = kind_of(node, client, context);
	const struct place place = { client, context, kind };

	finder->topo->client_of[node->index] = client;
	finder->below[node->index] = handed_down(node, client, context, kind);
	/* What an IOMMU reads for itself passes no other one, unless it names one. */
	if (kind == MASTER_DEVICE && topology_iommu(finder->topo, node) &&
	    !node_is_wired(node))
		return;
	if (is_master(finder->topo, node, &place))
		add_master(finder->topo, node, kind, client);
}

void master_find(struct topology *topo)
{
	const size_t count = topo->tree->node_count;
	struct finder finder = { topo, arena_alloc(topo->arena, count) };
	const struct node *node;

	topo->client_of = arena_array(topo->arena, count, sizeof(*topo->client_of));
	topo->master_of = arena_array(topo->arena, count, sizeof(*topo->master_of));
	memset(topo->master_of, 0xff, count * sizeof(*topo->master_of));
	for_each_node (node, topo->tree)
		visit(&finder, node);
}
