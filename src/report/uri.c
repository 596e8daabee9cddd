/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/uri.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

const char *uri_of_path(struct arena *arena, const char *path)
{
	struct text text = { .arena = arena };

	text_printf(&text, "%s", *path == '/' ? "file://" : "");
	if (!strncmp(path, "./", 2))
		path += 2;
	for (; *path; path++) {
		if (isalnum((unsigned char)*path) || strchr("-._~/@", *path))
			text_add(&text, path, 1);
		else
			text_printf(&text, "%%%02X", (unsigned char)*path);
	}
	return text.chars ? text.chars : "";
}
