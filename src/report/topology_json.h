/* SPDX-License-Identifier: BSD-2-Clause */
/* The topology of one input as JSON. */
#ifndef REPORT_TOPOLOGY_JSON_H
#define REPORT_TOPOLOGY_JSON_H

#include "report/report.h"

/* The value of inputs[].topology; made in scratch, returned in the findings' arena. */
const char *topology_json(const struct topology *topo, const struct findings *findings,
			  struct arena *scratch);

#endif
