/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/entry.h"

#include <string.h>

const char *entry_text(struct arena *arena, const char *property, int index)
{
	if (!property)
		return "";
	return index < 0 ? property : arena_printf(arena, "%s[%d]", property, index);
}

bool entry_is_unsaid(const struct finding *finding)
{
	return finding->property && !strstr(finding->message, finding->property);
}
