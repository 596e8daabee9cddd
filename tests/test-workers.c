/* SPDX-License-Identifier: BSD-2-Clause */
#include <pthread.h>
#include <string.h>

#include "base/vec.h"
#include "unit.h"
#include "workers.h"

enum { TASKS = 1000 };

struct log {
	unsigned done[TASKS]; /* how often each task ran */
	unsigned busy[TASKS]; /* by worker: now running */
	unsigned worker_count;
};

static void run_task(void *context, unsigned worker, size_t task)
{
	struct log *log = context;

	ck_assert_uint_lt(worker, log->worker_count);
	/* A worker does one task at a time, so these need no lock. */
	ck_assert_uint_eq(log->busy[worker]++, 0);
	log->done[task]++;
	log->busy[worker]--;
}

static const struct {
	unsigned workers;
	size_t tasks;
} cases[] = {
	{ 1, 0 }, { 1, 1 }, { 1, TASKS }, { 2, 1 }, { 2, 2 }, { 3, TASKS }, { 8, TASKS },
};

START_TEST(each_task_runs_once)
{
	static struct log log;
	const struct tasks tasks = { cases[_i].tasks, run_task, &log, NULL };
	size_t i;

	memset(&log, 0, sizeof(log));
	log.worker_count = cases[_i].workers;
	workers_run(&tasks, cases[_i].workers);
	for (i = 0; i < TASKS; i++)
		ck_assert_uint_eq(log.done[i], i < cases[_i].tasks);
}
END_TEST

START_TEST(no_more_workers_than_tasks)
{
	ck_assert_uint_eq(workers_useful(8, 3), 3);
	ck_assert_uint_eq(workers_useful(2, 3), 2);
	ck_assert_uint_eq(workers_useful(8, 0), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("workers");
	TCase *tcase = add_case(suite, "workers");

	tcase_add_loop_test(tcase, each_task_runs_once, 0, ARRAY_SIZE(cases));
	tcase_add_test(tcase, no_more_workers_than_tasks);
	return run_suite(suite);
}
