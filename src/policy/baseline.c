/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/baseline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "policy/baseline_file.h"

static int compare_fingerprints(const void *left, const void *right)
{
	const struct baseline_entry *a = left, *b = right;

	return strcmp(a->finding.fingerprint, b->finding.fingerprint);
}

void baseline_sort(struct baseline *baseline)
{
	baseline->entries.count =
		sort_unique(baseline->entries.items, baseline->entries.count,
			    sizeof(*baseline->entries.items), compare_fingerprints);
}

static struct baseline_entry *find(struct baseline *baseline, const char *fingerprint)
{
	const struct baseline_entry wanted = { .finding.fingerprint = fingerprint };

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
				baseline->path, entry->finding.rule, entry->finding.node,
				entry->expires);
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
		entry->finding =
			(struct baselined){ finding->fingerprint, finding->rule->id,
					    finding->node, board };
		entry->added = baseline->today;
		entry->is_found = true;
		make_known(finding, NULL);
	}
}

struct baselined *baseline_take_stale(struct baseline *baseline, const strings *boards,
				      size_t count, size_t *stale_count)
{
	struct baseline_entry *items = baseline->entries.items;
	strings *sorted = arena_array(baseline->arena, count, sizeof(*sorted));
	VEC(struct baselined) stale = { 0 };
	size_t i, kept = 0;

	if (count) {
		memcpy(sorted, boards, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), board_compare);
	}
	for (i = 0; i < baseline->entries.count; i++) {
		if (!items[i].is_found && count &&
		    bsearch(&items[i].finding.board, sorted, count, sizeof(*sorted),
			    board_compare))
			*VEC_ADD(baseline->arena, &stale) = items[i].finding;
		else
			items[kept++] = items[i];
	}
	baseline->entries.count = kept;
	*stale_count = stale.count;
	return stale.items;
}
