/* SPDX-License-Identifier: BSD-2-Clause */
/* The window family: dma-ranges and ranges, from a master to memory. */
#include "rules/window.h"

const struct rule window_rules[] = {
	{
		.id = "dma-ranges-malformed",
		.severity = SEVERITY_ERROR,
		.summary = "dma-ranges does not tile into entries, or its cell counts "
			   "are out of bounds",
		.why = "An entry is an address of the device, one of the parent bus "
		       "and a size, in cells of the bus, of its parent and of the "
		       "bus. Linux drops what does not fill an entry without a "
		       "message; where the author counted cells differently, every "
		       "entry is misread.",
		.consequence = "drops the cells behind the last whole entry, without "
			       "a message",
		.fix = "give each entry #address-cells of the bus, of its parent, and "
		       "#size-cells of the bus",
		.kernel = "drivers/of/address.c: parser_init(), "
			  "of_pci_range_parser_one()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_malformed,
	},
	{
		.id = "dma-ranges-no-address-cells",
		.severity = SEVERITY_ERROR,
		.summary = "a bus with dma-ranges lacks #address-cells",
		.why = "Since Linux 6.13 a node without #address-cells of its own is "
		       "no bus for address translation. Before, the cells of an "
		       "ancestor were taken.",
		.consequence = "refuses the property: masters run without limit or "
			       "offset, and windows of buses below are lost",
		.fix = "give the bus #address-cells and #size-cells",
		.kernel = "drivers/of/address.c: of_bus_default_match()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_no_address_cells,
	},
	{
		.id = "dma-ranges-in-root",
		.severity = SEVERITY_ERROR,
		.summary = "dma-ranges in the root node can never be translated",
		.why = "A window leads to an address of the parent bus, and the root "
		       "has none. Linux fails to translate each entry, refuses the "
		       "property for every master whose search comes here, and counts "
		       "it when it sizes ZONE_DMA.",
		.consequence = "refuses the property: masters run without limit or "
			       "offset, and ZONE_DMA shrinks to the size of the "
			       "windows",
		.fix = "move the windows to the bus that has the limit, /soc for "
		       "instance",
		.kernel = "drivers/of/address.c: __of_translate_address()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_in_root,
	},
	{
		.id = "dma-ranges-untranslatable",
		.severity = SEVERITY_ERROR,
		.summary = "a window lies outside the windows of the bus above",
		.why = "Each window leads to an address on the parent bus, which the "
		       "windows of that bus move on towards the CPU. Where none of "
		       "them holds the address, the window leads nowhere. A frequent "
		       "slip is to write the CPU address where the bus above starts "
		       "at another.",
		.consequence = "prints \"translation of DMA address failed\" for each "
			       "window and refuses the property: masters run without "
			       "limit or offset, and ZONE_DMA shrinks to the size of "
			       "the window",
		.fix = "write the address of the parent bus, or widen the windows of "
		       "the bus above",
		.kernel = "drivers/of/address.c: of_dma_get_range()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_untranslatable,
	},
	{
		.id = "dma-ranges-zero-size",
		.severity = SEVERITY_ERROR,
		.summary = "a window of size 0 cuts the list off there",
		.why = "Linux keeps the windows of a device in a list that ends with "
		       "size 0, so a window of that size ends it early. As first "
		       "window it leaves an empty list, which is worse than none: no "
		       "address can be mapped.",
		.consequence = "takes it for the end of the list",
		.fix = "give the window its size, or remove it",
		.kernel = "kernel/dma/direct.h, include/linux/dma-direct.h: "
			  "translate_phys_to_dma()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_zero_size,
	},
	{
		.id = "dma-ranges-wraps",
		.severity = SEVERITY_ERROR,
		.summary = "a window passes 2^64",
		.why = "Linux adds base and size in 64 bits without a check. A window "
		       "that passes the end of the address space seems to end just "
		       "above 0: limits and masks collapse.",
		.consequence = "computes a tiny end: DMA masks and limit collapse, "
			       "and mappings fail",
		.fix = "give the window a size that ends below 2^64",
		.kernel = "include/linux/dma-direct.h: dma_range_map_max()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_wraps,
	},
	{
		.id = "dma-ranges-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "two windows cover the same addresses with different "
			   "offsets",
		.why = "For each translation Linux takes the first window that holds "
		       "the address. Where windows share DMA addresses but lead to "
		       "different memory, the way back from a DMA address finds the "
		       "wrong memory: caches are maintained and bounce buffers looked "
		       "up there.",
		.fine = "Two views of one memory can be meant, where CPU addresses "
			"are shared; then only the first is used.",
		.consequence = "finds the wrong memory for DMA addresses in the "
			       "second window: cache maintenance and bounce buffers "
			       "hit foreign data",
		.fix = "let each DMA address lead to one CPU address",
		.kernel = "include/linux/dma-direct.h: translate_dma_to_phys()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_overlap,
	},
	{
		.id = "dma-ranges-gap-in-chain",
		.severity = SEVERITY_NOTE,
		.summary = "a bus without dma-ranges hides the windows above it",
		.why = "Linux searches the buses above a master for windows. The "
		       "first bus may lack dma-ranges, an empty dma-ranges passes on, "
		       "but any further bus without the property ends the search: "
		       "limits and offsets above do not apply. A device that is a bus "
		       "of masters itself, below windows that move addresses, is told "
		       "as well, though Linux passes over it.",
		.fine = "The masters need no limit where they reach all memory at its "
			"CPU address.",
		.consequence = "treats DMA addresses of these masters as CPU "
			       "addresses",
		.fix = "add an empty dma-ranges to the bus",
		.kernel = "drivers/of/address.c: of_dma_get_range()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_gap_in_chain,
	},
	{
		.id = "dma-ranges-unused-node",
		.severity = SEVERITY_NOTE,
		.summary = "dma-ranges where Linux never reads it",
		.why = "dma-ranges describes what the children of a bus reach. On a "
		       "device without children, or on a PCI function, nobody reads "
		       "it: the device's own limits belong to its parent, those of "
		       "PCI functions to the host bridge.",
		.consequence = "does not read it for the device, but counts it for "
			       "the size of ZONE_DMA",
		.fix = "move the property to the bus, or to the host bridge",
		.kernel = "drivers/of/device.c: of_dma_configure_id(), "
			  "drivers/pci/pci-driver.c: pci_dma_configure()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_unused_node,
	},
	{
		.id = "dma-ranges-pci-type",
		.severity = SEVERITY_ERROR,
		.summary = "a host-bridge window with configuration or I/O space "
			   "code, or a 32-bit code past 4 GiB",
		.why = "The first cell of a PCI address has a code: configuration, "
		       "I/O, 32-bit or 64-bit memory. Inbound windows are memory. "
		       "Linux takes any code for the limits of the functions, but "
		       "only memory for the inbound windows of the host and for the "
		       "addresses kept free behind an IOMMU.",
		.consequence = "uses the window for the limit of the functions, but "
			       "programs no inbound window for it",
		.fix = "use 0x02000000 or 0x03000000, with 0x40000000 for "
		       "prefetchable memory",
		.kernel = "drivers/pci/of.c: devm_of_pci_get_host_bridge_resources()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_pci_type,
	},
	{
		.id = "dma-ranges-pci-order",
		.severity = SEVERITY_ERROR,
		.summary = "PCI windows behind an IOMMU that overlap or run against "
			   "CPU order",
		.why = "Behind an IOMMU Linux keeps the addresses between the inbound "
		       "windows free. It walks the windows in the order of their CPU "
		       "addresses and gives up where PCI addresses do not rise: the "
		       "functions are attached to a translating domain but get "
		       "physical addresses.",
		.consequence = "prints \"Failed to reserve IOVA\"; functions stay "
			       "attached to a translating domain with untranslated "
			       "DMA: every transfer faults",
		.fix = "let PCI and CPU addresses of the windows rise together, "
		       "without overlap",
		.kernel = "drivers/iommu/dma-iommu.c: iova_reserve_pci_windows()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_pci_order,
	},
	{
		.id = "dma-ranges-outside-aperture",
		.severity = SEVERITY_ERROR,
		.summary = "no window of the master intersects what its IOMMU can "
			   "translate",
		.why = "The addresses that Linux hands out behind an IOMMU must lie "
		       "in the DMA windows and in the aperture of the IOMMU. Where "
		       "these do not meet, the DMA domain cannot be set up, but the "
		       "master stays attached to it.",
		.consequence = "prints \"specified DMA range outside IOMMU "
			       "capability\"; the master stays attached to a "
			       "translating domain with untranslated DMA: every "
			       "transfer faults",
		.fix = "give the bus a window that the IOMMU can translate, or an "
		       "empty dma-ranges",
		.kernel = "drivers/iommu/dma-iommu.c: iommu_dma_init_domain()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_outside_aperture,
	},
	{
		.id = "dma-ranges-32bit",
		.severity = SEVERITY_WARNING,
		.summary = "addresses above 4 GiB that a 32-bit kernel truncates",
		.why = "A 32-bit kernel without large physical addresses keeps DMA "
		       "and CPU addresses in 32 bits. What is above is cut off "
		       "without a message, so the window leads elsewhere. The CPU of "
		       "this machine has no such addresses.",
		.consequence = "cuts the addresses to 32 bits",
		.fix = "keep the windows below 4 GiB",
		.kernel = "drivers/of/address.c: of_dma_get_range(), struct "
			  "bus_dma_region",
		.check = check_32bit,
	},
	{
		.id = "dma-window-empty",
		.severity = SEVERITY_ERROR,
		.summary = "nothing is left of the window after the aperture and the "
			   "reservations",
		.why = "Linux hands out addresses between the aperture's start and "
		       "the smaller of aperture end and DMA limit, less page 0, PCI "
		       "windows and iommu-addresses. If no page is left, no buffer "
		       "can be mapped.",
		.consequence = "cannot map a single buffer for the master",
		.fix = "widen the windows, or move the reservations",
		.kernel = "drivers/iommu/dma-iommu.c: iommu_dma_alloc_iova()",
		.check = check_window_empty,
	},
	{
		.id = "dma-window-hits-nothing",
		.severity = SEVERITY_NOTE,
		.summary = "no window of the bus leads to any memory, reserved region "
			   "or device of the tree",
		.why = "A window that leads to nothing that the tree knows usually "
		       "has a slip in an address: a missing or surplus cell moves it "
		       "by 2^32.",
		.fine = "The tree may not know all memory, such as that of another "
			"processor.",
		.consequence = "cannot map any buffer for masters on the bus",
		.fix = "check the CPU addresses of the windows",
		.kernel = "kernel/dma/direct.c: dma_direct_map_phys()",
		.check = check_hits_nothing,
	},
	{
		.id = "ram-unreachable",
		.severity = SEVERITY_WARNING,
		.summary = "RAM that a master without IOMMU, or its IOMMU, cannot "
			   "reach",
		.why = "A buffer outside the DMA windows has to be copied through a "
		       "bounce buffer in ZONE_DMA, which costs time and, for large "
		       "transfers, fails. Behind an IOMMU the width of its page table "
		       "entries bounds RAM.",
		.fine = "A true limit of the hardware, where bounce buffers are meant "
			"to serve.",
		.consequence = "copies buffers beyond through bounce buffers",
		.fix = "widen the windows if the hardware reaches more; otherwise put "
		       "the master behind an IOMMU",
		.kernel = "kernel/dma/swiotlb.c: swiotlb_map()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_ram_unreachable,
	},
	{
		.id = "zone-dma-shrunk",
		.severity = SEVERITY_NOTE,
		.summary = "one small window shrinks ZONE_DMA for the machine",
		.why = "arm64 ends ZONE_DMA where the windows of some enabled bus end "
		       "first, whether or not a device sits there. GFP_DMA memory, "
		       "the atomic pools and the bounce buffers of all devices come "
		       "from it. From Linux 6.12 on a window of size 0, one that "
		       "cannot be translated or a malformed property leaves it empty.",
		.consequence = "takes GFP_DMA memory and bounce buffers of all "
			       "devices from the little that is left",
		.fix = "correct the windows, or disable the bus",
		.kernel = "drivers/of/address.c: of_dma_get_max_cpu_address(), "
			  "arch/arm64/mm/init.c: dma_limits_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_zone_shrunk,
	},
	{
		.id = "dma-window-iova-hole",
		.severity = SEVERITY_WARNING,
		.summary = "holes or a high start of a platform device's windows are "
			   "not honoured for IOVA",
		.why = "Behind an IOMMU Linux bounds addresses by the end of the "
		       "windows only. For PCI hosts it keeps the rest free, for other "
		       "masters it may hand out an address in a hole or below the "
		       "first window, which the bus does not carry. Before 6.10 the "
		       "windows of its first master said where the addresses of a "
		       "group begin, and others were refused its domain.",
		.consequence = "may hand out addresses there, which the bus does not "
			       "carry to the IOMMU",
		.fix = "use one window from 0 on, or reserve the hole with "
		       "iommu-addresses",
		.kernel = "drivers/iommu/dma-iommu.c: iommu_dma_init_domain()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_iova_hole,
	},
	{
		.id = "dma-parent-unresolved",
		.severity = SEVERITY_ERROR,
		.summary = "a dma-mem interconnect cannot be resolved and is silently "
			   "ignored",
		.why = "The interconnect named dma-mem says by which node a master's "
		       "DMA goes instead of its parent. Where its entry cannot be "
		       "resolved, Linux falls back to the parent: windows, offsets "
		       "and coherency are those of another bus. A node without "
		       "dma-ranges is hardly meant either.",
		.consequence = "takes the parent in its place, with other windows",
		.fix = "give interconnects an entry at that index, and its target "
		       "#interconnect-cells",
		.kernel = "drivers/of/address.c: __of_get_dma_parent()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_parent_unresolved,
	},
	{
		.id = "pci-window-over-ram",
		.severity = SEVERITY_WARNING,
		.summary = "an outbound PCI bus window overlaps the inbound window to "
			   "RAM",
		.why = "Devices behind the host get their addresses from the outbound "
		       "windows. Where RAM has the same PCI addresses, a transfer to "
		       "that RAM is taken by a device instead: data is lost, without "
		       "a fault.",
		.fine = "Behind an IOMMU Linux keeps the outbound windows free.",
		.consequence = "gives both to drivers: transfers between them go to "
			       "the device instead of RAM",
		.fix = "move the outbound window on PCI, or the inbound one",
		.kernel = "drivers/pci/setup-bus.c, kernel/dma/direct.h: "
			  "dma_direct_map_phys()",
		.check = check_pci_over_ram,
	},
	{
		.id = "fsl-mc-without-dma-ranges",
		.severity = SEVERITY_ERROR,
		.summary = "fsl-mc and cdx buses get no IOMMU without a usable "
			   "dma-ranges",
		.why = "For devices of these buses Linux stops configuring DMA where "
		       "it finds no windows: neither IOMMU nor dma-coherent applies.",
		.consequence = "configures no IOMMU and no coherency for the devices "
			       "of the bus",
		.fix = "give the bus, or its parent, a dma-ranges with a window",
		.kernel = "drivers/of/device.c: of_dma_configure_id()",
		.check = check_id_bus_without,
	},
	{
		.id = "pci-ranges-space-code",
		.severity = SEVERITY_WARNING,
		.summary = "ranges of a PCI host: configuration space code, or a "
			   "32-bit window past 4 GiB",
		.why = "The first cell of a PCI address has a code: configuration, "
		       "I/O, 32-bit or 64-bit memory. Configuration space does not "
		       "belong into ranges. A window of 32-bit memory past 4 GiB "
		       "cannot be given to 32-bit BARs.",
		.consequence = "may give the part past 4 GiB to 32-bit BARs, which "
			       "cannot hold it",
		.fix = "use 0x03000000 past 4 GiB; describe configuration space by "
		       "reg",
		.kernel = "drivers/of/address.c: of_bus_pci_get_flags(), "
			  "drivers/pci/of.c",
		.check = check_ranges_space_code,
	},
	{
		.id = "pci-windows-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "CPU windows of two live PCI hosts overlap",
		.why = "Each host claims the CPU addresses of its windows. The second "
		       "to probe finds them taken.",
		.consequence = "refuses the host that probes second (-EBUSY)",
		.fix = "give each host windows of its own",
		.kernel = "drivers/pci/of.c: devm_request_pci_bus_resources()",
		.check = check_pci_overlap,
	},
	{
		.id = "bus-window-of-sibling",
		.severity = SEVERITY_WARNING,
		.summary = "a bus window covers a sibling's reg and not its own "
			   "children, or what a child has lies in no window",
		.why = "ranges of a bus moves the addresses of its children to the "
		       "parent bus. A window that was copied from a neighbour leads "
		       "to the neighbour's registers; a child outside of all windows "
		       "cannot be addressed, nor can windows of a PCI host that lie "
		       "outside.",
		.consequence = "cannot translate the registers of the child: its "
			       "driver does not bind",
		.fix = "write the address of the bus itself into ranges",
		.kernel = "drivers/of/address.c: of_translate_one(); drivers/pci/of.c: "
			  "devm_of_pci_get_host_bridge_resources()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_window_of_sibling,
	},
	{ 0 },
};
