/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/manual.h"

#include <errno.h>
#include <string.h>

#include "report/paragraph.h"
#include "report/report.h"
#include "report/value.h"
#include "rules/names.h"

const char *manual_evidence(const struct rule *rule)
{
	return rule->evidence == EVIDENCE_BOOTED ? "seen on a running kernel"
						 : "read in the source";
}

const struct sample *manual_sample(const struct rule *rule, const char *name)
{
	const struct sample *sample;

	for (sample = samples; sample->rule; sample++)
		if (!strcmp(sample->rule, rule->id) && !strcmp(sample->name, name))
			return sample;
	return NULL;
}

static void print_text(FILE *stream)
{
	const struct family *family;
	const struct rule *rule;

	for (family = families; family->name; family++)
		for (rule = family->rules; rule->id; rule++)
			fprintf(stream, "%-34s %-10s %-8s %s\n", rule->id, family->name,
				severity_name(rule->severity), rule->summary);
}

static json_t *rule_value(const struct rule *rule, const struct family *family)
{
	json_t *value = json_object();

	json_object_set_new(value, "rule", value_text(rule->id));
	json_object_set_new(value, "family", value_text(family->name));
	json_object_set_new(value, "severity", value_text(severity_name(rule->severity)));
	json_object_set_new(value, "summary", value_text(rule->summary));
	json_object_set_new(value, "why", value_text(rule->why));
	json_object_set_new(value, "fine", value_text(rule->fine));
	json_object_set_new(value, "consequence", value_text(rule->consequence));
	json_object_set_new(value, "fix", value_text(rule->fix));
	json_object_set_new(value, "kernel", value_text(rule->kernel));
	json_object_set_new(value, "evidence", value_text(manual_evidence(rule)));
	return value;
}

static void print_json(FILE *stream)
{
	struct text text = { .arena = arena_new() };
	const struct family *family;
	const struct rule *rule;

	text_printf(&text, "[");
	for (family = families; family->name; family++) {
		for (rule = family->rules; rule->id; rule++) {
			text_printf(&text, "%s\n", text.length > 1 ? "," : "");
			value_dump(&text, rule_value(rule, family));
		}
	}
	fprintf(stream, "%s\n]\n", text.chars);
	arena_free(text.arena);
}

int manual_print_rules(const char *format, FILE *stream, struct failure *why)
{
	static const struct {
		const char *name;
		void (*print)(FILE *stream);
	} formats[] = {
		{ "text", print_text },
		{ "json", print_json },
		{ "mdoc", manual_print_mdoc },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		if (!strcmp(formats[i].name, format)) {
			formats[i].print(stream);
			return 0;
		}
	}
	return fail(why, -EINVAL, "--format %s: expected text, json or mdoc", format);
}

static void print_word(FILE *stream, const char *word, size_t length)
{
	fwrite(word, 1, length, stream);
}

static void print_section(FILE *stream, const char *title, const char *text)
{
	const struct paragraph paragraph = { stream, "    ", 78, 0, print_word };

	if (!text)
		return;
	fprintf(stream, "\n%s\n", title);
	paragraph_print(&paragraph, text);
}

static void print_sample(FILE *stream, const char *title, const struct sample *sample)
{
	const char *line;
	size_t length;

	if (!sample)
		return;
	fprintf(stream, "\n%s%s%s\n", title, *sample->version ? ", with Linux " : "",
		sample->version);
	for (line = sample->text; *line; line += length) {
		length = strcspn(line, "\n") + 1;
		fprintf(stream, "%s%.*s", length > 1 ? "    " : "", (int)length, line);
	}
}

void manual_explain(const struct rule *rule, FILE *stream)
{
	fprintf(stream, "%s: %s\nfamily %s, severity %s\n", rule->id, rule->summary,
		rule_family(rule), severity_name(rule->severity));
	print_section(stream, "Why", rule->why);
	print_section(stream, "When it is fine", rule->fine);
	print_section(stream, "What Linux does", rule->consequence);
	fprintf(stream, "    (%s, %s)\n", rule->kernel, manual_evidence(rule));
	print_section(stream, "How to fix it", rule->fix);
	print_sample(stream, "Bad", manual_sample(rule, "bad"));
	print_sample(stream, "Good", manual_sample(rule, "good"));
	fprintf(stream,
		"\nHow to allow it\n"
		"    everywhere: --rule %s=off, or =note\n"
		"    in .iommu-lint.yaml:\n"
		"        allow:\n"
		"          - rule: %s\n"
		"            node: /path/of/the/node\n"
		"            reason: why this is fine\n"
		"    in the source: /* iommu-lint: allow %s -- why this is fine */\n",
		rule->id, rule->id, rule->id);
}
