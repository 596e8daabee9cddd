/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verdicts and groups of small machines. What a case expects was seen on booted kernels
 * where the same wiring was booted, else it follows from their source.
 */
#include <ctype.h>
#include <inttypes.h>
#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/topology.h"
#include "unit.h"

enum { SPACE = 16384, DEVICES = 10 };

/* The IOMMUs of all cases: a letter, the compatible, #iommu-cells and a place. */
static const struct provider {
	char letter;
	const char *compatible;
	uint32_t cells;
	uint32_t reg;
	enum place { IN_ROOT, DISABLED, BELOW_DISABLED, BELOW_NOTHING } place;
} providers[] = {
	{ 'A', "arm,smmu-v3", 1, 0x10000000, IN_ROOT },
	{ 'B', "arm,smmu-v3", 1, 0x10100000, IN_ROOT },
	{ 'C', "arm,smmu-v3", 2, 0x10200000, IN_ROOT },
	{ 'D', "arm,smmu-v3", 1, 0x10300000, DISABLED },
	{ 'E', "arm,smmu-v3", 1, 0x10400000, BELOW_DISABLED },
	{ 'F', "arm,smmu-v3", 1, 0x10500000, BELOW_NOTHING },
	{ 'G', "arm,smmu-v3", 1, 0x10000000, IN_ROOT }, /* the registers of A */
	{ 'M', "arm,mmu-500", 2, 0x20000000, IN_ROOT },
	{ 'N', "arm,mmu-500", 2, 0x20100000, IN_ROOT },
	{ 'R', "rockchip,iommu", 0, 0x30000000, IN_ROOT },
	{ 'S', "rockchip,iommu", 0, 0x30100000, IN_ROOT },
	{ 'T', "rockchip,rk3568-iommu", 0, 0x30200000, IN_ROOT },
	{ 'X', "samsung,exynos-sysmmu", 0, 0x40000000, IN_ROOT },
	{ 'Y', "samsung,exynos-sysmmu", 0, 0x40100000, IN_ROOT },
	{ 'P', "apple,t8103-dart", 1, 0x50000000, IN_ROOT },
	{ 'Q', "apple,t8103-dart", 1, 0x50100000, IN_ROOT },
	{ 'U', "acme,iommu", 1, 0x60000000, IN_ROOT },
	{ 'Z', "allwinner,sun50i-h6-iommu", 1, 0x70000000, IN_ROOT },
};

static struct arena *arena;
static const struct bindings *bindings;

static void setup(void)
{
	struct failure why = { "" };

	arena = arena_new();
	ck_assert_msg(bindings_read(arena, NULL, 0, &bindings, &why) == 0, "%s",
		      why.text);
}

static void teardown(void)
{
	arena_free(arena);
}

/*
 * The masters: what each names as LETTER, ID/MASK in hexadecimal, after a prefix: ~ for a
 * child that a driver makes, ! for a GPU whose domain is identity, = for a PCI host whose
 * map sends the IDs from 0 on to ID, as many as the mask says, a capital letter and a
 * colon for an IOMMU that is itself a master.
 */
struct machine {
	const char *release;
	const char *masters[DEVICES];
	/*
	 * For each of them the verdict (T translated, I identity, - bypass, D dropped,
	 * W deferred, R refused, X broken) and the number of its group by first master.
	 */
	const char *expected;
};

static const struct provider *find_provider(char letter)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(providers); i++)
		if (providers[i].letter == letter)
			return &providers[i];
	ck_abort_msg("no IOMMU %c", letter);
	return NULL;
}

/* Adds the cells of one entry and passes over its text; false at the end. */
static bool add_entry(const char **text, uint32_t *cells, size_t *count)
{
	const struct provider *provider;
	char letter;
	uint32_t id = 0, mask = 0;
	int length = 0;

	if (sscanf(*text, " %c%n", &letter, &length) < 1)
		return false;
	*text += length;
	if (isxdigit((unsigned char)**text) &&
	    sscanf(*text, "%" SCNx32 "%n", &id, &length) == 1)
		*text += length;
	if (sscanf(*text, "/%" SCNx32 "%n", &mask, &length) == 1)
		*text += length;
	provider = find_provider(letter);
	cells[(*count)++] = (uint32_t)letter;
	if (provider->cells > 0)
		cells[(*count)++] = id;
	if (provider->cells > 1)
		cells[(*count)++] = mask;
	return true;
}

static void write_cells(void *fdt, const char *name, const uint32_t *cells, int count)
{
	fdt32_t value[64];
	int i;

	for (i = 0; i < count; i++)
		value[i] = cpu_to_fdt32(cells[i]);
	fdt_property(fdt, name, value, 4 * count);
}

static void write_compatible(void *fdt, const char *compatible)
{
	fdt_property(fdt, "compatible", compatible, (int)strlen(compatible) + 1);
}

static void write_iommus(void *fdt, const char *text)
{
	uint32_t cells[64];
	size_t count = 0;

	while (add_entry(&text, cells, &count))
		;
	if (count)
		write_cells(fdt, "iommus", cells, (int)count);
}

static void write_map(void *fdt, const char *text)
{
	uint32_t id = 0, length = 1;
	char letter;

	ck_assert_int_ge(sscanf(text, "%c%" SCNx32 "/%" SCNx32, &letter, &id, &length),
			 1);
	write_cells(fdt, "iommu-map",
		    (const uint32_t[]){ 0, (uint32_t)letter, id, length }, 4);
	fdt_property_string(fdt, "device_type", "pci");
}

static void write_provider(void *fdt, const struct provider *provider,
			   const struct machine *machine)
{
	uint32_t interrupts[9] = { 0 };
	char name[16];
	size_t i;

	snprintf(name, sizeof(name), "iommu-%c", provider->letter);
	fdt_begin_node(fdt, name);
	write_compatible(fdt, provider->compatible);
	fdt_property_u32(fdt, "phandle", (uint32_t)provider->letter);
	fdt_property_u32(fdt, "#iommu-cells", provider->cells);
	fdt_property_u32(fdt, "#global-interrupts", 1);
	write_cells(fdt, "interrupts", interrupts, (int)ARRAY_SIZE(interrupts));
	fdt_property_u32(fdt, "clocks", 0);
	fdt_property_string(fdt, "clock-names", "sysmmu");
	fdt_property_u32(fdt, "resets", 0);
	write_cells(fdt, "reg", (const uint32_t[]){ provider->reg, 0x20000 }, 2);
	if (provider->place == DISABLED)
		fdt_property_string(fdt, "status", "disabled");
	for (i = 0; i < DEVICES && machine->masters[i]; i++)
		if (machine->masters[i][0] == provider->letter &&
		    machine->masters[i][1] == ':')
			write_iommus(fdt, machine->masters[i] + 2);
	fdt_end_node(fdt);
}

static bool is_named(const struct machine *machine, char letter)
{
	size_t i;

	for (i = 0; i < DEVICES && machine->masters[i]; i++)
		if (strchr(machine->masters[i], letter))
			return true;
	return false;
}

static void begin_bus(void *fdt, const char *name)
{
	fdt_begin_node(fdt, name);
	fdt_property(fdt, "ranges", NULL, 0);
	fdt_property_u32(fdt, "#address-cells", 1);
	fdt_property_u32(fdt, "#size-cells", 1);
}

static void write_placed(void *fdt, const struct provider *provider,
			 const struct machine *machine)
{
	switch (provider->place) {
	case BELOW_DISABLED:
		begin_bus(fdt, "bus-off");
		fdt_property_string(fdt, "compatible", "simple-bus");
		fdt_property_string(fdt, "status", "disabled");
		write_provider(fdt, provider, machine);
		fdt_end_node(fdt);
		break;
	case BELOW_NOTHING:
		begin_bus(fdt, "no-bus");
		write_provider(fdt, provider, machine);
		fdt_end_node(fdt);
		break;
	default:
		write_provider(fdt, provider, machine);
	}
}

static bool is_provider(const char *text)
{
	return text[0] && text[1] == ':';
}

static void write_master(void *fdt, const char *text, size_t number)
{
	char name[16];

	if (*text == '~') {
		snprintf(name, sizeof(name), "glue-%zu", number);
		begin_bus(fdt, name);
		fdt_property_string(fdt, "compatible", "qcom,dwc3");
	}
	snprintf(name, sizeof(name), "master-%zu", number);
	fdt_begin_node(fdt, name);
	write_compatible(fdt, *text == '!' ? "qcom,adreno" : "acme,master");
	if (*text == '=')
		write_map(fdt, text + 1);
	else
		write_iommus(fdt, text + (*text == '~' || *text == '!'));
	fdt_end_node(fdt);
	if (*text == '~')
		fdt_end_node(fdt);
}

static void *write_tree(const struct machine *machine)
{
	void *fdt = arena_alloc(arena, SPACE);
	size_t i;

	fdt_create(fdt, SPACE);
	fdt_finish_reservemap(fdt);
	fdt_begin_node(fdt, "");
	fdt_property_u32(fdt, "#address-cells", 1);
	fdt_property_u32(fdt, "#size-cells", 1);
	fdt_property_u32(fdt, "interrupt-parent", 1);
	fdt_begin_node(fdt, "interrupt-controller");
	fdt_property_u32(fdt, "phandle", 1);
	fdt_property_u32(fdt, "#interrupt-cells", 1);
	fdt_end_node(fdt);
	for (i = 0; i < ARRAY_SIZE(providers); i++)
		if (is_named(machine, providers[i].letter))
			write_placed(fdt, &providers[i], machine);
	for (i = 0; i < DEVICES && machine->masters[i]; i++)
		if (!is_provider(machine->masters[i]))
			write_master(fdt, machine->masters[i], i);
	fdt_end_node(fdt);
	ck_assert_int_eq(fdt_finish(fdt), 0);
	return fdt;
}

static const struct topology *build(const struct machine *machine)
{
	const struct assumed_memory none = { NULL, 0 };
	struct failure why = { "" };
	struct kernel kernel;
	struct blob blob;
	struct tree *tree;

	ck_assert(kernel_parse(machine->release, &kernel));
	ck_assert_int_eq(blob_wrap(arena, write_tree(machine), SPACE, &blob, &why), 0);
	ck_assert_msg(tree_build(arena, &blob, &tree, &why) == 0, "%s", why.text);
	return topology_build(arena, tree, bindings, &kernel, &none);
}

static const struct master *find_master(const struct topology *topo, const char *text,
					size_t number)
{
	const char *path;

	if (is_provider(text))
		path = arena_printf(arena, "/iommu-%c", *text);
	else if (*text == '~')
		path = arena_printf(arena, "/glue-%zu/master-%zu", number, number);
	else
		path = arena_printf(arena, "/master-%zu", number);
	return topology_master(topo, tree_find_path(topo->tree, path));
}

/* What the case should say of the topology, in its own words. */
static const char *describe(const struct topology *topo, const struct machine *machine)
{
	static const char letters[] = {
		[VERDICT_BYPASS] = '-',   [VERDICT_TRANSLATED] = 'T',
		[VERDICT_IDENTITY] = 'I', [VERDICT_DROPPED] = 'D',
		[VERDICT_DEFERRED] = 'W', [VERDICT_BROKEN] = 'X',
		[VERDICT_REFUSED] = 'R',
	};
	struct text text = { .arena = arena };
	const struct master *master;
	size_t i;

	for (i = 0; i < DEVICES && machine->masters[i]; i++) {
		master = find_master(topo, machine->masters[i], i);
		ck_assert_ptr_nonnull(master);
		ck_assert_ptr_nonnull(master->why);
		text_printf(&text, i ? " %c" : "%c", letters[master->verdict]);
		if (master->group != UINT32_MAX)
			text_printf(&text, "%u", master->group);
	}
	return text.chars;
}

static const struct machine machines[] = {
	/* SMMUv3: an ID has one owner. */
	{ "7.2", { "A100", "A101" }, "T0 T1" },
	{ "7.2", { "A42", "A42", "A43" }, "T0 D T1" },
	{ "6.1", { "A42", "A42", "A43" }, "T0 D T1" },
	{ "7.2", { "A7", "B7" }, "T0 T1" },
	{ "7.2", { "A1 A2", "A3 A3" }, "T0 T1" },
	{ "7.2", { "A1 A2", "A2 A3", "A3" }, "T0 D T1" },
	{ "7.2", { "=A0/100", "A10" }, "T0 T1" },
	{ "7.2", { "=A0/10000", "=A0/10000" }, "T0 D" },
	{ "7.2", { "=A5/1", "A5" }, "D T0" },
	/* SMMUv2: shared entries join a group, all other meetings are refused. */
	{ "7.2", { "M1", "M1", "M2" }, "T0 T0 T1" },
	{ "6.1", { "M100/ff", "M142", "M200/f0", "M2f0/f", "M300" }, "T0 T0 T1 D T2" },
	{ "7.2", { "M100/ff", "M142", "M200/f0", "M2f0/f", "M300" }, "R R R W W" },
	{ "7.2", { "M142", "M100/ff" }, "R W" },
	{ "6.1", { "M142", "M100/ff" }, "T0 D" },
	{ "7.2", { "M100/ff M142", "M3" }, "T0 T1" },
	{ "7.2", { "Mc2c/20 Mc0c/40", "M3" }, "W W" },
	{ "7.2", { "M3", "~Mc2c/20 Mc0c/40", "M4" }, "T0 D T1" },
	{ "7.2", { "M3", "M4", "M3 M4", "M5" }, "R R R W" },
	{ "6.1", { "M3", "M4", "M3 M4", "M4 M3" }, "T0 T1 D D" },
	/* The group of the last entry counts, even where it is new. */
	{ "7.2", { "M3", "M3 M4" }, "T0 T1" },
	{ "7.2", { "M3", "M4 M3" }, "T0 T0" },
	{ "7.2", { "M596/11 M586/11", "M586/11" }, "T0 T0" },
	/* 15 bits without extended IDs; more than 16 are cut. */
	{ "7.2", { "M7fff", "M10010", "M20010", "Mffff" }, "R R R W" },
	{ "6.1", { "M7fff", "M10010", "M20010", "Mffff" }, "T0 T1 T1 D" },
	{ "7.2", { "=M10/1", "M10" }, "T0 T0" },
	/* Eight contexts: a ninth group is one too many, an identity group none. */
	{ "7.2",
	  { "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9" },
	  "R R R R R R R R R" },
	{ "6.1",
	  { "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9" },
	  "T0 T1 T2 T3 T4 T5 T6 T7 D" },
	{ "7.2",
	  { "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "~M9" },
	  "T0 T1 T2 T3 T4 T5 T6 T7 D" },
	/* What does not register. */
	{ "7.2", { "D1", "E1", "F1", "U1", "A1" }, "D W W W T0" },
	{ "7.2", { "A1 D1", "D1 A2", "A3" }, "D D T0" },
	{ "6.1", { "A1 U1", "U1 A2" }, "D W" },
	{ "7.2", { "A1 U1", "U1 A2" }, "W W" },
	{ "6.1", { "C1", "C2" }, "T0 T1" },
	{ "7.2", { "C1", "C2" }, "W W" },
	{ "7.2", { "A1", "G2" }, "T0 W" },
	{ "7.2", { "R", "T" }, "T0 W" },
	/* IOMMUs behind others. */
	{ "7.2", { "B:A20", "B1", "A1" }, "T0 W T1" },
	{ "7.2", { "A:A1", "A2" }, "W T0" },
	{ "7.2", { "A:B20", "B:A21", "A1", "B1" }, "W T0 T1 W" },
	{ "7.2", { "A:D1", "A2" }, "D T0" },
	/* Two drivers. */
	{ "7.2", { "A1 R", "R A2", "A3", "R" }, "D D T0 T1" },
	{ "6.1", { "A1 R", "R A2", "A3", "R" }, "D W T0 W" },
	{ "6.1", { "A1", "M1", "R" }, "W T0 W" },
	{ "6.7", { "A1", "M1" }, "W T0" },
	{ "6.8", { "A1", "M1" }, "T0 T1" },
	/* Two instances. */
	{ "7.2", { "R S", "R", "S" }, "T0 T1 T0" },
	{ "7.2", { "M1 N2", "N2", "M2" }, "T0 T1 T0" },
	{ "6.1", { "A1 B2", "A2", "B3" }, "T0 D T1" },
	{ "7.2", { "A1 B2", "A2", "B3" }, "D T0 T1" },
	{ "7.2", { "X Y" }, "T0" },
	/* Policies of groups. */
	{ "7.2", { "R", "R", "S" }, "T0 T0 T1" },
	{ "7.2", { "Z0", "Z1" }, "T0 T0" },
	{ "7.2", { "P1", "P1", "P2" }, "T0 T0 T1" },
	{ "7.2", { "P1", "P0 P1" }, "T0 T0" },
	{ "7.2", { "P1", "P1 P2" }, "R R" },
	{ "7.2", { "P1 Q2", "Q2" }, "T0 T0" },
};

START_TEST(machine_is_predicted)
{
	const struct machine *machine = &machines[_i];
	const char *found = describe(build(machine), machine);

	ck_assert_msg(!strcmp(found, machine->expected),
		      "case %d, %s \"%s\" ...: %s, not %s", _i, machine->release,
		      machine->masters[0], found, machine->expected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("predict");
	TCase *tcase = add_case(suite, "machines");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, machine_is_predicted, 0, ARRAY_SIZE(machines));
	return run_suite(suite);
}
