/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/kbuild.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { COMMAND_BYTES_MAX = 1024 * 1024, PARTS_MAX = 64 };

/* The command that made a file, cut up into words. */
struct command {
	const char *target; /* as make named it */
	VEC(const char *) words;
};

/* What is still to be found: a base may be put together itself. */
struct finder {
	struct kbuild *out;
	const char *dtc;
	const char *pending[PARTS_MAX]; /* the next one last */
	size_t pending_count;
};

static const char *beside(struct arena *arena, const char *path, const char *suffix)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return arena_printf(arena, "%.*s.%s%s", (int)(name - path), path, name, suffix);
}

/* The first line is "savedcmd_TARGET := COMMAND", in older kernels "cmd_TARGET := ...".
 */
static bool read_command(struct arena *arena, const char *path, struct command *out)
{
	struct failure why = { 0 };
	char *chars, *target, *rest, *word;
	size_t size;

	if (file_read(arena, beside(arena, path, ".cmd"), COMMAND_BYTES_MAX, &chars,
		      &size, &why) ||
	    size > COMMAND_BYTES_MAX)
		return false;
	chars[strcspn(chars, "\n")] = '\0';
	target = strstr(chars, "cmd_");
	rest = strstr(chars, " := ");
	if (!target || !rest || target > rest)
		return false;
	*rest = '\0';
	out->target = target + strlen("cmd_");
	for (word = strtok_r(rest + 4, " \t", &rest); word;
	     word = strtok_r(NULL, " \t", &rest))
		*VEC_ADD(arena, &out->words) = word;
	return true;
}

static bool ends_with(const char *text, const char *end)
{
	const size_t length = strlen(text), end_length = strlen(end);

	return length >= end_length && !strcmp(text + length - end_length, end);
}

/* "../../.." where this directory lies below root by so many levels, else root. */
static const char *from_here(struct arena *arena, const char *root)
{
	const size_t length = strlen(root);
	char *here = getcwd(NULL, 0);
	const char *c, *up = ".";

	if (!here || strncmp(here, root, length) ||
	    (here[length] && here[length] != '/')) {
		free(here);
		return root;
	}
	for (c = here + length; *c; c++)
		if (*c == '/')
			up = *up == '.' && !up[1] ? ".."
						  : arena_printf(arena, "../%s", up);
	free(here);
	return up;
}

/* Where make ran: what is left of the path when the target's name is taken off it. */
static const char *find_directory(struct arena *arena, const char *path,
				  const char *target)
{
	const char *directory = NULL;
	char *real;
	size_t length;

	if (!strcmp(path, target))
		return ".";
	if (ends_with(path, target)) {
		length = strlen(path) - strlen(target);
		return path[length - 1] == '/' ? arena_copy(arena, path, length - 1)
					       : NULL;
	}
	real = realpath(path, NULL);
	if (real && ends_with(real, target)) {
		length = strlen(real) - strlen(target);
		if (length > 1 && real[length - 1] == '/') {
			real[length - 1] = '\0';
			directory = from_here(arena, arena_copy(arena, real, length - 1));
		}
	}
	free(real);
	return directory;
}

static const char *join(struct arena *arena, const char *directory, const char *name)
{
	if (*name == '/' || !strcmp(directory, "."))
		return name;
	return arena_printf(arena, "%s/%s", directory, name);
}

/* Takes from dtc's part of the command, behind cpp's, what changes its result. */
static void take_settings(struct arena *arena, const struct command *command,
			  struct dts_settings *settings)
{
	const char *const *word;
	bool is_dtc = false;

	for_each (word, &command->words) {
		if (!is_dtc)
			is_dtc = ends_with(*word, "/dtc") || !strcmp(*word, "dtc");
		else if (!strcmp(*word, "-@"))
			settings->symbols = true;
		else if (!strncmp(*word, "-i", 2) && (*word)[2])
			*VEC_ADD(arena, &settings->includes) = *word + 2;
	}
}

static void add_part(struct arena *arena, const char *path, const char *source,
		     const struct command *command, struct finder *finder)
{
	struct kbuild_part *part = VEC_ADD(arena, &finder->out->parts);

	part->path = path;
	part->source = source;
	part->settings.directory = finder->out->directory;
	part->settings.dtc = finder->dtc;
	take_settings(arena, command, &part->settings);
}

/*
 * Puts the operands of "fdtoverlay -o TARGET -i BASE OVERLAY..." before what is pending,
 * so that the parts come out in the order in which they are applied.
 */
static bool expand(struct arena *arena, const struct command *command,
		   struct finder *finder)
{
	const char *operands[PARTS_MAX];
	size_t count = 0, i;

	if (!command->words.count || !ends_with(command->words.items[0], "fdtoverlay"))
		return false;
	for (i = 1; i < command->words.count; i++) {
		if (!strcmp(command->words.items[i], "-o"))
			i++;
		else if (*command->words.items[i] != '-' && count < PARTS_MAX)
			operands[count++] = command->words.items[i];
	}
	if (finder->pending_count + count > PARTS_MAX)
		return false;
	while (count--)
		finder->pending[finder->pending_count++] =
			join(arena, finder->out->directory, operands[count]);
	return true;
}

bool kbuild_find(struct arena *arena, const char *path, const char *dtc,
		 struct kbuild *out)
{
	struct finder finder = { .out = out, .dtc = dtc };
	struct command command = { 0 };
	const char *source;
	unsigned steps;

	if (!read_command(arena, path, &command))
		return false;
	out->directory = find_directory(arena, path, command.target);
	if (!out->directory)
		return false;
	finder.pending[finder.pending_count++] = path;
	for (steps = 0; finder.pending_count && steps < 2 * PARTS_MAX; steps++) {
		path = finder.pending[--finder.pending_count];
		source = beside(arena, path, ".dts.tmp");
		command = (struct command){ 0 };
		if (!read_command(arena, path, &command))
			return false;
		if (!access(source, R_OK))
			add_part(arena, path, source, &command, &finder);
		else if (!expand(arena, &command, &finder))
			return false;
	}
	return out->parts.count && !finder.pending_count;
}
