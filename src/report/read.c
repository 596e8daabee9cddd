/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/value.h"
#include "rules/names.h"

/* What is being read; the first thing that is missing ends up in why. */
struct reader {
	struct arena *arena;
	struct failure *why;
	VEC(struct result) results;
	VEC(struct rule *) unknown; /* rules of another version of the tool */
};

static const char *keep(struct reader *reader, const json_t *value)
{
	const char *chars = json_string_value(value);

	return chars ? arena_copy(reader->arena, chars, strlen(chars)) : NULL;
}

/* The text of that name, NULL where it is null or missing. */
static const char *maybe_text(struct reader *reader, const json_t *object,
			      const char *name)
{
	return keep(reader, json_object_get(object, name));
}

static const char *text(struct reader *reader, const json_t *object, const char *name)
{
	const char *chars = maybe_text(reader, object, name);

	if (chars)
		return chars;
	fail(reader->why, -EINVAL, "not a report: %s is missing or no text", name);
	return "";
}

static int number(const json_t *object, const char *name, int otherwise)
{
	const json_t *value = json_object_get(object, name);
	json_int_t integer = json_integer_value(value);

	if (!json_is_integer(value) || integer < 0 || integer > INT32_MAX)
		return otherwise;
	return (int)integer;
}

static const json_t *list(struct reader *reader, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	if (!json_is_array(value))
		fail(reader->why, -EINVAL, "not a report: %s is missing or no list",
		     name);
	return value;
}

static strings texts(struct reader *reader, const json_t *values)
{
	const size_t count = json_array_size(values);
	const char **texts = arena_array(reader->arena, count + 1, sizeof(*texts));
	size_t i;

	for (i = 0; i < count; i++) {
		texts[i] = keep(reader, json_array_get(values, i));
		if (!texts[i])
			texts[i] = "";
	}
	return texts;
}

/* The rule; a stand-in where this version has none of that name. */
static const struct rule *read_rule(struct reader *reader, const char *id)
{
	const struct rule *rule = rule_find(id);
	struct rule *unknown, **other;

	if (rule)
		return rule;
	for_each (other, &reader->unknown)
		if (!strcmp((*other)->id, id))
			return *other;
	unknown = arena_alloc(reader->arena, sizeof(*unknown));
	*VEC_ADD(reader->arena, &reader->unknown) = unknown;
	unknown->id = id;
	unknown->severity = SEVERITY_WARNING;
	unknown->summary = unknown->why = unknown->consequence = "";
	unknown->fix = unknown->kernel = "";
	return unknown;
}

static enum severity read_severity(struct reader *reader, const json_t *object)
{
	const char *name = text(reader, object, "severity");
	enum severity severity = SEVERITY_OFF;

	if (!severity_parse(name, &severity) || severity == SEVERITY_OFF)
		fail(reader->why, -EINVAL, "not a report: severity %s", name);
	return severity;
}

static enum finding_state read_state(struct reader *reader, const json_t *object)
{
	const char *name = text(reader, object, "state");
	enum finding_state state = FINDING_NEW;

	if (!state_parse(name, &state))
		fail(reader->why, -EINVAL, "not a report: state %s", name);
	return state;
}

static struct location read_location(struct reader *reader, const json_t *object)
{
	return (struct location){ maybe_text(reader, object, "file"),
				  (unsigned)number(object, "line", 0),
				  (unsigned)number(object, "column", 0) };
}

static void read_related(struct reader *reader, const json_t *values,
			 struct finding *finding)
{
	struct related *related;
	const json_t *value;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		value = json_array_get(values, i);
		related = VEC_ADD(reader->arena, &finding->related);
		related->role = text(reader, value, "role");
		related->node = text(reader, value, "node");
		related->property = maybe_text(reader, value, "property");
		related->index = number(value, "index", -1);
		related->detail = maybe_text(reader, value, "detail");
		related->at = read_location(reader, value);
	}
}

static int compare_ids(const void *left, const void *right)
{
	const struct result *a = left, *b = right;

	return strcmp(a->id, b->id);
}

static struct result *find_result(struct reader *reader, const json_t *object)
{
	const struct result wanted = { .id = text(reader, object, "input") };
	struct result *result = NULL;

	if (reader->results.count)
		result = bsearch(&wanted, reader->results.items, reader->results.count,
				 sizeof(*result), compare_ids);
	if (!result)
		fail(reader->why, -EINVAL, "not a report: there is no input %s",
		     wanted.id);
	return result;
}

static void read_finding(struct reader *reader, const json_t *object)
{
	const json_t *subject = json_object_get(object, "subject");
	struct result *result = find_result(reader, object);
	struct finding *finding;

	if (!result)
		return;
	finding = VEC_ADD(reader->arena, &result->findings.list);
	finding->rule = read_rule(reader, text(reader, object, "rule"));
	finding->severity = read_severity(reader, object);
	finding->state = read_state(reader, object);
	finding->reason = maybe_text(reader, object, "reason");
	finding->expired = maybe_text(reader, object, "expired");
	finding->cause = text(reader, object, "cause");
	finding->fingerprint = text(reader, object, "fingerprint");
	finding->message = text(reader, object, "message");
	finding->consequence = text(reader, object, "consequence");
	finding->fix = text(reader, object, "fix");
	finding->key = "";
	finding->node = text(reader, subject, "node");
	finding->property = maybe_text(reader, subject, "property");
	finding->index = number(subject, "index", -1);
	finding->at = read_location(reader, subject);
	finding->order = (uint32_t)result->findings.list.count;
	read_related(reader, list(reader, object, "related"), finding);
}

static void read_not_checked(struct reader *reader, const json_t *values,
			     struct findings *findings)
{
	struct unjudged *unjudged;
	const json_t *value;
	const char *rule;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		value = json_array_get(values, i);
		rule = maybe_text(reader, value, "rule");
		if (!rule)
			continue;
		unjudged = VEC_ADD(reader->arena, &findings->not_checked);
		unjudged->rule = read_rule(reader, rule);
		unjudged->reason = text(reader, value, "reason");
	}
}

/* Keeps the topology as text, which comes out as it came in. */
static void read_topology(struct reader *reader, json_t *topology, struct result *result)
{
	struct text text = { .arena = reader->arena };

	if (!json_is_object(topology))
		return;
	result->master_count = json_array_size(json_object_get(topology, "masters"));
	result->iommu_count = json_array_size(json_object_get(topology, "iommus"));
	read_not_checked(reader, json_object_get(topology, "not_checked"),
			 &result->findings);
	value_dump(&text, json_incref(topology));
	result->topology = text.chars;
}

static void read_source_map(struct reader *reader, const json_t *object,
			    struct result *result)
{
	result->map_state = text(reader, object, "state");
	result->map_from = maybe_text(reader, object, "from");
	result->map_why = maybe_text(reader, object, "why");
}

static void read_input(struct reader *reader, const json_t *object)
{
	struct result *result = VEC_ADD(reader->arena, &reader->results);

	result->findings.arena = reader->arena;
	result->id = text(reader, object, "id");
	result->path = text(reader, object, "path");
	result->kind = text(reader, object, "kind");
	result->sha256 = maybe_text(reader, object, "sha256");
	result->model = maybe_text(reader, object, "model");
	result->error = maybe_text(reader, object, "error");
	result->compatible = texts(reader, list(reader, object, "compatible"));
	result->overlays = texts(reader, list(reader, object, "overlays"));
	result->overlay_count = json_array_size(json_object_get(object, "overlays"));
	read_source_map(reader, json_object_get(object, "source_map"), result);
	read_topology(reader, json_object_get(object, "topology"), result);
}

static bool read_range(struct reader *reader, const json_t *object, struct range *out)
{
	const char *base = text(reader, object, "base");
	const char *size = text(reader, object, "size");

	return range_from_length(strtoull(base, NULL, 0), strtoull(size, NULL, 0), out);
}

static void read_memory(struct reader *reader, const json_t *values,
			struct assumed_memory *out)
{
	struct range *ranges =
		arena_array(reader->arena, json_array_size(values), sizeof(*ranges));
	size_t i;

	out->ranges = ranges;
	for (i = 0; i < json_array_size(values); i++)
		if (read_range(reader, json_array_get(values, i), &ranges[out->count]))
			out->count++;
}

static void read_stale(struct reader *reader, const json_t *values, struct report *out)
{
	struct baselined *stale;
	const json_t *value;
	size_t i;

	for (i = 0; i < json_array_size(values); i++) {
		value = json_array_get(values, i);
		stale = VEC_ADD(reader->arena, &out->stale);
		stale->rule = text(reader, value, "rule");
		stale->node = text(reader, value, "node");
		stale->fingerprint = text(reader, value, "fingerprint");
		stale->board = texts(reader, list(reader, value, "board"));
	}
}

static void read_run(struct reader *reader, const json_t *run, struct report *out)
{
	const char *fail_on = text(reader, run, "fail_on");
	enum severity severity;
	strings config;

	if (!strcmp(fail_on, "never"))
		out->fail_on = FAIL_ON_NEVER;
	else if (severity_parse(fail_on, &severity))
		out->fail_on = severity;
	else
		fail(reader->why, -EINVAL, "not a report: fail_on %s", fail_on);
	read_memory(reader, list(reader, run, "assumed_memory"), &out->memory);
	out->baseline = maybe_text(reader, run, "baseline");
	for (config = texts(reader, list(reader, run, "config")); *config; config++)
		*VEC_ADD(reader->arena, &out->configs) = *config;
	read_stale(reader, list(reader, run, "stale"), out);
}

static void read_all(struct reader *reader, const json_t *top, struct report *out)
{
	const char *version = text(reader, top, "format_version");
	const char *release = text(reader, top, "linux");
	const json_t *values;
	size_t i;

	if (strcmp(text(reader, top, "format"), "iommu-lint-report") != 0)
		fail(reader->why, -EINVAL, "not a report of iommu-lint");
	if (strncmp(version, "1.", 2) != 0)
		fail(reader->why, -EINVAL, "format_version %s, expected 1.x", version);
	if (!kernel_parse(release, &out->kernel))
		fail(reader->why, -EINVAL, "unknown Linux version %s", release);
	read_run(reader, json_object_get(top, "run"), out);
	values = list(reader, top, "inputs");
	for (i = 0; i < json_array_size(values); i++)
		read_input(reader, json_array_get(values, i));
	if (reader->results.count)
		qsort(reader->results.items, reader->results.count, sizeof(struct result),
		      compare_ids);
	values = list(reader, top, "findings");
	for (i = 0; i < json_array_size(values) && !reader->why->text[0]; i++)
		read_finding(reader, json_array_get(values, i));
}

int report_read(const char *path, struct report *out, struct failure *why)
{
	struct reader reader = { .arena = out->arena, .why = why };
	json_error_t error;
	json_t *top;

	if (!strcmp(path, "-"))
		top = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
	else
		top = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!top)
		return fail(why, -EINVAL, "line %d: %s", error.line, error.text);
	read_all(&reader, top, out);
	json_decref(top);
	out->results = reader.results.items;
	out->count = reader.results.count;
	return why->text[0] ? -EINVAL : 0;
}
