/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs the fuzz target over the files named, without libFuzzer. */
#include <stdio.h>
#include <stdlib.h>

#include "file.h"
#include "pipeline.h"

static void replay(const char *path)
{
	struct bytes bytes = file_read(path, 0);

	pipeline_run(bytes.at, bytes.size);
	free(bytes.at);
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		fprintf(stderr, "%s\n", argv[i]);
		replay(argv[i]);
	}
	printf("%d inputs\n", argc - 1);
	return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
