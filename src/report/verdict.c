/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/verdict.h"

static const char *const names[] = {
	[VERDICT_BYPASS] = "bypass",     [VERDICT_TRANSLATED] = "translated",
	[VERDICT_IDENTITY] = "identity", [VERDICT_DROPPED] = "dropped",
	[VERDICT_DEFERRED] = "deferred", [VERDICT_BROKEN] = "broken",
	[VERDICT_REFUSED] = "refused",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}
