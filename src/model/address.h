/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses on the way from a bus to the CPU, as drivers/of/address.c translates them.
 * One level up is one call, so that the caller chooses the property (ranges or
 * dma-ranges) and the parent (of the tree, or the DMA parent).
 */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "model/topology.h"
#include "tree/cells.h"

enum { ADDRESS_CELLS_MAX = 4 }; /* OF_MAX_ADDR_CELLS */

/* An address as the children of a bus write it. */
struct address {
	const struct node *bus;
	enum bus_kind kind;
	uint32_t address_cells, size_cells; /* 1 to 4; not 0 */
	uint32_t cells[ADDRESS_CELLS_MAX];
};

/* For topology_build() alone: indexes of properties with very many entries. */
struct address_indexes *address_indexes_new(struct arena *arena);

/* of_match_bus(): how the children of the node write addresses. */
enum bus_kind address_bus_kind(const struct topology *topo, const struct node *node);

/*
 * Takes an address of the device on the bus, its parent or DMA parent, from the cells:
 * those of its reg, say. The kind is the bus's, the counts are those of the parent. False
 * where Linux refuses the counts or too few cells are left.
 */
MUST_CHECK bool address_take(const struct topology *topo, const struct node *device,
			     const struct node *bus, struct cells *cells,
			     struct address *out);

/*
 * Translates the address by its bus's property (PROP_RANGES, PROP_DMA_RANGES) into one on
 * the bus parent: of_translate_one(). False where no entry holds it, and where ranges is
 * absent; an absent dma-ranges is one to one. O(log n) in the entries of the property.
 */
MUST_CHECK bool address_climb(const struct topology *topo, struct address *address,
			      enum known property, const struct node *parent);

/* The number in the cells, flags included: its low 64 bits. */
uint64_t address_value(const struct address *address);

/*
 * Translates the address of the device that starts at the cursor by ranges, up to the
 * CPU: of_translate_address(). False for OF_BAD_ADDR. O(depth).
 */
MUST_CHECK bool address_translate(const struct topology *topo, const struct node *device,
				  struct cells cells, uint64_t *cpu);

/*
 * The CPU addresses of entry index of the node's reg: of_address_to_resource(). False
 * where there is no such entry, where it is empty or wraps, and where it has no address
 * in memory: on PCI and I2C buses, in I/O space. O(depth).
 */
bool reg_translate(const struct topology *topo, const struct node *node, uint32_t index,
		   struct range *cpu);

/*
 * True where the first entry of the node's reg is not whole or has size 0, so that no
 * driver can map it. Functions on a PCI bus have none.
 */
bool reg_is_empty(const struct topology *topo, const struct node *node);

#endif
