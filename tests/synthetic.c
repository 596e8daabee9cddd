/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a tree of many masters on 64 IOMMUs to standard output:
 *
 *	synthetic MASTERS
 *
 * One IOMMU in four is an SMMUv2, whose masters have nested and equal stream-match
 * entries, two are SMMUv3 with an ID for each master, and one is a Rockchip's. Every
 * hundredth master is a PCI host. The tree is wired as it should be, and bigger than any
 * board: what is measured is the tool's growth.
 */
#include <libfdt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

enum { CLOCK = 1000 }; /* its phandle */

enum { IOMMUS = 64, HEAD = 64 * 1024, MASTER_SIZE = 64, HOST_SIZE = 160 };

enum kind { SMMU_V2, SMMU_V3, ROCKCHIP };

static enum kind kind_of(uint32_t iommu)
{
	static const enum kind kinds[] = { SMMU_V2, SMMU_V3, SMMU_V3, ROCKCHIP };

	return kinds[iommu % ARRAY_SIZE(kinds)];
}

static void check(int error)
{
	if (!error)
		return;
	fprintf(stderr, "synthetic: %s\n", fdt_strerror(error));
	exit(EXIT_FAILURE);
}

static void write_text(void *fdt, const char *name, const char *text)
{
	check(fdt_property(fdt, name, text, (int)strlen(text) + 1));
}

static void write_cells(void *fdt, const char *name, const uint32_t *cells, int count)
{
	fdt32_t value[32];
	int i;

	for (i = 0; i < count; i++)
		value[i] = cpu_to_fdt32(cells[i]);
	check(fdt_property(fdt, name, value, 4 * count));
}

static void begin(void *fdt, const char *format, uint32_t number)
{
	char name[32];

	snprintf(name, sizeof(name), format, number);
	check(fdt_begin_node(fdt, name));
}

static void write_iommu(void *fdt, uint32_t iommu)
{
	static const char *const compatibles[] = {
		[SMMU_V2] = "arm,mmu-500",
		[SMMU_V3] = "arm,smmu-v3",
		[ROCKCHIP] = "rockchip,iommu",
	};
	static const uint32_t cells[] = { [SMMU_V2] = 2, [SMMU_V3] = 1, [ROCKCHIP] = 0 };
	const uint32_t reg[] = { 0x100000 * iommu, 0x20000 };
	const uint32_t interrupts[32] = { 0 };

	begin(fdt, "iommu@%x", reg[0]);
	write_text(fdt, "compatible", compatibles[kind_of(iommu)]);
	write_cells(fdt, "reg", reg, 2);
	write_cells(fdt, "phandle", (const uint32_t[]){ iommu + 2 }, 1);
	write_cells(fdt, "#iommu-cells", &cells[kind_of(iommu)], 1);
	write_cells(fdt, "#global-interrupts", (const uint32_t[]){ 1 }, 1);
	write_cells(fdt, "interrupts", interrupts, 32);
	if (kind_of(iommu) == ROCKCHIP) {
		write_cells(fdt, "clocks", (const uint32_t[]){ CLOCK, CLOCK }, 2);
		check(fdt_property(fdt, "clock-names", "aclk\0iface", 11));
	}
	check(fdt_end_node(fdt));
}

/* The number-th master of its IOMMU. */
static void write_master(void *fdt, uint32_t iommu, uint32_t number)
{
	const uint32_t phandle = iommu + 2;
	/* Sixteen wide entries, and narrow ones within them. */
	const uint32_t wide = number % 16 << 8;
	const uint32_t v2[] = { phandle, number < 16 ? wide : wide | number % 256,
				number < 16 ? 0xff : 0 };

	begin(fdt, "m%x", number * IOMMUS + iommu);
	write_text(fdt, "compatible", "a,b");
	switch (kind_of(iommu)) {
	case SMMU_V2:
		write_cells(fdt, "iommus", v2, 3);
		break;
	case SMMU_V3:
		write_cells(fdt, "iommus", (const uint32_t[]){ phandle, number }, 2);
		break;
	default:
		write_cells(fdt, "iommus", (const uint32_t[]){ phandle }, 1);
	}
	check(fdt_end_node(fdt));
}

/* Its functions have 256 stream IDs behind those of the masters. */
static void write_host(void *fdt, uint32_t number)
{
	const uint32_t iommu = 4 * (number % (IOMMUS / 4)) + 1;
	const uint32_t map[] = { 0, iommu + 2, 0x100000 + 0x100 * number, 0x100 };

	begin(fdt, "p%x", number);
	write_text(fdt, "compatible", "pci-host-ecam-generic");
	write_text(fdt, "device_type", "pci");
	write_cells(fdt, "bus-range", (const uint32_t[]){ 0, 0 }, 2);
	write_cells(fdt, "iommu-map", map, 4);
	check(fdt_end_node(fdt));
}

static void write_tree(void *fdt, uint32_t masters)
{
	uint32_t i;

	check(fdt_finish_reservemap(fdt));
	check(fdt_begin_node(fdt, ""));
	write_cells(fdt, "#address-cells", (const uint32_t[]){ 1 }, 1);
	write_cells(fdt, "#size-cells", (const uint32_t[]){ 1 }, 1);
	write_cells(fdt, "interrupt-parent", (const uint32_t[]){ 1 }, 1);
	check(fdt_begin_node(fdt, "interrupt-controller"));
	write_cells(fdt, "phandle", (const uint32_t[]){ 1 }, 1);
	write_cells(fdt, "#interrupt-cells", (const uint32_t[]){ 1 }, 1);
	check(fdt_property(fdt, "interrupt-controller", NULL, 0));
	check(fdt_end_node(fdt));
	check(fdt_begin_node(fdt, "clock"));
	write_text(fdt, "compatible", "fixed-clock");
	write_cells(fdt, "clock-frequency", (const uint32_t[]){ 24000000 }, 1);
	write_cells(fdt, "phandle", (const uint32_t[]){ CLOCK }, 1);
	write_cells(fdt, "#clock-cells", (const uint32_t[]){ 0 }, 1);
	check(fdt_end_node(fdt));
	for (i = 0; i < IOMMUS; i++)
		write_iommu(fdt, i);
	for (i = 0; i < masters; i++)
		if (i % 100 == 99)
			write_host(fdt, i / 100);
		else
			write_master(fdt, i % IOMMUS, i / IOMMUS);
	check(fdt_end_node(fdt));
}

int main(int argc, char **argv)
{
	const long masters = argc == 2 ? atol(argv[1]) : 0;
	int size;
	void *fdt;

	if (masters < 1 || masters > 1000000) {
		fprintf(stderr, "usage: synthetic MASTERS, 1000000 at most\n");
		return EXIT_FAILURE;
	}
	size = HEAD + (int)masters * MASTER_SIZE + (int)masters / 100 * HOST_SIZE;
	fdt = malloc((size_t)size);
	if (!fdt)
		return EXIT_FAILURE;
	check(fdt_create(fdt, size));
	write_tree(fdt, (uint32_t)masters);
	check(fdt_finish(fdt));
	if (fwrite(fdt, fdt_totalsize(fdt), 1, stdout) != 1 || fflush(stdout)) {
		perror("synthetic");
		return EXIT_FAILURE;
	}
	free(fdt);
	return EXIT_SUCCESS;
}
