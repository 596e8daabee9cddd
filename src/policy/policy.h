/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the people of a project have decided: severities, what is allowed, and what they
 * know of their boards. One policy serves all inputs that find the same configuration.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/date.h"
#include "load/config.h"
#include "rules/rule.h"

struct policy {
	const struct config *config; /* NULL: no file */
	struct rule_settings rules;  /* of the file, then of the command line */
	size_t own_rules;            /* how many of them are the file's */
	const struct rule **allowed; /* for each entry of config->allow */
	char today[DATE_SIZE];
};

/* -EINVAL with "path:line: reason" where the file names what does not exist. */
int policy_build(struct arena *arena, const struct config *config,
		 const struct rule_settings *command_line, struct policy *out,
		 struct failure *why);

/* True where the settings turn the rule of that name off. */
bool policy_has_off(const struct policy *policy, const char *rule);

/* Suppresses what is allowed; where the allowance has expired, the finding says so. */
void policy_apply(const struct policy *policy, const struct tree *tree,
		  struct findings *findings);

/* RAM that the configuration gives the board, in the arena. */
struct assumed_memory policy_memory(const struct policy *policy, struct arena *arena,
				    const struct tree *tree);

/* The lists of IDs that it gives the board, in the arena. */
const struct id_list *policy_ids(const struct policy *policy, struct arena *arena,
				 const struct tree *tree, size_t *count);

#endif
