/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads until the end of the file into room for at most capacity bytes. */
static int read_all(int fd, char *bytes, size_t capacity, size_t *size)
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
static int read_growing(struct arena *arena, int fd, size_t max, char **bytes,
			size_t *size)
{
	size_t capacity = 64 * 1024, got;
	char *grown;
	int error;

	*bytes = arena_alloc_raw(arena, capacity);
	*size = 0;
	for (;;) {
		error = read_all(fd, *bytes + *size, capacity - *size, &got);
		if (error)
			return error;
		*size += got;
		if (*size < capacity || *size > max)
			return 0;
		capacity *= 2;
		grown = arena_alloc_raw(arena, capacity);
		memcpy(grown, *bytes, *size);
		*bytes = grown;
	}
}

static int read_open(struct arena *arena, int fd, size_t max, char **bytes, size_t *size)
{
	struct stat status;

	if (fstat(fd, &status))
		return -errno;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	/* What the kernel makes on the fly says that it is empty. */
	if (!S_ISREG(status.st_mode) || !status.st_size)
		return read_growing(arena, fd, max, bytes, size);
	*size = (size_t)status.st_size;
	if (*size > max)
		return 0;
	*bytes = arena_alloc_raw(arena, *size + 1);
	return read_all(fd, *bytes, *size, size);
}

int file_read(struct arena *arena, const char *path, size_t max, char **bytes,
	      size_t *size, struct failure *why)
{
	const bool is_stdin = !strcmp(path, "-");
	int fd, error;

	fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(why, -errno, "%s", strerror(errno));
	error = read_open(arena, fd, max, bytes, size);
	if (!is_stdin)
		close(fd);
	if (error)
		return fail(why, error, "%s", strerror(-error));
	if (*size <= max)
		(*bytes)[*size] = '\0';
	return 0;
}
