/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions about RAM; for memory_find() and after it. All are O(log n) in its ranges. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include "model/topology.h"

/* True where some of the range is RAM. */
bool memory_overlaps(const struct topology *topo, struct range range);

/* The RAM that the address is in or the next above it; NULL where there is none. */
const struct memory *memory_from(const struct topology *topo, uint64_t address);

#endif
