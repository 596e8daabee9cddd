/* SPDX-License-Identifier: BSD-2-Clause */
/* The map family: iommu-map of buses whose functions are told apart by ID. */
#include "rules/map.h"

const struct rule map_rules[] = {
	{
		.id = "iommu-map-malformed",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-map does not tile into entries of 3 + #iommu-cells "
			   "cells",
		.why = "Linux 7 walks iommu-map entry by entry and takes 3 + "
		       "#iommu-cells cells for each, by the target that the entry "
		       "names. An entry that has fewer cells left ends every lookup "
		       "that comes so far. Older kernels take four cells for each "
		       "entry and refuse the whole map where its length is no multiple "
		       "of that.",
		.consequence = "prints \"Bad iommu-map length\" for each ID that no "
			       "entry before matched; those functions do untranslated "
			       "DMA",
		.fix = "write each entry as <id-base &iommu output length>, with one "
		       "output cell for each of #iommu-cells",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_malformed,
	},
	{
		.id = "iommu-map-legacy-cells",
		.severity = SEVERITY_WARNING,
		.summary = "the entries of iommu-map have a size that another kernel "
			   "reads",
		.why = "Up to Linux 6.19 an entry has four cells, whatever "
		       "#iommu-cells of its target says. From 7.0 on it has 3 + "
		       "#iommu-cells. Four-cell entries for a two-cell IOMMU are still "
		       "read as meant where all entries name one target and all "
		       "lengths are 1. Five-cell entries mislead older kernels: where "
		       "the number of cells is a multiple of four, they read wrong IDs "
		       "without a word.",
		.fine = "The tree is for kernels of one kind only, and --linux names "
			"the other.",
		.consequence = "reads entries of another size than they have",
		.fix = "write entries of 3 + #iommu-cells cells for Linux 7, of four "
		       "cells for older kernels",
		.kernel = "drivers/of/base.c: of_map_id(), of_check_bad_map()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_legacy,
	},
	{
		.id = "iommu-map-no-cells",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-map leads to a node whose #iommu-cells is 0 or absent",
		.why = "An entry for a target with #iommu-cells = 0 has three cells: "
		       "the ID base, the target and the length. Written with four, "
		       "Linux 7 takes the output for the length and the length for the "
		       "next ID base. A target without #iommu-cells is no IOMMU at "
		       "all: Linux finds no driver behind it.",
		.consequence = "reads entries of three cells: \"Bad iommu-map length\", "
			       "or IDs that were never meant",
		.fix = "drop the output cells of the entries, or name an IOMMU with IDs",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_no_cells,
	},
	{
		.id = "iommu-map-dangling-phandle",
		.severity = SEVERITY_ERROR,
		.summary = "an iommu-map entry names a phandle that no node has",
		.why = "Linux 7 looks up the target of each entry on its way to the "
		       "one that matches, since its #iommu-cells gives the size of the "
		       "entry. One bad phandle ends every lookup that comes so far. "
		       "Older kernels look at the target of the matching entry only.",
		.consequence = "ends each lookup that no entry before answers "
			       "(-ENODEV): those functions do untranslated DMA, "
			       "without a message",
		.fix = "name the IOMMU by a label that exists, or drop the entry",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_dangling,
	},
	{
		.id = "iommu-map-mask-conflict",
		.severity = SEVERITY_ERROR,
		.summary = "an ID base has bits that iommu-map-mask clears",
		.why = "iommu-map-mask is applied to the requester ID before the "
		       "lookup, so a masked ID can never equal a base with bits "
		       "outside the mask. Linux calls the whole map invalid when it "
		       "comes to such an entry, whatever ID it looks for.",
		.consequence = "prints \"Invalid iommu-map translation\" and gives no "
			       "IOMMU to any ID that no entry before matches (-EFAULT)",
		.fix = "clear those bits in the ID base, or set them in iommu-map-mask",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_masked,
	},
	{
		.id = "iommu-map-range-multi-cell",
		.severity = SEVERITY_ERROR,
		.summary = "a range of several IDs leads to an IOMMU with several cells",
		.why = "With one output cell a range counts up with the ID. With more, "
		       "Linux cannot know which of them should, and refuses the entry.",
		.consequence = "prints \"cannot handle N-ID range\" for each ID of the "
			       "entry; those functions do untranslated DMA",
		.fix = "write one entry of length 1 for each ID",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_range,
	},
	{
		.id = "iommu-map-empty-entry",
		.severity = SEVERITY_ERROR,
		.summary = "an iommu-map entry of length 0 matches no ID",
		.why = "The last cell of an entry is the number of IDs that it covers. "
		       "Zero covers none: the functions meant bypass the IOMMU without "
		       "a message.",
		.fine = "The boot loader writes the real entry, as U-Boot does on "
			"Layerscape.",
		.consequence = "never matches the entry: the functions that it was "
			       "meant for do untranslated DMA",
		.fix = "give the number of IDs, 0x10000 for all of a PCI host",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_empty,
	},
	{
		.id = "iommu-map-wraps",
		.severity = SEVERITY_ERROR,
		.summary = "an input or output range of iommu-map passes 2^32",
		.why = "IDs have 32 bits. Kernels before 7.0 compare an ID with the "
		       "sum of base and length, which wraps, so that the entry matches "
		       "nothing. Outputs that pass 2^32 go on at 0 in all versions.",
		.consequence = "computes the end of the range in 32 bits, where it "
			       "wraps: the entry matches no ID",
		.fix = "end both ranges at 0xffffffff at most",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_wraps,
	},
	{
		.id = "iommu-map-base-too-wide",
		.severity = SEVERITY_ERROR,
		.summary = "an entry of a PCI host starts beyond the 16 bits of a "
			   "requester ID",
		.why = "The ID that Linux looks up for a PCI function is bus, device "
		       "and function in 16 bits. The segment or domain number is no "
		       "part of it.",
		.consequence = "never matches the entry: the functions that it was "
			       "meant for do untranslated DMA",
		.fix = "give the requester ID alone: bus << 8 | device << 3 | function",
		.kernel = "drivers/iommu/of_iommu.c: of_pci_iommu_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_base,
	},
	{
		.id = "iommu-map-uncovered",
		.severity = SEVERITY_NOTE,
		.summary = "iommu-map leaves out requester IDs of the bus-range",
		.why = "A function whose requester ID no entry covers gets no IOMMU. "
		       "It does untranslated DMA where the IOMMU lets unknown IDs "
		       "pass, and none where it stops them. Aliases count as well: a "
		       "function behind a PCIe-to-PCI bridge needs the ID of the "
		       "bridge covered.",
		.fine = "The hardware can tell apart or translate only the IDs listed, "
			"or no device can have the others.",
		.consequence = "prints \"no iommu-map translation\" and lets the "
			       "functions do untranslated DMA, which an IOMMU that "
			       "stops unknown IDs aborts",
		.fix = "cover all IDs of the bus-range, or narrow bus-range",
		.kernel = "drivers/of/base.c: of_map_id(), drivers/iommu/of_iommu.c: "
			  "of_pci_iommu_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_uncovered,
	},
	{
		.id = "iommu-map-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "two entries of iommu-map cover one ID",
		.why = "Linux takes the first entry that matches. The part of a later "
		       "entry that an earlier one covers is dead; where the two "
		       "differ, functions get IDs or IOMMUs that were not meant.",
		.consequence = "takes the first entry that matches; the later one is "
			       "dead for the IDs that both cover",
		.fix = "make the ranges disjoint",
		.kernel = "drivers/of/base.c: of_map_id()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_overlap,
	},
	{
		.id = "iommu-map-own-rid",
		.severity = SEVERITY_WARNING,
		.summary = "the requester ID of a PCI IOMMU is mapped to that IOMMU",
		.why = "An IOMMU that is a PCI function does its own DMA untranslated. "
		       "Mapped through itself, it waits for its own driver before it "
		       "probes.",
		.consequence = "defers the IOMMU on itself until the deferred-probe "
			       "timeout; all its masters wait as long",
		.fix = "leave the requester ID of the IOMMU out of the map",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure()",
		.check = check_map_own_rid,
	},
	{
		.id = "iommu-map-host1x",
		.severity = SEVERITY_ERROR,
		.summary = "the context entries of host1x must have length 1 and cover "
			   "0 to n-1",
		.why = "host1x makes one context device for each four cells of its "
		       "iommu-map, and numbers them from 0. Each needs an IOMMU, or "
		       "the driver gives up. An entry of several IDs still counts as "
		       "one context.",
		.consequence = "makes one context for each four cells; IDs beyond that "
			       "number are never used",
		.fix = "write one entry of length 1 for each context, with bases from "
		       "0 on",
		.kernel = "drivers/gpu/host1x/context.c: "
			  "host1x_memory_context_list_init()",
		.check = check_map_contexts,
	},
	{
		.id = "iommu-map-shares-output",
		.severity = SEVERITY_WARNING,
		.summary = "iommu-map gives one ID to several functions",
		.why = "Each entry counts up from its output base. Where the outputs "
		       "of two entries meet, or where iommu-map-mask clears bits that "
		       "tell functions apart, several functions reach the IOMMU under "
		       "one ID. Some drivers put them into one group; others refuse "
		       "all but the first, or let the last take over.",
		.fine = "The host emits one ID for several functions and nobody needs "
			"them apart.",
		.consequence = "gives the functions one ID: they share a group and "
			       "cannot be told apart",
		.fix = "give each function its own output ID, and keep all requester "
		       "ID bits in iommu-map-mask",
		.kernel = "drivers/of/base.c: of_map_id(), "
			  "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_insert_master()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_shares,
	},
	{
		.id = "iommu-map-output-too-wide",
		.severity = SEVERITY_ERROR,
		.summary = "an output ID of iommu-map does not fit the IOMMU",
		.why = "The output is the base plus the distance of the requester ID "
		       "from the start of the entry, so a long range can pass the "
		       "width of the ID although its base fits.",
		.consequence = "refuses the function or cuts the ID",
		.fix = "map to IDs that the IOMMU has, and end the range where they end",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_of_xlate()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_wide,
	},
	{
		.id = "pci-host-iommus-beside-map",
		.severity = SEVERITY_WARNING,
		.summary = "a PCI host names an ID in iommus that iommu-map gives to "
			   "its functions",
		.why = "iommus of a host bridge wires the DMA that the controller "
		       "itself does, iommu-map that of the functions. An ID in both "
		       "belongs to two masters: the IOMMU sees the controller and a "
		       "function as one, with the consequences of a shared ID.",
		.fine = "The controller emits the same ID as its functions, and "
			"sharing it forms one group.",
		.consequence = "wires the ID to the host controller as well, which "
			       "then shares it with a function",
		.fix = "drop iommus, unless the controller does DMA of its own, then "
		       "with an ID of its own",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure_device()",
		.check = check_map_beside_iommus,
	},
	{
		.id = "iommu-map-msi-map-differ",
		.severity = SEVERITY_WARNING,
		.summary = "iommu-map and msi-map of one host differ in their IDs or "
			   "in the order of the outputs",
		.why = "Both maps start from the requester ID of a function. One that "
		       "only one of them covers has either translation or interrupts, "
		       "not both. Where outputs go up in one map and down in the "
		       "other, two functions were mistaken for each other in one of "
		       "them. The outputs themselves are IDs of different spaces and "
		       "are not compared, but for hosts that derive both from one "
		       "table.",
		.consequence = "gives the functions that only one of the maps covers "
			       "either translation or MSIs, not both",
		.fix = "let both maps cover the same requester IDs, in the same order",
		.kernel = "drivers/of/base.c: of_map_id(), "
			  "drivers/pci/controller/dwc/pci-imx6.c: "
			  "imx_pcie_add_lut_by_rid()",
		.check = check_map_differs,
	},
	{
		.id = "iommu-map-ignored",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-map stands where Linux never reads it",
		.why = "For a PCI function Linux reads iommu-map of the host bridge "
		       "alone, and for a platform device only iommus. Only buses whose "
		       "children are told apart by ID (PCI, fsl-mc, cdx), host1x and "
		       "the Tegra GPC DMA look IDs up.",
		.consequence = "never reads it: what the host bridge says counts",
		.fix = "move the map to the host bridge, or write iommus",
		.kernel = "drivers/pci/pci-driver.c: pci_dma_configure(), "
			  "drivers/iommu/of_iommu.c: of_iommu_configure_device()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_ignored,
	},
	{
		.id = "iommu-map-target-disabled",
		.severity = SEVERITY_NOTE,
		.summary = "iommu-map leads to a disabled IOMMU",
		.why = "A disabled target is the customary way to let functions do "
		       "untranslated DMA: Linux says nothing. Where a map leads to "
		       "enabled and disabled IOMMUs, part of the functions loses its "
		       "translation, which is hardly meant.",
		.fine = "The IOMMU is off on purpose, and resets into bypass.",
		.consequence = "lets the functions do untranslated DMA, without a "
			       "message",
		.fix = "enable the IOMMU, or drop the entries that lead to it",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_xlate()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_map_disabled,
	},
	{
		.id = "iommu-map-mixed-drivers",
		.severity = SEVERITY_ERROR,
		.summary = "iommu-map leads to IOMMUs of two drivers behind one bridge",
		.why = "A function behind a PCIe-to-PCI or conventional PCI bridge "
		       "emits IDs of the bridge as well. Linux asks the map for each "
		       "of these aliases and accepts IOMMUs of one driver only.",
		.consequence = "refuses the second driver (-EINVAL, at debug level) "
			       "and drops the first: functions whose aliases lead to "
			       "both do untranslated DMA",
		.fix = "lead all buses behind the root bus to IOMMUs of one driver",
		.kernel = "drivers/iommu/iommu.c: iommu_fwspec_init(), "
			  "drivers/pci/search.c: pci_for_each_dma_alias()",
		.check = check_map_drivers,
	},
	{
		.id = "iommu-map-mask-alone",
		.severity = SEVERITY_NOTE,
		.summary = "iommu-map-mask stands without iommu-map",
		.why = "The mask is read together with the map only. Alone it is a "
		       "rest of an edit, or the map is missing.",
		.consequence = "never reads it",
		.fix = "add the map, or drop the mask",
		.kernel = "drivers/of/base.c: of_map_id()",
		.check = check_map_mask_alone,
	},
	{ 0 },
};
