/* SPDX-License-Identifier: BSD-2-Clause */
/* The pipeline for one input. */
#ifndef ANALYSE_H
#define ANALYSE_H

#include "image.h"
#include "report/report.h"

/* What all inputs of a run are judged by; read-only. */
struct analysis {
	const struct bindings *bindings;
	struct kernel kernel;
	struct rule_settings rules;
	const struct policy *policy; /* NULL: nothing is allowed */
	struct assumed_memory memory;
	bool wants_topology; /* and sha256 */
	struct image_settings images;
	enum severity locate_from; /* source lines are for inputs with such findings */
	const char *source; /* a DTS that findings are located in; NULL: look for one */
};

/*
 * Judges the input. out->findings.arena is set by the caller: all that the result needs
 * is kept there; the rest is in scratch, which may be reset.
 */
void analyse(const struct analysis *analysis, const struct input *input,
	     struct arena *scratch, struct result *out);

/*
 * The same for a blob that was read; out has its path. Yields its tree, which lives in
 * scratch; NULL where it cannot be read, which out->error then says.
 */
const struct tree *analyse_blob(const struct analysis *analysis, const struct blob *blob,
				struct arena *scratch, struct result *out);

#endif
