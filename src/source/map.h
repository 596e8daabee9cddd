/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a node and property of a tree to the line that it was written in. A map is used
 * only if the tree that its sources make equals the tree that was judged: a wrong line is
 * worse than none.
 */
#ifndef SOURCE_MAP_H
#define SOURCE_MAP_H

#include "source/dts.h"
#include "source/places.h"
#include "tree/tree.h"

enum map_state {
	MAP_NONE, /* no source was given or lies beside the input */
	MAP_USED,
	MAP_STALE,  /* the sources make another tree */
	MAP_FAILED, /* cpp or dtc failed: why */
};

/* What a map can be made of; the first that is there counts. */
struct map_request {
	const char *path;                 /* of the DTB that was judged */
	const struct bytes *preprocessed; /* that it was compiled from; NULL: unknown */
	const char *source;               /* a DTS that the user names; NULL: none */
	const struct dts_settings *settings; /* for both of them */
};

struct source_map {
	enum map_state state;
	const char *from;      /* "source" or "kbuild"; NULL for MAP_NONE */
	const char *directory; /* that relative file names are seen from; NULL: here */
	struct places places;
	const char *why; /* of MAP_FAILED and MAP_STALE, for people */
};

/* Never fails: the state says what came of it. */
void map_build(struct arena *arena, const struct map_request *request,
	       const struct tree *tree, struct source_map *out);

#endif
