/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/lines.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { FILE_BYTES_MAX = 16 * 1024 * 1024 };

static bool is_parent(const char *part, size_t length)
{
	return length == 2 && part[0] == '.' && part[1] == '.';
}

/* Takes the last part off the path; false where it has none that may go. */
static bool drop_last(struct text *path)
{
	const char *slash = path->length ? strrchr(path->chars, '/') : NULL;
	const char *last = slash ? slash + 1 : path->chars;

	if (!path->length || is_parent(last, strlen(last)) || !*last)
		return false;
	path->length = slash ? (size_t)(slash - path->chars) : 0;
	if (slash == path->chars)
		path->length = 1;
	path->chars[path->length] = '\0';
	return true;
}

static void add_part(struct text *path, const char *part, size_t length)
{
	if (!length || (length == 1 && *part == '.'))
		return;
	if (is_parent(part, length) && drop_last(path))
		return;
	if (path->length && path->chars[path->length - 1] != '/')
		text_add(path, "/", 1);
	text_add(path, part, length);
}

const char *source_path(struct arena *arena, const char *directory, const char *file)
{
	struct text path = { .arena = arena };
	size_t length;

	if (directory && *file != '/')
		file = arena_printf(arena, "%s/%s", directory, file);
	if (*file == '/')
		text_add(&path, "/", 1);
	while (*file) {
		length = strcspn(file, "/");
		add_part(&path, file, length);
		file += length + (file[length] == '/');
	}
	return path.chars ? path.chars : ".";
}

static void cut_lines(struct arena *arena, struct source_file *file, char *chars)
{
	VEC(const char *) lines = { 0 };

	file->text = chars;
	while (*chars) {
		*VEC_ADD(arena, &lines) = chars;
		chars += strcspn(chars, "\n");
		if (*chars)
			*chars++ = '\0';
	}
	file->lines = lines.items;
	file->count = (uint32_t)lines.count;
}

const struct source_file *source_open(struct source_files *files, const char *path)
{
	struct source_file *file;
	struct failure why = { 0 };
	char *chars;
	size_t size;

	for_each (file, &files->list)
		if (!strcmp(file->path, path))
			return file;
	file = VEC_ADD(files->arena, &files->list);
	file->path = path;
	if (!file_read(files->arena, path, FILE_BYTES_MAX, &chars, &size, &why) &&
	    size <= FILE_BYTES_MAX)
		cut_lines(files->arena, file, chars);
	return file;
}

static bool is_name_character(char c)
{
	return isalnum((unsigned char)c) || (c && strchr(",._+?#-@", c));
}

uint32_t source_column(const struct source_file *file, uint32_t line, const char *word)
{
	const size_t length = strlen(word);
	const char *begin, *found;

	if (!line || line > file->count)
		return 0;
	begin = file->lines[line - 1];
	for (found = begin; (found = strstr(found, word)); found++)
		if ((found == begin || !is_name_character(found[-1])) &&
		    !is_name_character(found[length]))
			return (uint32_t)(found - begin) + 1;
	return 0;
}

const char *source_allows(struct arena *arena, const struct source_file *file,
			  uint32_t line, const char *rule)
{
	static const char mark[] = "iommu-lint: allow ";
	const char *text, *end;
	size_t length;

	if (!line || line > file->count)
		return NULL;
	text = strstr(file->lines[line - 1], mark);
	if (!text)
		return NULL;
	text += strlen(mark);
	length = strlen(rule);
	if (strncmp(text, rule, length) || is_name_character(text[length]))
		return NULL;
	text = strstr(text + length, "-- ");
	if (!text)
		return "";
	text += strlen("-- ");
	end = strstr(text, "*/");
	length = end ? (size_t)(end - text) : strlen(text);
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return arena_copy(arena, text, length);
}
