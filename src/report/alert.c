/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/alert.h"

#include <stdlib.h>

#include "report/entry.h"

enum { DETAILS_MAX = 16 };

static struct location place_of(const struct occurrence *item)
{
	struct location at = item->finding->at;

	if (!at.file)
		at = (struct location){ item->result->path, 1, 1 };
	return at;
}

struct alerts alerts_build(const struct report *report)
{
	const struct fold fold = fold_build(report);
	const struct occurrence *item;
	struct alerts alerts = { 0 };
	struct alert *alert;

	alerts.items = arena_array(report->arena, fold.count, sizeof(*alerts.items));
	for (item = fold.items; item < fold.items + fold.count; item++) {
		if (item->first != item || item->finding->state != FINDING_NEW)
			continue;
		alert = &alerts.items[alerts.count++];
		alert->item = item;
		alert->at = place_of(item);
	}
	return alerts;
}

static int compare(const void *left, const void *right)
{
	const struct occurrence *a = ((const struct alert *)left)->item;
	const struct occurrence *b = ((const struct alert *)right)->item;

	if (a->finding->severity != b->finding->severity)
		return a->finding->severity > b->finding->severity ? -1 : 1;
	if (a->boards != b->boards)
		return a->boards > b->boards ? -1 : 1;
	return a < b ? -1 : a > b;
}

void alerts_sort_worst_first(struct alerts *alerts)
{
	if (alerts->count)
		qsort(alerts->items, alerts->count, sizeof(*alerts->items), compare);
}

void alert_add_headline(struct text *text, const struct alert *alert)
{
	const struct finding *finding = alert->item->finding;

	text_printf(text, "%s", finding->node);
	if (entry_is_unsaid(finding))
		text_printf(text, " %s",
			    entry_text(text->arena, finding->property, finding->index));
	text_printf(text, ": %s", finding->message);
}

static void add_related(struct text *text, const struct related *related)
{
	text_printf(text, "%s: %s", related->role, related->node);
	if (related->property)
		text_printf(text, " %s",
			    entry_text(text->arena, related->property, related->index));
	if (related->detail)
		text_printf(text, " (%s)", related->detail);
	text_printf(text, "\n");
}

void alert_add_details(struct text *text, const struct alert *alert,
		       const struct report *report)
{
	const struct finding *finding = alert->item->finding;
	const size_t others = alert->item->boards - 1;
	size_t i;

	for (i = 0; i < finding->related.count && i < DETAILS_MAX; i++)
		add_related(text, &finding->related.items[i]);
	if (finding->related.count > i)
		text_printf(text, "and %zu more\n", finding->related.count - i);
	text_printf(text, "Linux %s: %s\nfix: %s", report->kernel.name,
		    finding->consequence, finding->fix);
	if (others)
		text_printf(text, "\nalso on %zu board%s", others, others > 1 ? "s" : "");
}
