/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the system family that have files of their own. For src/rules only. */
#ifndef RULES_SYSTEM_H
#define RULES_SYSTEM_H

#include "rules/rule.h"

/* system_lost.c */
void check_lost(const struct topology *topo, struct findings *out);

#endif
