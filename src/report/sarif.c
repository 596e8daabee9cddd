/* SPDX-License-Identifier: BSD-2-Clause */
/* SARIF 2.1.0, with what GitHub asks for beyond the standard. */
#include <config.h>
#include <string.h>

#include "report/alert.h"
#include "report/entry.h"
#include "report/formats.h"
#include "report/manual.h"
#include "report/uri.h"
#include "report/value.h"
#include "rules/names.h"

enum { RELATED_SHOWN_MAX = 100, DESCRIPTION_MAX = 1024 };

static json_t *message_value(const char *chars)
{
	json_t *value = json_object();

	json_object_set_new(value, "text", value_text(chars));
	return value;
}

/* A rule's text as a sentence, no longer than GitHub reads. */
static json_t *description(struct arena *arena, const char *chars)
{
	struct text text = { .arena = arena };
	size_t length = strlen(chars);

	if (length >= DESCRIPTION_MAX)
		length = DESCRIPTION_MAX - 1;
	text_add(&text, chars, length);
	if (length && text.chars[length - 1] != '.')
		text_add(&text, ".", 1);
	return message_value(text.chars);
}

static json_t *help_value(struct arena *arena, const struct rule *rule)
{
	struct text text = { .arena = arena };

	text_printf(&text, "%s\n\nLinux: %s\n\nFix: %s\n\n", rule->why, rule->consequence,
		    rule->fix);
	if (rule->fine)
		text_printf(&text, "Fine where: %s\n\n", rule->fine);
	text_printf(&text, "Kernel: %s (%s)\n\nSee: iommu-lint explain %s", rule->kernel,
		    manual_evidence(rule), rule->id);
	return message_value(text.chars);
}

static json_t *rule_properties(const struct rule *rule)
{
	static const char *const problems[] = {
		[SEVERITY_NOTE] = "recommendation",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_ERROR] = "error",
	};
	json_t *value = json_object(), *tags = json_array();

	json_array_append_new(tags, json_string("device-tree"));
	json_array_append_new(tags, json_string("iommu"));
	json_array_append_new(tags, json_string(rule_family(rule)));
	json_object_set_new(value, "precision", json_string("very-high"));
	json_object_set_new(value, "problem.severity",
			    json_string(problems[rule->severity]));
	json_object_set_new(value, "tags", tags);
	return value;
}

static json_t *rule_value(struct arena *arena, const struct rule *rule)
{
	json_t *value = json_object(), *level = json_object();

	json_object_set_new(level, "level", json_string(severity_name(rule->severity)));
	json_object_set_new(value, "id", json_string(rule->id));
	json_object_set_new(value, "shortDescription", description(arena, rule->summary));
	json_object_set_new(value, "fullDescription", description(arena, rule->why));
	json_object_set_new(value, "help", help_value(arena, rule));
	json_object_set_new(value, "defaultConfiguration", level);
	json_object_set_new(value, "properties", rule_properties(rule));
	return value;
}

/* The rules that have alerts, in the order of the first of each. */
struct used_rules {
	const struct rule **items;
	size_t count;
};

static size_t rule_index(const struct used_rules *rules, const struct rule *rule)
{
	size_t i;

	for (i = 0; i < rules->count && rules->items[i] != rule; i++)
		;
	return i;
}

static struct used_rules find_rules(const struct alerts *alerts, struct arena *arena)
{
	VEC(const struct rule *) list = { 0 };
	struct used_rules rules = { 0 };
	const struct alert *alert;

	for (alert = alerts->items; alert < alerts->items + alerts->count; alert++) {
		if (rule_index(&rules, alert->item->finding->rule) < rules.count)
			continue;
		*VEC_ADD(arena, &list) = alert->item->finding->rule;
		rules.items = list.items;
		rules.count = list.count;
	}
	return rules;
}

static json_t *physical_value(struct arena *arena, const struct location *at)
{
	json_t *value = json_object(), *artifact = json_object(), *region = json_object();

	json_object_set_new(artifact, "uri", json_string(uri_of_path(arena, at->file)));
	json_object_set_new(region, "startLine", json_integer(at->line));
	json_object_set_new(region, "startColumn", json_integer(at->column));
	json_object_set_new(value, "artifactLocation", artifact);
	json_object_set_new(value, "region", region);
	return value;
}

static json_t *logical_value(struct arena *arena, const char *node, const char *property,
			     int index)
{
	struct text text = { .arena = arena };
	json_t *value = json_object(), *list = json_array();
	const char *name = strrchr(node, '/');

	text_printf(&text, "%s%s%s", node, property ? ":" : "",
		    entry_text(arena, property, index));
	json_object_set_new(value, "name", value_text(name && name[1] ? name + 1 : node));
	json_object_set_new(value, "fullyQualifiedName", value_text(text.chars));
	json_object_set_new(value, "kind",
			    json_string(property ? "property" : "element"));
	json_array_append_new(list, value);
	return list;
}

static json_t *locations_value(struct arena *arena, const struct alert *alert)
{
	const struct finding *finding = alert->item->finding;
	json_t *value = json_object(), *list = json_array();

	json_object_set_new(value, "physicalLocation", physical_value(arena, &alert->at));
	json_object_set_new(
		value, "logicalLocations",
		logical_value(arena, finding->node, finding->property, finding->index));
	json_array_append_new(list, value);
	return list;
}

static json_t *related_value(struct arena *arena, const struct alert *alert)
{
	const struct finding *finding = alert->item->finding;
	const struct related *related = finding->related.items;
	json_t *list = json_array(), *value;
	struct location at;
	size_t i;

	for (i = 0; i < finding->related.count && i < RELATED_SHOWN_MAX; i++) {
		at = related[i].at.file ? related[i].at : alert->at;
		value = json_object();
		json_object_set_new(value, "id", json_integer((json_int_t)i));
		json_object_set_new(value, "physicalLocation",
				    physical_value(arena, &at));
		json_object_set_new(value, "logicalLocations",
				    logical_value(arena, related[i].node,
						  related[i].property, related[i].index));
		json_object_set_new(value, "message", message_value(related[i].role));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *result_value(const struct report *report, const struct alert *alert,
			    const struct used_rules *rules)
{
	const struct finding *finding = alert->item->finding;
	json_t *value = json_object(), *prints = json_object();
	struct text text = { .arena = report->arena };

	alert_add_headline(&text, alert);
	text_printf(&text, ".\n");
	alert_add_details(&text, alert, report);
	text_printf(&text, ".");
	json_object_set_new(prints, "primaryLocationLineHash",
			    json_string(finding->cause));
	json_object_set_new(value, "ruleId", json_string(finding->rule->id));
	json_object_set_new(value, "ruleIndex",
			    json_integer((json_int_t)rule_index(rules, finding->rule)));
	json_object_set_new(value, "level",
			    json_string(severity_name(finding->severity)));
	json_object_set_new(value, "message", message_value(text.chars));
	json_object_set_new(value, "locations", locations_value(report->arena, alert));
	json_object_set_new(value, "relatedLocations",
			    related_value(report->arena, alert));
	json_object_set_new(value, "partialFingerprints", prints);
	return value;
}

static json_t *driver_value(struct arena *arena, const struct used_rules *rules)
{
	json_t *value = json_object(), *list = json_array();
	size_t i;

	for (i = 0; i < rules->count; i++)
		json_array_append_new(list, rule_value(arena, rules->items[i]));
	json_object_set_new(value, "name", json_string(PACKAGE_NAME));
	json_object_set_new(value, "version", json_string(PACKAGE_VERSION));
	json_object_set_new(value, "semanticVersion", json_string(PACKAGE_VERSION));
	json_object_set_new(value, "informationUri", json_string("man:iommu-lint(1)"));
	json_object_set_new(value, "rules", list);
	return value;
}

/* Inputs that could not be analysed are notifications, and the run did not succeed. */
static json_t *invocation_value(const struct report *report)
{
	json_t *value = json_object(), *list = json_array(), *note;
	const struct result *result;
	bool succeeded = true;

	for (result = report->results; result < report->results + report->count;
	     result++) {
		if (!result->error)
			continue;
		succeeded = false;
		note = json_object();
		json_object_set_new(note, "level", json_string("error"));
		json_object_set_new(
			note, "message",
			message_value(arena_printf(report->arena, "%s: %s.", result->path,
						   result->error)));
		json_array_append_new(list, note);
	}
	json_object_set_new(value, "executionSuccessful", json_boolean(succeeded));
	json_object_set_new(value, "toolExecutionNotifications", list);
	return value;
}

static void print_results(const struct report *report, const struct alerts *alerts,
			  const struct used_rules *rules, FILE *stream)
{
	struct text text = { .arena = report->arena };
	size_t i;

	fputs("\"results\": [", stream);
	for (i = 0; i < alerts->count; i++) {
		text.length = 0;
		value_dump(&text, result_value(report, &alerts->items[i], rules));
		fprintf(stream, "%s\n%s", i ? "," : "", text.chars);
	}
	fputs("]}]}\n", stream);
}

void sarif_print(const struct report *report, const struct sink *out)
{
	const struct alerts alerts = alerts_build(report);
	const struct used_rules rules = find_rules(&alerts, report->arena);
	struct text text = { .arena = report->arena };

	text_printf(&text, "{\"$schema\": "
			   "\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
			   "\"version\": \"2.1.0\",\n\"runs\": [{\n\"tool\": "
			   "{\"driver\": ");
	value_dump(&text, driver_value(report->arena, &rules));
	text_printf(&text, "},\n\"invocations\": [");
	value_dump(&text, invocation_value(report));
	fprintf(out->stream, "%s],\n\"columnKind\": \"unicodeCodePoints\",\n",
		text.chars);
	print_results(report, &alerts, &rules, out->stream);
}
