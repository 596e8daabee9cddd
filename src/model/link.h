/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef MODEL_LINK_H
#define MODEL_LINK_H

#include "model/topology.h"

/* Fills dma_links and dma_parent_of. Links that lead nowhere are left out of the latter,
   so that every walk over dma_parent() ends. */
void dma_links_resolve(struct topology *topo);

#endif
