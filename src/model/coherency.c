/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/passes.h"

void coherency_resolve(struct topology *topo)
{
	(void)topo;
}
