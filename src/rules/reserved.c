/* SPDX-License-Identifier: BSD-2-Clause */
/* The reserved family: regions, pools and reserved IOVAs. */
#include "rules/reserved.h"

const struct rule reserved_rules[] = {
	{
		.id = "reserved-memory-ignored",
		.severity = SEVERITY_ERROR,
		.summary = "/reserved-memory is ignored as a whole",
		.why = "Linux reads regions with the cell counts of the root and insists "
		       "that /reserved-memory states the same counts and has ranges. "
		       "Otherwise it prints one line early at boot and goes on as if "
		       "there were no region at all.",
		.consequence = "reserves none of the regions",
		.fix = "give /reserved-memory the #address-cells and #size-cells of the "
		       "root and an empty ranges",
		.kernel = "drivers/of/of_reserved_mem.c: __reserved_mem_check_root()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_memory_ignored,
	},
	{
		.id = "reserved-memory-malformed",
		.severity = SEVERITY_ERROR,
		.summary = "a reserved region that Linux cannot read or set up",
		.why = "reg, size, alignment and alloc-ranges of a region are read with "
		       "the cells of the root, before there are any devices. A region "
		       "that does not fit is skipped, in part without a message; one "
		       "that a pool driver refuses is given back to the allocator.",
		.fine = "An empty reg is a place for the firmware to fill in.",
		.consequence = "skips the region: its memory is handed out like any "
			       "other",
		.fix = "write the property with the cells of the root",
		.kernel = "drivers/of/of_reserved_mem.c: __reserved_mem_reserve_reg(), "
			  "__reserved_mem_alloc_size(); kernel/dma/contiguous.c: "
			  "rmem_cma_setup(); kernel/dma/coherent.c: rmem_dma_setup()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_region_malformed,
	},
	{
		.id = "reserved-memory-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "two reserved regions overlap",
		.why = "Each region has an owner that believes the memory to be its own. "
		       "Linux prints both and keeps both.",
		.fine = "Regions that are used one at a time, where the boards say so.",
		.consequence = "keeps both, and prints \"OVERLAP DETECTED!\" for those "
			       "next to each other by address",
		.fix = "move or shrink one of the regions, or disable the one that is "
		       "not used",
		.kernel = "drivers/of/of_reserved_mem.c: __rmem_check_for_overlap(), "
			  "early_init_dt_reserve_memory()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_region_overlap,
	},
	{
		.id = "reserved-outside-ram",
		.severity = SEVERITY_NOTE,
		.summary = "a reserved region lies outside the memory that the tree "
			   "describes",
		.why = "Reserving what is no memory has no effect. Either the address is "
		       "wrong, or the tree leaves part of RAM to the firmware.",
		.fine = "Firmware adds the RAM, or the region is on-chip memory that "
			"another processor uses.",
		.consequence = "reserves nothing there, since it has no memory at this "
			       "address",
		.fix = "correct the address of the region, or describe the memory",
		.kernel = "drivers/of/of_reserved_mem.c: early_init_dt_reserve_memory()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_region_outside_ram,
	},
	{
		.id = "restricted-pool-invalid",
		.severity = SEVERITY_ERROR,
		.summary = "a restricted-dma-pool that Linux rejects",
		.why = "A restricted pool is a bounce buffer in the linear mapping. With "
		       "no-map, reusable, linux,cma-default or linux,dma-default its "
		       "driver refuses it and the memory is given back; the device then "
		       "does DMA anywhere. Of several pools in one memory-region only "
		       "the first counts.",
		.consequence = "prints \"compatible matching fail\", gives the memory "
			       "back, and lets the device do DMA to all memory (needs "
			       "CONFIG_DMA_RESTRICTED_POOL)",
		.fix = "remove the property",
		.kernel = "kernel/dma/swiotlb.c: rmem_swiotlb_setup(); "
			  "drivers/of/device.c: of_dma_set_restricted_buffer()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_restricted_invalid,
	},
	{
		.id = "restricted-pool-unreachable",
		.severity = SEVERITY_ERROR,
		.summary = "a restricted-dma-pool outside the device's DMA windows",
		.why = "All DMA of the device is bounced through the pool, so the device "
		       "must reach it.",
		.consequence = "fails every mapping: swiotlb addr .. overflow (needs "
			       "CONFIG_DMA_RESTRICTED_POOL)",
		.fix = "move the pool into a window of the bus, or widen dma-ranges",
		.kernel = "kernel/dma/swiotlb.c: swiotlb_map()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_restricted_unreachable,
	},
	{
		.id = "restricted-pool-unused",
		.severity = SEVERITY_NOTE,
		.summary = "a restricted-dma-pool on a master behind a working IOMMU",
		.why = "Linux attaches a restricted pool only to devices for which no "
		       "IOMMU was configured: the IOMMU protects memory better.",
		.fine = "Kernels that run without the IOMMU's driver use the same tree.",
		.consequence = "leaves the pool unused, though its memory stays reserved",
		.fix = "remove the pool, or the link to the IOMMU",
		.kernel = "drivers/of/device.c: of_dma_configure_id()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_restricted_unused,
	},
	{
		.id = "pool-behind-iommu",
		.severity = SEVERITY_WARNING,
		.summary = "a coherent pool bypasses the master's IOMMU",
		.why = "dma_alloc_coherent() takes from the device's pool before it asks "
		       "the IOMMU, and hands out the pool's own addresses. No IOMMU page "
		       "table maps them.",
		.fine = "The driver never attaches the pool "
			"(of_reserved_mem_device_init), or maps it itself.",
		.consequence = "hands out addresses of the pool that the IOMMU does not "
			       "translate, once the driver attaches the pool: the device "
			       "faults on them",
		.fix = "remove shared-dma-pool from the region or the region from the "
		       "master",
		.kernel = "kernel/dma/mapping.c: dma_alloc_attrs(); "
			  "kernel/dma/coherent.c: dma_alloc_from_dev_coherent()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_pool_behind_iommu,
	},
	{
		.id = "pool-unreachable",
		.severity = SEVERITY_ERROR,
		.summary = "a coherent pool outside the device's DMA windows",
		.why = "The address that the device gets is that of the pool, translated "
		       "by the DMA windows of its bus. Outside of them there is none.",
		.consequence = "hands out addresses of all ones, or beyond the window, "
			       "at most with \"reserved memory is beyond device's set "
			       "DMA address range\"",
		.fix = "move the pool into a window of the bus, or widen dma-ranges",
		.kernel = "kernel/dma/coherent.c: dma_get_device_base()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_pool_unreachable,
	},
	{
		.id = "memory-region-dangling",
		.severity = SEVERITY_ERROR,
		.summary = "memory-region names what is no reserved region",
		.why = "Drivers look a region up by the node that the phandle leads to. "
		       "No node, or a node outside /reserved-memory, is no region.",
		.consequence = "finds no region; drivers that need it fail to probe",
		.fix = "name a child of /reserved-memory by a label that exists",
		.kernel = "drivers/of/of_reserved_mem.c: "
			  "of_reserved_mem_device_init_by_idx(), "
			  "of_reserved_mem_lookup()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_region_dangling,
	},
	{
		.id = "iommu-addresses-malformed",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-addresses is truncated, empty, dangling, or misread",
		.why = "An entry is a phandle, an address and a size with the cells of "
		       "the named device's DMA parent. Linux does not step from entry to "
		       "entry: for each device it looks for its phandle cell by cell, so "
		       "what it cannot resolve it slides over, and a number that equals "
		       "the phandle starts an entry.",
		.consequence = "slides on cell by cell without a message: this entry and "
			       "those behind it are lost or read at the wrong cell",
		.fix = "write each entry as phandle, address and size with the cells of "
		       "the device's parent bus",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_get_resv_regions()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_malformed,
	},
	{
		.id = "iommu-addresses-crash",
		.severity = SEVERITY_ERROR,
		.summary = "an IOVA that dma-ranges cannot translate makes the kernel "
			   "dereference NULL",
		.why = "Linux translates each IOVA through the dma-ranges of the "
		       "device's buses, as if it were a DMA address. Where no window "
		       "holds it the helper returns NULL, and the loop goes on reading "
		       "from there.",
		.consequence = "oopses with a NULL dereference while the IOMMU probes "
			       "the device",
		.fix = "reserve only IOVAs that lie in a DMA window of the device's bus, "
		       "or remove dma-ranges",
		.kernel = "drivers/of/address.c: of_translate_dma_region(); "
			  "drivers/iommu/of_iommu.c: of_iommu_get_resv_regions()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_crash,
	},
	{
		.id = "iommu-addresses-shifted",
		.severity = SEVERITY_ERROR,
		.summary = "offset windows shift the reserved IOVA",
		.why = "Linux translates each IOVA through the dma-ranges of the "
		       "device's buses, though IOVAs are what the device emits. Windows "
		       "with an offset move the reservation to another place.",
		.consequence = "reserves the wrong IOVAs",
		.fix = "reserve the IOVA whose translation is the one meant, or make the "
		       "windows one to one",
		.kernel = "drivers/of/address.c: of_translate_dma_region()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_shifted,
	},
	{
		.id = "iommu-addresses-one-sided",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-addresses and memory-region do not name each other",
		.why = "Linux starts from the device: it reads iommu-addresses of the "
		       "regions in the device's memory-region only.",
		.fine = "A device that uses a region without DMA to it needs no entry.",
		.consequence = "never reads the entry: nothing is reserved for the "
			       "device",
		.fix = "add the region to memory-region of the device",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_get_resv_regions()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_one_sided,
	},
	{
		.id = "iommu-addresses-not-direct",
		.severity = SEVERITY_WARNING,
		.summary = "the IOVA range differs from reg: reserved, not mapped",
		.why = "A region is mapped one to one only where its iommu-addresses "
		       "equals its reg in address and length. Otherwise the IOVAs are "
		       "merely kept free, and a device that firmware left running on "
		       "them faults.",
		.fine = "The device is idle until its driver maps the memory.",
		.consequence = "prints \"treating non-direct mapping\" and keeps the "
			       "IOVAs free, without mapping them: DMA that firmware "
			       "started faults",
		.fix = "make the range equal to reg, or leave reg out where no mapping "
		       "is meant",
		.kernel = "drivers/iommu/of_iommu.c: iommu_resv_region_get_type()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_not_direct,
	},
	{
		.id = "iommu-addresses-ignored",
		.severity = SEVERITY_ERROR,
		.summary = "the IOMMU's driver, or the selected kernel, ignores "
			   "iommu-addresses",
		.why = "iommu-addresses is read since Linux 6.3, and only by the drivers "
		       "of the Arm SMMUs, virtio-iommu, Apple DART and, later, Exynos. "
		       "The others hand the IOVAs out and map nothing.",
		.consequence = "maps nothing and hands the IOVAs out: DMA that firmware "
			       "started faults",
		.fix = "stop the device in firmware, or let its driver map the region "
		       "before the IOMMU is enabled",
		.kernel = "drivers/iommu/: get_resv_regions of the driver",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_ignored,
	},
	{
		.id = "iommu-addresses-outside-aperture",
		.severity = SEVERITY_ERROR,
		.summary = "a direct region that the IOMMU cannot map",
		.why = "Direct regions are mapped before the device is attached. IOVAs "
		       "beyond what the IOMMU translates cannot be mapped, and the "
		       "failure is passed up. Where masters of one group disagree about "
		       "a range, it depends on their order whether it is mapped.",
		.consequence = "prints \"not able to establish FW requested direct "
			       "mapping\", and the IOMMU fails to register and all its "
			       "masters run without it; a driver that takes such IOVAs "
			       "maps them where the hardware never looks, and DMA faults",
		.fix = "place the region within the IOMMU's aperture, or leave reg out "
		       "so that the IOVAs are only reserved",
		.kernel = "drivers/iommu/iommu.c: iommu_setup_default_domain(), "
			  "iommu_create_device_direct_mappings()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_aperture,
	},
	{
		.id = "device-in-reserved-memory",
		.severity = SEVERITY_NOTE,
		.summary = "a device's reg lies in a reserved region that it does not "
			   "name",
		.why = "Memory that is reserved belongs to somebody; a device in it "
		       "either shares it knowingly, and then names the region, or has a "
		       "wrong address.",
		.fine = "On-chip memory that is described as a device and as a reserved "
			"region.",
		.consequence = "lets both have the memory",
		.fix = "name the region in memory-region of the device, or correct one "
		       "of the addresses",
		.kernel = "drivers/of/address.c: of_address_to_resource()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_device_inside,
	},
	{
		.id = "cma-outside-ram",
		.severity = SEVERITY_WARNING,
		.summary = "alloc-ranges of a dynamic region leave no room in RAM",
		.why = "A region without reg is allocated early within alloc-ranges. "
		       "Where RAM has no piece of that size there, the region does not "
		       "come to be.",
		.fine = "Firmware describes more RAM than the tree.",
		.consequence = "prints \"failed to allocate memory for node\"; a default "
			       "pool is then as small as the configuration makes it",
		.fix = "let alloc-ranges lie in RAM, and reduce size",
		.kernel = "drivers/of/of_reserved_mem.c: __reserved_mem_alloc_size()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_cma_outside_ram,
	},
	{
		.id = "reserved-shared",
		.severity = SEVERITY_NOTE,
		.summary = "one no-map region given to two devices",
		.why = "Memory that Linux keeps its hands off usually belongs to one "
		       "remote processor. Two of them in one region overwrite each "
		       "other, unless they share it by protocol.",
		.fine = "The firmware of both shares the memory.",
		.consequence = "gives the region to both",
		.fix = "give each remote processor a region of its own",
		.kernel = "drivers/of/of_reserved_mem.c: of_reserved_mem_lookup()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_region_shared,
	},
	{
		.id = "restricted-pool-misplaced",
		.severity = SEVERITY_ERROR,
		.summary = "restricted-dma-pool on a PCI function",
		.why = "Functions of a PCI bus are configured through their host bridge, "
		       "but Linux takes the pool of the function's own node first, and "
		       "that of the host bridge for functions without memory-region. A "
		       "pool on one function leaves the root port and all other "
		       "functions unrestricted, and the function itself where Linux "
		       "gives its bus another number than the node has.",
		.fine = "Only this function is to be restricted, and its bus number is "
			"fixed.",
		.consequence = "bounces DMA of this one function; the others behind the "
			       "host bridge reach all memory",
		.fix = "name the pool in memory-region of the host bridge",
		.kernel = "drivers/of/device.c: of_dma_set_restricted_buffer()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_restricted_misplaced,
	},
	{
		.id = "reserved-without-user",
		.severity = SEVERITY_NOTE,
		.summary = "a no-map region that no enabled node uses",
		.why = "The memory is lost to Linux. A region whose every user is "
		       "disabled may be disabled as well; one that no node names is left "
		       "to firmware, or lacks its user.",
		.fine = "Firmware or another processor owns the memory.",
		.consequence = "keeps the memory unused",
		.fix = "disable the region together with its user",
		.kernel = "drivers/of/of_reserved_mem.c: fdt_scan_reserved_mem()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_region_unused,
	},
	{ 0 },
};
