/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions about reserved regions; for region_find() and after it. */
#ifndef MODEL_REGION_H
#define MODEL_REGION_H

#include "model/topology.h"

/* NULL where the node is no region. O(log n). */
const struct region *region_of(const struct topology *topo, const struct node *node);

/*
 * The master by whose properties Linux sets the node's DMA up: the node itself, or the
 * host bridge of a PCI function. NULL where the node is no master.
 */
const struct master *region_master(const struct topology *topo, const struct node *node);

/*
 * The IOMMU that serves the node's DMA, or would if it were not for this master. NULL for
 * none. Usable after predict(), as what follows.
 */
const struct iommu *region_iommu(const struct topology *topo, const struct node *device);

/*
 * True where the selected kernel reads iommu-addresses for the node: it is behind an
 * IOMMU whose driver asks for them.
 */
bool region_is_asked_for(const struct topology *topo, const struct node *device);

/* True where the selected kernel reserves it as it stands. */
bool reservation_is_made(const struct topology *topo,
			 const struct reservation *reservation);

/* The reservations for the device, by region; returns how many there are. O(log n). */
size_t reservations_of(const struct topology *topo, const struct node *device,
		       const struct reservation *const **first);

/* Fills reservations; regions and region_uses must be complete. For region_find(). */
void reservations_decode(struct topology *topo);

#endif
