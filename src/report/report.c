/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/report.h"

#include <string.h>

#include "base/text.h"
#include "report/formats.h"

static const struct format formats[] = {
#define FORMAT(name, topology) { #name, topology, name##_print },
#include "report/formats.def"
#undef FORMAT
};

const struct format *format_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const char *format_names(struct arena *arena)
{
	struct text text = { .arena = arena };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		text_printf(&text, "%s%s", i ? ", " : "", formats[i].name);
	return text.chars;
}
