/* SPDX-License-Identifier: BSD-2-Clause */
#include "policy/baseline_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* The text of that name; NULL where it is missing or none. */
static const char *text(struct baseline *baseline, const json_t *object, const char *name)
{
	const char *chars = json_string_value(json_object_get(object, name));

	return chars ? arena_copy(baseline->arena, chars, strlen(chars)) : NULL;
}

static strings texts(struct baseline *baseline, const json_t *values)
{
	const size_t count = json_array_size(values);
	const char **list = arena_array(baseline->arena, count + 1, sizeof(*list));
	const char *chars;
	size_t i;

	for (i = 0; i < count; i++) {
		chars = json_string_value(json_array_get(values, i));
		list[i] = chars ? arena_copy(baseline->arena, chars, strlen(chars)) : "";
	}
	return list;
}

static int read_entry(struct baseline *baseline, size_t number, const json_t *object,
		      struct failure *why)
{
	struct baseline_entry *entry = VEC_ADD(baseline->arena, &baseline->entries);

	entry->finding.fingerprint = text(baseline, object, "fingerprint");
	entry->finding.rule = text(baseline, object, "rule");
	entry->finding.node = text(baseline, object, "node");
	entry->finding.board = texts(baseline, json_object_get(object, "board"));
	entry->reason = text(baseline, object, "reason");
	entry->added = text(baseline, object, "added");
	entry->expires = text(baseline, object, "expires");
	if (!entry->finding.fingerprint || !entry->finding.rule || !entry->finding.node ||
	    !entry->added)
		return fail(why, -EINVAL,
			    "entry %zu lacks fingerprint, rule, node or added", number);
	if (entry->expires && !date_is_valid(entry->expires))
		return fail(why, -EINVAL, "entry %zu expires on %s, expected YYYY-MM-DD",
			    number, entry->expires);
	return 0;
}

static int read_top(struct baseline *baseline, const json_t *top, struct failure *why)
{
	const char *format = json_string_value(json_object_get(top, "format"));
	const char *version = json_string_value(json_object_get(top, "format_version"));
	const json_t *entries = json_object_get(top, "entries");
	size_t i;

	if (!format || strcmp(format, "iommu-lint-baseline") != 0)
		return fail(why, -EINVAL, "not a baseline of iommu-lint");
	if (!version || strncmp(version, "1.", 2) != 0)
		return fail(why, -EINVAL, "format_version %s, expected 1.x",
			    version ? version : "missing");
	if (!json_is_array(entries))
		return fail(why, -EINVAL, "entries are missing");
	for (i = 0; i < json_array_size(entries); i++)
		if (read_entry(baseline, i + 1, json_array_get(entries, i), why))
			return -EINVAL;
	baseline_sort(baseline);
	return 0;
}

int baseline_read(struct baseline *baseline, struct failure *why)
{
	json_error_t error;
	json_t *top = json_load_file(baseline->path, JSON_REJECT_DUPLICATES, &error);
	int status;

	if (!top)
		return fail(why, -EINVAL, "line %d: %s", error.line, error.text);
	status = read_top(baseline, top, why);
	json_decref(top);
	return status;
}

static json_t *maybe_text(struct arena *arena, const char *chars)
{
	return chars ? json_string(utf8_copy(arena, chars)) : json_null();
}

static json_t *entry_value(struct arena *arena, const struct baseline_entry *entry)
{
	json_t *value = json_object(), *board = json_array();
	strings string;

	for (string = entry->finding.board; *string; string++)
		json_array_append_new(board, maybe_text(arena, *string));
	json_object_set_new(value, "rule", maybe_text(arena, entry->finding.rule));
	json_object_set_new(value, "node", maybe_text(arena, entry->finding.node));
	json_object_set_new(value, "board", board);
	json_object_set_new(value, "reason", maybe_text(arena, entry->reason));
	json_object_set_new(value, "added", maybe_text(arena, entry->added));
	json_object_set_new(value, "expires", maybe_text(arena, entry->expires));
	json_object_set_new(value, "fingerprint",
			    maybe_text(arena, entry->finding.fingerprint));
	return value;
}

/* One line an entry, so that a review sees what is added. */
static void print(const struct baseline *baseline, FILE *stream)
{
	const size_t count = baseline->entries.count;
	struct baseline_entry *sorted;
	json_t *value;
	size_t i;

	sorted = arena_array(baseline->arena, count, sizeof(*sorted));
	if (count) {
		memcpy(sorted, baseline->entries.items, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), baselined_compare);
	}
	fputs("{\n\"format\": \"iommu-lint-baseline\",\n\"format_version\": \"1.0\",\n"
	      "\"entries\": [",
	      stream);
	for (i = 0; i < count; i++) {
		value = entry_value(baseline->arena, &sorted[i]);
		fputs(i ? ",\n" : "\n", stream);
		json_dumpf(value, stream, JSON_ENSURE_ASCII);
		json_decref(value);
	}
	fputs("\n]\n}\n", stream);
}

/* The old file stays until the new one is whole. */
int baseline_write(const struct baseline *baseline, struct failure *why)
{
	const char *path = arena_printf(baseline->arena, "%s.new", baseline->path);
	FILE *stream = fopen(path, "w");
	int failed;

	if (!stream)
		return fail(why, -errno, "%s", strerror(errno));
	print(baseline, stream);
	errno = 0;
	failed = ferror(stream);
	failed |= fclose(stream);
	if (!failed && !rename(path, baseline->path))
		return 0;
	fail(why, -EIO, "%s", strerror(errno ? errno : EIO));
	remove(path);
	return -EIO;
}
