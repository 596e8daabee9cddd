/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/passes.h"

void map_decode(struct topology *topo)
{
	(void)topo;
}
