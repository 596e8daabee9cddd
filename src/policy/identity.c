/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/text.h"
#include "rules/rule.h"

static int compare(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

/* Adds the text with its NUL, so that no two lists of texts read the same. */
static void add(struct text *text, const char *part)
{
	text_add(text, part, strlen(part) + 1);
}

/* One of several like it stands for all of them. */
static bool is_example(const struct related *related)
{
	return !strcmp(related->role, "sibling");
}

/* The nodes concerned, each once, whatever part they play: sorted by path. */
static void add_nodes(struct text *text, const struct finding *finding)
{
	const size_t most = finding->related.count + 1;
	const char **paths = arena_array(text->arena, most, sizeof(*paths));
	const struct related *related;
	size_t i, count = 0;

	paths[count++] = finding->node;
	for_each (related, &finding->related)
		if (!is_example(related))
			paths[count++] = related->node;
	qsort(paths, count, sizeof(*paths), compare);
	for (i = 0; i < count; i++)
		if (!i || strcmp(paths[i - 1], paths[i]))
			add(text, paths[i]);
	add(text, "");
}

static void digest(struct findings *findings, struct finding *finding, strings board,
		   struct text *text)
{
	finding->cause = digest_of(findings->arena, text->chars, text->length);
	add(text, "");
	for (; *board; board++)
		add(text, *board);
	finding->fingerprint = digest_of(findings->arena, text->chars, text->length);
}

static void set(struct findings *findings, struct finding *finding, strings board,
		struct text *text)
{
	text->length = 0;
	add(text, finding->rule->id);
	add_nodes(text, finding);
	add(text, finding->key);
	digest(findings, finding, board, text);
}

static int compare_causes(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left;
	const struct finding *b = *(struct finding *const *)right;
	int order = strcmp(a->cause, b->cause);

	return order ? order : a < b ? -1 : a > b;
}

/* Of findings that look the same, those after the first get their number among them. */
static void tell_apart(struct findings *findings, strings board, struct text *text)
{
	const size_t count = findings->list.count;
	struct finding **sorted;
	const char *cause = "";
	size_t i, twins = 0;

	sorted = arena_array(text->arena, count, sizeof(struct finding *));
	for (i = 0; i < count; i++)
		sorted[i] = &findings->list.items[i];
	qsort(sorted, count, sizeof(struct finding *), compare_causes);
	for (i = 0; i < count; i++) {
		twins = strcmp(cause, sorted[i]->cause) ? 0 : twins + 1;
		cause = sorted[i]->cause;
		if (!twins)
			continue;
		text->length = 0;
		text_printf(text, "%s%zu", cause, twins);
		digest(findings, sorted[i], board, text);
	}
}

void identity_set(struct findings *findings, strings board, struct arena *scratch)
{
	struct text text = { .arena = scratch };
	struct finding *finding;

	for_each (finding, &findings->list)
		set(findings, finding, board, &text);
	if (findings->list.count > 1)
		tell_apart(findings, board, &text);
}
