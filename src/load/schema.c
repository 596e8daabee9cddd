/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/schema.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const no_strings[] = { NULL };

int schema_refuse(const struct schema *schema, const struct yaml *at, const char *format,
		  ...)
{
	char reason[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	return fail(schema->why, -EINVAL, "%s:%u: %s", schema->file, at->line, reason);
}

static bool version_parse(const char *text, const char **end, unsigned *out)
{
	unsigned long major, minor;
	char *dot, *rest;

	if (*text < '0' || *text > '9')
		return false;
	major = strtoul(text, &dot, 10);
	if (*dot != '.' || dot[1] < '0' || dot[1] > '9')
		return false;
	minor = strtoul(dot + 1, &rest, 10);
	if (major > 1000 || minor > 999)
		return false;
	*end = rest;
	*out = (unsigned)(major * 1000 + minor);
	return true;
}

bool kernels_parse(const char *text, struct kernels *out)
{
	*out = (struct kernels){ 0, 0 };
	if (!strcmp(text, "none")) {
		*out = (struct kernels){ UINT_MAX, 1 };
		return true;
	}
	if (*text != '-' && !version_parse(text, &text, &out->from))
		return false;
	if (!*text) {
		out->to = out->from;
		return out->from;
	}
	if (*text++ != '-')
		return false;
	if (!*text)
		return out->from;
	return version_parse(text, &text, &out->to) && !*text && out->from <= out->to;
}

int schema_text(const struct schema *schema, const struct yaml *item, const char **out)
{
	if (item->kind != YAML_SCALAR)
		return schema_refuse(schema, item, "%s, expected a text",
				     yaml_kind_name(item->kind));
	if (!*item->text)
		return schema_refuse(schema, item, "an empty text");
	*out = item->text;
	return 0;
}

int schema_texts(const struct schema *schema, const struct yaml *item, strings *out)
{
	const struct yaml *member;
	const char **texts;
	size_t count = 0;
	int err;

	if (item->kind != YAML_LIST)
		return schema_refuse(schema, item, "%s, expected a list of texts",
				     yaml_kind_name(item->kind));
	texts = arena_array(schema->arena, (size_t)item->count + 1, sizeof(*texts));
	for_each_yaml (member, item) {
		err = schema_text(schema, member, &texts[count++]);
		if (err)
			return err;
	}
	*out = texts;
	return 0;
}

int schema_match(const struct schema *schema, const struct yaml *item,
		 struct kernel_match *out)
{
	const char *text, *space;
	int err;

	err = schema_text(schema, item, &text);
	if (err)
		return err;
	*out = (struct kernel_match){ text, { 0, 0 } };
	space = strchr(text, ' ');
	if (!space)
		return 0;
	out->compatible = arena_copy(schema->arena, text, (size_t)(space - text));
	if (kernels_parse(space + 1, &out->kernels))
		return 0;
	return schema_refuse(schema, item,
			     "expected kernels such as 6.3- or 6.1-6.7, got '%s'",
			     space + 1);
}

struct known_compatible *schema_compatible(const struct schema *schema, const char *text)
{
	struct bindings *bindings = schema->bindings;
	uint32_t *index = lookup_add(schema->arena, &bindings->by_compatible, text);

	if (!*index) {
		VEC_ADD(schema->arena, &bindings->compatibles);
		*index = (uint32_t)bindings->compatibles.count;
	}
	return &bindings->compatibles.items[*index - 1];
}

struct known_name *schema_name(const struct schema *schema, const char *text)
{
	struct bindings *bindings = schema->bindings;
	uint32_t *index = lookup_add(schema->arena, &bindings->by_name, text);

	if (!*index) {
		VEC_ADD(schema->arena, &bindings->names);
		*index = (uint32_t)bindings->names.count;
	}
	return &bindings->names.items[*index - 1];
}

struct known_soc *schema_soc(const struct schema *schema, const char *text)
{
	struct bindings *bindings = schema->bindings;
	uint32_t *index = lookup_add(schema->arena, &bindings->by_soc, text);

	if (!*index) {
		VEC_ADD(schema->arena, &bindings->socs);
		*index = (uint32_t)bindings->socs.count;
	}
	return &bindings->socs.items[*index - 1];
}

int schema_read(const struct schema *schema, const struct yaml *root)
{
	if (root->kind != YAML_MAP)
		return schema_refuse(schema, root, "%s, expected a map",
				     yaml_kind_name(root->kind));
	if (yaml_find(root, "binding"))
		return family_read(schema, root);
	if (yaml_find(root, "clients"))
		return clients_read(schema, root);
	return schema_refuse(schema, root, "neither 'binding' nor 'clients' is there");
}

static size_t length_of(strings texts)
{
	size_t count = 0;

	while (texts[count])
		count++;
	return count;
}

strings strings_join(struct arena *arena, strings a, strings b)
{
	size_t na = length_of(a), nb = length_of(b);
	const char **all = arena_array(arena, na + nb + 1, sizeof(*all));

	memcpy(all, a, na * sizeof(*all));
	memcpy(all + na, b, nb * sizeof(*all));
	return all;
}
