/* SPDX-License-Identifier: BSD-2-Clause */
/* The configuration file, .iommu-lint.yaml: iommu-lint-config(5). */
#ifndef LOAD_CONFIG_H
#define LOAD_CONFIG_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/range.h"
#include "base/vec.h"

/* One line of rules: */
struct config_rule {
	const char *rule, *severity;
	unsigned line;
};

/* An entry of allow: patterns are NULL where the entry has none. */
struct config_allow {
	const char *rule;
	const char *node;       /* of the path of the subject */
	const char *compatible; /* of a compatible string of the subject */
	const char *board;      /* of a compatible string of the root */
	const char *reason;
	const char *expires; /* last day, YYYY-MM-DD; NULL: never */
	unsigned line;
};

/* An entry of memory: */
struct config_memory {
	const char *board; /* pattern */
	VEC(struct range) ranges;
	unsigned line;
};

/* An entry of stream-ids: */
struct config_ids {
	const char *board; /* pattern; NULL: every board */
	const char *iommu; /* pattern of the path */
	VEC(struct range) ids;
	unsigned line;
};

struct config {
	const char *path;
	VEC(struct config_rule) rules;
	VEC(struct config_allow) allow;
	VEC(struct config_memory) memory;
	VEC(struct config_ids) ids;
};

/*
 * Reads the file. -EINVAL with "path:line: reason" for a bad one; names of rules and
 * severities are left to the caller.
 */
int config_read(struct arena *arena, const char *path, struct config *out,
		struct failure *why);

#endif
