/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/finding.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/rule.h"

/* A finding beyond the limit: nothing is kept of it. */
static struct finding *surplus_finding(struct findings *out)
{
	out->surplus++;
	return &out->spare;
}

void findings_begin_rule(struct findings *out, const struct rule *rule)
{
	out->rule = rule;
	out->of_rule = out->surplus = 0;
}

void findings_end_rule(struct findings *out)
{
	if (out->surplus)
		finding_not_checked(out, "%zu more findings of this rule are not listed",
				    out->surplus);
	out->rule = NULL;
}

static char *print(struct findings *out, const char *format, va_list arguments)
{
	struct text text = { .arena = out->arena };

	text_vprintf(&text, format, arguments);
	return text.chars ? text.chars : arena_copy(out->arena, "", 0);
}

/* A name may point into the tree, which findings outlive. */
static const char *keep(struct findings *out, const char *name)
{
	return name ? arena_copy(out->arena, name, strlen(name)) : NULL;
}

struct finding *finding_add(struct findings *out, const struct node *subject,
			    const char *property, int index, const char *format, ...)
{
	struct finding *finding;
	va_list arguments;

	if (out->of_rule == FINDINGS_PER_RULE_MAX)
		return surplus_finding(out);
	out->of_rule++;
	finding = VEC_ADD(out->arena, &out->list);
	finding->rule = out->rule;
	finding->severity = out->rule->severity;
	finding->order = subject->index;
	finding->number = (uint32_t)out->list.count;
	finding->node = node_path(out->arena, subject);
	/* What is missing is missing at the node. */
	if (property && node_find_named(subject, property))
		finding->property = keep(out, property);
	finding->index = index;
	finding->consequence = out->rule->consequence;
	finding->fix = out->rule->fix;
	finding->key = "";
	va_start(arguments, format);
	finding->message = print(out, format, arguments);
	va_end(arguments);
	return finding;
}

void finding_consequence(struct findings *out, struct finding *finding,
			 const char *format, ...)
{
	va_list arguments;

	if (finding == &out->spare)
		return;
	va_start(arguments, format);
	finding->consequence = print(out, format, arguments);
	va_end(arguments);
}

void finding_fix(struct findings *out, struct finding *finding, const char *format, ...)
{
	va_list arguments;

	if (finding == &out->spare)
		return;
	va_start(arguments, format);
	finding->fix = print(out, format, arguments);
	va_end(arguments);
}

void finding_key(struct findings *out, struct finding *finding, const char *format, ...)
{
	va_list arguments;

	if (finding == &out->spare)
		return;
	va_start(arguments, format);
	finding->key = print(out, format, arguments);
	va_end(arguments);
}

void finding_relate(struct findings *out, struct finding *finding, const char *role,
		    const struct node *node, const char *property, int index,
		    const char *detail)
{
	struct related *related;

	if (finding == &out->spare || finding->related.count == RELATED_COUNT_MAX)
		return;
	related = VEC_ADD(out->arena, &finding->related);
	related->role = role;
	related->node = node_path(out->arena, node);
	related->property = keep(out, property);
	related->index = index;
	related->detail = keep(out, detail);
}

void finding_not_checked(struct findings *out, const char *format, ...)
{
	struct unjudged *unjudged;
	const char *reason;
	va_list arguments;
	size_t i;

	va_start(arguments, format);
	reason = print(out, format, arguments);
	va_end(arguments);
	for (i = out->not_checked.count; i-- > 0;) {
		unjudged = &out->not_checked.items[i];
		if (unjudged->rule != out->rule)
			break;
		if (!strcmp(unjudged->reason, reason))
			return;
	}
	unjudged = VEC_ADD(out->arena, &out->not_checked);
	unjudged->rule = out->rule;
	unjudged->reason = reason;
}

const char *finding_path(struct findings *out, const struct node *node)
{
	/* What is dropped for being too much needs no path. */
	if (out->of_rule == FINDINGS_PER_RULE_MAX)
		return node->name;
	return node_path(out->arena, node);
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

void findings_sort(struct findings *out)
{
	if (out->list.count)
		qsort(out->list.items, out->list.count, sizeof(*out->list.items),
		      compare);
}
