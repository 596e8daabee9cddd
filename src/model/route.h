/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way of one master's DMA to memory, hop by hop, and what it reaches. Made for a
 * trace: the verdicts and rules do without. Usable once the topology is complete.
 */
#ifndef MODEL_ROUTE_H
#define MODEL_ROUTE_H

#include "model/iova.h"

/* What Linux makes of the dma-ranges of a node on the way. */
enum hop_role {
	HOP_LACKS,      /* first of all: it may lack the property */
	HOP_PASSES,     /* empty property: the search goes on */
	HOP_BOUNDS,     /* first with windows: these bound the master */
	HOP_MOVES,      /* above that: its windows move addresses on */
	HOP_ONE_TO_ONE, /* above that: without windows */
	HOP_ENDS,       /* lacks the property and is not the first: the search ends */
	HOP_UNREAD,     /* above that: nobody asks */
	HOP_ROOT,       /* addresses here are those of the CPU */
};

struct hop {
	const struct node *node;
	const struct bus *bus; /* NULL without dma-ranges */
	enum hop_role role;
	bool by_name; /* the way leads here by a dma-mem interconnect */
};

/* A part of RAM. Ascending, in one list. */
struct ram_part {
	struct range cpu;
	bool is_reached;
	bool is_mapped; /* by the IOMMU: no DMA address is its own */
	uint64_t dma;   /* of its first byte; where reached and not mapped */
};

/* What becomes of buffers in RAM that is not reached. */
enum bouncing {
	BOUNCE_NEEDLESS,     /* all of RAM is reached */
	BOUNCE_UNKNOWN,      /* RAM, or the machine's bounce buffers, are not known */
	BOUNCE_SERVES,       /* they are copied through ZONE_DMA */
	BOUNCE_OUT_OF_REACH, /* no bounce buffer is in reach either */
	BOUNCE_NO_MAP,       /* an empty map: nothing at all can be mapped */
};

struct route {
	const struct master *master;
	VEC(struct hop) hops;    /* from the first that is asked, to the root */
	struct iova_space space; /* translated masters: what is handed out */
	VEC(struct ram_part) ram;
	uint64_t ram_size, reached_size;
	enum bouncing bouncing;
};

/* Finds it, in the arena. O(n log n) in windows and RAM ranges. */
void route_find(const struct topology *topo, struct arena *arena,
		const struct master *master, struct route *out);

#endif
