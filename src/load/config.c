/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/config.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/size.h"
#include "load/yaml.h"

struct reader {
	struct arena *arena;
	struct config *config;
	struct failure *why;
};

/* A section, or a member of one of its entries. */
struct member {
	const char *key;
	bool required;
	size_t text; /* where read is NULL: place of a const char * in the entry */
	int (*read)(struct reader *reader, const struct yaml *value, void *entry);
};

static int refuse(struct reader *reader, unsigned line, const char *what,
		  const char *detail)
{
	return fail(reader->why, -EINVAL, "%s:%u: %s%s", reader->config->path, line, what,
		    detail);
}

static int expect(struct reader *reader, const struct yaml *value, enum yaml_kind kind)
{
	if (value->kind == kind)
		return 0;
	return refuse(reader, value->line, "expected ", yaml_kind_name(kind));
}

static const struct member *find_member(const struct member *members, const char *key)
{
	for (; members->key; members++)
		if (!strcmp(members->key, key))
			return members;
	return NULL;
}

static int read_text(struct reader *reader, const struct yaml *value, const char **out)
{
	if (expect(reader, value, YAML_SCALAR))
		return -EINVAL;
	if (!*value->text)
		return refuse(reader, value->line, "empty text", "");
	*out = value->text;
	return 0;
}

static int read_member(struct reader *reader, const struct yaml *value,
		       const struct member *member, void *entry)
{
	if (member->read)
		return member->read(reader, value, entry);
	return read_text(reader, value, (const char **)((char *)entry + member->text));
}

/* Reads a map all of whose keys are members; entry is what the members fill. */
static int read_map(struct reader *reader, const struct yaml *map,
		    const struct member *members, void *entry)
{
	const struct member *member;
	const struct yaml *value;

	if (expect(reader, map, YAML_MAP))
		return -EINVAL;
	for_each_yaml(value, map)
	{
		member = find_member(members, value->key);
		if (!member)
			return refuse(reader, value->line, "unknown key ", value->key);
		if (read_member(reader, value, member, entry))
			return -EINVAL;
	}
	for (member = members; member->key; member++)
		if (member->required && !yaml_find(map, member->key))
			return refuse(reader, map->line, "missing key ", member->key);
	return 0;
}

static int allow_expires(struct reader *reader, const struct yaml *value, void *entry)
{
	struct config_allow *allow = entry;

	if (read_text(reader, value, &allow->expires))
		return -EINVAL;
	if (!date_is_valid(allow->expires))
		return refuse(reader, value->line, "expected a date YYYY-MM-DD, got ",
			      allow->expires);
	return 0;
}

static int memory_ranges(struct reader *reader, const struct yaml *value, void *entry)
{
	struct config_memory *memory = entry;
	const struct yaml *item;

	if (expect(reader, value, YAML_LIST))
		return -EINVAL;
	for_each_yaml(item, value)
	{
		if (expect(reader, item, YAML_SCALAR))
			return -EINVAL;
		if (!size_parse_range(item->text,
				      VEC_ADD(reader->arena, &memory->ranges)))
			return refuse(reader, item->line, "expected BASE:SIZE, got ",
				      item->text);
	}
	return 0;
}

static int ids_list(struct reader *reader, const struct yaml *value, void *entry)
{
	struct config_ids *ids = entry;
	const struct yaml *item;

	if (expect(reader, value, YAML_LIST))
		return -EINVAL;
	for_each_yaml(item, value)
	{
		if (expect(reader, item, YAML_SCALAR))
			return -EINVAL;
		if (!size_parse_interval(item->text, VEC_ADD(reader->arena, &ids->ids)))
			return refuse(reader, item->line,
				      "expected ID or FIRST-LAST, got ", item->text);
	}
	return 0;
}

static const struct member allow_members[] = {
	{ "rule", true, offsetof(struct config_allow, rule), NULL },
	{ "node", false, offsetof(struct config_allow, node), NULL },
	{ "compatible", false, offsetof(struct config_allow, compatible), NULL },
	{ "board", false, offsetof(struct config_allow, board), NULL },
	{ "reason", true, offsetof(struct config_allow, reason), NULL },
	{ "expires", false, 0, allow_expires },
	{ NULL, false, 0, NULL },
};

static const struct member memory_members[] = {
	{ "board", true, offsetof(struct config_memory, board), NULL },
	{ "ranges", true, 0, memory_ranges },
	{ NULL, false, 0, NULL },
};

static const struct member ids_members[] = {
	{ "board", false, offsetof(struct config_ids, board), NULL },
	{ "iommu", true, offsetof(struct config_ids, iommu), NULL },
	{ "ids", true, 0, ids_list },
	{ NULL, false, 0, NULL },
};

static int read_rules(struct reader *reader, const struct yaml *map, void *entry)
{
	const struct yaml *value;
	struct config_rule *rule;

	(void)entry;
	if (expect(reader, map, YAML_MAP))
		return -EINVAL;
	for_each_yaml(value, map)
	{
		rule = VEC_ADD(reader->arena, &reader->config->rules);
		rule->rule = value->key;
		rule->line = value->line;
		if (read_text(reader, value, &rule->severity))
			return -EINVAL;
	}
	return 0;
}

static int read_allow(struct reader *reader, const struct yaml *list, void *entry)
{
	const struct yaml *item;
	struct config_allow *allow;

	(void)entry;
	if (expect(reader, list, YAML_LIST))
		return -EINVAL;
	for_each_yaml(item, list)
	{
		allow = VEC_ADD(reader->arena, &reader->config->allow);
		allow->line = item->line;
		if (read_map(reader, item, allow_members, allow))
			return -EINVAL;
		if (!allow->node && !allow->compatible && !allow->board)
			return refuse(reader, item->line,
				      "expected a node, compatible or board; to allow "
				      "all, turn the rule off",
				      "");
	}
	return 0;
}

static int read_memory(struct reader *reader, const struct yaml *list, void *entry)
{
	const struct yaml *item;
	struct config_memory *memory;

	(void)entry;
	if (expect(reader, list, YAML_LIST))
		return -EINVAL;
	for_each_yaml(item, list)
	{
		memory = VEC_ADD(reader->arena, &reader->config->memory);
		memory->line = item->line;
		if (read_map(reader, item, memory_members, memory))
			return -EINVAL;
	}
	return 0;
}

static int read_ids(struct reader *reader, const struct yaml *list, void *entry)
{
	const struct yaml *item;
	struct config_ids *ids;

	(void)entry;
	if (expect(reader, list, YAML_LIST))
		return -EINVAL;
	for_each_yaml(item, list)
	{
		ids = VEC_ADD(reader->arena, &reader->config->ids);
		ids->line = item->line;
		if (read_map(reader, item, ids_members, ids))
			return -EINVAL;
	}
	return 0;
}

int config_read(struct arena *arena, const char *path, struct config *out,
		struct failure *why)
{
	static const struct member sections[] = {
		{ "rules", false, 0, read_rules },
		{ "allow", false, 0, read_allow },
		{ "memory", false, 0, read_memory },
		{ "stream-ids", false, 0, read_ids },
		{ NULL, false, 0, NULL },
	};
	struct reader reader = { arena, out, why };
	const struct yaml *top;

	memset(out, 0, sizeof(*out));
	out->path = path;
	if (yaml_read_file(arena, path, &top, why))
		return -EINVAL;
	return read_map(&reader, top, sections, NULL);
}
