/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/passes.h"

void reach_resolve(struct topology *topo)
{
	(void)topo;
}
