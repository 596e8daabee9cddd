/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/places.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct reader {
	struct arena *arena;
	struct places *out;
	VEC(const char *) open; /* paths of the nodes that are open */
};

/* Cuts " label: label: name" down to the name. */
static char *skip_labels(char *chars)
{
	char *colon;

	while ((colon = strstr(chars, ": ")) &&
	       strcspn(chars, " ={") > (size_t)(colon - chars))
		chars = colon + 2;
	return chars;
}

/* Reads "FILE:LINE:COLUMN-LINE:COLUMN"; what dtc made up has no such form. */
static bool read_place(char *text, struct place *out)
{
	char *dash = strrchr(text, '-'), *colon;
	unsigned long line;

	if (!dash)
		return false;
	line = strtoul(dash + 1, NULL, 10);
	out->last_line = line < UINT32_MAX ? (uint32_t)line : 0;
	*dash = '\0';
	colon = strrchr(text, ':');
	if (!colon)
		return false;
	*colon = '\0';
	colon = strrchr(text, ':');
	if (!colon)
		return false;
	*colon = '\0';
	line = strtoul(colon + 1, NULL, 10);
	out->line = line < UINT32_MAX ? (uint32_t)line : 0;
	out->file = text;
	return out->line && out->last_line >= out->line;
}

static void add(struct reader *reader, const char *property, char *comment)
{
	struct place place = { .node = reader->open.items[reader->open.count - 1],
			       .property = property };
	char *comma = strstr(comment, ", ");

	if (comma)
		*comma = '\0';
	if (read_place(comment, &place))
		*VEC_ADD(reader->arena, &reader->out->list) = place;
}

static void open_node(struct reader *reader, char *statement, char *comment)
{
	char *name = skip_labels(statement);
	const char *parent;

	name[strcspn(name, " ")] = '\0';
	if (!reader->open.count) {
		*VEC_ADD(reader->arena, &reader->open) = "/";
	} else {
		parent = reader->open.items[reader->open.count - 1];
		parent = reader->open.count == 1 ? "" : parent;
		*VEC_ADD(reader->arena, &reader->open) =
			arena_printf(reader->arena, "%s/%s", parent, name);
	}
	if (comment)
		add(reader, NULL, comment);
}

/* Cuts the trailing comment off the line and returns what is in it; NULL for none. */
static char *cut_comment(char *line)
{
	const size_t length = strlen(line);
	char *comment = NULL, *next;

	if (length < 3 || strcmp(line + length - 3, " */"))
		return NULL;
	/* A string may hold the same characters; the annotation comes last. */
	for (next = line; (next = strstr(next, " /* ")); next++)
		comment = next;
	if (!comment)
		return NULL;
	line[length - 3] = '\0';
	*comment = '\0';
	return comment + 4;
}

static void read_line(struct reader *reader, char *line)
{
	char *comment, *name;
	size_t length;

	line += strspn(line, "\t ");
	comment = cut_comment(line);
	length = strlen(line);
	if (!length || !strncmp(line, "/dts-v1/", 8) || !strncmp(line, "/plugin/", 8) ||
	    !strncmp(line, "/memreserve/", 12))
		return;
	if (line[length - 1] == '{') {
		open_node(reader, line, comment);
	} else if (!strcmp(line, "};")) {
		if (reader->open.count)
			reader->open.count--;
	} else if (reader->open.count && comment) {
		name = skip_labels(line);
		name[strcspn(name, " =;")] = '\0';
		add(reader, name, comment);
	}
}

static int compare_names(const struct place *a, const struct place *b)
{
	int order = strcmp(a->node, b->node);

	if (order)
		return order;
	return strcmp(a->property ? a->property : "", b->property ? b->property : "");
}

static int compare(const void *left, const void *right)
{
	return compare_names(left, right);
}

static int compare_with_order(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = compare_names(a, b);

	if (order || a->order == b->order)
		return order;
	return (a->order < b->order) == !a->property ? -1 : 1;
}

void places_settle(struct places *places)
{
	struct place *items = places->list.items;
	size_t i, kept = 0;

	for (i = 0; i < places->list.count; i++)
		items[i].order = (uint32_t)i;
	if (places->list.count)
		qsort(items, places->list.count, sizeof(*items), compare_with_order);
	for (i = 0; i < places->list.count; i++)
		if (!kept || compare_names(&items[kept - 1], &items[i]))
			items[kept++] = items[i];
	places->list.count = kept;
}

void places_read(struct arena *arena, char *annotated, size_t size, struct places *out)
{
	struct reader reader = { .arena = arena, .out = out };
	char *line = annotated, *end;

	while (line < annotated + size) {
		end = line + strcspn(line, "\n");
		*end = '\0';
		read_line(&reader, line);
		line = end + 1;
	}
	if (out->list.count)
		qsort(out->list.items, out->list.count, sizeof(*out->list.items),
		      compare);
}

const struct place *places_find(const struct places *places, const char *node,
				const char *property)
{
	const struct place key = { .node = node, .property = property };

	if (!places->list.count)
		return NULL;
	return bsearch(&key, places->list.items, places->list.count,
		       sizeof(*places->list.items), compare);
}
