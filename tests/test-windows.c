/* SPDX-License-Identifier: BSD-2-Clause */
/* DMA parents that lead nowhere, ZONE_DMA, and the addresses that are handed out. */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "fixture.h"
#include "grow.h"
#include "model/bus.h"
#include "model/entries.h"
#include "model/iova.h"
#include "model/route.h"
#include "unit.h"

#define NAMED(node, phandle, to)                                                         \
	node " { phandle = <" phandle ">; #interconnect-cells = <0>;"                    \
	     " interconnect-names = \"dma-mem\"; interconnects = <" to ">; };"

/* What becomes of the link of the first node that has one, and its DMA parent. */
static const struct {
	const char *text;
	enum dma_link_state state;
	const char *parent; /* name; "" for the root */
} links[] = {
	{ NAMED("a", "1", "2") "b { phandle = <2>; #interconnect-cells = <0>; };",
	  DMA_LINK_OK, "b" },
	{ NAMED("a", "1", "2") "b { phandle = <2>; };", DMA_LINK_NO_CELLS, "" },
	{ NAMED("a", "1", "2") "b { phandle = <2>; #interconnect-cells = <1>; };",
	  DMA_LINK_TRUNCATED, "" },
	{ NAMED("a", "1", "2") "b { phandle = <2>; #interconnect-cells = <ffffffff>; };",
	  DMA_LINK_TRUNCATED, "" },
	{ NAMED("a", "1", "9"), DMA_LINK_DANGLING, "" },
	{ NAMED("a", "1", "0"), DMA_LINK_ZERO, "" },
	{ "a { interconnect-names = \"dma-mem\"; };", DMA_LINK_MISSING, "" },
	/* Itself, each other, its own child. */
	{ NAMED("a", "1", "1"), DMA_LINK_LOOPS, "" },
	{ NAMED("a", "1", "2") NAMED("b", "2", "1"), DMA_LINK_LOOPS, "" },
	{ "a { interconnect-names = \"dma-mem\"; interconnects = <2>;"
	  " b { phandle = <2>; #interconnect-cells = <0>; }; };",
	  DMA_LINK_LOOPS, "" },
};

START_TEST(dma_mem_is_resolved)
{
	const struct topology *topo = grow_topology(arena, "7.2", links[_i].text);
	const struct dma_link *link = topo->dma_links.items;
	const struct node *parent;

	ck_assert_uint_ge(topo->dma_links.count, 1);
	ck_assert_msg(link->state == links[_i].state, "case %d: state %d", _i,
		      link->state);
	parent = dma_parent(topo, link->node);
	ck_assert_msg(!strcmp(parent->name, links[_i].parent), "case %d: parent %s", _i,
		      parent->name);
}
END_TEST

/* A chain that is too long is cut, so that no walk is longer than the bound. */
START_TEST(long_chains_are_cut)
{
	enum { NODES = 400 };
	struct text text = { .arena = arena };
	const struct topology *topo;
	const struct node *node, *next;
	unsigned i, hops;

	for (i = 1; i <= NODES; i++)
		text_printf(&text, NAMED("n%u", "%x", "%x"), i, i, i % NODES + 1);
	topo = grow_topology(arena, "7.2", text.chars);
	for_each_node (node, topo->tree) {
		hops = 0;
		for (next = node; next; next = dma_parent(topo, next))
			hops++;
		ck_assert_uint_le(hops, DMA_DEPTH_MAX + 1);
	}
}
END_TEST

/* Linux takes a root without these for no bus. */
#define CELLS       "#address-cells = <1>; #size-cells = <1>;"
#define RAM(reg)    "memory@0 { device_type = \"memory\"; reg = <" reg ">; };"
#define CPU(name)   "cpus { cpu@0 { device_type = \"cpu\"; compatible = \"" name "\"; }; };"
#define BUS(ranges) "bus { #address-cells = <1>; #size-cells = <1>;" ranges "};"

/* dma-ranges and RAM, and where ZONE_DMA ends; 0 for an empty zone. */
static const struct {
	const char *release, *text;
	bool known;
	uint64_t last;
} zones[] = {
	{ "7.2", CELLS BUS("dma-ranges = <0 0 1000>;"), false, 0 },
	{ "7.2", CELLS RAM("80000000 40000000"), true, 0xbfffffff },
	{ "7.2",
	  CELLS RAM("80000000 40000000") BUS("dma-ranges = <0 80000000 10000000>;"), true,
	  0x8fffffff },
	/* Part of a page is none. */
	{ "7.2",
	  CELLS RAM("80000000 40000000") BUS("dma-ranges = <0 80000000 10000800>;"), true,
	  0x8fffffff },
	{ "7.2",
	  CELLS RAM("80000000 40000000") BUS("dma-ranges = <0 10000000 10000000>;"), true,
	  0 },
	{ "7.2", CELLS RAM("0 40000000") BUS("dma-ranges = <0 0 0>;"), true, 0 },
	/* Cannot be parsed at all: left out, while one without a whole entry counts. */
	{ "7.2", CELLS RAM("0 40000000") "bus { dma-ranges = <0 0 0>; };", true,
	  0x3fffffff },
	{ "7.2", CELLS RAM("0 40000000") BUS("dma-ranges = <0 0>;"), true, 0 },
	{ "7.2",
	  CELLS RAM("0 40000000") "bus { status = \"disabled\"; #address-cells = <1>;"
				  " #size-cells = <1>; dma-ranges = <0 0 1000>; };",
	  true, 0x3fffffff },
	/* Before 6.12 the end is rounded up to a power of two and kept above RAM's start.
	 */
	{ "6.11", CELLS RAM("0 40000000") BUS("dma-ranges = <0 0 18000000>;"), true,
	  0x1fffffff },
	{ "6.12", CELLS RAM("0 40000000") BUS("dma-ranges = <0 0 18000000>;"), true,
	  0x17ffffff },
	{ "6.11", CELLS RAM("80000000 40000000") BUS("dma-ranges = <0 0 10000000>;"),
	  true, 0xbfffffff },
	{ "7.2", "#address-cells = <2>; #size-cells = <2>;" RAM("0 80000000 1 0"), true,
	  0xffffffff },
	{ "7.2", "#address-cells = <2>; #size-cells = <2>;" RAM("8 0 0 40000000"), true,
	  UINT64_C(0x83fffffff) },
	/* Other machines have no such zone. */
	{ "7.2", CELLS CPU("arm,cortex-a9") RAM("0 40000000"), false, 0 },
	{ "7.2", CELLS CPU("riscv") RAM("0 40000000"), false, 0 },
};

START_TEST(zone_is_bounded_by_any_bus)
{
	const struct dma_zone *zone =
		&grow_topology(arena, zones[_i].release, zones[_i].text)->zone;

	ck_assert_msg(zone->known == zones[_i].known, "case %d: known %d", _i,
		      zone->known);
	if (zone->known)
		ck_assert_msg((zone->empty ? 0 : zone->last) == zones[_i].last,
			      "case %d: empty %d, last 0x%" PRIx64, _i, zone->empty,
			      zone->last);
}
END_TEST

#define SMMU                                                                             \
	"smmu { compatible = \"arm,smmu-v3\"; phandle = <1>; #iommu-cells = <1>;"        \
	" reg = <10000000 20000>; };"
#define HOST(properties)                                                                 \
	"pcie@0 { compatible = \"pci-host-ecam-generic\"; device_type = \"pci\";"        \
	" reg = <0 1000>; #address-cells = <3>; #size-cells = <2>;"                      \
	" iommu-map = <0 1 0 10000>;" properties "};"
#define DEVICE(ranges)                                                                   \
	"bus { compatible = \"simple-bus\"; #address-cells = <1>; #size-cells = <1>;"    \
	" ranges;" ranges                                                                \
	" usb@0 { compatible = \"snps,dwc3\"; reg = <0 1000>; iommus = <1 5>; }; };"

static const struct {
	const char *release, *text;
	size_t count;
	struct range ranges[3];
} spaces[] = {
	{ "7.2", CELLS SMMU DEVICE(""), 1, { { 0x1000, UINT64_C(0xffffffffffff) } } },
	{ "7.2",
	  CELLS SMMU DEVICE("dma-ranges = <40000000 0 10000000>;"),
	  1,
	  { { 0x1000, 0x4fffffff } } },
	{ "6.9",
	  CELLS SMMU DEVICE("dma-ranges = <40000000 0 10000000>;"),
	  1,
	  { { 0x40000000, 0x4fffffff } } },
	{ "7.2", CELLS SMMU DEVICE("dma-ranges = <0 0 1000>;"), 0, { { 0, 0 } } },
	{ "7.2", CELLS SMMU HOST(""), 1, { { 0x1000, UINT64_C(0xffffffffffff) } } },
	/* What the CPU reaches devices by is left out; I/O space is not. */
	{ "7.2",
	  CELLS SMMU HOST("ranges = <2000000 0 40000000 40000000 0 10000000>,"
			  " <1000000 0 60000000 60000000 0 1000>;"),
	  2,
	  { { 0x1000, 0x3fffffff }, { 0x50000000, UINT64_C(0xffffffffffff) } } },
	/* So is all that is not inbound, and the first page of each window. */
	{ "7.2",
	  CELLS SMMU HOST("dma-ranges = <2000000 0 80000000 80000000 0 10000000>,"
			  " <2000000 0 0 0 0 10000000>;"),
	  2,
	  { { 0x1000, 0xfffffff }, { 0x80001000, 0x8fffffff } } },
};

START_TEST(space_is_what_is_left)
{
	const struct topology *topo =
		grow_topology(arena, spaces[_i].release, spaces[_i].text);
	const struct master *master = topo->masters.items;
	struct iova_space space;
	size_t i;

	ck_assert_uint_eq(topo->masters.count, 1);
	ck_assert_ptr_nonnull(master->iommu);
	iova_find_space(topo, arena, master, master->iommu, &space);
	ck_assert_msg(space.ranges.count == spaces[_i].count, "case %d: %zu ranges", _i,
		      space.ranges.count);
	for (i = 0; i < space.ranges.count; i++)
		ck_assert_msg(space.ranges.items[i].first == spaces[_i].ranges[i].first &&
				      space.ranges.items[i].last ==
					      spaces[_i].ranges[i].last,
			      "case %d: 0x%" PRIx64 "-0x%" PRIx64, _i,
			      space.ranges.items[i].first, space.ranges.items[i].last);
}
END_TEST

/* RAM is cut at the edges of windows; each part has the DMA address of its start. */
START_TEST(route_cuts_ram)
{
	static const struct {
		struct range cpu;
		bool is_reached;
		uint64_t dma;
	} parts[] = {
		{ { 0x1000, 0x1fff }, false, 0 },
		{ { 0x2000, 0x2fff }, true, 0x80000000 },
		{ { 0x3000, 0x3fff }, false, 0 },
		{ { 0x4000, 0x7fff }, true, 0x4000 },
		{ { 0x10000, 0x10fff }, false, 0 },
	};
	const struct topology *topo = grow_topology(
		arena, "7.2",
		CELLS RAM("1000 7000 10000 1000")
			DEVICE("dma-ranges = <80000000 2000 1000>, <4000 4000 4000>;"));
	struct route route;
	size_t i;

	ck_assert_uint_eq(topo->masters.count, 1);
	route_find(topo, arena, topo->masters.items, &route);
	ck_assert_uint_eq(route.ram.count, ARRAY_SIZE(parts));
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		const struct ram_part *part = &route.ram.items[i];

		ck_assert_uint_eq(part->cpu.first, parts[i].cpu.first);
		ck_assert_uint_eq(part->cpu.last, parts[i].cpu.last);
		ck_assert_int_eq(part->is_reached, parts[i].is_reached);
		if (part->is_reached)
			ck_assert_uint_eq(part->dma, parts[i].dma);
	}
	ck_assert_uint_eq(route.ram_size, 0x8000);
	ck_assert_uint_eq(route.reached_size, 0x5000);
	ck_assert_int_eq(route.bouncing, BOUNCE_SERVES);
}
END_TEST

/* Of entries of one space the first wins; others do not see them. */
START_TEST(entries_keep_spaces_apart)
{
	static const struct entry list[] = {
		{ 2, 0x1000, 0x2000 }, { 1, 0, UINT64_MAX },  { 2, 0, 0x3000 },
		{ 2, 0x5000, 0x5000 }, { 2, 0x6000, 0x1000 },
	};
	static const struct {
		uint32_t space;
		uint64_t value;
		bool found;
		uint32_t index;
	} cases[] = {
		{ 2, 0x1800, true, 0 },      { 2, 0x800, true, 2 },
		{ 2, 0x2fff, true, 2 },      { 2, 0x3000, false, 0 },
		{ 2, 0x5000, false, 0 },     { 1, 0x1800, true, 1 },
		{ 1, UINT64_MAX, false, 0 }, { 3, 0x1800, false, 0 },
	};
	const struct entries *entries = entries_build(arena, list, ARRAY_SIZE(list));
	uint32_t index;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bool found =
			entries_find(entries, cases[i].space, cases[i].value, &index);

		ck_assert_msg(found == cases[i].found &&
				      (!found || index == cases[i].index),
			      "case %zu", i);
	}
	ck_assert(!entries_find(entries_build(arena, list, 0), 2, 0, &index));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("windows");
	TCase *tcase = add_case(suite, "parents and spaces");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, dma_mem_is_resolved, 0, ARRAY_SIZE(links));
	tcase_add_test(tcase, long_chains_are_cut);
	tcase_add_loop_test(tcase, zone_is_bounded_by_any_bus, 0, ARRAY_SIZE(zones));
	tcase_add_loop_test(tcase, space_is_what_is_left, 0, ARRAY_SIZE(spaces));
	tcase_add_test(tcase, route_cuts_ram);
	tcase_add_test(tcase, entries_keep_spaces_apart);
	return run_suite(suite);
}
