/* SPDX-License-Identifier: BSD-2-Clause */
/* The node that the user means. */
#ifndef PICK_H
#define PICK_H

#include "model/topology.h"

/*
 * The master by the path, the alias, the label or the unique name of its node; names with
 * or without unit address. -EINVAL, with a suggestion where one is near, for none and for
 * several.
 */
int pick_master(const struct topology *topo, const char *name, const struct master **out,
		struct failure *why);

#endif
