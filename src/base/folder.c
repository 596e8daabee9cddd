/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/sort.h"
#include "base/vec.h"

int folder_names(struct arena *arena, const char *path, const char ***names,
		 size_t *count)
{
	VEC(const char *) list = { 0 };
	DIR *directory = opendir(path);
	const struct dirent *entry;

	if (!directory)
		return -errno;
	while ((entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			*VEC_ADD(arena, &list) =
				arena_copy(arena, entry->d_name, strlen(entry->d_name));
	closedir(directory);
	sort_texts(list.items, list.count);
	*names = list.items;
	*count = list.count;
	return 0;
}
