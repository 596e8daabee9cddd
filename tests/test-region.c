/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory and reserved regions: cells, wraps, and the scan of iommu-addresses. */
#include <inttypes.h>
#include <string.h>

#include "fixture.h"
#include "grow.h"
#include "model/memory.h"
#include "model/region.h"
#include "unit.h"

static const struct {
	const char *release, *text;
	size_t count;
	struct range ranges[3];
} memories[] = {
	/* The cells of the root count, and are 1 and 1 without. */
	{ "7.2",
	  "memory@0 { device_type = \"memory\"; reg = <1000 2000>; };",
	  1,
	  { { 0x1000, 0x2fff } } },
	{ "7.2",
	  "#address-cells = <2>; #size-cells = <1>;"
	  "memory@0 { device_type = \"memory\"; reg = <1 0 1000>, <0 0 1000>; };",
	  2,
	  { { 0, 0xfff }, { UINT64_C(0x100000000), UINT64_C(0x100000fff) } } },
	/* Empty, wrapping, disabled, without device_type, not below the root. */
	{ "7.2",
	  "memory@0 { device_type = \"memory\"; reg = <0 0>, <1000 1000>; };",
	  1,
	  { { 0x1000, 0x1fff } } },
	{ "7.2",
	  "#address-cells = <2>; #size-cells = <2>;"
	  "memory@0 { device_type = \"memory\";"
	  " reg = <ffffffff fffff000 0 2000>, <ffffffff ffffe000 0 2000>; };",
	  1,
	  { { UINT64_MAX - 0x1fff, UINT64_MAX } } },
	{ "7.2",
	  "memory@0 { device_type = \"memory\"; reg = <0 1000>; status = \"fail\"; };",
	  0,
	  { { 0, 0 } } },
	{ "7.2", "memory@0 { reg = <0 1000>; };", 0, { { 0, 0 } } },
	{ "7.2",
	  "soc { memory@0 { device_type = \"memory\"; reg = <0 1000>; }; };",
	  0,
	  { { 0, 0 } } },
	/* Merged where they meet or overlap. */
	{ "7.2",
	  "memory@3000 { device_type = \"memory\"; reg = <3000 1000>; };"
	  "memory@0 { device_type = \"memory\"; reg = <0 2000>, <1000 1000>,"
	  " <2000 1000>, <5000 1000>; };",
	  2,
	  { { 0, 0x3fff }, { 0x5000, 0x5fff } } },
	/* A pair cut short: the old scan takes the whole ones before. */
	{ "7.2",
	  "memory@0 { device_type = \"memory\"; reg = <0 1000 5000>; };",
	  0,
	  { { 0, 0 } } },
	{ "6.1",
	  "memory@0 { device_type = \"memory\"; reg = <0 1000 5000>; };",
	  1,
	  { { 0, 0xfff } } },
	/* What a crash kernel may use takes the place of reg. */
	{ "7.2",
	  "memory@0 { device_type = \"memory\"; reg = <0 1000>;"
	  " linux,usable-memory = <4000 1000>; };",
	  1,
	  { { 0x4000, 0x4fff } } },
	/* Cells without end. */
	{ "7.2",
	  "#address-cells = <ffffffff>; #size-cells = <ffffffff>;"
	  "memory@0 { device_type = \"memory\"; reg = <0 1000>; };",
	  0,
	  { { 0, 0 } } },
	{ "7.2",
	  "#address-cells = <0>; #size-cells = <0>;"
	  "memory@0 { device_type = \"memory\"; reg = <0 1000>; };",
	  0,
	  { { 0, 0 } } },
};

START_TEST(memory_is_collected)
{
	const struct topology *topo =
		grow_topology(arena, memories[_i].release, memories[_i].text);
	size_t i;

	ck_assert_msg(topo->memory.count == memories[_i].count, "case %d: %zu ranges", _i,
		      topo->memory.count);
	for (i = 0; i < topo->memory.count; i++)
		ck_assert_msg(!memcmp(&topo->memory.items[i].range,
				      &memories[_i].ranges[i], sizeof(struct range)),
			      "case %d: 0x%" PRIx64 "-0x%" PRIx64, _i,
			      topo->memory.items[i].range.first,
			      topo->memory.items[i].range.last);
}
END_TEST

/* What the option adds stays apart; where the tree has it as well, the tree counts. */
START_TEST(assumed_memory_is_added)
{
	static const struct range given[] = { { 0x1800, 0x2fff }, { 0x8000, 0x8fff } };
	static const struct assumed_memory assumed = { given, ARRAY_SIZE(given) };
	static const struct {
		struct range range;
		enum memory_source source;
	} wanted[] = {
		{ { 0x1000, 0x1fff }, MEMORY_NODE },
		{ { 0x2000, 0x2fff }, MEMORY_OPTION },
		{ { 0x8000, 0x8fff }, MEMORY_OPTION },
		{ { 0x9000, 0x9fff }, MEMORY_NODE },
	};
	const struct topology *topo =
		grow_with_memory(arena,
				 "memory@1000 { device_type = \"memory\"; reg = <1000 "
				 "1000>, <9000 1000>; };",
				 &assumed);
	size_t i;

	ck_assert_uint_eq(topo->memory.count, ARRAY_SIZE(wanted));
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		ck_assert(!memcmp(&topo->memory.items[i].range, &wanted[i].range,
				  sizeof(struct range)));
		ck_assert_int_eq(topo->memory.items[i].source, wanted[i].source);
		ck_assert(!topo->memory.items[i].node ==
			  (wanted[i].source == MEMORY_OPTION));
	}
}
END_TEST

START_TEST(memory_is_found)
{
	const struct topology *topo =
		grow_topology(arena, "7.2",
			      "memory@1000 { device_type = \"memory\"; reg = <1000 "
			      "1000>, <4000 1000>; };");

	ck_assert(!memory_overlaps(topo, (struct range){ 0, 0xfff }));
	ck_assert(memory_overlaps(topo, (struct range){ 0, 0x1000 }));
	ck_assert(memory_overlaps(topo, (struct range){ 0x1fff, 0x2000 }));
	ck_assert(!memory_overlaps(topo, (struct range){ 0x2000, 0x3fff }));
	ck_assert(!memory_overlaps(topo, (struct range){ 0x5000, UINT64_MAX }));
	ck_assert_ptr_null(memory_from(topo, 0x5000));
	ck_assert_uint_eq(memory_from(topo, 0x2000)->range.first, 0x4000);
}
END_TEST

#define CELLS(address, size)                                                             \
	"#address-cells = <" #address ">; #size-cells = <" #size ">; "
#define RESERVED "reserved-memory { " CELLS(1, 1) "ranges; "

static const struct {
	const char *release, *text;
	bool bad, dynamic;
	enum reg_fault fault;
	uint32_t pairs;
	struct range range;
} regions[] = {
	{ "7.2",
	  RESERVED "a@0 { reg = <1000 1000>; }; };",
	  false,
	  false,
	  REG_FINE,
	  1,
	  { 0x1000, 0x1fff } },
	{ "7.2",
	  RESERVED "a@0 { reg = <1000 1000>, <5000 1000>; }; };",
	  false,
	  false,
	  REG_FINE,
	  2,
	  { 0x1000, 0x1fff } },
	{ "7.2",
	  RESERVED "a@0 { reg = <1000>; }; };",
	  false,
	  false,
	  REG_BROKEN,
	  0,
	  { 0, 0 } },
	{ "7.2", RESERVED "a@0 { reg; }; };", false, false, REG_BROKEN, 0, { 0, 0 } },
	{ "7.2",
	  RESERVED "a@0 { reg = <1000 0>; }; };",
	  false,
	  false,
	  REG_EMPTY,
	  1,
	  { 0, 0 } },
	{ "7.2",
	  CELLS(2, 2) "reserved-memory { " CELLS(
		  2, 2) "ranges; a@0 { reg = <ffffffff fffff000 0 1000>; }; };",
	  false,
	  false,
	  REG_FINE,
	  1,
	  { UINT64_MAX - 0xfff, UINT64_MAX } },
	{ "7.2",
	  CELLS(2, 2) "reserved-memory { " CELLS(
		  2, 2) "ranges; a@0 { reg = <ffffffff fffff000 0 1001>; }; };",
	  false,
	  false,
	  REG_WRAPS,
	  1,
	  { 0, 0 } },
	/* Without reg, or with one that the kernel skips, size counts. */
	{ "7.2",
	  RESERVED "a { size = <1000>; }; };",
	  false,
	  true,
	  REG_FINE,
	  0,
	  { 0, 0 } },
	{ "7.2",
	  RESERVED "a@0 { reg = <1000>; size = <1000>; }; };",
	  false,
	  true,
	  REG_BROKEN,
	  0,
	  { 0, 0 } },
	{ "6.1",
	  RESERVED "a@0 { reg = <1000>; size = <1000>; }; };",
	  false,
	  false,
	  REG_BROKEN,
	  0,
	  { 0, 0 } },
	/* The form of the parent. */
	{ "7.2",
	  "reserved-memory { ranges; a@0 { reg = <0 1000>; }; };",
	  true,
	  false,
	  REG_FINE,
	  1,
	  { 0, 0xfff } },
	{ "7.2",
	  "reserved-memory { " CELLS(2, 1) "ranges; a@0 { reg = <0 1000>; }; };",
	  true,
	  false,
	  REG_FINE,
	  1,
	  { 0, 0xfff } },
	{ "7.2",
	  "reserved-memory { " CELLS(1, 1) "a@0 { reg = <0 1000>; }; };",
	  true,
	  false,
	  REG_FINE,
	  1,
	  { 0, 0xfff } },
	{ "7.2",
	  "reserved-memory@0 { " CELLS(1, 1) "ranges; status = \"disabled\";"
					     " a@0 { reg = <0 1000>; }; };",
	  false,
	  false,
	  REG_FINE,
	  1,
	  { 0, 0xfff } },
};

START_TEST(region_is_read)
{
	const struct topology *topo =
		grow_topology(arena, regions[_i].release, regions[_i].text);
	const struct region *region = topo->regions.items;

	ck_assert_msg(topo->regions.count == 1, "case %d", _i);
	ck_assert_msg(topo->reserved_memory_bad == regions[_i].bad, "case %d", _i);
	ck_assert_msg(region->reserved != regions[_i].bad, "case %d", _i);
	ck_assert_msg(region->fault == regions[_i].fault, "case %d: %d", _i,
		      region->fault);
	ck_assert_msg(region->reg_bad == (region->fault != REG_FINE), "case %d", _i);
	ck_assert_msg(region->dynamic == regions[_i].dynamic, "case %d", _i);
	ck_assert_msg(region->reg_count == regions[_i].pairs, "case %d", _i);
	ck_assert_msg(!memcmp(&region->range, &regions[_i].range, sizeof(struct range)),
		      "case %d", _i);
}
END_TEST

static const struct {
	const char *text;
	bool size_bad, alignment_bad, ranges_bad;
	size_t ranges;
} allocations[] = {
	{ "size = <0 1000>;", false, false, false, 0 },
	{ "size = <1000>;", true, false, false, 0 },
	{ "size = <0 1000>; alignment = <1000>;", false, true, false, 0 },
	{ "size = <0 1000>; alignment = <0 1000>;", false, false, false, 0 },
	{ "size = <0 1000>; alloc-ranges = <0 0 0 1000>, <0 0 0 0>;", false, false, false,
	  1 },
	{ "size = <0 1000>; alloc-ranges = <0 0 1000>;", false, false, true, 0 },
};

START_TEST(allocation_is_read)
{
	const char *text = arena_printf(
		arena,
		CELLS(2, 2) "reserved-memory { " CELLS(2, 2) "ranges; a { %s }; };",
		allocations[_i].text);
	const struct topology *topo = grow_topology(arena, "7.2", text);
	const struct allocation *read = &topo->regions.items[0].allocation;

	ck_assert_msg(read->size_bad == allocations[_i].size_bad, "case %d", _i);
	ck_assert_msg(read->alignment_bad == allocations[_i].alignment_bad, "case %d",
		      _i);
	ck_assert_msg(read->ranges_bad == allocations[_i].ranges_bad, "case %d", _i);
	ck_assert_msg(read->ranges.count == allocations[_i].ranges, "case %d", _i);
	ck_assert_msg(read->size_bad || read->size == 0x1000, "case %d", _i);
}
END_TEST

START_TEST(uses_are_linked)
{
	const struct topology *topo =
		grow_topology(arena, "7.2",
			      RESERVED "a@0 { reg = <0 1000>; phandle = <1>; };"
				       "b@1000 { reg = <1000 1000>; phandle = <2>; }; };"
				       "x { memory-region = <2 0 7 1>; };"
				       "y { phandle = <3>; memory-region = <1 3>; };");
	const struct region *a = &topo->regions.items[0], *b = &topo->regions.items[1];

	ck_assert_uint_eq(topo->region_uses.count, 5);
	ck_assert_str_eq(a->first_use->user->name, "x");
	ck_assert_uint_eq(a->first_use->index, 3);
	ck_assert_str_eq(a->first_use->next->user->name, "y");
	ck_assert_ptr_null(a->first_use->next->next);
	ck_assert_ptr_null(b->first_use->next);
	ck_assert_ptr_null(topo->region_uses.items[1].target);
	ck_assert_ptr_null(topo->region_uses.items[4].region);
	ck_assert_ptr_nonnull(topo->region_uses.items[4].target);
	ck_assert_ptr_eq(region_of(topo, b->node), b);
	ck_assert_ptr_null(region_of(topo, topo->reserved_memory));
}
END_TEST

/* Device d (phandle d) on a bus of 1 + 1 cells, e (phandle e) below the root of 2 + 2. */
#define MACHINE(iova, windows)                                                           \
	CELLS(2, 2)                                                                      \
	"reserved-memory { " CELLS(2, 2) "ranges; fb@10000000 {"                         \
					 " reg = <0 10000000 0 1000>;"                   \
					 " phandle = <f>; iommu-addresses = <" iova      \
					 ">; }; };"                                      \
					 "bus { " CELLS(1, 1) windows                    \
		" ranges = <0 0 0 f0000000>;"                                            \
		" d { phandle = <d>; memory-region = <f>; };"                            \
		" }; e { phandle = <e>; memory-region = <f>; };"

struct seen {
	enum entry_state state;
	uint32_t cell, phandle;
	uint64_t address, length;
	bool misread, seen, translates, direct;
};

static const struct {
	const char *text;
	size_t count;
	struct seen entries[3];
} scans[] = {
	/* Each device by the cells of its own bus. */
	{ MACHINE("d 10000000 1000", ""),
	  1,
	  { { ENTRY_OK, 0, 13, 0x10000000, 0x1000, false, true, true, true } } },
	{ MACHINE("e 0 10000000 0 1000", ""),
	  1,
	  { { ENTRY_OK, 0, 14, 0x10000000, 0x1000, false, true, true, true } } },
	{ MACHINE("d 10000000 1000 e 0 20000000 0 1000", ""),
	  2,
	  { { ENTRY_OK, 0, 13, 0x10000000, 0x1000, false, true, true, true },
	    { ENTRY_OK, 3, 14, 0x20000000, 0x1000, false, true, true, false } } },
	/* Those of the root on a bus of 1 + 1: a length of 0x10000000, and a rest. */
	{ MACHINE("d 0 10000000 0 1000", ""),
	  2,
	  { { ENTRY_OK, 0, 13, 0, 0x10000000, false, true, true, false },
	    { ENTRY_ZERO_PHANDLE, 3, 0, 0, 0, false, false, false, false } } },
	/* Cut short, dangling. */
	{ MACHINE("d 10000000", ""),
	  1,
	  { { ENTRY_TRUNCATED, 0, 13, 0, 0, false, true, false, false } } },
	{ MACHINE("77 0 0 e 0 10000000 0 1000", ""),
	  2,
	  { { ENTRY_DANGLING, 0, 0x77, 0, 0, false, false, false, false },
	    { ENTRY_OK, 3, 14, 0x10000000, 0x1000, true, true, true, true } } },
	/* A length of 0. */
	{ MACHINE("d 10000000 0", ""),
	  1,
	  { { ENTRY_OK, 0, 13, 0x10000000, 0, false, true, true, false } } },
	/* d's address is e's phandle, so the scan for e starts there, and passes e's own.
	 */
	{ MACHINE("d e 1000 e 0 10000000 0 1000", ""),
	  3,
	  { { ENTRY_OK, 0, 13, 0xe, 0x1000, false, true, true, false },
	    { ENTRY_OK, 3, 14, 0x10000000, 0x1000, false, false, true, true },
	    { ENTRY_OK, 1, 14, UINT64_C(0x10000000000e), 0x10000000, true, true, true,
	      false } } },
	/* An offset shifts, a window that does not hold the IOVA ends the scan. */
	{ MACHINE("d 0 1000", "dma-ranges = <0 0 10000000 1000>;"),
	  1,
	  { { ENTRY_OK, 0, 13, 0, 0x1000, false, true, true, true } } },
	{ MACHINE("d 1000 1000 d 0 1000", "dma-ranges = <0 0 10000000 1000>;"),
	  2,
	  { { ENTRY_OK, 0, 13, 0x1000, 0x1000, false, true, false, false },
	    { ENTRY_OK, 3, 13, 0, 0x1000, false, false, true, true } } },
};

static bool is_same(const struct reservation *read, const struct seen *wanted)
{
	return read->state == wanted->state && read->cell == wanted->cell &&
	       read->phandle == wanted->phandle && read->address == wanted->address &&
	       read->length == wanted->length && read->misread == wanted->misread &&
	       read->seen == wanted->seen && read->translates == wanted->translates &&
	       read->direct == wanted->direct;
}

START_TEST(iommu_addresses_are_scanned)
{
	const struct topology *topo = grow_topology(arena, "7.2", scans[_i].text);
	size_t i;

	ck_assert_msg(topo->reservations.count == scans[_i].count, "case %d: %zu entries",
		      _i, topo->reservations.count);
	for (i = 0; i < scans[_i].count; i++)
		ck_assert_msg(
			is_same(&topo->reservations.items[i], &scans[_i].entries[i]),
			"case %d, entry %zu: state %d, cell %u, 0x%" PRIx64 "+0x%" PRIx64,
			_i, i, topo->reservations.items[i].state,
			topo->reservations.items[i].cell,
			topo->reservations.items[i].address,
			topo->reservations.items[i].length);
}
END_TEST

/* A device that does not list the region is never looked for. */
START_TEST(unlisted_devices_are_not_scanned)
{
	const struct topology *topo = grow_topology(
		arena, "7.2",
		RESERVED
		"a@0 { reg = <0 1000>; phandle = <1>;"
		" iommu-addresses = <2 0 1000>; }; };"
		"x { phandle = <2>; }; y { phandle = <3>; memory-region = <1>; };");
	const struct reservation *entry = topo->reservations.items;

	ck_assert_uint_eq(topo->reservations.count, 1);
	ck_assert(entry->device && !entry->listed && !entry->seen);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("region");
	TCase *tcase = add_case(suite, "region");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, memory_is_collected, 0, ARRAY_SIZE(memories));
	tcase_add_test(tcase, assumed_memory_is_added);
	tcase_add_test(tcase, memory_is_found);
	tcase_add_loop_test(tcase, region_is_read, 0, ARRAY_SIZE(regions));
	tcase_add_loop_test(tcase, allocation_is_read, 0, ARRAY_SIZE(allocations));
	tcase_add_test(tcase, uses_are_linked);
	tcase_add_loop_test(tcase, iommu_addresses_are_scanned, 0, ARRAY_SIZE(scans));
	tcase_add_test(tcase, unlisted_devices_are_not_scanned);
	return run_suite(suite);
}
