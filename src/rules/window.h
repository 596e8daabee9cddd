/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the window family, one file a subject. For src/rules only. */
#ifndef RULES_WINDOW_H
#define RULES_WINDOW_H

#include "rules/rule.h"

/* Related masters beyond these are only counted. */
enum { RELATED_MAX = 32 };

/* window_shape.c: dma-ranges that cannot be read. */
void check_malformed(const struct topology *topo, struct findings *out);
/* True where check_malformed() says that the windows may be read otherwise than meant. */
bool is_misread(const struct bus *bus);
/* True where the bus needs #address-cells of its own and has none. */
bool lacks_cells(const struct bus *bus);
void check_no_address_cells(const struct topology *topo, struct findings *out);
void check_in_root(const struct topology *topo, struct findings *out);
void check_untranslatable(const struct topology *topo, struct findings *out);
void check_zero_size(const struct topology *topo, struct findings *out);

/* window_values.c: windows whose addresses do not do. */
void check_wraps(const struct topology *topo, struct findings *out);
void check_overlap(const struct topology *topo, struct findings *out);
/* The window that a 32-bit kernel cuts, so that it leads elsewhere; NULL for none. */
const struct reach_window *find_truncated(const struct topology *topo,
					  const struct reach *reach);
void check_32bit(const struct topology *topo, struct findings *out);

/* window_use.c: who reads which dma-ranges. */
void check_gap_in_chain(const struct topology *topo, struct findings *out);
/*
 * Why nobody reads the windows; NULL where somebody may. dma_parents is NULL at first,
 * and kept from call to call.
 */
const char *find_misuse(const struct topology *topo, const struct bus *bus,
			const bool **dma_parents);
void check_unused_node(const struct topology *topo, struct findings *out);

/* window_link.c: ways to windows that are not there. */
void check_parent_unresolved(const struct topology *topo, struct findings *out);
void check_id_bus_without(const struct topology *topo, struct findings *out);

/* window_pci.c: windows of PCI hosts, inbound and outbound. */
void check_pci_type(const struct topology *topo, struct findings *out);
void check_pci_order(const struct topology *topo, struct findings *out);
void check_pci_over_ram(const struct topology *topo, struct findings *out);
void check_ranges_space_code(const struct topology *topo, struct findings *out);
void check_pci_overlap(const struct topology *topo, struct findings *out);

/* window_iova.c: windows against what the IOMMU translates. */
void check_outside_aperture(const struct topology *topo, struct findings *out);
void check_window_empty(const struct topology *topo, struct findings *out);
void check_iova_hole(const struct topology *topo, struct findings *out);

/* window_reach.c: windows against RAM. */
void check_hits_nothing(const struct topology *topo, struct findings *out);
void check_ram_unreachable(const struct topology *topo, struct findings *out);
void check_zone_shrunk(const struct topology *topo, struct findings *out);

/* window_sibling.c: ranges of buses against the registers of their children. */
void check_window_of_sibling(const struct topology *topo, struct findings *out);

#endif
