/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/dts.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "source/process.h"

struct command {
	struct arena *arena;
	VEC(const char *) words;
};

static void add(struct command *command, const char *word)
{
	*VEC_ADD(command->arena, &command->words) = word;
}

static int run(struct command *command, const struct dts_settings *settings,
	       const struct bytes *input, struct bytes *out, struct failure *why)
{
	struct process process = { 0 };

	add(command, NULL);
	process.argv = command->words.items;
	process.directory = settings->directory;
	if (input) {
		process.input = input->chars;
		process.input_size = input->size;
	}
	return process_run(command->arena, &process, &out->chars, &out->size, why);
}

static bool has(struct arena *arena, const struct dts_settings *settings,
		const char *directory, const char *name)
{
	const char *path = arena_printf(arena, "%s/%s", directory, name);

	if (settings->directory && *settings->directory && *path != '/')
		path = arena_printf(arena, "%s/%s", settings->directory, path);
	return !access(path, F_OK);
}

/*
 * Linux' sources find dt-bindings/ and other architectures' files by the first folder,
 * U-Boot's and others' by the second; both are looked for from the file's folder upward.
 */
static void add_tree_includes(struct command *command,
			      const struct dts_settings *settings, char *directory)
{
	enum { LEVELS = 16 };
	static const char *const folders[] = { "scripts/dtc/include-prefixes",
					       "include" };
	static const char *const proofs[] = { "scripts/dtc/include-prefixes",
					      "include/dt-bindings" };
	char *slash;
	size_t i;
	int level;

	for (level = 0; level < LEVELS; level++) {
		for (i = 0; i < ARRAY_SIZE(folders); i++)
			if (has(command->arena, settings, directory, proofs[i]))
				add(command, arena_printf(command->arena, "-I%s/%s",
							  directory, folders[i]));
		slash = strrchr(directory, '/');
		if (!slash || slash == directory)
			return;
		*slash = '\0';
	}
}

static char *directory_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_copy(arena, path, (size_t)(slash - path))
		     : arena_copy(arena, ".", 1);
}

int dts_preprocess(struct arena *arena, const struct dts_settings *settings,
		   const char *path, struct bytes *out, struct failure *why)
{
	static const char *const fixed[] = { "cpp",    "-nostdinc",
					     "-undef", "-D__DTS__",
					     "-x",     "assembler-with-cpp" };
	struct command command = { .arena = arena };
	const char *const *include;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fixed); i++)
		add(&command, fixed[i]);
	for_each (include, &settings->includes)
		add(&command, arena_printf(arena, "-I%s", *include));
	add(&command, arena_printf(arena, "-I%s", directory_of(arena, path)));
	add_tree_includes(&command, settings, directory_of(arena, path));
	/* A name that begins with a dash is still a file. */
	add(&command, *path == '-' ? arena_printf(arena, "./%s", path) : path);
	return run(&command, settings, NULL, out, why);
}

static void add_dtc(struct command *command, const struct dts_settings *settings,
		    const char *format)
{
	const char *const *include;

	add(command, settings->dtc);
	add(command, "-q");
	add(command, "-I");
	add(command, "dts");
	add(command, "-O");
	add(command, format);
	if (settings->symbols)
		add(command, "-@");
	for_each (include, &settings->includes) {
		add(command, "-i");
		add(command, *include);
	}
}

int dts_compile(struct arena *arena, const struct dts_settings *settings,
		const struct bytes *source, struct bytes *out, struct failure *why)
{
	struct command command = { .arena = arena };

	add_dtc(&command, settings, "dtb");
	add(&command, "-b");
	add(&command, "0");
	add(&command, "-");
	return run(&command, settings, source, out, why);
}

int dts_annotate(struct arena *arena, const struct dts_settings *settings,
		 const struct bytes *source, struct bytes *out, struct failure *why)
{
	struct command command = { .arena = arena };

	add_dtc(&command, settings, "dts");
	add(&command, "-T");
	add(&command, "-T");
	add(&command, "-");
	return run(&command, settings, source, out, why);
}
