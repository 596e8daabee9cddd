/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The findings that a project knew of when it took up the tool: a JSON file of
 * fingerprints. Known findings neither fail a run nor clutter its report.
 */
#ifndef POLICY_BASELINE_H
#define POLICY_BASELINE_H

#include "base/date.h"
#include "rules/baselined.h"

struct baseline_entry {
	struct baselined finding; /* first, for baselined_compare() */
	const char *reason;       /* NULL: none given yet */
	const char *added;
	const char *expires; /* last day; NULL: never */
	bool is_found;       /* in this run */
};

struct baseline {
	struct arena *arena;
	const char *path;
	char today[DATE_SIZE];
	VEC(struct baseline_entry) entries; /* sorted by fingerprint, each once */
};

/* -EINVAL with a reason for a file that is no baseline. */
int baseline_read(struct baseline *baseline, struct failure *why);

/* Makes new findings known that have an entry, unless it has expired. */
void baseline_apply(struct baseline *baseline, struct findings *findings);

/* Adds an entry for each finding of the board that is still new, which makes it known. */
void baseline_add(struct baseline *baseline, struct findings *findings, strings board);

/*
 * Takes the entries that no finding has, though their board was judged, out of the
 * baseline and returns them. boards has count lists.
 */
struct baselined *baseline_take_stale(struct baseline *baseline, const strings *boards,
				      size_t count, size_t *stale_count);

/* Writes the file, sorted by board, node and rule. */
int baseline_write(const struct baseline *baseline, struct failure *why);

#endif
