/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/bisect.h"
#include "base/fail.h"
#include "base/range.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "fixture.h"
#include "unit.h"

/* Sizes around the alignment and around the arena's chunks of 256 KiB. */
static const size_t sizes[] = {
	0, 1, 15, 16, 17, 4096, 262143, 262144, 262145, 1 << 20,
};

START_TEST(arena_alloc_is_aligned_and_zeroed)
{
	size_t size = sizes[_i], round, i;
	unsigned char *bytes;

	for (round = 0; round < 3; round++) {
		bytes = arena_alloc(arena, size);
		ck_assert_uint_eq((uintptr_t)bytes % alignof(max_align_t), 0);
		for (i = 0; i < size; i++)
			ck_assert_uint_eq(bytes[i], 0);
		if (size)
			memset(bytes, 0xa5, size);
		arena_reset(arena);
	}
}
END_TEST

START_TEST(arena_objects_do_not_overlap)
{
	enum { ROUNDS = 20 };
	unsigned char *objects[ROUNDS];
	size_t i, j, size;

	for (i = 0; i < ROUNDS; i++) {
		size = sizes[i % ARRAY_SIZE(sizes)];
		objects[i] = arena_alloc(arena, size);
		memset(objects[i], (int)i + 1, size);
	}
	for (i = 0; i < ROUNDS; i++)
		for (j = 0; j < sizes[i % ARRAY_SIZE(sizes)]; j++)
			ck_assert_uint_eq(objects[i][j], i + 1);
}
END_TEST

START_TEST(arena_reset_keeps_the_memory)
{
	void *first = arena_alloc(arena, 100);

	arena_alloc(arena, 1 << 20);
	arena_reset(arena);
	ck_assert_ptr_eq(arena_alloc(arena, 100), first);
}
END_TEST

START_TEST(arena_array_refuses_overflow)
{
	arena_array(arena, SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(arena_alloc_refuses_half_of_memory)
{
	arena_alloc(arena, SIZE_MAX - 8);
}
END_TEST

START_TEST(arena_array_takes_nothing)
{
	ck_assert_ptr_nonnull(arena_array(arena, 0, 8));
	ck_assert_ptr_nonnull(arena_array(arena, SIZE_MAX, 0));
}
END_TEST

START_TEST(arena_copy_ends_with_nul)
{
	ck_assert_str_eq(arena_copy(arena, "stream-id", 6), "stream");
	ck_assert_str_eq(arena_copy(arena, "stream-id", 0), "");
}
END_TEST

START_TEST(arena_printf_takes_any_length)
{
	ck_assert_str_eq(arena_printf(arena, "0x%x %s", 255U, "iommus"), "0xff iommus");
	ck_assert_uint_eq(strlen(arena_printf(arena, "%0300000d", 7)), 300000);
}
END_TEST

START_TEST(arena_free_takes_null)
{
	arena_free(NULL);
}
END_TEST

static const struct {
	uint64_t base, length;
	bool ok;
	uint64_t last;
} lengths[] = {
	{ 0, 0, false, 0 },
	{ 0, 1, true, 0 },
	{ 0x1000, 0x1000, true, 0x1fff },
	{ UINT64_MAX, 0, false, 0 },
	{ UINT64_MAX, 1, true, UINT64_MAX },
	{ UINT64_MAX, 2, false, 0 },
	{ 1, UINT64_MAX, true, UINT64_MAX },
	{ 2, UINT64_MAX, false, 0 },
	{ 0, UINT64_MAX, true, UINT64_MAX - 1 },
};

START_TEST(range_from_length_rejects_wrap)
{
	struct range range = { 1, 2 };
	bool ok = range_from_length(lengths[_i].base, lengths[_i].length, &range);

	ck_assert_msg(ok == lengths[_i].ok, "case %d", _i);
	if (!ok) {
		ck_assert_uint_eq(range.first, 1);
		ck_assert_uint_eq(range.last, 2);
		return;
	}
	ck_assert_uint_eq(range.first, lengths[_i].base);
	ck_assert_uint_eq(range.last, lengths[_i].last);
	ck_assert_uint_eq(range_length(range), lengths[_i].length);
}
END_TEST

START_TEST(range_length_of_all_64_bits)
{
	ck_assert_uint_eq(range_length((struct range){ 0, UINT64_MAX }), UINT64_MAX);
}
END_TEST

static const struct {
	struct range a, b;
	bool overlap, a_has_b, b_has_a;
} pairs[] = {
	{ { 0, 9 }, { 10, 19 }, false, false, false },
	{ { 0, 10 }, { 10, 19 }, true, false, false },
	{ { 0, 19 }, { 5, 6 }, true, true, false },
	{ { 5, 6 }, { 5, 6 }, true, true, true },
	{ { 0, UINT64_MAX }, { UINT64_MAX, UINT64_MAX }, true, true, false },
	{ { 0, 0 }, { UINT64_MAX, UINT64_MAX }, false, false, false },
};

START_TEST(range_relations)
{
	struct range a = pairs[_i].a, b = pairs[_i].b, both;

	ck_assert_msg(range_overlaps(a, b) == pairs[_i].overlap, "case %d", _i);
	ck_assert_msg(range_overlaps(b, a) == pairs[_i].overlap, "case %d", _i);
	ck_assert_msg(range_contains(a, b) == pairs[_i].a_has_b, "case %d", _i);
	ck_assert_msg(range_contains(b, a) == pairs[_i].b_has_a, "case %d", _i);
	if (!pairs[_i].overlap)
		return;
	both = range_intersect(a, b);
	ck_assert(range_contains(a, both) && range_contains(b, both));
	ck_assert(range_has(a, both.first) && range_has(b, both.last));
}
END_TEST

START_TEST(range_has_both_ends)
{
	const struct range range = { 16, 31 };

	ck_assert(!range_has(range, 15));
	ck_assert(range_has(range, 16));
	ck_assert(range_has(range, 31));
	ck_assert(!range_has(range, 32));
}
END_TEST

START_TEST(bisect_finds_the_first_not_before)
{
	static const int items[] = { 1, 3, 3, 5, 7, 7, 7 };
	struct bisect at;
	size_t count, i;
	int key;

	for (count = 0; count <= ARRAY_SIZE(items); count++)
		for (key = 0; key <= 8; key++) {
			for (i = 0; i < count && items[i] < key; i++)
				;
			at = (struct bisect){ .end = count };
			while (bisect_next(&at))
				bisect_tell(&at, items[at.middle] < key);
			ck_assert_msg(at.first == i, "%d among %zu: %zu, expected %zu",
				      key, count, at.first, i);
		}
}
END_TEST

START_TEST(sort_unique_keeps_one_of_equal_ones)
{
	const char *texts[] = { "b", "a", "c", "b", "a", "b" };

	ck_assert_uint_eq(sort_unique(NULL, 0, 1, sort_compare_texts), 0);
	ck_assert_uint_eq(sort_unique(texts, 1, sizeof(*texts), sort_compare_texts), 1);
	ck_assert_uint_eq(
		sort_unique(texts, ARRAY_SIZE(texts), sizeof(*texts), sort_compare_texts),
		3);
	ck_assert_str_eq(texts[0], "a");
	ck_assert_str_eq(texts[1], "b");
	ck_assert_str_eq(texts[2], "c");
}
END_TEST

START_TEST(vec_grows_and_keeps_items)
{
	VEC(uint32_t) numbers = { 0 };
	uint32_t *number, i;

	for (i = 0; i < 10000; i++) {
		number = VEC_ADD(arena, &numbers);
		ck_assert_uint_eq(*number, 0);
		*number = i;
	}
	ck_assert_uint_eq(numbers.count, 10000);
	i = 0;
	for_each (number, &numbers)
		ck_assert_uint_eq(*number, i++);
}
END_TEST

START_TEST(vec_item_is_zeroed_when_used_again)
{
	VEC(uint32_t) numbers = { 0 };

	*VEC_ADD(arena, &numbers) = 7;
	numbers.count = 0;
	ck_assert_uint_eq(*VEC_ADD(arena, &numbers), 0);
}
END_TEST

START_TEST(text_joins_what_is_added)
{
	struct text text = { .arena = arena };
	size_t i;

	text_add(&text, "", 0);
	ck_assert_str_eq(text.chars, "");
	for (i = 0; i < 5000; i++) {
		text_add(&text, "id ", 2);
		text_printf(&text, "%zx,", i & 15);
	}
	ck_assert_uint_eq(text.length, 5000 * 4);
	ck_assert_uint_eq(strlen(text.chars), text.length);
	for (i = 0; i < 5000; i++)
		ck_assert(!strncmp(text.chars + 4 * i, "id", 2));
}
END_TEST

START_TEST(text_printf_fills_the_room_exactly)
{
	struct text text = { .arena = arena };
	int length;

	for (length = 60; length < 68; length++) {
		text_printf(&text, "%0*d", length, 1);
		ck_assert_uint_eq(strlen(text.chars), text.length);
		ck_assert_int_eq(text.chars[text.length - 1], '1');
	}
}
END_TEST

START_TEST(fail_keeps_the_first_text)
{
	struct failure why = { "" };

	ck_assert_int_eq(fail(&why, -EIO, "%s: %d", "a.dtb", 5), -EIO);
	ck_assert_int_eq(fail(&why, -ENOENT, "later"), -ENOENT);
	ck_assert_str_eq(why.text, "a.dtb: 5");
}
END_TEST

START_TEST(fail_cuts_a_long_text)
{
	struct failure why = { "" };

	fail(&why, -EIO, "%0600d", 3);
	ck_assert_uint_eq(strlen(why.text), sizeof(why.text) - 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("base");
	TCase *tcase = add_case(suite, "arena");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, arena_alloc_is_aligned_and_zeroed, 0,
			    ARRAY_SIZE(sizes));
	tcase_add_test(tcase, arena_objects_do_not_overlap);
	tcase_add_test(tcase, arena_reset_keeps_the_memory);
	tcase_add_exit_test(tcase, arena_array_refuses_overflow, 3);
	tcase_add_exit_test(tcase, arena_alloc_refuses_half_of_memory, 3);
	tcase_add_test(tcase, arena_array_takes_nothing);
	tcase_add_test(tcase, arena_copy_ends_with_nul);
	tcase_add_test(tcase, arena_printf_takes_any_length);
	tcase_add_test(tcase, arena_free_takes_null);

	tcase = add_case(suite, "range");
	tcase_add_loop_test(tcase, range_from_length_rejects_wrap, 0,
			    ARRAY_SIZE(lengths));
	tcase_add_test(tcase, range_length_of_all_64_bits);
	tcase_add_loop_test(tcase, range_relations, 0, ARRAY_SIZE(pairs));
	tcase_add_test(tcase, range_has_both_ends);

	tcase = add_case(suite, "sorted");
	tcase_add_test(tcase, bisect_finds_the_first_not_before);
	tcase_add_test(tcase, sort_unique_keeps_one_of_equal_ones);

	tcase = add_case(suite, "growing");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, vec_grows_and_keeps_items);
	tcase_add_test(tcase, vec_item_is_zeroed_when_used_again);
	tcase_add_test(tcase, text_joins_what_is_added);
	tcase_add_test(tcase, text_printf_fills_the_room_exactly);

	tcase = add_case(suite, "fail");
	tcase_add_test(tcase, fail_keeps_the_first_text);
	tcase_add_test(tcase, fail_cuts_a_long_text);
	return run_suite(suite);
}
