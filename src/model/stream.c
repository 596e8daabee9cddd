/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/passes.h"

void stream_collect(struct topology *topo)
{
	(void)topo;
}
