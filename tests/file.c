/* SPDX-License-Identifier: BSD-2-Clause */
#include "file.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static _Noreturn void give_up(const char *path)
{
	perror(path);
	exit(EXIT_FAILURE);
}

static bool is_hex(const char *path)
{
	size_t length = strlen(path);

	return length > 4 && !strcmp(path + length - 4, ".hex");
}

/* Packs hexadecimal digits in place; all else between them is skipped. */
static void pack_digits(struct bytes *bytes)
{
	size_t in, digits = 0;

	for (in = 0; in < bytes->size; in++) {
		char digit[2] = { (char)bytes->at[in] };

		if (!isxdigit((unsigned char)digit[0]))
			continue;
		if (digits % 2)
			bytes->at[digits / 2] |= (uint8_t)strtoul(digit, NULL, 16);
		else
			bytes->at[digits / 2] = (uint8_t)(strtoul(digit, NULL, 16) << 4);
		digits++;
	}
	bytes->size = digits / 2;
}

struct bytes file_read(const char *path, size_t capacity)
{
	struct bytes bytes = { 0 };
	struct stat status;
	FILE *in;

	in = fopen(path, "rb");
	if (!in || fstat(fileno(in), &status))
		give_up(path);
	bytes.size = (size_t)status.st_size;
	bytes.capacity = bytes.size > capacity ? bytes.size : capacity;
	bytes.at = malloc(bytes.capacity + 1);
	if (!bytes.at || fread(bytes.at, 1, bytes.size, in) != bytes.size)
		give_up(path);
	fclose(in);
	if (is_hex(path))
		pack_digits(&bytes);
	return bytes;
}

void file_write(const char *path, const struct bytes *bytes)
{
	FILE *out = fopen(path, "wb");

	if (!out || fwrite(bytes->at, 1, bytes->size, out) != bytes->size || fclose(out))
		give_up(path);
}
