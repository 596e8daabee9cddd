/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "load/schema.h"

/* What a new family must state: a default would be a guess. */
static const char *const needed[] = {
	"title", "driver", "compatibles", "cells", "instances", "shared-id", "groups",
};

static struct family_schema *find_family(const struct bindings *bindings, const char *id)
{
	struct family_schema **family;

	for_each (family, &bindings->families)
		if (!strcmp((*family)->facts.values.id, id))
			return *family;
	return NULL;
}

static struct family_schema *add_family(const struct schema *schema, const char *id)
{
	struct family_schema *family = arena_alloc(schema->arena, sizeof(*family));

	facts_defaults(&family->facts);
	family->facts.values.id = id;
	*VEC_ADD(schema->arena, &schema->bindings->families) = family;
	return family;
}

/* Frees a compatible from the family that has it. */
static int take(const struct schema *schema, struct family_schema *family,
		const struct yaml *item)
{
	struct known_compatible *known;
	const char *text;
	int err;

	err = schema_text(schema, item, &text);
	if (err)
		return err;
	known = schema_compatible(schema, text);
	if (!known->family || known->family == family)
		return schema_refuse(schema, item, "no other binding has '%s'", text);
	known->family = NULL;
	known->variants = 0;
	known->match = 0;
	return 0;
}

static int claim(const struct schema *schema, struct family_schema *family,
		 const struct yaml *item, const char *text)
{
	struct known_compatible *known = schema_compatible(schema, text);

	if (known->family && known->family != family)
		return schema_refuse(schema, item,
				     "compatible '%s' is claimed by '%s': list it under "
				     "'taken' to override",
				     text, known->family->facts.values.id);
	if (known->family && known->family_source == schema->source)
		return schema_refuse(schema, item, "compatible '%s' again", text);
	if (!known->family)
		*VEC_ADD(schema->arena, &family->compatibles) = text;
	known->family = family;
	known->family_source = schema->source;
	return 0;
}

static int claim_match(const struct schema *schema, struct family_schema *family,
		       const struct yaml *item)
{
	struct known_compatible *known;
	struct kernel_match match;
	int err;

	err = schema_match(schema, item, &match);
	if (!err)
		err = claim(schema, family, item, match.compatible);
	if (err)
		return err;
	known = schema_compatible(schema, match.compatible);
	if (!known->match) {
		VEC_ADD(schema->arena, &family->matches);
		known->match = (uint32_t)family->matches.count;
	}
	family->matches.items[known->match - 1] = match;
	return 0;
}

static int claim_other(const struct schema *schema, struct family_schema *family,
		       const struct yaml *item)
{
	const char *text;
	int err;

	err = schema_text(schema, item, &text);
	return err ? err : claim(schema, family, item, text);
}

/* Before the others, so that the order of the lists does not matter. */
static int read_taken(const struct schema *schema, struct family_schema *family,
		      const struct yaml *section)
{
	const struct yaml *list = yaml_find(section, "taken"), *item;
	int err = 0;

	if (!list)
		return 0;
	if (list->kind != YAML_LIST)
		return schema_refuse(schema, list, "%s, expected a list of texts",
				     yaml_kind_name(list->kind));
	for (item = list->first; item && !err; item = item->next)
		err = take(schema, family, item);
	return err;
}

static int read_compatible_list(const struct schema *schema, struct family_schema *family,
				const struct yaml *list)
{
	static const struct {
		const char *key;
		int (*claim)(const struct schema *schema, struct family_schema *family,
			     const struct yaml *item);
	} kinds[] = { { "driver", claim_match }, { "others", claim_other } };
	const struct yaml *item;
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(kinds) && strcmp(kinds[i].key, list->key); i++)
		;
	if (i == ARRAY_SIZE(kinds))
		return schema_refuse(schema, list, "unknown key '%s' in 'compatibles'",
				     list->key);
	if (list->kind != YAML_LIST)
		return schema_refuse(schema, list, "%s, expected a list of texts",
				     yaml_kind_name(list->kind));
	for (item = list->first; item && !err; item = item->next)
		err = kinds[i].claim(schema, family, item);
	return err;
}

static int read_compatibles(const struct schema *schema, struct family_schema *family,
			    const struct yaml *section)
{
	const struct yaml *list;
	int err;

	if (section->kind != YAML_MAP)
		return schema_refuse(schema, section, "%s, expected a map",
				     yaml_kind_name(section->kind));
	err = read_taken(schema, family, section);
	for (list = section->first; list && !err; list = list->next)
		if (strcmp(list->key, "source") && strcmp(list->key, "taken"))
			err = read_compatible_list(schema, family, list);
	return err;
}

static int need_source(const struct schema *schema, const struct yaml *map)
{
	const struct yaml *source = yaml_find(map, "source");
	const char *text;

	if (!source)
		return schema_refuse(schema, map, "no 'source': where was this read?");
	return schema_text(schema, source, &text);
}

static int match_variant(const struct schema *schema, struct family_schema *family,
			 const struct yaml *match)
{
	const struct yaml *item;
	struct known_compatible *known;

	for_each_yaml (item, match) {
		known = schema_compatible(schema, item->text);
		if (known->family != family)
			return schema_refuse(schema, item,
					     "'%s' is no compatible of this binding",
					     item->text);
		known->variants |= (uint64_t)1 << family->variants.count;
	}
	return 0;
}

static int read_variant_member(const struct schema *schema, struct family_schema *family,
			       const struct yaml *member, struct variant *variant)
{
	int err;

	if (!strcmp(member->key, "source"))
		return 0;
	if (facts_has_section(member->key))
		return facts_read(schema, member, &variant->facts);
	if (strcmp(member->key, "match"))
		return schema_refuse(schema, member, "unknown key '%s' in a variant",
				     member->key);
	err = schema_texts(schema, member, &variant->match);
	return err ? err : match_variant(schema, family, member);
}

static int read_variant(const struct schema *schema, struct family_schema *family,
			const struct yaml *map)
{
	struct variant variant = { 0 };
	const struct yaml *member;
	int err;

	if (map->kind != YAML_MAP)
		return schema_refuse(schema, map, "%s, expected a map",
				     yaml_kind_name(map->kind));
	if (family->variants.count == VARIANTS_MAX)
		return schema_refuse(schema, map, "more than %d variants", VARIANTS_MAX);
	err = need_source(schema, map);
	for (member = map->first; member && !err; member = member->next)
		err = read_variant_member(schema, family, member, &variant);
	if (err)
		return err;
	if (!variant.match)
		return schema_refuse(schema, map, "a variant without 'match'");
	*VEC_ADD(schema->arena, &family->variants) = variant;
	return 0;
}

static int read_variants(const struct schema *schema, struct family_schema *family,
			 const struct yaml *list)
{
	const struct yaml *item;
	int err = 0;

	if (list->kind != YAML_LIST)
		return schema_refuse(schema, list, "%s, expected a list of maps",
				     yaml_kind_name(list->kind));
	for (item = list->first; item && !err; item = item->next)
		err = read_variant(schema, family, item);
	return err;
}

/* A section of facts; it replaces what an earlier file stated. */
static int read_section(const struct schema *schema, struct family_schema *family,
			const struct yaml *section)
{
	struct facts facts = { 0 };
	int err;

	if (strcmp(section->key, "traits")) {
		err = section->kind == YAML_MAP ? need_source(schema, section) : 0;
		if (err)
			return err;
	}
	err = facts_read(schema, section, &facts);
	if (!err)
		facts_merge(schema->arena, &facts, &family->facts.values);
	return err;
}

/* Variants come last: their compatibles must be known. */
static int read_member(const struct schema *schema, struct family_schema *family,
		       const struct yaml *member)
{
	if (!strcmp(member->key, "binding") || !strcmp(member->key, "variants"))
		return 0;
	if (!strcmp(member->key, "title"))
		return schema_text(schema, member, &family->facts.values.title);
	if (!strcmp(member->key, "compatibles"))
		return read_compatibles(schema, family, member);
	if (facts_has_section(member->key))
		return read_section(schema, family, member);
	return schema_refuse(schema, member, "unknown key '%s'", member->key);
}

static int check_complete(const struct schema *schema, const struct yaml *root)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(needed); i++)
		if (!yaml_find(root, needed[i]))
			return schema_refuse(schema, root, "a new binding needs '%s'",
					     needed[i]);
	return 0;
}

int family_read(const struct schema *schema, const struct yaml *root)
{
	const struct yaml *member, *variants = yaml_find(root, "variants");
	struct family_schema *family;
	const char *id;
	int err;

	err = schema_text(schema, yaml_find(root, "binding"), &id);
	if (err)
		return err;
	family = find_family(schema->bindings, id);
	if (!family) {
		err = check_complete(schema, root);
		if (err)
			return err;
		family = add_family(schema, id);
	}
	for (member = root->first; member && !err; member = member->next)
		err = read_member(schema, family, member);
	if (!err && variants)
		err = read_variants(schema, family, variants);
	return err;
}

void family_finish(struct arena *arena, struct family_schema *family)
{
	struct binding *binding = &family->facts.values;

	*VEC_ADD(arena, &family->compatibles) = NULL;
	binding->compatibles = family->compatibles.items;
	VEC_ADD(arena, &family->matches);
	binding->driver_matches = family->matches.items;
}
