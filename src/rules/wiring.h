/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the wiring family, one file a subject. For src/rules only. */
#ifndef RULES_WIRING_H
#define RULES_WIRING_H

#include "rules/rule.h"

/* wiring_entry.c: entries that cannot be decoded. */
void check_dangling(const struct topology *topo, struct findings *out);
void check_not_iommu(const struct topology *topo, struct findings *out);
void check_truncated(const struct topology *topo, struct findings *out);
void check_zero_phandle(const struct topology *topo, struct findings *out);
void check_duplicate(const struct topology *topo, struct findings *out);

/* wiring_target.c: what the entries lead to. */
void check_disabled(const struct topology *topo, struct findings *out);
void check_partly_disabled(const struct topology *topo, struct findings *out);
void check_disabled_parent(const struct topology *topo, struct findings *out);
void check_unknown_provider(const struct topology *topo, struct findings *out);
void check_mixed_drivers(const struct topology *topo, struct findings *out);
void check_instances(const struct topology *topo, struct findings *out);

/* wiring_place.c: iommus where Linux does not read it, or not as meant. */
void check_pci_function(const struct topology *topo, struct findings *out);
void check_host_without_map(const struct topology *topo, struct findings *out);
void check_on_bus(const struct topology *topo, struct findings *out);
void check_below_non_bus(const struct topology *topo, struct findings *out);

/* wiring_iommu.c: the IOMMU nodes themselves. */
void check_cells(const struct topology *topo, struct findings *out);
void check_cycle(const struct topology *topo, struct findings *out);
void check_nested(const struct topology *topo, struct findings *out);

/* wiring_legacy.c: bindings from before iommus and #iommu-cells. */
void check_legacy(const struct topology *topo, struct findings *out);
void check_legacy_mixed(const struct topology *topo, struct findings *out);

#endif
