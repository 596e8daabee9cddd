/* SPDX-License-Identifier: BSD-2-Clause */
#include "image.h"

#include <errno.h>
#include <string.h>

#include "load/fit.h"
#include "load/overlay.h"
#include "load/unpacked.h"
#include "tree/tree.h"

static bool ends_with(const char *path, const char *end)
{
	const size_t length = strlen(path), end_length = strlen(end);

	return length > end_length && !strcmp(path + length - end_length, end);
}

static bool is_source(const char *path)
{
	return ends_with(path, ".dts") || ends_with(path, ".dtso");
}

static int open_source(struct arena *arena, const char *path,
		       const struct dts_settings *settings, struct image *out,
		       struct failure *why)
{
	struct bytes blob;
	int error;

	out->kind = "dts";
	error = dts_preprocess(arena, settings, path, &out->preprocessed, why);
	if (!error)
		error = dts_compile(arena, settings, &out->preprocessed, &blob, why);
	return error ? error : blob_wrap(arena, blob.chars, blob.size, &out->blob, why);
}

static int open_fit(struct arena *arena, const struct input *input, struct image *out,
		    struct failure *why)
{
	struct blob whole;
	int error;

	out->kind = "fit";
	error = blob_read(arena, input->path, &whole, why);
	return error ? error : fit_extract(arena, &whole, input->part, &out->blob, why);
}

static int open_any(struct arena *arena, const struct input *input,
		    const struct dts_settings *settings, struct image *out,
		    struct failure *why)
{
	if (input->part)
		return open_fit(arena, input, out, why);
	if (is_source(input->path))
		return open_source(arena, input->path, settings, out, why);
	if (input->is_unpacked) {
		out->kind = "fs";
		return unpacked_read(arena, input->path, &out->blob, why);
	}
	out->kind = "dtb";
	return blob_read(arena, input->path, &out->blob, why);
}

/* libfdt walks into overlays by recursion; reading the tree bounds its depth before. */
static int add_overlay(struct arena *arena, const char *path,
		       const struct image_settings *settings, struct image *out,
		       struct failure *why)
{
	const struct input input = { .path = path };
	struct failure inner = { 0 };
	struct dts_settings with_symbols = settings->dts;
	struct image overlay = { 0 };
	struct tree *tree;

	with_symbols.symbols = true;
	if (open_any(arena, &input, &with_symbols, &overlay, &inner) ||
	    tree_build(arena, &overlay.blob, &tree, &inner) ||
	    overlay_apply(arena, &out->blob, &overlay.blob, &inner))
		return fail(why, -EINVAL, "overlay %s: %s", path, inner.text);
	out->kind = "composed";
	return 0;
}

static int add_overlays(struct arena *arena, const struct image_settings *settings,
			struct image *out, struct failure *why)
{
	struct tree *tree;
	size_t i;

	if (settings->overlay_count && tree_build(arena, &out->blob, &tree, why))
		return -EINVAL;
	for (i = 0; i < settings->overlay_count; i++)
		if (add_overlay(arena, settings->overlays[i], settings, out, why))
			return -EINVAL;
	return 0;
}

int image_open(struct arena *arena, const struct input *input,
	       const struct image_settings *settings, struct image *out,
	       struct failure *why)
{
	struct dts_settings dts = settings->dts;
	int error;

	/* A base needs its labels where overlays are to find them. */
	dts.symbols = dts.symbols || settings->overlay_count;
	error = open_any(arena, input, &dts, out, why);
	if (error)
		return error;
	return add_overlays(arena, settings, out, why);
}
