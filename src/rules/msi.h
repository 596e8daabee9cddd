/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the msi family, one file a subject. For src/rules only. */
#ifndef RULES_MSI_H
#define RULES_MSI_H

#include "rules/rule.h"

/* msi_map.c: msi-map by itself. */
void check_msi_malformed(const struct topology *topo, struct findings *out);
void check_msi_uncovered(const struct topology *topo, struct findings *out);
void check_msi_overlap(const struct topology *topo, struct findings *out);

/* msi_shared.c: IDs of two masters. */
void check_msi_shared(const struct topology *topo, struct findings *out);

/* Reports the first two entries of a whole map that yield one ID of one controller. */
void check_msi_twins(const struct topology *topo, const struct map *map,
		     struct findings *out);

/* msi_controller.c: what msi-map and msi-parent lead to. */
void check_msi_target(const struct topology *topo, struct findings *out);
void check_msi_cells(const struct topology *topo, struct findings *out);
void check_msi_parent(const struct topology *topo, struct findings *out);

/* msi_doorbell.c: where the messages go. */
void check_msi_doorbell(const struct topology *topo, struct findings *out);

#endif
