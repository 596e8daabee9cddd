/* SPDX-License-Identifier: BSD-2-Clause */
/* Names as reports, options and configuration files have them. */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "base/fail.h"
#include "rules/rule.h"

/* "note", "warning", "error"; "off" for SEVERITY_OFF. Parsing is false for any other. */
const char *severity_name(enum severity severity);
bool severity_parse(const char *name, enum severity *out);

/* "new", "known", "suppressed". */
const char *state_name(enum finding_state state);
bool state_parse(const char *name, enum finding_state *out);

/* Fails with a suggestion for an unknown rule: rule_find() that explains. */
int rule_parse(const char *id, const struct rule **out, struct failure *why);

#endif
