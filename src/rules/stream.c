/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/rule.h"

const struct rule stream_rules[] = {
	{ 0 },
};
