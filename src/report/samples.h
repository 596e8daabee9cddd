/* SPDX-License-Identifier: BSD-2-Clause */
/* The samples of the rules, built in: samples/RULE/bad.dts and good.dts. */
#ifndef REPORT_SAMPLES_H
#define REPORT_SAMPLES_H

struct sample {
	const char *rule;
	const char *name;    /* "bad", "good" */
	const char *version; /* "" or the version that it is judged for */
	const char *text;    /* without the comments that the tests read */
};

/* Sorted by rule, then name; ends with an entry without rule. */
extern const struct sample samples[];

#endif
