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

/* The nodes concerned, each once, whatever part they play: sorted by path. */
static void add_nodes(struct text *text, const struct finding *finding)
{
	size_t i, count = finding->related.count + 1;
	const char **paths = arena_array(text->arena, count, sizeof(*paths));

	paths[0] = finding->node;
	for (i = 1; i < count; i++)
		paths[i] = finding->related.items[i - 1].node;
	qsort(paths, count, sizeof(*paths), compare);
	for (i = 0; i < count; i++)
		if (!i || strcmp(paths[i - 1], paths[i]))
			add(text, paths[i]);
	add(text, "");
}

/* How many findings of the same rule at the same node before it look the same. */
static unsigned earlier_twins(const struct findings *findings, size_t place)
{
	const struct finding *finding = &findings->list.items[place];
	const struct finding *other = finding;
	unsigned count = 0;

	while (other-- > findings->list.items) {
		if (other->rule != finding->rule || other->order != finding->order)
			break;
		count += !strcmp(other->key, finding->key);
	}
	return count;
}

static void set(struct findings *findings, size_t place, strings board, struct text *text)
{
	struct finding *finding = &findings->list.items[place];
	unsigned twins = earlier_twins(findings, place);

	text->length = 0;
	add(text, finding->rule->id);
	add_nodes(text, finding);
	add(text, finding->key);
	if (twins)
		text_printf(text, "%u", twins);
	finding->cause = digest_of(findings->arena, text->chars, text->length);
	add(text, "");
	for (; *board; board++)
		add(text, *board);
	finding->fingerprint = digest_of(findings->arena, text->chars, text->length);
}

void identity_set(struct findings *findings, strings board, struct arena *scratch)
{
	struct text text = { .arena = scratch };
	size_t i;

	for (i = 0; i < findings->list.count; i++)
		set(findings, i, board, &text);
}
