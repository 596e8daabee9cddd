/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/schema.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

enum type {
	TYPE_TEXT,     /* const char * */
	TYPE_TEXTS,    /* strings */
	TYPE_FLAG,     /* bool */
	TYPE_NUMBER,   /* 32 bits */
	TYPE_NUMBER64, /* 64 bits */
	TYPE_BITS,     /* list of numbers up to 31, as a set of bits */
	TYPE_WORD,     /* an enum */
	TYPE_KERNELS,  /* struct kernels */
	TYPE_MATCHES,  /* array of struct kernel_match */
};

static const char *const cells_effects[] = {
	[CELLS_IGNORED] = "ignored",
	[CELLS_PROBE_FAILS] = "probe-fails",
	[CELLS_MASTER_REFUSED] = "master-refused",
	[CELLS_MISREAD] = "misread",
	[CELLS_RANDOM_ID] = "random-id",
	NULL,
};

static const char *const matchings[] = {
	[MATCH_NONE] = "none",
	[MATCH_ID] = "id",
	[MATCH_MASK] = "mask",
	NULL,
};

static const char *const instances_words[] = {
	[INSTANCES_FIRST] = "first",
	[INSTANCES_LAST] = "last",
	[INSTANCES_ALL] = "all",
	[INSTANCES_REJECTED] = "rejected",
	NULL,
};

static const char *const shared_words[] = {
	[SHARED_IRRELEVANT] = "irrelevant", [SHARED_GROUP] = "group",
	[SHARED_REJECTED] = "rejected",     [SHARED_OVERWRITES] = "overwrites",
	[SHARED_CORRUPTS] = "corrupts",     NULL,
};

static const char *const group_words[] = {
	[GROUP_DEVICE] = "device",
	[GROUP_INSTANCE] = "instance",
	[GROUP_STREAMS] = "streams",
	[GROUP_FIRST_ID] = "first-id",
	[GROUP_ANY_ID] = "any-id",
	[GROUP_NONE] = "none",
	NULL,
};

static const char *const contexts_words[] = {
	[CONTEXTS_UNKNOWN] = "unknown",   [CONTEXTS_UNLIMITED] = "unlimited",
	[CONTEXTS_FIXED] = "fixed",       [CONTEXTS_INTERRUPTS] = "interrupts",
	[CONTEXTS_CHILDREN] = "children", NULL,
};

static const char *const domain_words[] = {
	[DOMAIN_DEFAULT] = "kernel",
	[DOMAIN_IDENTITY] = "identity",
	NULL,
};

static const struct field {
	const char *section, *key;
	enum type type;
	size_t offset, size;
	const char *const *words;
} fields[] = {
#define FIELD(section, key, type, member, words)                                         \
	{ section,                                                                       \
	  key,                                                                           \
	  TYPE_##type,                                                                   \
	  offsetof(struct binding, member),                                              \
	  sizeof(((struct binding *)0)->member),                                         \
	  words },
#include "load/binding.def"
#undef FIELD
};

static const char *const trait_names[] = {
#define TRAIT(name) name,
#include "load/trait.def"
#undef TRAIT
};

static const struct kernel_match no_matches[] = { { NULL, { 0, 0 } } };

void facts_defaults(struct facts *facts)
{
	facts->values = (struct binding){
		.compatibles = no_strings,
		.group_regions = no_strings,
		.driver_matches = no_matches,
		.cells_required = true,
		.id_max = UINT32_MAX,
		.id_likely_max = UINT32_MAX,
		.aperture_last = UINT64_MAX,
		.identity_clients = no_matches,
		.iommu_addresses = { UINT_MAX, 1 },
		.reg_required = true,
		.required = no_strings,
		.probe_needs = no_strings,
		.clock_names = no_strings,
		.vendor_compatibles = no_strings,
		.users = no_strings,
		.allowed_masters = no_strings,
		.traits = no_strings,
	};
}

static int read_number(const struct schema *schema, const struct yaml *item, uint64_t max,
		       uint64_t *out)
{
	if (!yaml_number(item, out))
		return schema_refuse(schema, item, "expected a number");
	if (*out > max)
		return schema_refuse(schema, item, "0x%llx is too big, at most 0x%llx",
				     (unsigned long long)*out, (unsigned long long)max);
	return 0;
}

static int read_bits(const struct schema *schema, const struct yaml *item, uint32_t *out)
{
	const struct yaml *member;
	uint64_t bit;
	int err;

	if (item->kind != YAML_LIST)
		return schema_refuse(schema, item, "%s, expected a list of numbers",
				     yaml_kind_name(item->kind));
	*out = 0;
	for_each_yaml (member, item) {
		err = read_number(schema, member, 31, &bit);
		if (err)
			return err;
		*out |= (uint32_t)1 << bit;
	}
	return 0;
}

static int read_word(const struct schema *schema, const struct yaml *item,
		     const char *const *words, uint32_t *out)
{
	const char *text;
	int err;

	err = schema_text(schema, item, &text);
	if (err)
		return err;
	for (*out = 0; words[*out]; ++*out)
		if (!strcmp(words[*out], text))
			return 0;
	return schema_refuse(schema, item, "'%s' is no word that '%s' knows", text,
			     item->key);
}

static int read_kernels(const struct schema *schema, const struct yaml *item,
			struct kernels *out)
{
	if (item->kind != YAML_SCALAR || !kernels_parse(item->text, out))
		return schema_refuse(schema, item,
				     "expected kernels such as 6.3- or 6.1-6.7 or none");
	return 0;
}

static int read_matches(const struct schema *schema, const struct yaml *item,
			const struct kernel_match **out)
{
	const struct yaml *member;
	struct kernel_match *matches;
	size_t count = 0;
	int err;

	if (item->kind != YAML_LIST)
		return schema_refuse(schema, item, "%s, expected a list of texts",
				     yaml_kind_name(item->kind));
	matches = arena_array(schema->arena, (size_t)item->count + 1, sizeof(*matches));
	for_each_yaml (member, item) {
		err = schema_match(schema, member, &matches[count++]);
		if (err)
			return err;
	}
	*out = matches;
	return 0;
}

static int read_field(const struct schema *schema, const struct yaml *item,
		      const struct field *field, void *out)
{
	uint64_t number;
	int err;

	switch (field->type) {
	case TYPE_TEXT:
		return schema_text(schema, item, out);
	case TYPE_TEXTS:
		return schema_texts(schema, item, out);
	case TYPE_FLAG:
		if (yaml_flag(item, out))
			return 0;
		return schema_refuse(schema, item, "expected true or false");
	case TYPE_NUMBER:
		err = read_number(schema, item, UINT32_MAX, &number);
		if (!err)
			*(uint32_t *)out = (uint32_t)number;
		return err;
	case TYPE_NUMBER64:
		return read_number(schema, item, UINT64_MAX, out);
	case TYPE_BITS:
		return read_bits(schema, item, out);
	case TYPE_WORD:
		return read_word(schema, item, field->words, out);
	case TYPE_KERNELS:
		return read_kernels(schema, item, out);
	case TYPE_MATCHES:
		return read_matches(schema, item, out);
	}
	return 0;
}

/* The number of a field, FACT_COUNT for none. */
static size_t find_field(const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < FACT_COUNT; i++)
		if (!strcmp(fields[i].section, section) && !strcmp(fields[i].key, key))
			break;
	return i;
}

bool facts_has_section(const char *name)
{
	size_t i;

	for (i = 0; i < FACT_COUNT; i++)
		if (!strcmp(fields[i].section, name))
			return true;
	return !strcmp(name, "traits");
}

static bool is_trait(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(trait_names); i++)
		if (!strcmp(trait_names[i], name))
			return true;
	return false;
}

static int read_traits(const struct schema *schema, const struct yaml *list,
		       strings *traits)
{
	const struct yaml *item;
	strings more;
	int err;

	err = schema_texts(schema, list, &more);
	if (err)
		return err;
	for_each_yaml (item, list)
		if (!is_trait(item->text))
			return schema_refuse(schema, item, "unknown trait '%s'",
					     item->text);
	*traits = strings_join(schema->arena, *traits ? *traits : no_strings, more);
	return 0;
}

int facts_read(const struct schema *schema, const struct yaml *section,
	       struct facts *facts)
{
	const struct yaml *item;
	size_t i;
	int err;

	if (!strcmp(section->key, "traits"))
		return read_traits(schema, section, &facts->values.traits);
	if (section->kind != YAML_MAP)
		return schema_refuse(schema, section, "%s, expected a map",
				     yaml_kind_name(section->kind));
	for_each_yaml (item, section) {
		if (!strcmp(item->key, "source"))
			continue;
		i = find_field(section->key, item->key);
		if (i == FACT_COUNT)
			return schema_refuse(schema, item, "unknown key '%s' in '%s'",
					     item->key, section->key);
		err = read_field(schema, item, &fields[i],
				 (char *)&facts->values + fields[i].offset);
		if (err)
			return err;
		facts->stated[i] = true;
	}
	return 0;
}

void facts_merge(struct arena *arena, const struct facts *from, struct binding *into)
{
	size_t i;

	for (i = 0; i < FACT_COUNT; i++)
		if (from->stated[i])
			memcpy((char *)into + fields[i].offset,
			       (const char *)&from->values + fields[i].offset,
			       fields[i].size);
	if (from->values.traits && *from->values.traits)
		into->traits = strings_join(arena, into->traits, from->values.traits);
}
