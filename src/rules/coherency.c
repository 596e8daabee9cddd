/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule.h"

const struct rule coherency_rules[] = {
	{ 0 },
};
