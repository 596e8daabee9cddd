/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the provider family, one file a subject. For src/rules only. */
#ifndef RULES_PROVIDER_H
#define RULES_PROVIDER_H

#include "rules/rule.h"

/* provider_reg.c: registers and unit addresses. */
void check_reg(const struct topology *topo, struct findings *out);
void check_unit_address(const struct topology *topo, struct findings *out);

/* provider_node.c: what the binding asks of the node. */
void check_without_cells(const struct topology *topo, struct findings *out);
void check_unmatched(const struct topology *topo, struct findings *out);
void check_property_missing(const struct topology *topo, struct findings *out);

/* provider_interrupts.c: number and trigger. */
void check_interrupts(const struct topology *topo, struct findings *out);
void check_trigger(const struct topology *topo, struct findings *out);

/* provider_supply.c: clocks and power domains. */
void check_clock_names(const struct topology *topo, struct findings *out);
void check_shared_clock(const struct topology *topo, struct findings *out);
void check_power_domain(const struct topology *topo, struct findings *out);

/* The live master with power-domains that alone names the IOMMU; NULL without. */
const struct node *powered_master(const struct topology *topo, const struct iommu *iommu);

/* provider_use.c: who uses the IOMMU. */
void check_without_master(const struct topology *topo, struct findings *out);
void check_gpu_stream(const struct topology *topo, struct findings *out);

#endif
