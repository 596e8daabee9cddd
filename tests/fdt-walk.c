/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks every tag of the given blobs with libfdt and does nothing else: the floor that
 * `make bench` measures the tool against. Prints how many tags there were.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE_MAX_BYTES = 64 * 1024 * 1024 };

static unsigned long walk(const void *blob)
{
	unsigned long tags = 0;
	int offset = 0, next;
	uint32_t tag;

	do {
		tag = fdt_next_tag(blob, offset, &next);
		offset = next;
		tags++;
	} while (tag != FDT_END && next >= 0);
	return tags;
}

static size_t read_file(const char *path, void *buffer)
{
	FILE *in = fopen(path, "rb");
	size_t size;

	if (!in)
		return 0;
	size = fread(buffer, 1, SIZE_MAX_BYTES, in);
	fclose(in);
	return size;
}

int main(int argc, char **argv)
{
	void *buffer = malloc(SIZE_MAX_BYTES);
	unsigned long tags = 0;
	int i;

	if (!buffer)
		return EXIT_FAILURE;
	for (i = 1; i < argc; i++) {
		size_t size = read_file(argv[i], buffer);

		if (size < sizeof(struct fdt_header) || fdt_check_header(buffer) ||
		    fdt_totalsize(buffer) > size) {
			fprintf(stderr, "%s: not a device tree\n", argv[i]);
			return EXIT_FAILURE;
		}
		tags += walk(buffer);
	}
	printf("%lu\n", tags);
	free(buffer);
	return EXIT_SUCCESS;
}
