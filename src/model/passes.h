/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The passes that fill a topology, in the order in which topology_build() runs them. Each
 * is O(n log n) in the size of the tree at most. For src/model only.
 */
#ifndef MODEL_PASSES_H
#define MODEL_PASSES_H

#include "model/topology.h"

void machine_find(struct topology *topo);      /* is_32bit, coherent_by_default */
void client_find(struct topology *topo);       /* clients */
void iommu_find(struct topology *topo);        /* iommus, iommu_of */
void bus_decode(struct topology *topo);        /* buses, bus_of, windows */
void master_find(struct topology *topo);       /* masters, master_of, specifiers */
void map_decode(struct topology *topo);        /* maps */
void msi_find(struct topology *topo);          /* msi_parents */
void reach_resolve(struct topology *topo);     /* masters' dma_parent and reach */
void outbound_decode(struct topology *topo);   /* outbounds */
void coherency_resolve(struct topology *topo); /* masters' and iommus' coherent */
void memory_find(struct topology *topo, const struct assumed_memory *assumed);
void zone_find(struct topology *topo);      /* zone */
void region_find(struct topology *topo);    /* regions, region_uses, reservations */
void stream_collect(struct topology *topo); /* streams */
void kin_find(struct topology *topo);       /* kins */
void predict(struct topology *topo);        /* verdicts, serving instances, groups */

#endif
