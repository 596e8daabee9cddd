/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/unpacked.h"

#include <errno.h>
#include <libfdt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/vec.h"

enum { DEPTH_MAX = 64, SPACE = 2 * 1024 * 1024 };

/* A folder whose files are written, and what is left of its folders. */
struct folder {
	const char *path;
	const char **children; /* names of folders; sorted */
	size_t count, next;
};

struct writer {
	struct arena *arena;
	void *blob;
	size_t space;
	struct folder open[DEPTH_MAX + 1];
	size_t depth;
	struct failure *why;
};

bool unpacked_is(const char *path)
{
	static const char *const names[] = { "#address-cells", "#size-cells",
					     "compatible" };
	struct stat status;
	char file[4096];
	size_t i;
	int length;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		length = snprintf(file, sizeof(file), "%s/%s", path, names[i]);
		if (length > 0 && (size_t)length < sizeof(file) &&
		    !lstat(file, &status) && S_ISREG(status.st_mode))
			return true;
	}
	return false;
}

/* Makes room for size bytes more than libfdt's own. */
static int make_room(struct writer *w, size_t size)
{
	void *larger;

	w->space += size > w->space ? size + w->space : w->space;
	if (w->space > 2 * (size_t)BLOB_SIZE_MAX)
		return fail(w->why, -EFBIG, "more than %d bytes", BLOB_SIZE_MAX);
	larger = arena_alloc_raw(w->arena, w->space);
	fdt_resize(w->blob, larger, (int)w->space);
	w->blob = larger;
	return 0;
}

static int check(struct writer *w, int error)
{
	return error ? fail(w->why, -EINVAL, "cannot write the tree: %s",
			    fdt_strerror(error))
		     : 0;
}

static int write_property(struct writer *w, const char *path, const char *name)
{
	char *bytes;
	size_t size;
	int error;

	/* The node's own name, which Linux shows among its properties. */
	if (!strcmp(name, "name"))
		return 0;
	if (file_read(w->arena, path, BLOB_SIZE_MAX, &bytes, &size, w->why))
		return -EIO;
	if (size > BLOB_SIZE_MAX)
		return fail(w->why, -EFBIG, "%s: more than %d bytes", path,
			    BLOB_SIZE_MAX);
	while ((error = fdt_property(w->blob, name, bytes, (int)size)) ==
	       -FDT_ERR_NOSPACE)
		if (make_room(w, size))
			return -EFBIG;
	return check(w, error);
}

static int write_files(struct writer *w, struct folder *folder, const char **names,
		       size_t count)
{
	struct stat status;
	const char *path;
	size_t i;

	folder->children = arena_array(w->arena, count, sizeof(*folder->children));
	for (i = 0; i < count; i++) {
		path = arena_printf(w->arena, "%s/%s", folder->path, names[i]);
		if (lstat(path, &status))
			return fail(w->why, -errno, "%s: %s", path, strerror(errno));
		if (S_ISDIR(status.st_mode))
			folder->children[folder->count++] = names[i];
		else if (S_ISREG(status.st_mode) && write_property(w, path, names[i]))
			return -EIO;
	}
	return 0;
}

/* Opens the folder and writes its properties; its folders follow one by one. */
static int begin_folder(struct writer *w, const char *path, const char *name)
{
	struct folder *folder = &w->open[w->depth];
	const char **names = NULL;
	size_t count = 0;
	int error;

	if (w->depth > DEPTH_MAX)
		return fail(w->why, -EINVAL, "nodes are nested deeper than %d levels",
			    DEPTH_MAX);
	*folder = (struct folder){ .path = path };
	error = folder_names(w->arena, path, &names, &count);
	if (error)
		return fail(w->why, error, "%s: %s", path, strerror(-error));
	while ((error = fdt_begin_node(w->blob, name)) == -FDT_ERR_NOSPACE)
		error = make_room(w, strlen(name));
	if (error)
		return w->why->text[0] ? -EIO : check(w, error);
	w->depth++;
	return write_files(w, folder, names, count);
}

static int end_folder(struct writer *w)
{
	int error;

	w->depth--;
	while ((error = fdt_end_node(w->blob)) == -FDT_ERR_NOSPACE)
		if (make_room(w, FDT_TAGSIZE))
			return -EFBIG;
	return check(w, error);
}

static int write_tree(struct writer *w, const char *path)
{
	struct folder *folder;
	const char *name;
	int error = begin_folder(w, path, "");

	while (!error && w->depth) {
		folder = &w->open[w->depth - 1];
		if (folder->next == folder->count) {
			error = end_folder(w);
			continue;
		}
		name = folder->children[folder->next++];
		error = begin_folder(
			w, arena_printf(w->arena, "%s/%s", folder->path, name), name);
	}
	return error;
}

int unpacked_read(struct arena *arena, const char *path, struct blob *out,
		  struct failure *why)
{
	struct writer w = { .arena = arena, .space = SPACE, .why = why };
	int error;

	w.blob = arena_alloc_raw(arena, w.space);
	fdt_create(w.blob, (int)w.space);
	fdt_finish_reservemap(w.blob);
	error = write_tree(&w, path);
	while (!error && (error = fdt_finish(w.blob)) == -FDT_ERR_NOSPACE)
		error = make_room(&w, 64);
	if (error)
		return why->text[0] ? -EIO : check(&w, error);
	return blob_wrap(arena, w.blob, fdt_totalsize(w.blob), out, why);
}
