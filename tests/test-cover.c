/* SPDX-License-Identifier: BSD-2-Clause */
/* The first of overlapping ranges wins. */
#include "base/cover.h"
#include "base/vec.h"
#include "fixture.h"
#include "unit.h"

enum { RANGES_MAX = 4, PIECES_MAX = 7 };

static const struct {
	size_t count, pieces;
	struct range ranges[RANGES_MAX];
	struct cover_piece expected[PIECES_MAX];
} covers[] = {
	{ 0, 0, { { 0, 0 } }, { { { 0, 0 }, 0 } } },
	{ 1, 1, { { 0, UINT64_MAX } }, { { { 0, UINT64_MAX }, 0 } } },
	/* Apart, touching, equal. */
	{ 2, 2, { { 9, 9 }, { 0, 4 } }, { { { 0, 4 }, 1 }, { { 9, 9 }, 0 } } },
	{ 2, 2, { { 0, 4 }, { 5, 9 } }, { { { 0, 4 }, 0 }, { { 5, 9 }, 1 } } },
	{ 2, 1, { { 3, 5 }, { 3, 5 } }, { { { 3, 5 }, 0 } } },
	/* The first cuts the second, on either side and in the middle. */
	{ 2, 2, { { 0, 5 }, { 3, 9 } }, { { { 0, 5 }, 0 }, { { 6, 9 }, 1 } } },
	{ 2, 2, { { 3, 9 }, { 0, 5 } }, { { { 0, 2 }, 1 }, { { 3, 9 }, 0 } } },
	{ 2,
	  3,
	  { { 3, 5 }, { 0, 9 } },
	  { { { 0, 2 }, 1 }, { { 3, 5 }, 0 }, { { 6, 9 }, 1 } } },
	/* A later range that begins inside does not cut an earlier one. */
	{ 2, 1, { { 0, 9 }, { 3, 5 } }, { { { 0, 9 }, 0 } } },
	{ 3,
	  4,
	  { { 4, 6 }, { 0, 9 }, { 5, 20 } },
	  { { { 0, 3 }, 1 }, { { 4, 6 }, 0 }, { { 7, 9 }, 1 }, { { 10, 20 }, 2 } } },
	/* Up to the last address. */
	{ 2,
	  2,
	  { { 5, UINT64_MAX }, { 0, UINT64_MAX } },
	  { { { 0, 4 }, 1 }, { { 5, UINT64_MAX }, 0 } } },
	{ 2,
	  2,
	  { { UINT64_MAX, UINT64_MAX }, { 0, UINT64_MAX } },
	  { { { 0, UINT64_MAX - 1 }, 1 }, { { UINT64_MAX, UINT64_MAX }, 0 } } },
};

START_TEST(pieces_are_of_the_first)
{
	struct cover cover = cover_build(arena, covers[_i].ranges, covers[_i].count);
	size_t i;

	ck_assert_msg(cover.count == covers[_i].pieces, "case %d: %zu", _i, cover.count);
	for (i = 0; i < covers[_i].pieces; i++) {
		ck_assert_uint_eq(cover.pieces[i].range.first,
				  covers[_i].expected[i].range.first);
		ck_assert_uint_eq(cover.pieces[i].range.last,
				  covers[_i].expected[i].range.last);
		ck_assert_uint_eq(cover.pieces[i].owner, covers[_i].expected[i].owner);
	}
}
END_TEST

/* A small generator, so that every run tries the same ranges. */
static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 16;
}

static uint32_t first_owner(const struct range *ranges, size_t count, uint64_t address)
{
	uint32_t i;

	for (i = 0; i < count && !range_has(ranges[i], address); i++)
		;
	return i;
}

START_TEST(cover_agrees_with_a_search_from_the_front)
{
	const struct cover_piece *piece;
	struct range ranges[40];
	uint32_t state = (uint32_t)_i, owner;
	size_t i, count = next_random(&state) % ARRAY_SIZE(ranges);
	struct cover cover;
	uint64_t address;

	for (i = 0; i < count; i++) {
		ranges[i].first = next_random(&state) % 100;
		ranges[i].last = ranges[i].first + next_random(&state) % 30;
	}
	cover = cover_build(arena, ranges, count);
	ck_assert_uint_le(cover.count, 2 * count);
	for (address = 0; address < 140; address++) {
		piece = cover_find(&cover, address);
		owner = first_owner(ranges, count, address);
		ck_assert_msg(piece ? piece->owner == owner : owner == count,
			      "case %d, address %u", _i, (unsigned)address);
	}
	for (i = 1; i < cover.count; i++) {
		ck_assert_uint_lt(cover.pieces[i - 1].range.last,
				  cover.pieces[i].range.first);
		ck_assert(cover.pieces[i - 1].owner != cover.pieces[i].owner ||
			  cover.pieces[i - 1].range.last + 1 <
				  cover.pieces[i].range.first);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cover");
	TCase *tcase = add_case(suite, "cover");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, pieces_are_of_the_first, 0, ARRAY_SIZE(covers));
	tcase_add_loop_test(tcase, cover_agrees_with_a_search_from_the_front, 0, 200);
	return run_suite(suite);
}
