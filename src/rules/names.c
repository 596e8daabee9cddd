/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/names.h"

#include <errno.h>
#include <string.h>

#include "base/suggest.h"

static const char *const severities[] = {
	[SEVERITY_OFF] = "off",
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

static const char *const states[] = {
	[FINDING_NEW] = "new",
	[FINDING_KNOWN] = "known",
	[FINDING_SUPPRESSED] = "suppressed",
};

/* The place of the name among count names, which is count where it is none of them. */
static size_t find(const char *name, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count && strcmp(names[i], name) != 0; i++)
		;
	return i;
}

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_parse(const char *name, enum severity *out)
{
	*out = (enum severity)find(name, severities, ARRAY_SIZE(severities));
	return *out < ARRAY_SIZE(severities);
}

const char *state_name(enum finding_state state)
{
	return states[state];
}

bool state_parse(const char *name, enum finding_state *out)
{
	*out = (enum finding_state)find(name, states, ARRAY_SIZE(states));
	return *out < ARRAY_SIZE(states);
}

int rule_parse(const char *id, const struct rule **out, struct failure *why)
{
	struct suggestion near = { .wanted = id };
	const struct family *family;
	const struct rule *rule;

	*out = rule_find(id);
	if (*out)
		return 0;
	for (family = families; family->name; family++)
		for (rule = family->rules; rule->id; rule++)
			suggest(&near, rule->id);
	if (near.best)
		return fail(why, -EINVAL, "no rule is called %s, did you mean %s?", id,
			    near.best);
	return fail(why, -EINVAL, "no rule is called %s; see iommu-lint rules", id);
}
