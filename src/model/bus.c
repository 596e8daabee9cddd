/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/passes.h"

void bus_decode(struct topology *topo)
{
	(void)topo;
}
