/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/fit.h"

#include <errno.h>
#include <libfdt.h>
#include <stdbool.h>
#include <string.h>
#include <zlib.h>

enum { FIT_TREES_MAX = 4096 };

/* A part of the image. */
struct span {
	const uint8_t *bytes;
	size_t size;
};

static int find_images(const struct blob *image, struct failure *why)
{
	int images = fdt_subnode_offset(image->bytes, 0, "images");

	return images >= 0 ? images
			   : fail(why, -EINVAL, "no FIT image: /images is missing");
}

int fit_list(struct arena *arena, const struct blob *image, const char *const **names,
	     size_t *count, struct failure *why)
{
	VEC(const char *) list = { 0 };
	int images = find_images(image, why), node, length;
	const char *type, *name;

	if (images < 0)
		return images;
	fdt_for_each_subnode(node, image->bytes, images)
	{
		type = fdt_getprop(image->bytes, node, "type", &length);
		name = fdt_get_name(image->bytes, node, NULL);
		if (!type || !name || length != 8 || memcmp(type, "flat_dt", 8))
			continue;
		if (list.count == FIT_TREES_MAX)
			return fail(why, -EINVAL,
				    "more than %d device trees in one image",
				    FIT_TREES_MAX);
		*VEC_ADD(arena, &list) = arena_copy(arena, name, strlen(name));
	}
	if (!list.count)
		return fail(why, -EINVAL, "no device tree in this FIT image");
	*names = list.items;
	*count = list.count;
	return 0;
}

static bool read_number(const void *fdt, int node, const char *name, size_t *out)
{
	int length;
	const fdt32_t *cell = fdt_getprop(fdt, node, name, &length);

	if (!cell || length != 4)
		return false;
	*out = fdt32_ld(cell);
	return true;
}

/* External data counts from the image's start, or from its end rounded up to a cell. */
static int find_external(const struct blob *image, int node, struct span *out,
			 struct failure *why)
{
	size_t offset;

	if (!read_number(image->bytes, node, "data-size", &out->size))
		return fail(why, -EINVAL, "neither data nor data-size");
	if (!read_number(image->bytes, node, "data-position", &offset)) {
		if (!read_number(image->bytes, node, "data-offset", &offset))
			return fail(why, -EINVAL, "data-size without data-offset");
		offset += (image->total + 3) / 4 * 4;
	}
	if (offset > image->size || out->size > image->size - offset)
		return fail(why, -EINVAL, "its data lies outside the image");
	out->bytes = image->bytes + offset;
	return 0;
}

static int find_data(const struct blob *image, int node, struct span *out,
		     struct failure *why)
{
	int length;

	out->bytes = fdt_getprop(image->bytes, node, "data", &length);
	if (!out->bytes)
		return find_external(image, node, out, why);
	out->size = (size_t)length;
	return 0;
}

static int unpack_gzip(struct arena *arena, struct span *data, struct failure *why)
{
	enum { WITH_GZIP_HEADER = 16 + MAX_WBITS };
	z_stream stream = { 0 };
	uint8_t *room = arena_alloc_raw(arena, BLOB_SIZE_MAX);
	int result;

	if (inflateInit2(&stream, WITH_GZIP_HEADER) != Z_OK)
		return fail(why, -ENOMEM, "out of memory");
	/* zlib reads through a pointer without const and changes nothing. */
	stream.next_in = (uint8_t *)(uintptr_t)data->bytes;
	stream.avail_in = (uInt)data->size;
	stream.next_out = room;
	stream.avail_out = BLOB_SIZE_MAX;
	result = inflate(&stream, Z_FINISH);
	data->bytes = room;
	data->size = stream.total_out;
	inflateEnd(&stream);
	return result == Z_STREAM_END ? 0 : fail(why, -EINVAL, "broken gzip data");
}

static int unpack(struct arena *arena, const struct blob *image, int node,
		  struct span *data, struct failure *why)
{
	int length;
	const char *compression = fdt_getprop(image->bytes, node, "compression", &length);

	if (!compression || !strncmp(compression, "none", (size_t)length))
		return 0;
	if (!strncmp(compression, "gzip", (size_t)length))
		return unpack_gzip(arena, data, why);
	return fail(why, -EINVAL, "compressed by %.*s, expected none or gzip", length,
		    compression);
}

int fit_extract(struct arena *arena, const struct blob *image, const char *name,
		struct blob *out, struct failure *why)
{
	int images = find_images(image, why), node, error;
	struct span data;

	if (images < 0)
		return images;
	node = fdt_subnode_offset(image->bytes, images, name);
	if (node < 0)
		return fail(why, -EINVAL, "no /images/%s in this FIT image", name);
	error = find_data(image, node, &data, why);
	if (!error)
		error = unpack(arena, image, node, &data, why);
	return error ? error : blob_wrap(arena, data.bytes, data.size, out, why);
}
