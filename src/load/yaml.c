/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

/* An open map or list: the members so far, and the key that waits for its value. */
struct level {
	struct yaml *parent;
	struct yaml **tail;
	const char *key;
	unsigned key_line;
};

struct reader {
	struct arena *arena;
	const char *name;
	struct failure *why;
	struct yaml *root;
	struct level levels[YAML_DEPTH_MAX];
	unsigned depth; /* open levels */
	bool done;
};

static int refuse(struct reader *reader, unsigned line, const char *reason)
{
	return fail(reader->why, -EINVAL, "%s:%u: %s", reader->name, line, reason);
}

static unsigned line_of(const yaml_event_t *event)
{
	return (unsigned)event->start_mark.line + 1;
}

static int take_key(struct reader *reader, struct level *level, const yaml_event_t *event)
{
	const struct yaml *member;

	if (event->type != YAML_SCALAR_EVENT)
		return refuse(reader, line_of(event), "a key must be a plain text");
	level->key = arena_copy(reader->arena, (const char *)event->data.scalar.value,
				event->data.scalar.length);
	level->key_line = line_of(event);
	if (level->parent->count >= YAML_MEMBERS_MAX)
		return refuse(reader, level->key_line, "too many members in one map");
	for_each_yaml (member, level->parent)
		if (!strcmp(member->key, level->key))
			return fail(reader->why, -EINVAL,
				    "%s:%u: key '%s' again, "
				    "first in line %u",
				    reader->name, level->key_line, level->key,
				    member->line);
	return 0;
}

/* Hangs a new item below the innermost open level. */
static struct yaml *add_item(struct reader *reader, enum yaml_kind kind, unsigned line)
{
	struct yaml *item = arena_alloc(reader->arena, sizeof(*item));
	struct level *level;

	item->kind = kind;
	item->line = line;
	if (!reader->depth) {
		reader->root = item;
		return item;
	}
	level = &reader->levels[reader->depth - 1];
	if (level->parent->kind == YAML_MAP) {
		item->key = level->key;
		item->line = level->key_line;
		level->key = NULL;
	}
	*level->tail = item;
	level->tail = &item->next;
	level->parent->count++;
	return item;
}

static int open_level(struct reader *reader, enum yaml_kind kind, unsigned line)
{
	struct yaml *item;

	if (reader->depth >= YAML_DEPTH_MAX)
		return refuse(reader, line, "nested too deeply");
	item = add_item(reader, kind, line);
	reader->levels[reader->depth++] = (struct level){ item, &item->first, NULL, 0 };
	return 0;
}

static int add_scalar(struct reader *reader, const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t length = event->data.scalar.length;
	struct yaml *item;

	if (memchr(value, '\0', length))
		return refuse(reader, line_of(event), "a NUL inside a text");
	item = add_item(reader, YAML_SCALAR, line_of(event));
	item->text = arena_copy(reader->arena, value, length);
	item->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return 0;
}

static bool is_decorated(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor || event->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor ||
		       event->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor || event->data.mapping_start.tag;
	default:
		return event->type == YAML_ALIAS_EVENT;
	}
}

static bool wants_key(const struct reader *reader, const yaml_event_t *event)
{
	const struct level *level;

	if (!reader->depth || event->type == YAML_MAPPING_END_EVENT)
		return false;
	level = &reader->levels[reader->depth - 1];
	return level->parent->kind == YAML_MAP && !level->key;
}

static int take_event(struct reader *reader, const yaml_event_t *event)
{
	if (is_decorated(event))
		return refuse(reader, line_of(event),
			      "anchors, aliases and tags are not allowed");
	if (wants_key(reader, event))
		return take_key(reader, &reader->levels[reader->depth - 1], event);
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reader->root)
			return refuse(reader, line_of(event), "more than one document");
		return 0;
	case YAML_SCALAR_EVENT:
		return add_scalar(reader, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(reader, YAML_LIST, line_of(event));
	case YAML_MAPPING_START_EVENT:
		return open_level(reader, YAML_MAP, line_of(event));
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reader->depth--;
		return 0;
	case YAML_STREAM_END_EVENT:
		reader->done = true;
		return 0;
	default:
		return 0;
	}
}

static int read_events(struct reader *reader, yaml_parser_t *parser)
{
	yaml_event_t event;
	int err = 0;

	while (!err && !reader->done) {
		if (!yaml_parser_parse(parser, &event))
			return refuse(reader, (unsigned)parser->problem_mark.line + 1,
				      parser->problem ? parser->problem : "no YAML");
		err = take_event(reader, &event);
		yaml_event_delete(&event);
	}
	return err;
}

int yaml_read(struct arena *arena, const char *name, const char *bytes, size_t size,
	      const struct yaml **out, struct failure *why)
{
	struct reader reader = { .arena = arena, .name = name, .why = why };
	yaml_parser_t parser;
	int err;

	if (size > YAML_SIZE_MAX)
		return fail(why, -EFBIG, "%s: larger than %d bytes", name, YAML_SIZE_MAX);
	if (!yaml_parser_initialize(&parser))
		return fail(why, -ENOMEM, "%s: out of memory", name);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, size);
	err = read_events(&reader, &parser);
	yaml_parser_delete(&parser);
	if (!err && !reader.root)
		err = refuse(&reader, 1, "the file is empty");
	if (!err)
		*out = reader.root;
	return err;
}

static int read_all(struct arena *arena, int file, const char **bytes, size_t *size)
{
	struct stat status;
	char *buffer;
	ssize_t got;

	if (fstat(file, &status))
		return -errno;
	if (!S_ISREG(status.st_mode))
		return S_ISDIR(status.st_mode) ? -EISDIR : -EINVAL;
	if (status.st_size > YAML_SIZE_MAX)
		return -EFBIG;
	buffer = arena_alloc(arena, (size_t)status.st_size + 1);
	for (*size = 0; *size < (size_t)status.st_size; *size += (size_t)got) {
		got = read(file, buffer + *size, (size_t)status.st_size - *size);
		if (got < 0)
			return -errno;
		if (!got)
			break;
	}
	*bytes = buffer;
	return 0;
}

int yaml_read_file(struct arena *arena, const char *path, const struct yaml **out,
		   struct failure *why)
{
	const char *bytes = NULL;
	size_t size = 0;
	int file, err;

	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return fail(why, -errno, "%s: %s", path, strerror(errno));
	err = read_all(arena, file, &bytes, &size);
	close(file);
	if (err)
		return fail(why, err, "%s: %s", path, strerror(-err));
	return yaml_read(arena, path, bytes, size, out, why);
}

const struct yaml *yaml_find(const struct yaml *map, const char *key)
{
	const struct yaml *member;

	if (!map || map->kind != YAML_MAP)
		return NULL;
	for_each_yaml (member, map)
		if (!strcmp(member->key, key))
			return member;
	return NULL;
}

bool yaml_number(const struct yaml *item, uint64_t *out)
{
	const char *digits = "0123456789";
	const char *text = item->text;
	char *end;
	int base = 10;

	if (item->kind != YAML_SCALAR || item->quoted)
		return false;
	if (!strncmp(text, "0x", 2)) {
		digits = "0123456789abcdefABCDEF";
		base = 16;
		text += 2;
	}
	if (!*text || text[strspn(text, digits)])
		return false;
	errno = 0;
	*out = strtoull(text, &end, base);
	return !errno;
}

bool yaml_flag(const struct yaml *item, bool *out)
{
	if (item->kind != YAML_SCALAR || item->quoted)
		return false;
	*out = !strcmp(item->text, "true");
	return *out || !strcmp(item->text, "false");
}

const char *yaml_kind_name(enum yaml_kind kind)
{
	static const char *const names[] = {
		[YAML_SCALAR] = "a text",
		[YAML_LIST] = "a list",
		[YAML_MAP] = "a map",
	};

	return names[kind];
}
