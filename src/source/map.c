/* SPDX-License-Identifier: BSD-2-Clause */
#include "source/map.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "load/overlay.h"
#include "source/kbuild.h"
#include "source/overlay.h"
#include "source/same.h"

enum { SOURCE_BYTES_MAX = 64 * 1024 * 1024 };

/* What a part of the input was compiled from, and what becomes of it. */
struct part {
	const struct dts_settings *settings;
	struct bytes source; /* preprocessed */
	struct blob blob;
	struct tree *tree;
	struct places places;
};

static int compile(struct arena *arena, struct part *part, struct failure *why)
{
	struct bytes blob;
	int error;

	error = dts_compile(arena, part->settings, &part->source, &blob, why);
	if (!error)
		error = blob_wrap(arena, blob.chars, blob.size, &part->blob, why);
	return error ? error : tree_build(arena, &part->blob, &part->tree, why);
}

static int annotate(struct arena *arena, struct part *part, struct failure *why)
{
	struct bytes text;
	int error = dts_annotate(arena, part->settings, &part->source, &text, why);

	if (!error)
		places_read(arena, text.chars, text.size, &part->places);
	return error;
}

/* One source, which makes the tree as a whole. */
static int map_source(struct arena *arena, struct part *part, const struct tree *tree,
		      struct source_map *out, struct failure *why)
{
	int error = compile(arena, part, why);

	if (error)
		return error;
	if (!trees_are_same(part->tree, tree))
		return fail(why, -ESTALE, "its source makes another tree");
	error = annotate(arena, part, why);
	out->places = part->places;
	return error;
}

static int read_part(struct arena *arena, const struct kbuild_part *from,
		     struct part *part, struct failure *why)
{
	part->settings = &from->settings;
	if (file_read(arena, from->source, SOURCE_BYTES_MAX, &part->source.chars,
		      &part->source.size, why))
		return -EIO;
	if (part->source.size > SOURCE_BYTES_MAX)
		return fail(why, -EFBIG, "%s is too large", from->source);
	return 0;
}

static int apply(struct arena *arena, struct blob *base, const struct part *overlay,
		 struct tree **tree, struct failure *why)
{
	int error = overlay_apply(arena, base, &overlay->blob, why);

	return error ? error : tree_build(arena, base, tree, why);
}

/* A base with overlays. Each overlay is seen from the tree that those before it made. */
static int map_composed(struct arena *arena, const struct kbuild *kbuild,
			const struct tree *tree, struct source_map *out,
			struct failure *why)
{
	struct tree *whole = NULL;
	struct blob blob = { 0 };
	struct part part;
	size_t i;

	for (i = 0; i < kbuild->parts.count; i++) {
		part = (struct part){ 0 };
		if (read_part(arena, &kbuild->parts.items[i], &part, why) ||
		    compile(arena, &part, why) || annotate(arena, &part, why))
			return -EINVAL;
		if (!i) {
			out->places = part.places;
			whole = part.tree;
			blob = part.blob;
			continue;
		}
		overlay_add_places(arena, whole, part.tree, &part.places, &out->places);
		if (apply(arena, &blob, &part, &whole, why))
			return -EINVAL;
	}
	return trees_are_same(whole, tree)
		       ? 0
		       : fail(why, -ESTALE, "its parts make another tree");
}

static int map_kbuild(struct arena *arena, const struct kbuild *kbuild,
		      const struct tree *tree, struct source_map *out,
		      struct failure *why)
{
	struct part part = { 0 };

	out->from = "kbuild";
	out->directory = kbuild->directory;
	if (kbuild->parts.count > 1)
		return map_composed(arena, kbuild, tree, out, why);
	if (read_part(arena, &kbuild->parts.items[0], &part, why))
		return -EIO;
	return map_source(arena, &part, tree, out, why);
}

static int map_given(struct arena *arena, const struct map_request *request,
		     const struct tree *tree, struct source_map *out, struct failure *why)
{
	struct part part = { .settings = request->settings };
	int error = 0;

	out->from = "source";
	if (request->preprocessed) {
		part.source = *request->preprocessed;
		error = annotate(arena, &part, why);
		out->places = part.places;
		return error;
	}
	error = dts_preprocess(arena, request->settings, request->source, &part.source,
			       why);
	return error ? error : map_source(arena, &part, tree, out, why);
}

void map_build(struct arena *arena, const struct map_request *request,
	       const struct tree *tree, struct source_map *out)
{
	struct kbuild kbuild = { 0 };
	struct failure why = { 0 };
	int error;

	*out = (struct source_map){ .state = MAP_NONE };
	if (request->preprocessed || request->source)
		error = map_given(arena, request, tree, out, &why);
	else if (kbuild_find(arena, request->path, request->settings->dtc, &kbuild))
		error = map_kbuild(arena, &kbuild, tree, out, &why);
	else
		return;
	out->state = !error ? MAP_USED : error == -ESTALE ? MAP_STALE : MAP_FAILED;
	if (error)
		out->why = arena_printf(arena, "%s", why.text);
}
