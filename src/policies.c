/* SPDX-License-Identifier: BSD-2-Clause */
#include "policies.h"

#include <string.h>
#include <sys/stat.h>

#include "rules/names.h"

static const char file_name[] = ".iommu-lint.yaml";

enum { LEVELS_MAX = 256 };

/* The policy of a folder, for the next input in it. */
struct folder {
	const char *path;
	const struct policy *policy;
};

struct finder {
	const struct options *options;
	struct rule_settings command_line;
	struct policies *out;
	VEC(struct folder) folders;
};

static bool exists(const char *path)
{
	struct stat status;

	return !stat(path, &status);
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat one, other;

	return !stat(a, &one) && !stat(b, &other) && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

/* The folder of a path, as it is written. */
static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_copy(arena, path, (size_t)(slash - path));
}

/* The folder above, as short as it can be written; NULL above the root. */
static const char *folder_above(struct arena *arena, const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	if (!strcmp(path, "."))
		return "..";
	if (!strcmp(path, "/"))
		return NULL;
	if (*name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
		return folder_of(arena, path);
	path = arena_printf(arena, "%s/..", path);
	return is_same_file(path, folder_of(arena, path)) ? NULL : path;
}

static const char *inside(struct arena *arena, const char *folder, const char *name)
{
	if (!strcmp(folder, "."))
		return name;
	return arena_printf(arena, "%s%s%s", folder, strcmp(folder, "/") ? "/" : "",
			    name);
}

static bool is_below_here(const char *folder)
{
	return *folder != '/' && strncmp(folder, "..", 2) != 0;
}

/*
 * The nearest file from the folder upward. Above the folder and the current one it counts
 * only within a repository: nobody else's file is to steer the tool from /tmp.
 */
static const char *find_file(struct arena *arena, const char *folder)
{
	const char *found = NULL, *path;
	unsigned level;

	for (level = 0; folder && level < LEVELS_MAX; level++) {
		path = inside(arena, folder, file_name);
		if (!found && exists(path))
			found = path;
		if (found && (!level || is_below_here(folder)))
			return found;
		if (exists(inside(arena, folder, ".git")))
			return found;
		folder = folder_above(arena, folder);
	}
	return NULL;
}

/* The policy of a file, built once; path may be NULL. */
static int get_policy(struct finder *finder, const char *path, const struct policy **out,
		      struct failure *why)
{
	struct arena *arena = finder->options->arena;
	struct config *config = NULL;
	struct policy **known, *policy;

	for_each (known, &finder->out->list) {
		*out = *known;
		if (path && (*known)->config && !strcmp((*known)->config->path, path))
			return 0;
		if (!path && !(*known)->config)
			return 0;
	}
	*out = policy = arena_alloc(arena, sizeof(*policy));
	*VEC_ADD(arena, &finder->out->list) = policy;
	if (path) {
		config = arena_alloc(arena, sizeof(*config));
		if (config_read(arena, path, config, why))
			return -1;
	}
	return policy_build(arena, config, &finder->command_line, policy, why);
}

static int find_for_folder(struct finder *finder, const char *path,
			   const struct policy **out, struct failure *why)
{
	struct arena *arena = finder->options->arena;
	const char *file = finder->options->config;
	struct folder *folder;
	size_t i;

	/* Inputs are sorted: mostly it is the folder before. */
	for (i = finder->folders.count; i-- > 0;) {
		if (!strcmp(finder->folders.items[i].path, path)) {
			*out = finder->folders.items[i].policy;
			return 0;
		}
	}
	if (!file && !finder->options->no_config) {
		file = find_file(arena, path);
		if (!file)
			file = find_file(arena, ".");
	}
	if (get_policy(finder, file, out, why))
		return -1;
	folder = VEC_ADD(arena, &finder->folders);
	folder->path = path;
	folder->policy = *out;
	return 0;
}

int policies_find(const struct options *options, struct inputs *inputs,
		  struct policies *out, struct failure *why)
{
	struct finder finder = {
		.options = options,
		.command_line = { options->overrides.items, options->overrides.count },
		.out = out,
	};
	struct input *input;

	memset(out, 0, sizeof(*out));
	for_each (input, &inputs->list)
		if (find_for_folder(&finder, folder_of(options->arena, input->path),
				    &input->policy, why))
			return -1;
	return 0;
}

static void print_rules(const struct policy *policy, FILE *stream)
{
	const struct rule_settings *rules = &policy->rules;
	const struct severity_override *override;
	size_t i;

	if (rules->count)
		fputs("rules:\n", stream);
	for (i = 0; i < rules->count; i++) {
		override = &rules->overrides[i];
		fprintf(stream, "  %s: %s", override->rule->id,
			severity_name(override->severity));
		if (i < policy->own_rules)
			fprintf(stream, "  # %s:%u\n", policy->config->path,
				policy->config->rules.items[i].line);
		else
			fputs("  # --rule\n", stream);
	}
}

static void print_member(const char *name, const char *value, FILE *stream)
{
	if (value)
		fprintf(stream, "    %s: %s\n", name, value);
}

static void print_allow(const struct policy *policy, FILE *stream)
{
	const struct config_allow *allow;

	if (policy->config->allow.count)
		fputs("allow:\n", stream);
	for_each (allow, &policy->config->allow) {
		fprintf(stream, "  - rule: %s  # %s:%u%s\n", allow->rule,
			policy->config->path, allow->line,
			allow->expires && strcmp(policy->today, allow->expires) > 0
				? ", expired"
				: "");
		print_member("node", allow->node, stream);
		print_member("compatible", allow->compatible, stream);
		print_member("board", allow->board, stream);
		print_member("reason", allow->reason, stream);
		print_member("expires", allow->expires, stream);
	}
}

static void print_ranges(const struct range *ranges, size_t count, FILE *stream)
{
	size_t i;

	for (i = 0; i < count; i++)
		fprintf(stream, "%s0x%llx:0x%llx", i ? ", " : "",
			(unsigned long long)ranges[i].first,
			(unsigned long long)range_length(ranges[i]));
}

static void print_memory(const struct policy *policy, const struct options *options,
			 FILE *stream)
{
	const struct config_memory *memory;

	if (options->memory.count) {
		fputs("memory: [", stream);
		print_ranges(options->memory.items, options->memory.count, stream);
		fputs("]  # --memory, for all boards\n", stream);
		return;
	}
	if (!policy->config)
		return;
	for_each (memory, &policy->config->memory) {
		fprintf(stream, "%s  - board: %s  # %s:%u\n    ranges: [",
			memory == policy->config->memory.items ? "memory:\n" : "",
			memory->board, policy->config->path, memory->line);
		print_ranges(memory->ranges.items, memory->ranges.count, stream);
		fputs("]\n", stream);
	}
}

static void print_ids(const struct policy *policy, FILE *stream)
{
	const struct config_ids *ids;
	const struct range *range;

	if (policy->config->ids.count)
		fputs("stream-ids:\n", stream);
	for_each (ids, &policy->config->ids) {
		fprintf(stream, "  - iommu: %s  # %s:%u\n", ids->iommu,
			policy->config->path, ids->line);
		print_member("board", ids->board, stream);
		fputs("    ids: [", stream);
		for_each (range, &ids->ids)
			fprintf(stream, "%s0x%llx-0x%llx",
				range == ids->ids.items ? "" : ", ",
				(unsigned long long)range->first,
				(unsigned long long)range->last);
		fputs("]\n", stream);
	}
}

void policies_print(const struct policies *policies, const struct options *options,
		    FILE *stream)
{
	const char *fail_on = "never";
	struct policy *const *policy;

	if (options->fail_on != FAIL_ON_NEVER)
		fail_on = severity_name((enum severity)options->fail_on);
	fprintf(stream, "linux: %s  # %s\nfail-on: %s  # %s\n", options->kernel.name,
		options->has_linux ? "--linux" : "default", fail_on,
		options->has_fail_on ? "--fail-on" : "default");
	for_each (policy, &policies->list) {
		fprintf(stream, "configuration: %s\n",
			(*policy)->config ? (*policy)->config->path : "none");
		print_rules(*policy, stream);
		if ((*policy)->config)
			print_allow(*policy, stream);
		print_memory(*policy, options, stream);
		if ((*policy)->config)
			print_ids(*policy, stream);
	}
}
