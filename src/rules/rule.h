/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules: one const array for each family (src/rules/<family>.c), listed in
 * families.def. A rule reads the topology and adds findings; it decodes nothing and needs
 * no other rule to run before it.
 */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "model/topology.h"
#include "rules/finding.h"

enum evidence {
	EVIDENCE_SOURCE, /* read in Linux' source */
	EVIDENCE_BOOTED, /* seen on a running kernel as well: tests/kernel */
};

struct rule {
	const char *id; /* public, never renamed or used again */
	enum severity severity;
	const char *summary;     /* one line, no full stop */
	const char *why;         /* paragraphs for `explain` */
	const char *fine;        /* when the pattern is legitimate; NULL: never */
	const char *consequence; /* default of its findings */
	const char *fix;         /* default of its findings */
	const char *kernel;      /* "drivers/iommu/of_iommu.c: of_iommu_xlate()" */
	enum evidence evidence;
	void (*check)(const struct topology *topo, struct findings *out);
};

struct family {
	const char *name;
	const struct rule *rules; /* ends with an entry without id */
};

/* All families in the order of their rules' reports; ends with an entry without name. */
extern const struct family families[];

/* NULL for an unknown id. */
const struct rule *rule_find(const char *id);

/* The name of the family that the rule is in. */
const char *rule_family(const struct rule *rule);

struct severity_override {
	const struct rule *rule;
	enum severity severity;
};

struct rule_settings {
	const struct severity_override *overrides;
	size_t count;
};

/*
 * Runs every rule that is not off. Findings are sorted by document order of the subject,
 * then rule, then entry; out->arena must outlive them.
 */
void rules_run(const struct topology *topo, const struct rule_settings *settings,
	       struct findings *out);

#endif
