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

static const char *const severities[] = {
	[SEVERITY_OFF] = "off",
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

static const char *const states[] = {
	[FINDING_NEW] = "new",
	[FINDING_KNOWN] = "known",
	[FINDING_SUPPRESSED] = "suppressed",
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

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_parse(const char *name, enum severity *out)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(severities); i++) {
		if (!strcmp(severities[i], name)) {
			*out = (enum severity)i;
			return true;
		}
	}
	return false;
}

const char *state_name(enum finding_state state)
{
	return states[state];
}

bool state_parse(const char *name, enum finding_state *out)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(states); i++) {
		if (!strcmp(states[i], name)) {
			*out = (enum finding_state)i;
			return true;
		}
	}
	return false;
}
