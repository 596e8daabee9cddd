/* SPDX-License-Identifier: BSD-2-Clause */
/* The report of a run as JSON: product.md; schemas/report.schema.json describes it. */
#include <config.h>
#include <string.h>

#include "report/formats.h"
#include "report/summary.h"
#include "report/value.h"
#include "rules/names.h"

/* Prints the member with its comma, on a line of its own. */
static void print_member(FILE *stream, const char *name, json_t *value)
{
	struct text text = { .arena = arena_new() };

	value_dump(&text, value);
	fprintf(stream, "\"%s\": %s,\n", name, text.chars);
	arena_free(text.arena);
}

static json_t *tool_value(void)
{
	json_t *value = json_object();

	json_object_set_new(value, "name", json_string(PACKAGE_NAME));
	json_object_set_new(value, "version", json_string(PACKAGE_VERSION));
	return value;
}

static json_t *memory_value(const struct assumed_memory *memory)
{
	json_t *list = json_array(), *value;
	size_t i;

	for (i = 0; i < memory->count; i++) {
		value = json_object();
		json_object_set_new(value, "base", value_hex(memory->ranges[i].first));
		json_object_set_new(value, "size",
				    value_hex(range_length(memory->ranges[i])));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *strings_value(strings list)
{
	json_t *value = json_array();

	for (; *list; list++)
		json_array_append_new(value, value_text(*list));
	return value;
}

static json_t *configs_value(const struct report *report)
{
	json_t *list = json_array();
	const char *const *path;

	for_each (path, &report->configs)
		json_array_append_new(list, value_text(*path));
	return list;
}

static json_t *stale_value(const struct report *report)
{
	json_t *list = json_array(), *value;
	const struct baselined *stale;

	for_each (stale, &report->stale) {
		value = json_object();
		json_object_set_new(value, "rule", value_text(stale->rule));
		json_object_set_new(value, "node", value_text(stale->node));
		json_object_set_new(value, "board", strings_value(stale->board));
		json_object_set_new(value, "fingerprint", value_text(stale->fingerprint));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *run_value(const struct report *report)
{
	json_t *value = json_object();

	json_object_set_new(value, "fail_on",
			    json_string(report->fail_on == FAIL_ON_NEVER
						? "never"
						: severity_name(report->fail_on)));
	json_object_set_new(value, "exit_code", json_integer(report->exit_code));
	json_object_set_new(value, "baseline", value_text(report->baseline));
	json_object_set_new(value, "stale", stale_value(report));
	json_object_set_new(value, "config", configs_value(report));
	json_object_set_new(value, "assumed_memory", memory_value(&report->memory));
	return value;
}

static json_t *overlays_value(const struct result *result)
{
	json_t *value = json_array();
	size_t i;

	for (i = 0; i < result->overlay_count; i++)
		json_array_append_new(value, value_text(result->overlays[i]));
	return value;
}

static void add_input(struct text *text, const struct result *result)
{
	json_t *value = json_object(), *source_map = json_object();

	json_object_set_new(source_map, "state", json_string(result->map_state));
	json_object_set_new(source_map, "from", value_text(result->map_from));
	json_object_set_new(source_map, "why", value_text(result->map_why));
	json_object_set_new(value, "id", value_text(result->id));
	json_object_set_new(value, "path", value_text(result->path));
	json_object_set_new(value, "sha256", value_text(result->sha256));
	json_object_set_new(value, "kind", value_text(result->kind));
	json_object_set_new(value, "model", value_text(result->model));
	json_object_set_new(value, "compatible", strings_value(result->compatible));
	json_object_set_new(value, "overlays", overlays_value(result));
	json_object_set_new(value, "source_map", source_map);
	json_object_set_new(value, "error", value_text(result->error));
	value_dump(text, value);
	text->length--; /* the brace; the topology is text already */
	text_printf(text, ", \"topology\": ");
	text_printf(text, "%s}", result->topology ? result->topology : "null");
}

static json_t *also_value(const struct occurrence *item)
{
	json_t *list = json_array();

	if (item->first == item)
		for (item = item->next; item; item = item->next)
			json_array_append_new(list, value_text(item->result->id));
	return list;
}

static void set_place(json_t *value, const char *property, int index,
		      const struct location *at)
{
	json_object_set_new(value, "property", value_text(property));
	json_object_set_new(value, "index",
			    index < 0 ? json_null() : json_integer(index));
	json_object_set_new(value, "file", value_text(at->file));
	json_object_set_new(value, "line",
			    at->file ? json_integer(at->line) : json_null());
	json_object_set_new(value, "column",
			    at->file ? json_integer(at->column) : json_null());
}

static json_t *subject_value(const struct finding *finding)
{
	json_t *value = json_object();

	json_object_set_new(value, "node", value_text(finding->node));
	set_place(value, finding->property, finding->index, &finding->at);
	return value;
}

static json_t *related_value(const struct finding *finding)
{
	json_t *list = json_array(), *value;
	const struct related *related;

	for_each (related, &finding->related) {
		value = json_object();
		json_object_set_new(value, "role", value_text(related->role));
		json_object_set_new(value, "node", value_text(related->node));
		set_place(value, related->property, related->index, &related->at);
		json_object_set_new(value, "detail", value_text(related->detail));
		json_array_append_new(list, value);
	}
	return list;
}

static void add_finding(struct text *text, const struct occurrence *item)
{
	const struct finding *finding = item->finding;
	json_t *value = json_object();
	char doc[128];

	snprintf(doc, sizeof(doc), "iommu-lint explain %s", finding->rule->id);
	json_object_set_new(value, "fingerprint", value_text(finding->fingerprint));
	json_object_set_new(value, "cause", value_text(finding->cause));
	json_object_set_new(value, "rule", value_text(finding->rule->id));
	json_object_set_new(value, "severity",
			    json_string(severity_name(finding->severity)));
	json_object_set_new(value, "state", json_string(state_name(finding->state)));
	json_object_set_new(value, "reason", value_text(finding->reason));
	json_object_set_new(value, "expired", value_text(finding->expired));
	json_object_set_new(value, "input", value_text(item->result->id));
	json_object_set_new(value, "also_in", also_value(item));
	json_object_set_new(value, "message", value_text(finding->message));
	json_object_set_new(value, "subject", subject_value(finding));
	json_object_set_new(value, "related", related_value(finding));
	json_object_set_new(value, "consequence", value_text(finding->consequence));
	json_object_set_new(value, "fix", value_text(finding->fix));
	json_object_set_new(value, "doc", json_string(doc));
	value_dump(text, value);
}

static json_t *summary_value(const struct summary *summary)
{
	const struct {
		const char *name;
		size_t number;
	} numbers[] = {
		{ "inputs", summary->inputs },
		{ "unreadable", summary->unreadable },
		{ "masters", summary->masters },
		{ "iommus", summary->iommus },
		{ "errors", summary->by_severity[SEVERITY_ERROR] },
		{ "warnings", summary->by_severity[SEVERITY_WARNING] },
		{ "notes", summary->by_severity[SEVERITY_NOTE] },
		{ "causes", summary->causes },
		{ "new", summary->by_state[FINDING_NEW] },
		{ "known", summary->by_state[FINDING_KNOWN] },
		{ "suppressed", summary->by_state[FINDING_SUPPRESSED] },
		{ "not_checked", summary->not_checked },
	};
	json_t *value = json_object();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		json_object_set_new(value, numbers[i].name,
				    json_integer((json_int_t)numbers[i].number));
	return value;
}

static void print_inputs(const struct report *report, FILE *stream)
{
	struct text text = { .arena = arena_new() };
	size_t i;

	fputs("\"inputs\": [", stream);
	for (i = 0; i < report->count; i++) {
		text.length = 0;
		add_input(&text, &report->results[i]);
		fprintf(stream, "%s\n%s", i ? "," : "", text.chars);
	}
	fputs("],\n", stream);
	arena_free(text.arena);
}

static void print_findings(const struct fold *fold, FILE *stream)
{
	struct text text = { .arena = arena_new() };
	size_t i;

	fputs("\"findings\": [", stream);
	for (i = 0; i < fold->count; i++) {
		text.length = 0;
		add_finding(&text, &fold->items[i]);
		fprintf(stream, "%s\n%s", i ? "," : "", text.chars);
	}
	fputs("],\n", stream);
	arena_free(text.arena);
}

void json_print(const struct report *report, const struct sink *out)
{
	const struct fold fold = fold_build(report);
	const struct summary summary = summary_build(report, &fold);
	struct text text = { .arena = arena_new() };

	fputs("{\n", out->stream);
	print_member(out->stream, "format", json_string("iommu-lint-report"));
	print_member(out->stream, "format_version", json_string("1.0"));
	print_member(out->stream, "tool", tool_value());
	print_member(out->stream, "linux", json_string(report->kernel.name));
	print_member(out->stream, "run", run_value(report));
	print_inputs(report, out->stream);
	print_findings(&fold, out->stream);
	value_dump(&text, summary_value(&summary));
	fprintf(out->stream, "\"summary\": %s\n}\n", text.chars);
	arena_free(text.arena);
}
