/* SPDX-License-Identifier: BSD-2-Clause */
/* Stream-match entries, held against the IDs that they take one by one. */
#include "model/stream.h"
#include "unit.h"

static bool takes(struct match match, uint32_t id)
{
	return !((id ^ match.id) & ~match.mask & 0xffff);
}

static const struct {
	struct match a, b;
	bool meets, a_covers_b;
} pairs[] = {
	{ { 0x100, 0x00 }, { 0x100, 0x00 }, true, true },
	{ { 0x100, 0x00 }, { 0x101, 0x00 }, false, false },
	{ { 0x100, 0xff }, { 0x142, 0x00 }, true, true },
	{ { 0x142, 0x00 }, { 0x100, 0xff }, true, false },
	{ { 0x200, 0xf0 }, { 0x2f0, 0x0f }, true, false },
	/* Bits of the ID under the mask mean nothing. */
	{ { 0x596, 0x11 }, { 0x586, 0x11 }, true, true },
	{ { 0x4e4, 0x11 }, { 0x4e6, 0x11 }, false, false },
	{ { 0xc2c, 0x20 }, { 0xc0c, 0x40 }, true, false },
	{ { 0, 0xffff }, { 0x8000, 0x7fff }, true, true },
	{ { 0, 0x7fff }, { 0x8000, 0x7fff }, false, false },
};

START_TEST(pairs_meet_and_cover)
{
	const struct match a = pairs[_i].a, b = pairs[_i].b;
	bool meets = false, covers = true;
	uint32_t id;

	for (id = 0; id <= 0xffff; id++) {
		meets |= takes(a, id) && takes(b, id);
		covers &= takes(a, id) || !takes(b, id);
	}
	ck_assert_msg(meets == pairs[_i].meets && covers == pairs[_i].a_covers_b,
		      "case %d is wrong itself", _i);
	ck_assert_msg(match_meets(a, b) == meets, "case %d: meets", _i);
	ck_assert_msg(match_meets(b, a) == meets, "case %d: meets, turned", _i);
	ck_assert_msg(match_covers(a, b) == covers, "case %d: covers", _i);
	if (meets)
		ck_assert_msg(takes(a, match_shared_id(a, b)) &&
				      takes(b, match_shared_id(a, b)),
			      "case %d: shared ID", _i);
}
END_TEST

static const struct match matches[] = {
	{ 0x0, 0x0 },       { 0x42, 0x0 },   { 0x5, 0xf0 },      { 0xaaaa, 0x5555 },
	{ 0x8000, 0x7fff }, { 0x0, 0xffff }, { 0xffff, 0x8001 }, { 0x1234, 0x0808 },
};

/* The lowest and the highest ID of the ranges go through values around each bit. */
START_TEST(ranges_are_met)
{
	const struct match match = matches[_i];
	uint32_t first, last, id;
	bool meets;

	for (first = 0; first <= 0xffff; first = first < 64 ? first + 1 : first * 5 / 4) {
		last = first;
		meets = false;
		for (id = first; id <= 0xffff && id < first + 3000; id++) {
			meets |= takes(match, id);
			last = id;
			ck_assert_msg(
				match_meets_range(match, (struct range){ first, last }) ==
					meets,
				"0x%x/0x%x in 0x%x-0x%x", match.id, match.mask, first,
				last);
		}
	}
	ck_assert(!match_meets_range(match, (struct range){ 0x10000, UINT32_MAX }));
	ck_assert(match_meets_range(match, (struct range){ 0, UINT32_MAX }));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stream");
	TCase *tcase = add_case(suite, "match");

	tcase_add_loop_test(tcase, pairs_meet_and_cover, 0, ARRAY_SIZE(pairs));
	tcase_add_loop_test(tcase, ranges_are_met, 0, ARRAY_SIZE(matches));
	return run_suite(suite);
}
