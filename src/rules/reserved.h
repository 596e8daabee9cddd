/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the reserved family, one file a subject. For src/rules only. */
#ifndef RULES_RESERVED_H
#define RULES_RESERVED_H

#include "rules/rule.h"

/* reserved_region.c: what Linux cannot read of /reserved-memory. */
void check_memory_ignored(const struct topology *topo, struct findings *out);
void check_region_malformed(const struct topology *topo, struct findings *out);

/* reserved_place.c: where regions are, and who has them. */
void check_region_overlap(const struct topology *topo, struct findings *out);
void check_region_outside_ram(const struct topology *topo, struct findings *out);
void check_cma_outside_ram(const struct topology *topo, struct findings *out);
void check_region_shared(const struct topology *topo, struct findings *out);
void check_region_unused(const struct topology *topo, struct findings *out);

/* reserved_inside.c: devices in reserved memory. */
void check_device_inside(const struct topology *topo, struct findings *out);

/* reserved_pool.c: pools and the masters that are given them. */
void check_restricted_invalid(const struct topology *topo, struct findings *out);
void check_restricted_unreachable(const struct topology *topo, struct findings *out);
void check_restricted_unused(const struct topology *topo, struct findings *out);
void check_restricted_misplaced(const struct topology *topo, struct findings *out);
void check_pool_behind_iommu(const struct topology *topo, struct findings *out);
void check_pool_unreachable(const struct topology *topo, struct findings *out);
void check_region_dangling(const struct topology *topo, struct findings *out);

/* reserved_entry.c: iommu-addresses that Linux reads otherwise than it is written. */
void check_iova_malformed(const struct topology *topo, struct findings *out);
void check_iova_one_sided(const struct topology *topo, struct findings *out);
void check_iova_ignored(const struct topology *topo, struct findings *out);

/* reserved_iova.c: what becomes of the IOVAs that Linux does read. */
void check_iova_crash(const struct topology *topo, struct findings *out);
void check_iova_shifted(const struct topology *topo, struct findings *out);
void check_iova_not_direct(const struct topology *topo, struct findings *out);
void check_iova_aperture(const struct topology *topo, struct findings *out);

#endif
