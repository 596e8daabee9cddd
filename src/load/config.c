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
	const char *path;
	struct failure *why;
};

/* A section, or a member of one of its entries. */
struct member {
	const char *key;
	bool required;
	enum yaml_kind kind; /* of a list or map read is called for each item */
	size_t text; /* where read is NULL: place of a const char * in the entry */
	int (*read)(struct reader *reader, const struct yaml *value, void *entry);
};

static int refuse(struct reader *reader, unsigned line, const char *what,
		  const char *detail)
{
	return fail(reader->why, -EINVAL, "%s:%u: %s%s", reader->path, line, what,
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
	const struct yaml *item;

	if (!member->read)
		return read_text(reader, value,
				 (const char **)((char *)entry + member->text));
	if (expect(reader, value, member->kind))
		return -EINVAL;
	if (member->kind == YAML_SCALAR)
		return member->read(reader, value, entry);
	for_each_yaml (item, value) {
		if (member->read(reader, item, entry))
			return -EINVAL;
	}
	return 0;
}

/* Reads a map all of whose keys are members; entry is what the members fill. */
static int read_map(struct reader *reader, const struct yaml *map,
		    const struct member *members, void *entry)
{
	const struct member *member;
	const struct yaml *value;

	if (expect(reader, map, YAML_MAP))
		return -EINVAL;
	for_each_yaml (value, map) {
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

static int memory_range(struct reader *reader, const struct yaml *item, void *entry)
{
	struct config_memory *memory = entry;

	if (expect(reader, item, YAML_SCALAR))
		return -EINVAL;
	if (!size_parse_range(item->text, VEC_ADD(reader->arena, &memory->ranges)))
		return refuse(reader, item->line, "expected BASE:SIZE, got ", item->text);
	return 0;
}

static int ids_interval(struct reader *reader, const struct yaml *item, void *entry)
{
	struct config_ids *ids = entry;

	if (expect(reader, item, YAML_SCALAR))
		return -EINVAL;
	if (!size_parse_interval(item->text, VEC_ADD(reader->arena, &ids->ids)))
		return refuse(reader, item->line, "expected ID or FIRST-LAST, got ",
			      item->text);
	return 0;
}

static const struct member allow_members[] = {
	{ .key = "rule", .required = true, .text = offsetof(struct config_allow, rule) },
	{ .key = "node", .text = offsetof(struct config_allow, node) },
	{ .key = "compatible", .text = offsetof(struct config_allow, compatible) },
	{ .key = "board", .text = offsetof(struct config_allow, board) },
	{ .key = "reason",
	  .required = true,
	  .text = offsetof(struct config_allow, reason) },
	{ .key = "expires", .read = allow_expires },
	{ 0 },
};

static const struct member memory_members[] = {
	{ .key = "board",
	  .required = true,
	  .text = offsetof(struct config_memory, board) },
	{ .key = "ranges", .required = true, .kind = YAML_LIST, .read = memory_range },
	{ 0 },
};

static const struct member ids_members[] = {
	{ .key = "board", .text = offsetof(struct config_ids, board) },
	{ .key = "iommu", .required = true, .text = offsetof(struct config_ids, iommu) },
	{ .key = "ids", .required = true, .kind = YAML_LIST, .read = ids_interval },
	{ 0 },
};

static int read_rule(struct reader *reader, const struct yaml *value, void *entry)
{
	struct config *config = entry;
	struct config_rule *rule = VEC_ADD(reader->arena, &config->rules);

	rule->rule = value->key;
	rule->line = value->line;
	return read_text(reader, value, &rule->severity);
}

static int read_allow(struct reader *reader, const struct yaml *item, void *entry)
{
	struct config *config = entry;
	struct config_allow *allow = VEC_ADD(reader->arena, &config->allow);

	allow->line = item->line;
	if (read_map(reader, item, allow_members, allow))
		return -EINVAL;
	if (!allow->node && !allow->compatible && !allow->board)
		return refuse(reader, item->line,
			      "expected a node, compatible or board; to allow all, turn "
			      "the rule off",
			      "");
	return 0;
}

static int read_memory(struct reader *reader, const struct yaml *item, void *entry)
{
	struct config *config = entry;
	struct config_memory *memory = VEC_ADD(reader->arena, &config->memory);

	memory->line = item->line;
	return read_map(reader, item, memory_members, memory);
}

static int read_ids(struct reader *reader, const struct yaml *item, void *entry)
{
	struct config *config = entry;
	struct config_ids *ids = VEC_ADD(reader->arena, &config->ids);

	ids->line = item->line;
	return read_map(reader, item, ids_members, ids);
}

int config_read(struct arena *arena, const char *path, struct config *out,
		struct failure *why)
{
	static const struct member sections[] = {
		{ .key = "rules", .kind = YAML_MAP, .read = read_rule },
		{ .key = "allow", .kind = YAML_LIST, .read = read_allow },
		{ .key = "memory", .kind = YAML_LIST, .read = read_memory },
		{ .key = "stream-ids", .kind = YAML_LIST, .read = read_ids },
		{ 0 },
	};
	struct reader reader = { arena, path, why };
	const struct yaml *top;

	memset(out, 0, sizeof(*out));
	out->path = path;
	if (yaml_read_file(arena, path, &top, why))
		return -EINVAL;
	return read_map(&reader, top, sections, out);
}
