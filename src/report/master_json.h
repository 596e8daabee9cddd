/* SPDX-License-Identifier: BSD-2-Clause */
/* One master of a topology as JSON, and the values that masters share with the rest. */
#ifndef REPORT_MASTER_JSON_H
#define REPORT_MASTER_JSON_H

#include <jansson.h>

#include "model/topology.h"
#include "report/labels.h"

/* One that Linux makes, and the master whose DMA it is for: the host of a function. */
struct made_reservation {
	uint32_t master;
	const struct reservation *reservation;
};

/* What the values are made of, and whether something was left out. */
struct view {
	const struct topology *topo;
	struct labels labels;
	struct made_reservation *reservations; /* by master */
	size_t reservation_count;
	bool is_cut;
};

/* A tree made to burst the report is cut: items of one list, bytes of one topology. */
enum { LIST_ITEMS_MAX = 4096, TOPOLOGY_BYTES_MAX = 64 * 1024 * 1024 };

/* A view of the topology; its labels and reservations are in scratch. */
struct view view_of(const struct topology *topo, struct arena *scratch);

json_t *master_json(struct view *view, const struct master *master);

/* False, and the topology is cut, where the list is full. */
bool list_has_room(struct view *view, const json_t *list);

/* Adds the value, which it takes over, unless the list is full. */
void list_add(struct view *view, json_t *list, json_t *value);

/* The path of the node; null for NULL. */
json_t *value_node(const struct view *view, const struct node *node);

/* The compatible strings of the node. */
json_t *value_compatible(struct view *view, const struct node *node);

/* The id of a group: the path of its first master. */
json_t *value_group(const struct view *view, const struct group *group);

#endif
