/* SPDX-License-Identifier: BSD-2-Clause */
/* Where nodes and properties stand in the source: dtc's annotations (-T -T), read. */
#ifndef SOURCE_PLACES_H
#define SOURCE_PLACES_H

#include <stdint.h>

#include "base/vec.h"

struct place {
	const char *node;         /* path */
	const char *property;     /* NULL: the node as a whole */
	const char *file;         /* as cpp and dtc saw it */
	uint32_t line, last_line; /* from 1; the last one of the statement */
	uint32_t order;           /* in which the places were added */
};

struct places {
	VEC(struct place) list; /* sorted by node, then property; each once */
};

/*
 * Reads what `dtc -O dts -T -T` printed, size bytes that end with a NUL besides; its
 * lines are cut up. Of a node that is opened several times the first place counts, of a
 * property the only one that dtc knows: that of the last writer. What dtc made up has no
 * place.
 */
void places_read(struct arena *arena, char *annotated, size_t size, struct places *out);

/*
 * Sorts the list after places were added: of several for one node the one that was added
 * first stays, of several for one property the last.
 */
void places_settle(struct places *places);

/* NULL where the property (NULL: the node itself) has no place. O(log n). */
const struct place *places_find(const struct places *places, const char *node,
				const char *property);

#endif
