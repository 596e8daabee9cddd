/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <libfdt.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Reads until the end of the file into room for at most capacity bytes. */
static int read_all(int fd, uint8_t *bytes, size_t capacity, size_t *size)
{
	ssize_t got;

	*size = 0;
	while (*size < capacity) {
		got = read(fd, bytes + *size, capacity - *size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			break;
		*size += (size_t)got;
	}
	return 0;
}

/*
 * Reads a file of a size that is not known before: a pipe, or one that grows. Doubles the
 * room, so that the arena holds at most twice what is read.
 */
static int read_growing(struct arena *arena, int fd, uint8_t **bytes, size_t *size)
{
	size_t capacity = 64 * 1024, got;
	uint8_t *grown;
	int error;

	*bytes = arena_alloc_raw(arena, capacity);
	*size = 0;
	for (;;) {
		error = read_all(fd, *bytes + *size, capacity - *size, &got);
		if (error)
			return error;
		*size += got;
		if (*size < capacity || *size > BLOB_SIZE_MAX)
			return 0;
		capacity *= 2;
		grown = arena_alloc_raw(arena, capacity);
		memcpy(grown, *bytes, *size);
		*bytes = grown;
	}
}

static int read_file(struct arena *arena, int fd, uint8_t **bytes, size_t *size)
{
	struct stat status;

	if (fstat(fd, &status))
		return -errno;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	/* What the kernel makes on the fly says that it is empty. */
	if (!S_ISREG(status.st_mode) || !status.st_size)
		return read_growing(arena, fd, bytes, size);
	*size = (size_t)status.st_size;
	if (status.st_size > BLOB_SIZE_MAX)
		return 0;
	*bytes = arena_alloc_raw(arena, *size + 1);
	return read_all(fd, *bytes, *size, size);
}

int blob_read(struct arena *arena, const char *path, struct blob *out,
	      struct failure *why)
{
	const bool is_stdin = !strcmp(path, "-");
	uint8_t *bytes = NULL;
	size_t size;
	int fd, error;

	fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(why, -errno, "%s", strerror(errno));
	error = read_file(arena, fd, &bytes, &size);
	if (!is_stdin)
		close(fd);
	if (error)
		return fail(why, error, "%s", strerror(-error));
	if (!size)
		return fail(why, -EINVAL, "empty file");
	return blob_wrap(arena, bytes, size, out, why);
}
