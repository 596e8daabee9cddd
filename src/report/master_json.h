/* SPDX-License-Identifier: BSD-2-Clause */
/* One master of a topology as JSON, and the values that masters share with the rest. */
#ifndef REPORT_MASTER_JSON_H
#define REPORT_MASTER_JSON_H

#include <jansson.h>

#include "model/topology.h"
#include "report/labels.h"

json_t *master_json(const struct topology *topo, const struct master *master,
		    const struct labels *labels);

/* The path of the node. */
json_t *value_node(const struct topology *topo, const struct node *node);

/* The compatible strings of the node. */
json_t *value_compatible(const struct node *node);

/* The id of a group: the path of its first master. */
json_t *value_group(const struct topology *topo, const struct group *group);

#endif
