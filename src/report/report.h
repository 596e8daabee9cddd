/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reports: what a run found, printed in one or more formats. A format prints and decides
 * nothing.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdio.h>

#include "rules/baselined.h"

/* What is known of one input once it was judged. Its texts outlive the tree. */
struct result {
	const char *id;   /* unique in the run */
	const char *path; /* as the user named it, in UTF-8 */
	const char *kind;
	const char *error;  /* NULL: analysed */
	const char *sha256; /* of the file; NULL where no format wants it */
	const char *model;  /* NULL where the tree has none */
	strings compatible; /* of the root; may be empty */
	size_t master_count, iommu_count;
	const char *topology;        /* a JSON object; NULL where no format wants it */
	const char *map_state;       /* "none", "used", "stale" or "failed" */
	const char *map_from;        /* "source" or "kbuild"; NULL: no map */
	const char *map_why;         /* of a map that is stale or failed; else NULL */
	const char *const *overlays; /* files; overlay_count of them */
	size_t overlay_count;
	struct findings findings;
};

enum verbosity { VERBOSITY_QUIET, VERBOSITY_NORMAL, VERBOSITY_VERBOSE };

/* Above every severity: a run that never fails. */
enum { FAIL_ON_NEVER = SEVERITY_ERROR + 1 };

struct report {
	struct arena *arena;
	struct kernel kernel;
	unsigned fail_on; /* a severity, or FAIL_ON_NEVER */
	int exit_code;
	struct assumed_memory memory;
	enum verbosity verbosity;
	const char *baseline; /* file; NULL: none */
	/* Of the baseline, that no finding has any more, though their board was judged;
	 * sorted by baselined_compare(). */
	VEC(struct baselined) stale;
	VEC(const char *) configs;    /* files in force, sorted */
	const struct result *results; /* sorted by id */
	size_t count;
};

struct sink {
	FILE *stream;
	bool has_color;
};

struct format {
	const char *name;
	bool needs_topology; /* results have topology and sha256 */
	void (*print)(const struct report *report, const struct sink *out);
};

/* NULL for an unknown name. */
const struct format *format_find(const char *name);

/* "text, json, ...", for messages. */
const char *format_names(struct arena *arena);

#endif
