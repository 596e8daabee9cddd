/* SPDX-License-Identifier: BSD-2-Clause */
/* Decodes iommus. For src/model only. */
#ifndef MODEL_SPECIFIER_H
#define MODEL_SPECIFIER_H

#include "model/topology.h"

/*
 * Adds the specifiers of the master's iommus up to the first bad one, that one included,
 * as of_iommu_configure_dev() in drivers/iommu/of_iommu.c reads them.
 */
void specifiers_decode(struct topology *topo, struct master *master);

#endif
