/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/policy.h"

#include <errno.h>
#include <string.h>

#include "base/glob.h"
#include "rules/names.h"

/* Says in which line the name is wrong. */
static int misplaced(const struct config *config, unsigned line,
		     const struct failure *inner, struct failure *why)
{
	return fail(why, -EINVAL, "%s:%u: %s", config->path, line, inner->text);
}

static int read_rules(const struct config *config, struct severity_override *overrides,
		      struct failure *why)
{
	struct failure inner = { 0 };
	const struct config_rule *rule;

	for_each (rule, &config->rules) {
		if (rule_parse(rule->rule, &overrides->rule, &inner))
			return misplaced(config, rule->line, &inner, why);
		if (!severity_parse(rule->severity, &overrides->severity)) {
			fail(&inner, -EINVAL,
			     "expected error, warning, note or off, got %s",
			     rule->severity);
			return misplaced(config, rule->line, &inner, why);
		}
		overrides++;
	}
	return 0;
}

static int read_allowed(const struct config *config, const struct rule **allowed,
			struct failure *why)
{
	struct failure inner = { 0 };
	const struct config_allow *allow;

	for_each (allow, &config->allow)
		if (rule_parse(allow->rule, allowed++, &inner))
			return misplaced(config, allow->line, &inner, why);
	return 0;
}

int policy_build(struct arena *arena, const struct config *config,
		 const struct rule_settings *command_line, struct policy *out,
		 struct failure *why)
{
	struct severity_override *overrides;

	memset(out, 0, sizeof(*out));
	date_today(out->today);
	out->config = config;
	out->rules = *command_line;
	if (!config)
		return 0;
	out->own_rules = config->rules.count;
	out->rules.count = config->rules.count + command_line->count;
	overrides = arena_array(arena, out->rules.count, sizeof(*overrides));
	out->rules.overrides = overrides;
	if (command_line->count)
		memcpy(overrides + config->rules.count, command_line->overrides,
		       command_line->count * sizeof(*overrides));
	out->allowed = arena_array(arena, config->allow.count, sizeof(*out->allowed));
	if (read_rules(config, overrides, why))
		return -EINVAL;
	return read_allowed(config, out->allowed, why);
}

bool policy_has_off(const struct policy *policy, const char *rule)
{
	const struct severity_override *override;
	size_t i;

	for (i = policy->rules.count; i-- > 0;) {
		override = &policy->rules.overrides[i];
		if (!strcmp(override->rule->id, rule))
			return override->severity == SEVERITY_OFF;
	}
	return false;
}

static bool has_compatible(const struct node *node, const char *pattern)
{
	const struct property *property = node_find(node, PROP_COMPATIBLE);
	uint32_t position = 0;
	const char *string;

	if (!pattern)
		return true;
	while (property && (string = property_next_string(property, &position)))
		if (glob_matches(pattern, string))
			return true;
	return false;
}

static bool allows(const struct config_allow *allow, const struct tree *tree,
		   const struct finding *finding)
{
	if (allow->node && !glob_matches(allow->node, finding->node))
		return false;
	return has_compatible(&tree->nodes[finding->order], allow->compatible) &&
	       has_compatible(tree_root(tree), allow->board);
}

static void apply(const struct policy *policy, size_t entry, struct findings *findings,
		  struct finding *finding)
{
	const struct config_allow *allow = &policy->config->allow.items[entry];

	if (allow->expires && strcmp(policy->today, allow->expires) > 0)
		finding->expired = arena_printf(
			findings->arena, "%s:%u: allowance of %s expired on %s",
			policy->config->path, allow->line, allow->rule, allow->expires);
	else
		finding_suppress(finding, allow->reason);
}

void policy_apply(const struct policy *policy, const struct tree *tree,
		  struct findings *findings)
{
	const struct config *config = policy->config;
	struct finding *finding;
	size_t i;

	for_each (finding, &findings->list) {
		for (i = 0; config && i < config->allow.count; i++) {
			if (policy->allowed[i] == finding->rule &&
			    finding->state == FINDING_NEW &&
			    allows(&config->allow.items[i], tree, finding))
				apply(policy, i, findings, finding);
		}
	}
}

struct assumed_memory policy_memory(const struct policy *policy, struct arena *arena,
				    const struct tree *tree)
{
	VEC(struct range) ranges = { 0 };
	const struct config_memory *memory;
	const struct range *range;

	if (policy->config)
		for_each (memory, &policy->config->memory)
			if (has_compatible(tree_root(tree), memory->board))
				for_each (range, &memory->ranges)
					*VEC_ADD(arena, &ranges) = *range;
	return (struct assumed_memory){ ranges.items, ranges.count };
}

const struct id_list *policy_ids(const struct policy *policy, struct arena *arena,
				 const struct tree *tree, size_t *count)
{
	VEC(struct id_list) lists = { 0 };
	const struct config_ids *ids;

	if (policy->config)
		for_each (ids, &policy->config->ids)
			if (has_compatible(tree_root(tree), ids->board))
				*VEC_ADD(arena, &lists) = (struct id_list){
					ids->iommu,
					arena_printf(arena, "%s:%u", policy->config->path,
						     ids->line),
					ids->ids.items, ids->ids.count
				};
	*count = lists.count;
	return lists.items;
}
