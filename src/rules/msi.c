/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule.h"

const struct rule msi_rules[] = {
	{ 0 },
};
