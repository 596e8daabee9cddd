/* SPDX-License-Identifier: BSD-2-Clause */
/* of_dma_is_coherent() over DMA parents, for masters, PCI functions and IOMMUs. */
#include "fixture.h"
#include "grow.h"
#include "unit.h"

#define RISCV        "cpus { cpu@0 { compatible = \"riscv\"; }; };"
#define DEVICE(more) "dev { compatible = \"x\"; iommus = <9>; " more " };"
#define HOST(host, port)                                                                 \
	"pcie@0 { device_type = \"pci\"; " host                                          \
	" dev { device_type = \"pci\"; reg = <0 0 0 0 0>; iommus = <9>; " port " }; };"

/* Of the node "dev". */
static const struct {
	const char *text;
	bool coherent;
	const char *deciding; /* its name; NULL for the default */
} masters[] = {
	{ DEVICE(""), false, NULL },
	{ RISCV DEVICE(""), true, NULL },
	{ DEVICE("dma-coherent;"), true, "dev" },
	{ RISCV DEVICE("dma-noncoherent;"), false, "dev" },
	/* Both, and a value. */
	{ DEVICE("dma-noncoherent; dma-coherent;"), true, "dev" },
	{ DEVICE("dma-coherent = <0>;"), true, "dev" },
	/* The nearest counts. */
	{ "soc { dma-coherent; bus { " DEVICE("") " }; };", true, "soc" },
	{ "soc { dma-coherent; bus { dma-noncoherent; " DEVICE("") " }; };", false,
	  "bus" },
	{ "dma-coherent; soc { " DEVICE("") " };", true, "" },
	/* By the DMA parent, not by the bus. */
	{ "mc { phandle = <1>; #interconnect-cells = <0>; dma-coherent; };"
	  "soc { dma-noncoherent; " DEVICE(
		  "interconnects = <1>; interconnect-names = \"dma-mem\";") " };",
	  true, "mc" },
	/* Functions by their host bridge. */
	{ HOST("dma-coherent;", ""), true, "pcie@0" },
	{ HOST("", "dma-coherent;"), false, NULL },
	{ HOST("dma-coherent;", "dma-noncoherent;"), true, "pcie@0" },
};

START_TEST(master_coherency_is_resolved)
{
	const struct topology *topo = grow_topology(arena, "7.2", masters[_i].text);
	const struct master *master, *found = NULL;

	for_each (master, &topo->masters)
		if (node_is_named(master->node, "dev"))
			found = master;
	ck_assert_msg(found != NULL, "case %d", _i);
	ck_assert_msg(found->coherent == masters[_i].coherent, "case %d", _i);
	if (masters[_i].deciding)
		ck_assert_str_eq(found->coherent_node->name, masters[_i].deciding);
	else
		ck_assert_msg(!found->coherent_node, "case %d", _i);
}
END_TEST

START_TEST(iommu_coherency_is_resolved)
{
	const struct topology *topo = grow_topology(
		arena, "7.2",
		"a { #iommu-cells = <1>; dma-coherent; }; b { #iommu-cells = <1>; };"
		"soc { dma-coherent; c { #iommu-cells = <1>; }; };");

	ck_assert_uint_eq(topo->iommus.count, 3);
	ck_assert(topo->iommus.items[0].coherent);
	ck_assert(!topo->iommus.items[1].coherent);
	ck_assert(topo->iommus.items[2].coherent);
}
END_TEST

/* Linux makes no device of it, whatever it hands down. */
START_TEST(root_is_no_master)
{
	const struct topology *topo = grow_topology(
		arena, "7.2", "compatible = \"x\"; dma-coherent;" DEVICE(""));

	ck_assert_uint_eq(topo->masters.count, 1);
	ck_assert_str_eq(topo->masters.items[0].node->name, "dev");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("coherency");
	TCase *tcase = add_case(suite, "coherency");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, master_coherency_is_resolved, 0, ARRAY_SIZE(masters));
	tcase_add_test(tcase, iommu_coherency_is_resolved);
	tcase_add_test(tcase, root_is_no_master);
	return run_suite(suite);
}
