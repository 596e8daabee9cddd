/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/bindings.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "load/schema.h"

static int read_builtin(struct schema *schema)
{
	const struct builtin_schema *builtin;
	const struct yaml *root;
	int err = 0;

	for (builtin = builtin_schemas; builtin->name && !err; builtin++) {
		schema->file = builtin->name;
		err = yaml_read(schema->arena, builtin->name, builtin->text,
				builtin->length, &root, schema->why);
		if (!err)
			err = schema_read(schema, root);
	}
	return err;
}

static int is_schema(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 &&
	       !strcmp(entry->d_name + length - 5, ".yaml");
}

static int read_file(struct schema *schema, const char *directory, const char *name)
{
	const char *path = arena_printf(schema->arena, "%s/%s", directory, name);
	const struct yaml *root;
	int err;

	schema->file = path;
	err = yaml_read_file(schema->arena, path, &root, schema->why);
	return err ? err : schema_read(schema, root);
}

/* By strcmp(), so that the order does not depend on the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_directory(struct schema *schema, const char *directory)
{
	struct dirent **names;
	int i, count, err = 0;

	count = scandir(directory, &names, is_schema, by_name);
	if (count < 0)
		return fail(schema->why, -errno, "%s: %s", directory, strerror(errno));
	for (i = 0; i < count; i++) {
		if (!err)
			err = read_file(schema, directory, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	return err;
}

int bindings_read(struct arena *arena, const char *const *directories, size_t count,
		  const struct bindings **out, struct failure *why)
{
	struct bindings *bindings = arena_alloc(arena, sizeof(*bindings));
	struct schema schema = { arena, bindings, why, NULL, 1 };
	struct family_schema **family;
	size_t i;
	int err;

	err = read_builtin(&schema);
	for (i = 0; i < count && !err; i++) {
		schema.source++;
		err = read_directory(&schema, directories[i]);
	}
	if (err)
		return err;
	for_each (family, &bindings->families)
		family_finish(arena, *family);
	*out = bindings;
	return 0;
}

/* The entry of the string at the start of text, whose length it sets; NULL for none. */
static const struct known_compatible *
next_known(const struct bindings *bindings, const char *text, size_t left, size_t *length)
{
	const char *end = memchr(text, '\0', left);
	const uint32_t *number;

	*length = end ? (size_t)(end - text) : left;
	if (!end)
		return NULL;
	number = lookup_find(&bindings->by_compatible, text, *length);
	return number ? &bindings->compatibles.items[*number - 1] : NULL;
}

static const struct binding *merge(struct arena *arena,
				   const struct family_schema *family, uint64_t variants)
{
	struct binding *merged;
	size_t i;

	if (!variants)
		return &family->facts.values;
	merged = arena_alloc(arena, sizeof(*merged));
	*merged = family->facts.values;
	for (i = 0; i < family->variants.count; i++)
		if (variants >> i & 1)
			facts_merge(arena, &family->variants.items[i].facts, merged);
	return merged;
}

const struct binding *binding_for_compatible(const struct bindings *bindings,
					     struct arena *arena, const char *compatibles,
					     size_t length)
{
	const struct family_schema *family = NULL;
	const struct known_compatible *known;
	uint64_t variants = 0;
	size_t at, step;

	for (at = 0; at < length; at += step + 1) {
		known = next_known(bindings, compatibles + at, length - at, &step);
		if (!known || !known->family)
			continue;
		if (!family)
			family = known->family;
		if (known->family == family)
			variants |= known->variants;
	}
	return family ? merge(arena, family, variants) : NULL;
}

bool binding_has(const struct binding *binding, const char *trait)
{
	strings name;

	for (name = binding->traits; *name; name++)
		if (!strcmp(*name, trait))
			return true;
	return false;
}

/* Said of a node by its first compatible only. */
static const uint32_t of_first = CLIENT_ALWAYS_BEHIND_IOMMU | CLIENT_ALWAYS_COHERENT;

static void add_soc(const struct bindings *bindings, const struct known_soc *soc,
		    uint32_t *traits)
{
	const struct known_on_soc *on_soc;

	for_each (on_soc, &soc->compatibles)
		if (on_soc->source >=
		    bindings->compatibles.items[on_soc->compatible].client_source)
			traits[on_soc->compatible] |= on_soc->clients;
}

struct soc_traits soc_traits_find(const struct bindings *bindings, struct arena *arena,
				  const char *compatibles, size_t length)
{
	const uint32_t *number;
	uint32_t *traits = NULL;
	size_t at, step;

	for (at = 0; at < length; at += step + 1) {
		step = strnlen(compatibles + at, length - at);
		if (at + step == length)
			break;
		number = lookup_find(&bindings->by_soc, compatibles + at, step);
		if (!number)
			continue;
		if (!traits)
			traits = arena_array(arena, bindings->compatibles.count,
					     sizeof(*traits));
		add_soc(bindings, &bindings->socs.items[*number - 1], traits);
	}
	return (struct soc_traits){ bindings, traits };
}

static uint32_t traits_of(const struct soc_traits *soc,
			  const struct known_compatible *known)
{
	uint32_t clients = known->clients | (known->family ? CLIENT_OF_BINDING : 0);

	return soc->traits
		       ? clients | soc->traits[known - soc->bindings->compatibles.items]
		       : clients;
}

uint32_t client_traits_on(const struct soc_traits *soc, const char *compatibles,
			  size_t length, const char *name, size_t name_length)
{
	const struct bindings *bindings = soc->bindings;
	const struct known_compatible *known;
	const uint32_t *number;
	uint32_t clients = 0;
	size_t at, step;

	for (at = 0; at < length; at += step + 1) {
		known = next_known(bindings, compatibles + at, length - at, &step);
		if (known)
			clients |= traits_of(soc, known) & (at ? ~of_first : UINT32_MAX);
	}
	number = lookup_find(&bindings->by_name, name, name_length);
	return number ? clients | bindings->names.items[*number - 1].clients : clients;
}

uint32_t client_traits(const struct bindings *bindings, const char *compatibles,
		       size_t length, const char *name, size_t name_length)
{
	const struct soc_traits any = { bindings, NULL };

	return client_traits_on(&any, compatibles, length, name, name_length);
}
