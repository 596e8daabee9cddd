/* SPDX-License-Identifier: BSD-2-Clause */
/* Translation contexts of an IOMMU, as far as the tree shows them. */
#ifndef MODEL_CONTEXT_H
#define MODEL_CONTEXT_H

#include "model/topology.h"

enum { CONTEXT_NUMBERS = 256 };

/* Fills contexts and context_numbers of an IOMMU with a binding. */
void contexts_find(struct topology *topo, struct iommu *iommu);

/* True where a child of the IOMMU is the context that masters name by this number. */
static inline bool iommu_has_context(const struct iommu *iommu, uint32_t number)
{
	return number < CONTEXT_NUMBERS && iommu->context_numbers &&
	       iommu->context_numbers[number / 64] >> number % 64 & 1;
}

#endif
