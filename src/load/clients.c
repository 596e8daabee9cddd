/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "load/schema.h"

static const char *const traits[] = {
#define CLIENT(id, name) [CLIENT_BIT_##id] = name,
#include "load/client.def"
#undef CLIENT
};

/* What one entry of the list says, and of whom. */
struct statement {
	uint32_t clients;
	const struct yaml *compatibles, *names, *socs;
};

static int read_traits(const struct schema *schema, const struct yaml *list,
		       uint32_t *clients)
{
	const struct yaml *item;
	strings texts;
	size_t i;
	int err;

	err = schema_texts(schema, list, &texts);
	if (err)
		return err;
	for_each_yaml (item, list) {
		for (i = 0; i < ARRAY_SIZE(traits) && strcmp(traits[i], item->text); i++)
			;
		if (i == ARRAY_SIZE(traits))
			return schema_refuse(schema, item, "unknown trait '%s'",
					     item->text);
		*clients |= (uint32_t)1 << i;
	}
	return 0;
}

static int read_member(const struct schema *schema, const struct yaml *member,
		       struct statement *statement)
{
	const char *text;
	strings texts;

	if (!strcmp(member->key, "traits"))
		return read_traits(schema, member, &statement->clients);
	if (!strcmp(member->key, "source"))
		return schema_text(schema, member, &text);
	if (!strcmp(member->key, "compatibles"))
		statement->compatibles = member;
	else if (!strcmp(member->key, "names"))
		statement->names = member;
	else if (!strcmp(member->key, "socs"))
		statement->socs = member;
	else
		return schema_refuse(schema, member, "unknown key '%s' in a client",
				     member->key);
	return schema_texts(schema, member, &texts);
}

/* A later source replaces what an earlier one said; within one, statements add up. */
static void apply_compatible(const struct schema *schema, const char *text,
			     uint32_t clients)
{
	struct known_compatible *known = schema_compatible(schema, text);

	if (known->client_source != schema->source)
		known->clients = 0;
	known->client_source = schema->source;
	known->clients |= clients;
}

static void apply_name(const struct schema *schema, const char *text, uint32_t clients)
{
	struct known_name *name = schema_name(schema, text);

	if (name->source != schema->source)
		name->clients = 0;
	name->source = schema->source;
	name->clients |= clients;
}

static void apply_on_soc(const struct schema *schema, const struct yaml *soc,
			 const struct statement *statement)
{
	const struct known_compatible *known;
	struct known_on_soc *on_soc;
	const struct yaml *item;

	for_each_yaml (item, statement->compatibles) {
		known = schema_compatible(schema, item->text);
		on_soc = VEC_ADD(schema->arena,
				 &schema_soc(schema, soc->text)->compatibles);
		on_soc->compatible =
			(uint32_t)(known - schema->bindings->compatibles.items);
		on_soc->clients = statement->clients;
		on_soc->source = schema->source;
	}
}

static void apply(const struct schema *schema, const struct statement *statement)
{
	const struct yaml *item;

	if (statement->socs) {
		for_each_yaml (item, statement->socs)
			apply_on_soc(schema, item, statement);
		return;
	}
	if (statement->compatibles)
		for_each_yaml (item, statement->compatibles)
			apply_compatible(schema, item->text, statement->clients);
	if (statement->names)
		for_each_yaml (item, statement->names)
			apply_name(schema, item->text, statement->clients);
}

static int read_client(const struct schema *schema, const struct yaml *map)
{
	struct statement statement = { 0 };
	const struct yaml *member;
	int err = 0;

	if (map->kind != YAML_MAP)
		return schema_refuse(schema, map, "%s, expected a map",
				     yaml_kind_name(map->kind));
	for (member = map->first; member && !err; member = member->next)
		err = read_member(schema, member, &statement);
	if (err)
		return err;
	if (!yaml_find(map, "traits"))
		return schema_refuse(schema, map, "a client without 'traits'");
	if (!yaml_find(map, "source"))
		return schema_refuse(schema, map, "no 'source': where was this read?");
	if (!statement.compatibles && !statement.names)
		return schema_refuse(schema, map, "neither 'compatibles' nor 'names'");
	if (statement.socs && statement.names)
		return schema_refuse(schema, map, "'socs' goes with 'compatibles' only");
	apply(schema, &statement);
	return 0;
}

int clients_read(const struct schema *schema, const struct yaml *root)
{
	const struct yaml *list = yaml_find(root, "clients"), *item;
	int err = 0;

	if (root->count > 1)
		return schema_refuse(schema, root, "another key beside 'clients'");
	if (list->kind != YAML_LIST)
		return schema_refuse(schema, list, "%s, expected a list of maps",
				     yaml_kind_name(list->kind));
	for (item = list->first; item && !err; item = item->next)
		err = read_client(schema, item);
	return err;
}
