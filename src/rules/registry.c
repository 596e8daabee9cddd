/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "rules/rule.h"

#define FAMILY(name) extern const struct rule name##_rules[];
#include "rules/families.def"
#undef FAMILY

const struct family families[] = {
#define FAMILY(name) { #name, name##_rules },
#include "rules/families.def"
#undef FAMILY
	{ NULL, NULL },
};

const struct rule *rule_find(const char *id)
{
	const struct family *family;
	const struct rule *rule;

	for (family = families; family->name; family++)
		for (rule = family->rules; rule->id; rule++)
			if (!strcmp(rule->id, id))
				return rule;
	return NULL;
}

const char *rule_family(const struct rule *rule)
{
	const struct family *family;
	const struct rule *other;

	for (family = families; family->name; family++)
		for (other = family->rules; other->id; other++)
			if (other == rule)
				return family->name;
	return NULL;
}

static const struct severity_override *override_of(const struct rule_settings *settings,
						   const struct rule *rule)
{
	size_t i;

	for (i = settings->count; i-- > 0;)
		if (settings->overrides[i].rule == rule)
			return &settings->overrides[i];
	return NULL;
}

static void run(const struct topology *topo, const struct rule *rule,
		const struct severity_override *override, struct findings *out)
{
	size_t i, first = out->list.count;

	findings_begin_rule(out, rule);
	rule->check(topo, out);
	findings_end_rule(out);
	for (i = first; override && i < out->list.count; i++)
		out->list.items[i].severity = override->severity;
}

void rules_run(const struct topology *topo, const struct rule_settings *settings,
	       struct findings *out)
{
	const struct severity_override *override;
	const struct family *family;
	const struct rule *rule;

	for (family = families; family->name; family++) {
		for (rule = family->rules; rule->id; rule++) {
			override = override_of(settings, rule);
			if (!override || override->severity != SEVERITY_OFF)
				run(topo, rule, override, out);
		}
	}
	findings_sort(out);
}
