/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/picture.h"

#include <string.h>

#include "base/text.h"
#include "report/topology_json.h"

/* The value of inputs[].topology in a report. */
static void print_json(const struct picture *picture, FILE *stream)
{
	const struct findings none = { .arena = picture->arena };

	fprintf(stream, "%s\n", topology_json(picture->topo, &none, picture->arena));
}

static const struct picture_format formats[] = {
	{ "table", table_print },
	{ "json", print_json },
};

const struct picture_format *picture_format_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const char *picture_format_names(struct arena *arena)
{
	struct text text = { .arena = arena };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		text_printf(&text, i ? ", %s" : "%s", formats[i].name);
	return text.chars;
}
