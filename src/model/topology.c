/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/topology.h"

#include <string.h>

#include "model/address.h"
#include "model/passes.h"

struct topology *topology_build(struct arena *arena, const struct tree *tree,
				const struct bindings *bindings,
				const struct kernel *kernel,
				const struct assumed_memory *assumed)
{
	struct topology *topo = arena_alloc(arena, sizeof(*topo));

	topo->arena = arena;
	topo->tree = tree;
	topo->bindings = bindings;
	topo->kernel = *kernel;
	topo->address_indexes = address_indexes_new(arena);
	client_find(topo);
	machine_find(topo);
	iommu_find(topo);
	bus_decode(topo);
	master_find(topo);
	map_decode(topo);
	msi_find(topo);
	reach_resolve(topo);
	outbound_decode(topo);
	coherency_resolve(topo);
	memory_find(topo, assumed);
	zone_find(topo);
	region_find(topo);
	stream_collect(topo);
	kin_find(topo);
	predict(topo);
	return topo;
}

/* of_platform_default_populate_init() sees to these first. */
static bool is_firmware(const struct node *node)
{
	return node->depth == 1 && !strcmp(node->name, "firmware");
}

bool topology_is_populated(const struct topology *topo, const struct node *node)
{
	const struct node *parent = node->parent;

	if (topo->client_of[node->index] & CLIENT_FIRMWARE_CHILD)
		return true;
	if (!parent || !node_has(node, PROP_COMPATIBLE))
		return false;
	return !parent->parent || is_firmware(parent) ||
	       topo->client_of[parent->index] & (CLIENT_BUS | CLIENT_CHILD_DEVICE);
}

const struct node *topology_passed_over(const struct topology *topo,
					const struct node *node)
{
	const struct node *parent;

	for (; node->parent; node = parent) {
		parent = node->parent;
		if (node_has(node, PROP_COMPATIBLE))
			continue;
		if (parent->parent ? topo->client_of[parent->index] & CLIENT_BOOT_BUS
				   : !node_is_named(node, "firmware"))
			return node;
	}
	return NULL;
}
