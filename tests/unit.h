/* SPDX-License-Identifier: BSD-2-Clause */
/* Frame of a unit test: main() makes a suite, adds its tests and returns run_suite(). */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

#undef fail /* check's old macro, in the way of base/fail.h */

/* Adds one test case of the given name to the suite, and returns it for
   tcase_add_*(). */
static inline TCase *add_case(Suite *suite, const char *name)
{
	TCase *tcase = tcase_create(name);

	suite_add_tcase(suite, tcase);
	return tcase;
}

/* Runs and releases the suite; the result is main()'s. */
static inline int run_suite(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
