/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Linux makes of dma-ranges, written a second time, as plainly as possible and on
 * nothing but libfdt, for tests to compare with. It is slow and has no bounds of its own:
 * for small trees that were generated for it.
 */
#ifndef TESTS_REFERENCE_WINDOWS_H
#define TESTS_REFERENCE_WINDOWS_H

#include <stdbool.h>
#include <stdint.h>

#define BAD_ADDRESS UINT64_MAX

enum { REFERENCE_WINDOWS_MAX = 128 };

struct reference {
	const void *fdt;
	unsigned version; /* 6012 is Linux 6.12 */
};

struct reference_window {
	uint64_t dma, cpu, size;
};

/* The dma_range_map of a device, and what else comes of it. */
struct reference_map {
	int bus;      /* offset of the node whose dma-ranges counts; -1: no map */
	bool refused; /* no entry is usable */
	bool unbound; /* the device does not bind */
	int count;    /* windows before the first of size 0 */
	struct reference_window windows[REFERENCE_WINDOWS_MAX];
	uint64_t limit;
	uint64_t zone_limit; /* what of_dma_get_max_cpu_address() finds at the bus */
	bool has_zone_limit;
};

/* Nodes are offsets in the tree; -1 is none. */
int reference_dma_parent(const struct reference *reference, int node);
uint64_t reference_translate(const struct reference *reference, int device,
			     const uint32_t address[4]);
void reference_search(const struct reference *reference, int start,
		      struct reference_map *out);

#endif
