/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule.h"

const struct rule siblings_rules[] = {
	{ 0 },
};
