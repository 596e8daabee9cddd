/* SPDX-License-Identifier: BSD-2-Clause */
/* An arena for each test of a case that has setup() and teardown() as its fixture. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "base/arena.h"

static struct arena *arena;

static void setup(void)
{
	arena = arena_new();
}

static void teardown(void)
{
	arena_free(arena);
}

#endif
