/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Findings of one tree. They own their texts (in the arena given to struct findings), so
 * they outlive the tree.
 */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include "base/vec.h"
#include "tree/tree.h"

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct rule;

/* A place in a source file; file is NULL where it is not known. */
struct location {
	const char *file;
	unsigned line, column; /* from 1 */
};

/* Where a finding stands against the baseline and the configuration. */
enum finding_state { FINDING_NEW, FINDING_KNOWN, FINDING_SUPPRESSED };

/*
 * Another node that a finding speaks of. An "iommu" with an index is the one that this
 * entry of the subject names; any other property is one of the related node. A "sibling"
 * is an example, and no part of the finding's identity.
 */
struct related {
	const char *role;     /* "iommu", "other master", "bus", ... */
	const char *node;     /* path */
	const char *property; /* NULL: the node as a whole */
	int index;            /* of the entry; -1: the property as a whole */
	const char *detail;   /* NULL or a short text: "arm,smmu-v3" */
	struct location at;
};

struct finding {
	const struct rule *rule;
	enum severity severity;
	uint32_t order;   /* document order of the subject */
	uint32_t number;  /* place of discovery, the last key of sorting */
	const char *node; /* path of the subject */
	const char *property;
	int index;
	const char *message;     /* what is wrong */
	const char *consequence; /* what the selected Linux does with it */
	const char *fix;
	const char *key; /* decoded values that matter, for the fingerprint; never NULL */
	VEC(struct related) related;

	/* Set after the rules have run. */
	struct location at;
	enum finding_state state;
	const char *reason;  /* why it is suppressed or known; NULL: none given */
	const char *expired; /* which allowance no longer counts; NULL: none did */
	const char *cause, *fingerprint; /* digests: see policy/identity.h */
};

struct unjudged {
	const struct rule *rule;
	const char *reason;
};

struct findings {
	struct arena *arena;     /* of the texts */
	const struct rule *rule; /* that runs now */
	VEC(struct finding) list;
	VEC(struct unjudged) not_checked;
	size_t of_rule, surplus; /* found by the running rule; dropped beyond the limit */
	struct finding spare;    /* what is dropped */
};

/* A tree that makes one rule fire more often than this is cut, with a not_checked line.
 */
enum { FINDINGS_PER_RULE_MAX = 2000, RELATED_COUNT_MAX = 1000 };

/* Around each rule's check: for rules_run() and tests. */
void findings_begin_rule(struct findings *out, const struct rule *rule);
void findings_end_rule(struct findings *out);

/* By document order of the subject; equal ones stay in the order of rule and discovery.
 */
void findings_sort(struct findings *out);

/*
 * Adds a finding of the running rule, with its default severity, consequence and fix.
 * property may be NULL and index -1; one that the subject lacks is left out, so that a
 * finding never points at what is not there. The message states the fact, then what was
 * expected. The result is valid until the next finding_add().
 */
struct finding *finding_add(struct findings *out, const struct node *subject,
			    const char *property, int index, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Replace what the rule has as default. */
static inline void finding_severity(struct finding *finding, enum severity severity)
{
	finding->severity = severity;
}

void finding_consequence(struct findings *out, struct finding *finding,
			 const char *format, ...) __attribute__((format(printf, 3, 4)));
void finding_fix(struct findings *out, struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Marks the finding as allowed, for a reason that may be empty. */
static inline void finding_suppress(struct finding *finding, const char *reason)
{
	finding->state = FINDING_SUPPRESSED;
	finding->reason = reason;
}

/* Values that tell this finding from another at the same place: IDs, addresses. */
void finding_key(struct findings *out, struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Adds a related node; property may be NULL, index -1, detail NULL. Nodes beyond
 * RELATED_COUNT_MAX are left out.
 */
void finding_relate(struct findings *out, struct finding *finding, const char *role,
		    const struct node *node, const char *property, int index,
		    const char *detail);

/* Says that the running rule could not judge this tree; the same reason counts once. */
void finding_not_checked(struct findings *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The path of a node, for messages. */
const char *finding_path(struct findings *out, const struct node *node);

#endif
