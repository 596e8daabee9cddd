/* SPDX-License-Identifier: BSD-2-Clause */
#include "grow.h"

#include <ctype.h>
#include <libfdt.h>
#include <string.h>

#include "unit.h"

enum { SPACE = 65536, VALUE_MAX = 4096, NAME_LENGTH_MAX = 64 };

struct writer {
	void *fdt;
	const char *next;
};

static void skip_space(struct writer *writer)
{
	while (isspace((unsigned char)*writer->next))
		writer->next++;
}

static bool take(struct writer *writer, char c)
{
	skip_space(writer);
	if (*writer->next != c)
		return false;
	writer->next++;
	return true;
}

static void take_name(struct writer *writer, char *out)
{
	size_t length;

	skip_space(writer);
	length = strcspn(writer->next, " \t\n;={");
	ck_assert_msg(length && length < NAME_LENGTH_MAX, "no name: %s", writer->next);
	memcpy(out, writer->next, length);
	out[length] = '\0';
	writer->next += length;
}

static void write_cells(struct writer *writer, const char *name)
{
	uint8_t value[VALUE_MAX];
	size_t length = 0;
	fdt32_t cell;
	char *end;

	do {
		while (!take(writer, '>')) {
			cell = cpu_to_fdt32((uint32_t)strtoul(writer->next, &end, 16));
			ck_assert_msg(end != writer->next, "no cell: %s", writer->next);
			writer->next = end;
			ck_assert_uint_le(length + 4, sizeof(value));
			memcpy(value + length, &cell, 4);
			length += 4;
		}
	} while (take(writer, ',') && take(writer, '<'));
	ck_assert_int_eq(fdt_property(writer->fdt, name, value, (int)length), 0);
}

static void write_string(struct writer *writer, const char *name)
{
	char value[NAME_LENGTH_MAX];
	size_t length = strcspn(writer->next, "\"");

	ck_assert_uint_lt(length, sizeof(value));
	memcpy(value, writer->next, length);
	value[length] = '\0';
	writer->next += length + 1;
	ck_assert_int_eq(fdt_property(writer->fdt, name, value, (int)length + 1), 0);
}

static void write_property(struct writer *writer, const char *name)
{
	if (!take(writer, '='))
		ck_assert_int_eq(fdt_property(writer->fdt, name, "", 0), 0);
	else if (take(writer, '<'))
		write_cells(writer, name);
	else if (take(writer, '"'))
		write_string(writer, name);
	else
		ck_abort_msg("no value of %s: %s", name, writer->next);
	ck_assert_msg(take(writer, ';'), "no semicolon: %s", writer->next);
}

static void write_tree(struct writer *writer)
{
	char name[NAME_LENGTH_MAX];
	unsigned depth = 1;

	ck_assert_int_eq(fdt_begin_node(writer->fdt, ""), 0);
	while (depth) {
		skip_space(writer);
		if (!*writer->next || take(writer, '}')) {
			ck_assert_int_eq(fdt_end_node(writer->fdt), 0);
			(void)take(writer, ';');
			depth--;
			continue;
		}
		take_name(writer, name);
		if (take(writer, '{')) {
			ck_assert_int_eq(fdt_begin_node(writer->fdt, name), 0);
			depth++;
		} else {
			write_property(writer, name);
		}
	}
}

const struct tree *grow_tree(struct arena *arena, const char *text)
{
	struct writer writer = { arena_alloc(arena, SPACE), text };
	struct failure why = { "" };
	struct blob blob;
	struct tree *tree;

	ck_assert_int_eq(fdt_create(writer.fdt, SPACE), 0);
	ck_assert_int_eq(fdt_finish_reservemap(writer.fdt), 0);
	write_tree(&writer);
	ck_assert_int_eq(fdt_finish(writer.fdt), 0);
	ck_assert_msg(!blob_wrap(arena, writer.fdt, SPACE, &blob, &why), "%s", why.text);
	ck_assert_msg(!tree_build(arena, &blob, &tree, &why), "%s", why.text);
	return tree;
}

static const struct topology *build(struct arena *arena, const char *release,
				    const char *text,
				    const struct assumed_memory *assumed)
{
	const struct tree *tree = grow_tree(arena, text);
	const struct bindings *bindings;
	struct failure why = { "" };
	struct kernel kernel;

	ck_assert(kernel_parse(release, &kernel));
	ck_assert_msg(!bindings_read(arena, NULL, 0, &bindings, &why), "%s", why.text);
	return topology_build(arena, tree, bindings, &kernel, assumed);
}

const struct topology *grow_topology(struct arena *arena, const char *release,
				     const char *text)
{
	return build(arena, release, text, NULL);
}

const struct topology *grow_with_memory(struct arena *arena, const char *text,
					const struct assumed_memory *assumed)
{
	return build(arena, "7.2", text, assumed);
}
