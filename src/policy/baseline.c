/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/baseline_file.h"

static int compare_fingerprints(const void *left, const void *right)
{
	const struct baseline_entry *a = left, *b = right;

	return strcmp(a->fingerprint, b->fingerprint);
}

void baseline_sort(struct baseline *baseline)
{
	struct baseline_entry *items = baseline->entries.items;
	size_t i, kept = 0;

	if (baseline->entries.count)
		qsort(items, baseline->entries.count, sizeof(*items),
		      compare_fingerprints);
	for (i = 0; i < baseline->entries.count; i++)
		if (!kept || compare_fingerprints(&items[kept - 1], &items[i]))
			items[kept++] = items[i];
	baseline->entries.count = kept;
}

static struct baseline_entry *find(struct baseline *baseline, const char *fingerprint)
{
	const struct baseline_entry wanted = { .fingerprint = fingerprint };

	if (!baseline->entries.count)
		return NULL;
	return bsearch(&wanted, baseline->entries.items, baseline->entries.count,
		       sizeof(wanted), compare_fingerprints);
}

static void make_known(struct finding *finding, const char *reason)
{
	finding->state = FINDING_KNOWN;
	finding->reason = reason;
}

void baseline_apply(struct baseline *baseline, struct findings *findings)
{
	struct baseline_entry *entry;
	struct finding *finding;

	for_each (finding, &findings->list) {
		entry = find(baseline, finding->fingerprint);
		if (!entry)
			continue;
		entry->is_found = true;
		if (finding->state != FINDING_NEW)
			continue;
		if (entry->expires && strcmp(baseline->today, entry->expires) > 0)
			finding->expired = arena_printf(
				baseline->arena, "%s: entry for %s at %s expired on %s",
				baseline->path, entry->rule, entry->node, entry->expires);
		else
			make_known(finding, entry->reason);
	}
}

void baseline_add(struct baseline *baseline, struct findings *findings, strings board)
{
	struct baseline_entry *entry;
	struct finding *finding;

	for_each (finding, &findings->list) {
		if (finding->state != FINDING_NEW || finding->expired)
			continue;
		entry = VEC_ADD(baseline->arena, &baseline->entries);
		entry->fingerprint = finding->fingerprint;
		entry->rule = finding->rule->id;
		entry->node = finding->node;
		entry->board = board;
		entry->added = baseline->today;
		entry->is_found = true;
		make_known(finding, NULL);
	}
}

static int compare_boards(const void *left, const void *right)
{
	strings a = *(const strings *)left, b = *(const strings *)right;
	int order;

	for (; *a && *b; a++, b++) {
		order = strcmp(*a, *b);
		if (order)
			return order;
	}
	return (*a != NULL) - (*b != NULL);
}

static int compare_entries(const void *left, const void *right)
{
	const struct baseline_entry *a = left, *b = right;
	int order = compare_boards(&a->board, &b->board);

	if (!order)
		order = strcmp(a->node, b->node);
	if (!order)
		order = strcmp(a->rule, b->rule);
	return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

void baseline_sort_by_board(struct baseline_entry *entries, size_t count)
{
	if (count)
		qsort(entries, count, sizeof(*entries), compare_entries);
}

struct baseline_entry *baseline_take_stale(struct baseline *baseline,
					   const strings *boards, size_t count,
					   size_t *stale_count)
{
	struct baseline_entry *items = baseline->entries.items;
	strings *sorted = arena_array(baseline->arena, count, sizeof(*sorted));
	VEC(struct baseline_entry) stale = { 0 };
	size_t i, kept = 0;

	if (count) {
		memcpy(sorted, boards, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), compare_boards);
	}
	for (i = 0; i < baseline->entries.count; i++) {
		if (!items[i].is_found && count &&
		    bsearch(&items[i].board, sorted, count, sizeof(*sorted),
			    compare_boards))
			*VEC_ADD(baseline->arena, &stale) = items[i];
		else
			items[kept++] = items[i];
	}
	baseline->entries.count = kept;
	*stale_count = stale.count;
	return stale.items;
}
