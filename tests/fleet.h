/* SPDX-License-Identifier: BSD-2-Clause */
/* A report of up to three boards, made by hand. */
#ifndef TESTS_FLEET_H
#define TESTS_FLEET_H

#include <string.h>

#include "report/report.h"
#include "report/value.h"
#include "policy/identity.h"
#include "unit.h"

static const struct rule mixed = {
	.id = "mixed",
	.severity = SEVERITY_ERROR,
	.summary = "two drivers",
	.why = "One list of operations.",
	.fine = "Never.",
	.consequence = "drops both",
	.fix = "disable one",
	.kernel = "drivers/iommu/iommu.c: f()",
};
static const struct rule odd = {
	.id = "odd",
	.severity = SEVERITY_NOTE,
	.summary = "is odd",
	.why = "It is.",
	.consequence = "nothing",
	.fix = "none",
	.kernel = "init/main.c: g()",
};
static const char *const acme[] = { "acme,one", NULL };
static const char *const other[] = { "acme,two", NULL };

static struct arena *arena;
static struct result results[3];
static struct report report;

static void fleet_setup(void)
{
	size_t i;

	value_init();
	arena = arena_new();
	memset(results, 0, sizeof(results));
	memset(&report, 0, sizeof(report));
	for (i = 0; i < ARRAY_SIZE(results); i++) {
		results[i].id = results[i].path = arena_printf(arena, "%zu.dtb", i);
		results[i].kind = "dtb";
		results[i].compatible = i ? other : acme;
		results[i].findings.arena = arena;
	}
	report.arena = arena;
	report.kernel.name = "7.2";
	report.fail_on = SEVERITY_ERROR;
	report.verbosity = VERBOSITY_NORMAL;
	report.results = results;
	report.count = 1;
}

static void fleet_teardown(void)
{
	arena_free(arena);
}

static inline struct finding *add(struct result *result, const struct rule *rule,
				  const char *node, const char *message)
{
	struct finding *finding = VEC_ADD(arena, &result->findings.list);

	finding->rule = rule;
	finding->severity = rule->severity;
	finding->order = (uint32_t)result->findings.list.count;
	finding->node = node;
	finding->index = -1;
	finding->message = message;
	finding->consequence = "drops both";
	finding->fix = "disable one";
	finding->key = "";
	return finding;
}

static inline void relate(struct finding *finding, const char *role, const char *node,
			  int index, const char *detail)
{
	struct related *related = VEC_ADD(arena, &finding->related);

	related->role = role;
	related->node = node;
	related->property = "iommus";
	related->index = index;
	related->detail = detail;
}

static inline void not_checked(struct result *result, const char *reason)
{
	struct unjudged *unjudged = VEC_ADD(arena, &result->findings.not_checked);

	unjudged->rule = &odd;
	unjudged->reason = reason;
}

/* What is done after the rules have run. */
static inline void identify(void)
{
	size_t i;

	for (i = 0; i < report.count; i++)
		identity_set(&results[i].findings, results[i].compatible, arena);
}

/* Check cuts no message, but dies of a long one. */
static inline void expect_text(const char *got, const char *expected)
{
	size_t same = 0;

	while (got[same] && got[same] == expected[same])
		same++;
	ck_assert_msg(got[same] == expected[same], "got ...%.99s, expected ...%.99s",
		      got + same, expected + same);
}

#endif
