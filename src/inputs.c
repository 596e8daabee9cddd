/* SPDX-License-Identifier: BSD-2-Clause */
#include "inputs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "base/folder.h"
#include "base/sort.h"
#include "load/fit.h"
#include "load/unpacked.h"
#include "base/utf8.h"

struct visited {
	dev_t device;
	ino_t inode;
};

struct search {
	struct arena *arena;
	struct inputs *found;
	VEC(const char *) pending; /* directories */
	VEC(const char *) links;   /* to directories; searched when pending is empty */
	VEC(struct visited) visited;
};

static void add(struct search *search, const char *path, const char *error)
{
	struct input *input = VEC_ADD(search->arena, &search->found->list);

	input->path = path;
	input->id = input->shown = utf8_copy(search->arena, path);
	input->error = error ? arena_copy(search->arena, error, strlen(error)) : NULL;
}

static bool ends_with(const char *name, const char *end)
{
	const size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && !strcmp(name + length - end_length, end);
}

static void add_entry(struct search *search, const char *path, const char *name)
{
	struct stat status;

	if (lstat(path, &status))
		return;
	if (S_ISDIR(status.st_mode)) {
		*VEC_ADD(search->arena, &search->pending) = path;
		return;
	}
	if (S_ISLNK(status.st_mode) && !stat(path, &status) && S_ISDIR(status.st_mode)) {
		*VEC_ADD(search->arena, &search->links) = path;
		return;
	}
	if (ends_with(name, ".dtb"))
		add(search, path, NULL);
}

static const char *join(struct arena *arena, const char *directory, const char *name)
{
	size_t length = strlen(directory);
	const char *slash = length && directory[length - 1] == '/' ? "" : "/";

	return arena_printf(arena, "%s%s%s", directory, slash, name);
}

static bool is_visited(const struct search *search, const struct stat *status)
{
	const struct visited *one;

	for_each (one, &search->visited)
		if (one->device == status->st_dev && one->inode == status->st_ino)
			return true;
	return false;
}

static void search_directory(struct search *search, const char *path)
{
	struct visited *visited;
	const char **names = NULL;
	struct stat status;
	size_t count = 0, i;
	int error;

	error = folder_names(search->arena, path, &names, &count);
	if (!error && stat(path, &status))
		error = -errno;
	if (error) {
		add(search, path, strerror(-error));
		return;
	}
	visited = VEC_ADD(search->arena, &search->visited);
	visited->device = status.st_dev;
	visited->inode = status.st_ino;
	for (i = 0; i < count; i++)
		add_entry(search, join(search->arena, path, names[i]), names[i]);
}

/* What is reached without links is named so; links come after it. */
static void search_all(struct search *search)
{
	struct stat status;
	bool through_link = false;
	const char *path;

	for (;;) {
		if (search->pending.count) {
			path = search->pending.items[--search->pending.count];
		} else if (search->links.count) {
			path = search->links.items[--search->links.count];
			through_link = true;
		} else {
			return;
		}
		if (!through_link || stat(path, &status) || !is_visited(search, &status))
			search_directory(search, path);
	}
}

static int compare(const void *left, const void *right)
{
	const struct input *a = left, *b = right;

	return strcmp(a->id, b->id);
}

static void sort(struct inputs *found)
{
	found->list.count = sort_unique(found->list.items, found->list.count,
					sizeof(*found->list.items), compare);
}

static void add_fit(struct search *search, const char *path)
{
	const char *const *names = NULL;
	struct failure why = { 0 };
	struct blob image;
	struct input *input;
	size_t count = 0, i;

	if (blob_read(search->arena, path, &image, &why) ||
	    fit_list(search->arena, &image, &names, &count, &why)) {
		add(search, path, why.text);
		return;
	}
	for (i = 0; i < count; i++) {
		input = VEC_ADD(search->arena, &search->found->list);
		input->path = path;
		input->part = names[i];
		input->shown = utf8_copy(search->arena, path);
		input->id = arena_printf(search->arena, "%s:%s", input->shown,
					 utf8_copy(search->arena, names[i]));
	}
}

static void add_directory(struct search *search, const char *path)
{
	const size_t before = search->found->list.count;

	if (unpacked_is(path)) {
		add(search, path, NULL);
		search->found->list.items[before].is_unpacked = true;
		return;
	}
	*VEC_ADD(search->arena, &search->pending) = path;
	search_all(search);
	if (search->found->list.count == before)
		add(search, path, "no *.dtb file in this directory");
}

void inputs_find(struct arena *arena, char *const *operands, size_t count,
		 struct inputs *out)
{
	struct search search = { .arena = arena, .found = out };
	struct stat status;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!strcmp(operands[i], "-") || stat(operands[i], &status))
			add(&search, operands[i], NULL);
		else if (S_ISDIR(status.st_mode))
			add_directory(&search, operands[i]);
		else if (ends_with(operands[i], ".itb"))
			add_fit(&search, operands[i]);
		else
			add(&search, operands[i], NULL);
	}
	sort(out);
}

/* Neither new inputs nor other machines move an input to another share. */
static unsigned share_of(const char *id, unsigned count)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *id; id++)
		hash = (hash ^ (unsigned char)*id) * UINT64_C(0x100000001b3);
	return (unsigned)((hash ^ hash >> 32) % count) + 1;
}

void inputs_take_share(struct inputs *inputs, struct share share)
{
	struct input *items = inputs->list.items;
	size_t i, kept = 0;

	if (!share.of)
		return;
	for (i = 0; i < inputs->list.count; i++)
		if (share_of(items[i].id, share.of) == share.number)
			items[kept++] = items[i];
	inputs->list.count = kept;
}
