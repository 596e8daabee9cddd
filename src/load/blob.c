/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/blob.h"

#include <errno.h>
#include <libfdt.h>

#include "base/file.h"

/* libfdt's own bound of the header; the struct block begins behind it. */
enum { HEADER_SIZE = sizeof(struct fdt_header), ALIGNMENT = 8 };

static int check_version(const struct fdt_header *header, struct failure *why)
{
	uint32_t version = fdt_version(header);
	uint32_t compatible = fdt_last_comp_version(header);

	if (version < 16 || compatible > 17)
		return fail(why, -EINVAL,
			    "format version %u (compatible with %u), expected 16 or 17",
			    version, compatible);
	return 0;
}

static int check_header(const struct blob *blob, struct failure *why)
{
	const struct fdt_header *header = (const void *)blob->bytes;
	int error;

	if (blob->size < 4 || fdt_magic(header) != FDT_MAGIC)
		return fail(why, -EINVAL,
			    "no flattened device tree: magic number missing");
	if (blob->size < HEADER_SIZE)
		return fail(why, -EINVAL, "truncated: %zu bytes, the header has %d",
			    blob->size, HEADER_SIZE);
	if (check_version(header, why))
		return -EINVAL;
	if (fdt_totalsize(header) > blob->size)
		return fail(why, -EINVAL, "truncated: %zu bytes, the header says %u",
			    blob->size, fdt_totalsize(header));
	error = fdt_check_header(header);
	if (error)
		return fail(why, -EINVAL, "broken header: %s", fdt_strerror(error));
	return 0;
}

int blob_wrap(struct arena *arena, const void *bytes, size_t size, struct blob *out,
	      struct failure *why)
{
	if (size > BLOB_SIZE_MAX)
		return fail(why, -EFBIG, "%zu bytes, at most %d are read", size,
			    BLOB_SIZE_MAX);
	if ((uintptr_t)bytes % ALIGNMENT)
		bytes = arena_copy(arena, bytes, size);
	out->bytes = bytes;
	out->size = size;
	if (check_header(out, why))
		return -EINVAL;
	out->total = fdt_totalsize(out->bytes);
	return 0;
}

int blob_read(struct arena *arena, const char *path, struct blob *out,
	      struct failure *why)
{
	char *bytes;
	size_t size;

	if (file_read(arena, path, BLOB_SIZE_MAX, &bytes, &size, why))
		return -EIO;
	if (!size)
		return fail(why, -EINVAL, "empty file");
	return blob_wrap(arena, bytes, size, out, why);
}
