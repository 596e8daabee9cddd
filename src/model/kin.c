/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the nodes that share their first compatible with a master, an IOMMU or a bus. */
#include <string.h>

#include "load/lookup.h"
#include "model/passes.h"

struct finder {
	struct topology *topo;
	struct lookup by_compatible; /* to a number in topo->kins, from 1 */
	uint64_t seen;               /* of the compatibles' lengths and ends */
};

/* Tells most compatibles that nobody seeks without a look into the table. */
static uint64_t mark_of(const char *compatible, size_t length)
{
	unsigned sum = (unsigned)length * 7;

	if (length)
		sum += (unsigned char)compatible[length - 1];
	if (length > 3)
		sum += (unsigned char)compatible[length - 4] * 5;
	return (uint64_t)1 << (sum & 63);
}

static void seek(struct finder *finder, const struct node *node)
{
	const char *compatible = node_read_string(node, PROP_COMPATIBLE);
	struct topology *topo = finder->topo;
	uint32_t *number;

	if (!node->live || !compatible)
		return;
	number = lookup_add(topo->arena, &finder->by_compatible, compatible);
	if (*number)
		return;
	VEC_ADD(topo->arena, &topo->kins)->compatible = compatible;
	*number = (uint32_t)topo->kins.count;
	finder->seen |= mark_of(compatible, strlen(compatible));
}

static void add_node(struct finder *finder, const struct node *node)
{
	const char *compatible = node_read_string(node, PROP_COMPATIBLE);
	struct topology *topo = finder->topo;
	const uint32_t *number;
	size_t length;

	if (!compatible)
		return;
	length = strlen(compatible);
	if (!(finder->seen & mark_of(compatible, length)))
		return;
	number = lookup_find(&finder->by_compatible, compatible, length);
	if (number)
		*VEC_ADD(topo->arena, &topo->kins.items[*number - 1].nodes) = node;
}

void kin_find(struct topology *topo)
{
	struct finder finder = { .topo = topo };
	const struct master *master;
	const struct iommu *iommu;
	const struct node *node;
	const struct bus *bus;

	for_each (iommu, &topo->iommus)
		seek(&finder, iommu->node);
	for_each (bus, &topo->buses)
		seek(&finder, bus->node);
	for_each (master, &topo->masters)
		if (master->kind != MASTER_PCI_FUNCTION)
			seek(&finder, master->node);
	if (!topo->kins.count)
		return;
	for_each_node (node, topo->tree)
		if (node->live)
			add_node(&finder, node);
}
