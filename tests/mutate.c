/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Feeds mutants of the given blobs to the pipeline:
 *
 *	mutate [-n COUNT] [-s SEED] FILE...
 *	mutate [-s SEED] -i INDEX -o OUT FILE...    writes that mutant instead
 *
 * Seed, index and files alone make a mutant, so the one that ends the process can be made
 * again. A child does the work; where it dies or takes too long, the parent names the
 * mutant and starts another child behind it. Exits with 1 where a mutant did harm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "pipeline.h"

enum { GROWTH = 64 * 1024, SECONDS_EACH = 20, HARM_MAX = 20 };

struct run {
	size_t first, end; /* indexes of the mutants */
	uint64_t seed;
	const char *out;
	struct bytes *files;
	size_t file_count;
	struct bytes mutant;
};

/* Shared with the child. */
struct progress {
	size_t index, judged;
};

static void make(struct run *run, size_t index)
{
	struct dice dice = { run->seed };
	const struct bytes *base, *other;

	dice.state = dice_roll(&dice, SIZE_MAX) ^ index;
	base = &run->files[dice_roll(&dice, run->file_count)];
	other = &run->files[dice_roll(&dice, run->file_count)];
	run->mutant.size = base->size;
	memcpy(run->mutant.at, base->at, base->size);
	mutate(&dice, &run->mutant, other);
}

static void work(struct run *run, volatile struct progress *now)
{
	for (; now->index < run->end; now->index++) {
		alarm(SECONDS_EACH);
		make(run, now->index);
		now->judged += pipeline_run(run->mutant.at, run->mutant.size);
	}
	exit(EXIT_SUCCESS);
}

/* Runs the mutants from now->index on in a child; true when it came to the end. */
static bool go_on(struct run *run, volatile struct progress *now)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child < 0)
		abort();
	if (!child)
		work(run, now);
	if (waitpid(child, &status, 0) != child)
		abort();
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static int run_all(struct run *run)
{
	volatile struct progress *now = mmap(NULL, sizeof(*now), PROT_READ | PROT_WRITE,
					     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int harm = 0;

	if (now == MAP_FAILED)
		abort();
	for (now->index = run->first; harm < HARM_MAX && !go_on(run, now); now->index++) {
		harm++;
		printf("mutant %zu of seed %llu does harm\n", now->index,
		       (unsigned long long)run->seed);
	}
	printf("%zu mutants of %zu files, %zu judged, %d do harm\n",
	       now->index - run->first, run->file_count, now->judged, harm);
	return harm ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int write_one(struct run *run)
{
	make(run, run->first);
	file_write(run->out, &run->mutant);
	return EXIT_SUCCESS;
}

static void read_files(struct run *run, char **paths, int count)
{
	size_t largest = 0, i;

	run->file_count = (size_t)count;
	run->files = calloc(run->file_count, sizeof(*run->files));
	if (!run->files)
		abort();
	for (i = 0; i < run->file_count; i++) {
		run->files[i] = file_read(paths[i], 0);
		if (run->files[i].size > largest)
			largest = run->files[i].size;
	}
	run->mutant.capacity = largest + GROWTH;
	run->mutant.at = malloc(run->mutant.capacity);
	if (!run->mutant.at)
		abort();
}

static void free_files(struct run *run)
{
	size_t i;

	for (i = 0; i < run->file_count; i++)
		free(run->files[i].at);
	free(run->files);
	free(run->mutant.at);
}

int main(int argc, char **argv)
{
	struct run run = { .end = 1000, .seed = 1 };
	int option, status;

	while ((option = getopt(argc, argv, "n:s:i:o:")) != -1) {
		if (option == 'n')
			run.end = strtoull(optarg, NULL, 0);
		else if (option == 's')
			run.seed = strtoull(optarg, NULL, 0);
		else if (option == 'i')
			run.first = strtoull(optarg, NULL, 0);
		else if (option == 'o')
			run.out = optarg;
		else
			return EXIT_FAILURE;
	}
	if (optind == argc) {
		fputs("mutate: no file given\n", stderr);
		return EXIT_FAILURE;
	}
	read_files(&run, argv + optind, argc - optind);
	status = run.out ? write_one(&run) : run_all(&run);
	free_files(&run);
	return status;
}
