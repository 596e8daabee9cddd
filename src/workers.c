/* SPDX-License-Identifier: BSD-2-Clause */
#include "workers.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"

enum { PROGRESS_PERIOD = 100 * 1000 * 1000 /* ns */, PROGRESS_DELAY = 10 /* periods */ };

struct crew {
	const struct tasks *tasks;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t finished;
	size_t next, done;
};

struct worker {
	struct crew *crew;
	unsigned number;
	pthread_t thread;
};

/* The next task; false when all are taken. */
static bool take(struct crew *crew, bool has_done_one, size_t *task)
{
	bool taken;

	pthread_mutex_lock(&crew->lock);
	crew->done += has_done_one;
	if (crew->done == crew->tasks->count)
		pthread_cond_signal(&crew->finished);
	*task = crew->next;
	taken = crew->next < crew->tasks->count;
	crew->next += taken;
	pthread_mutex_unlock(&crew->lock);
	return taken;
}

static void *work(void *argument)
{
	const struct worker *worker = argument;
	const struct tasks *tasks = worker->crew->tasks;
	bool has_done_one = false;
	size_t task;

	while (take(worker->crew, has_done_one, &task)) {
		tasks->run(tasks->context, worker->number, task);
		has_done_one = true;
	}
	return NULL;
}

static struct timespec later(struct timespec time, long nanoseconds)
{
	time.tv_nsec += nanoseconds;
	if (time.tv_nsec >= 1000 * 1000 * 1000) {
		time.tv_nsec -= 1000 * 1000 * 1000;
		time.tv_sec++;
	}
	return time;
}

/* Shows how far the crew is until it is done. */
static void watch(struct crew *crew)
{
	FILE *stream = crew->tasks->progress;
	struct timespec wake;
	unsigned period = 0;

	clock_gettime(CLOCK_REALTIME, &wake);
	pthread_mutex_lock(&crew->lock);
	while (crew->done < crew->tasks->count) {
		wake = later(wake, PROGRESS_PERIOD);
		while (crew->done < crew->tasks->count &&
		       !pthread_cond_timedwait(&crew->finished, &crew->lock, &wake))
			;
		if (++period >= PROGRESS_DELAY && crew->done < crew->tasks->count)
			fprintf(stream, "\r%zu of %zu inputs", crew->done,
				crew->tasks->count);
	}
	pthread_mutex_unlock(&crew->lock);
	if (period >= PROGRESS_DELAY)
		fputs("\r\033[K", stream);
}

unsigned workers_useful(unsigned wanted, size_t tasks)
{
	if (wanted > tasks)
		wanted = (unsigned)tasks;
	return wanted ? wanted : 1;
}

/* One worker needs no thread unless somebody watches. */
static void run_here(struct crew *crew)
{
	struct worker worker = { .crew = crew };

	work(&worker);
}

void workers_run(const struct tasks *tasks, unsigned workers)
{
	struct crew crew = { .tasks = tasks };
	struct arena *arena;
	struct worker *all;
	unsigned i, started = 0;

	pthread_mutex_init(&crew.lock, NULL);
	pthread_cond_init(&crew.finished, NULL);
	arena = arena_new();
	all = arena_array(arena, workers, sizeof(*all));
	if (workers > 1 || tasks->progress) {
		for (; started < workers; started++) {
			all[started].crew = &crew;
			all[started].number = started;
			if (pthread_create(&all[started].thread, NULL, work,
					   &all[started]))
				break;
		}
	}
	if (!started)
		run_here(&crew);
	else if (tasks->progress)
		watch(&crew);
	for (i = 0; i < started; i++)
		pthread_join(all[i].thread, NULL);
	arena_free(arena);
	pthread_cond_destroy(&crew.finished);
	pthread_mutex_destroy(&crew.lock);
}
