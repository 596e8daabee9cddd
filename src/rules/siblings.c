/* SPDX-License-Identifier: BSD-2-Clause */
/* The siblings family: does a node lack what nearly all alike nodes have? */
#include "rules/siblings.h"

const struct rule siblings_rules[] = {
	{
		.id = "sibling-without-iommus",
		.severity = SEVERITY_WARNING,
		.summary = "one of several alike devices lacks iommus",
		.why = "Three quarters or more of the devices with this compatible name "
		       "an IOMMU, of at least three. Where the hardware is the same, so "
		       "is its place behind an IOMMU, and the one without was forgotten: "
		       "its DMA arrives with a stream that nobody configured.",
		.fine = "This instance sits elsewhere on the SoC, before the IOMMU.",
		.consequence = "lets the device do untranslated DMA; an SMMU that it "
			       "passes blocks it as an unknown stream",
		.fix = "add iommus with the ID of this instance",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_global_fault()",
		.check = check_siblings_iommus,
	},
	{
		.id = "sibling-without-map",
		.severity = SEVERITY_WARNING,
		.summary = "one of several PCI hosts lacks iommu-map or msi-map",
		.why = "Three quarters or more of the PCI hosts with this compatible, of "
		       "at least three, map requester IDs to an IOMMU or MSI "
		       "controller. The functions of the one without get none.",
		.fine = "This host sits elsewhere on the SoC.",
		.consequence = "gives the functions of this host no IOMMU, or no MSIs",
		.fix = "add the map with the IDs of this host",
		.kernel = "drivers/iommu/of_iommu.c: of_pci_iommu_init()",
		.check = check_siblings_map,
	},
	{
		.id = "sibling-dma-ranges",
		.severity = SEVERITY_NOTE,
		.summary = "dma-ranges differ among alike bridges or buses",
		.why = "Three quarters or more of the nodes with this compatible, of at "
		       "least three, have dma-ranges, or the very same. A bridge without "
		       "them is taken to reach all addresses one to one.",
		.fine = "The windows of this bridge are set up in another way.",
		.consequence = "maps memory for this bridge by other windows than for "
			       "its siblings",
		.fix = "compare with the siblings and the manual of the SoC",
		.kernel = "drivers/of/address.c: of_dma_get_range()",
		.check = check_siblings_ranges,
	},
	{
		.id = "sibling-coherency",
		.severity = SEVERITY_WARNING,
		.summary = "alike masters are dma-coherent, this one is not",
		.why = "Three quarters or more of the masters or IOMMUs with this "
		       "compatible, of at least three, or of the masters on one bus "
		       "behind one IOMMU, of at least four, are coherent. A port that "
		       "snoops caches but is not marked so loses data: Linux invalidates "
		       "cache lines that the device has written to.",
		.fine = "The port of this instance does not snoop.",
		.consequence = "maintains caches by hand for this device and maps its "
			       "memory uncached",
		.fix = "add dma-coherent if the hardware is like its siblings",
		.kernel = "drivers/of/address.c: of_dma_is_coherent()",
		.check = check_siblings_coherency,
	},
	{
		.id = "sibling-iommu-property",
		.severity = SEVERITY_NOTE,
		.summary = "one of several alike IOMMUs lacks clocks, power-domains or a "
			   "link",
		.why = "Three quarters or more of the IOMMUs with this compatible, of at "
		       "least four, have the property.",
		.fine = "This instance is always on, or is clocked by another block.",
		.consequence = "drives this instance without what the property names",
		.fix = "add the property, or leave it out on purpose",
		.kernel = "drivers/base/power/domain.c: genpd_dev_pm_attach()",
		.check = check_siblings_property,
	},
	{
		.id = "siblings-differ",
		.severity = SEVERITY_NOTE,
		.summary = "alike nodes beside each other differ in iommus, dma-coherent "
			   "or dma-ranges",
		.why = "Nodes with one compatible and one name on one bus mostly are "
		       "instances of one block, wired alike. Where some have the "
		       "property "
		       "and others lack it, but not three quarters of three or more have "
		       "it, nobody can tell which is right: one of the two deserves a "
		       "look at the manual.",
		.fine = "The instances sit at different places of the SoC.",
		.consequence = "treats the instances differently",
		.fix = "compare with the manual of the SoC",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure(); "
			  "drivers/of/address.c: of_dma_is_coherent(), "
			  "of_dma_get_range()",
		.check = check_siblings_differ,
	},
	{
		.id = "twin-coherency",
		.severity = SEVERITY_WARNING,
		.summary = "root complex and endpoint of one controller differ in "
			   "dma-coherent",
		.why = "A PCI controller that can be either is described twice, with "
		       "the same registers. Its DMA takes the same way in both modes, so "
		       "that both snoop or neither does.",
		.consequence = "maintains caches in one mode and not in the other",
		.fix = "give both descriptions dma-coherent, or neither",
		.kernel = "drivers/of/address.c: of_dma_is_coherent()",
		.check = check_twins,
	},
	{
		.id = "client-without-iommus",
		.severity = SEVERITY_NOTE,
		.summary = "a device of a kind that nearly always sits behind an IOMMU",
		.why = "schemas/habits.yaml lists compatibles whose devices are behind "
		       "an IOMMU in nine of ten SoCs that have one, and those whose "
		       "devices are so in every tree of Linux 7.2, or in every one of "
		       "this SoC. This tree has an IOMMU and such a device without "
		       "iommus.",
		.fine = "The SoC has no IOMMU before this device.",
		.consequence = "lets the device do untranslated DMA; an SMMU that it "
			       "passes blocks it as an unknown stream",
		.fix = "look the device's stream ID up in the manual of the SoC",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure()",
		.check = check_habit_iommus,
	},
	{
		.id = "client-coherency",
		.severity = SEVERITY_NOTE,
		.summary = "a device of a kind that is nearly always, or never, coherent",
		.why = "schemas/habits.yaml lists compatibles whose devices are "
		       "dma-coherent in nine of ten SoCs that have them, or in every "
		       "tree of Linux 7.2, or in every one of this SoC, and others that "
		       "are not. This one differs from its kind.",
		.fine = "The bus of this SoC differs.",
		.consequence = "maintains caches by hand where the property is missing, "
			       "and not at all where it is there",
		.fix = "ask the manual of the SoC whether the port snoops",
		.kernel = "drivers/of/address.c: of_dma_is_coherent()",
		.check = check_habit_coherency,
	},
	{ 0 },
};
