/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules as documentation, from the registry and the samples. */
#ifndef REPORT_MANUAL_H
#define REPORT_MANUAL_H

#include <stdio.h>

#include "report/samples.h"
#include "rules/rule.h"

/* Prints all rules as "text" (one line each), "json" or "mdoc"; -EINVAL for other names.
 */
int manual_print_rules(const char *format, FILE *stream, struct failure *why);

/* Prints all that is known of one rule. */
void manual_explain(const struct rule *rule, FILE *stream);

/* iommu-lint-rules(7). */
void manual_print_mdoc(FILE *stream);

/* "seen on a running kernel" */
const char *manual_evidence(const struct rule *rule);

/* The sample of the rule, "bad" or "good"; NULL where there is none. */
const struct sample *manual_sample(const struct rule *rule, const char *name);

#endif
