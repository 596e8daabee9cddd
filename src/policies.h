/* SPDX-License-Identifier: BSD-2-Clause */
/* Which configuration holds for which input. */
#ifndef POLICIES_H
#define POLICIES_H

#include "inputs.h"
#include "options.h"
#include "policy/policy.h"

struct policies {
	VEC(struct policy *) list; /* each file once; without a file: config is NULL */
};

/*
 * Sets the policy of each input: of --config; else of the nearest .iommu-lint.yaml from
 * the input's folder up to the root of its repository; else of the current folder
 * likewise. Fails for a file that is wrong.
 */
int policies_find(const struct options *options, struct inputs *inputs,
		  struct policies *out, struct failure *why);

/* Prints what is in force, and where it comes from. */
void policies_print(const struct policies *policies, const struct options *options,
		    FILE *stream);

#endif
