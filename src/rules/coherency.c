/* SPDX-License-Identifier: BSD-2-Clause */
/* The coherency family: cache coherency, PASIDs and ATS. */
#include "rules/coherency.h"

const struct rule coherency_rules[] = {
	{
		.id = "coherency-contradiction",
		.severity = SEVERITY_ERROR,
		.summary = "dma-coherent with dma-noncoherent, or with a value",
		.why = "Both properties are flags: being there is what counts. Linux "
		       "asks for dma-coherent first, so with both on one node the device "
		       "is coherent, and dma-coherent = <0> is no way to switch it off.",
		.consequence = "takes the device for coherent and flushes no buffers; "
			       "where it is not, it loses data",
		.fix = "keep the one that is true of the hardware",
		.kernel = "drivers/of/address.c: of_dma_is_coherent()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_coherency_contradiction,
	},
	{
		.id = "coherency-ignored",
		.severity = SEVERITY_ERROR,
		.summary = "dma-coherent on a root port or endpoint node is never read",
		.why = "Linux sets PCI functions up by the node of their host bridge, "
		       "whatever their own node says.",
		.consequence = "treats the function as the host bridge says; where that "
			       "is wrong, the function loses data or is slow",
		.fix = "state coherency on the host bridge",
		.kernel = "drivers/pci/pci-driver.c: pci_dma_configure(); "
			  "drivers/of/address.c: of_dma_is_coherent()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_coherency_ignored,
	},
	{
		.id = "coherency-mismatch",
		.severity = SEVERITY_NOTE,
		.summary = "walks of the IOMMU are not coherent while its masters are, "
			   "or the reverse",
		.why = "dma-coherent on an IOMMU node speaks of its page-table walks, on "
		       "a master of the master's DMA. They may differ. But the driver of "
		       "SMMUv3 concludes from its walks whether DMA through it can be "
		       "coherent at all, and overrides what the hardware says of itself.",
		.fine = "The hardware is wired so.",
		.consequence = "flushes page tables after each change; VFIO and SVA "
			       "refuse the masters for want of cache coherency",
		.fix = "add dma-coherent to the IOMMU if its walks snoop the caches",
		.kernel = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_device_hw_probe(), arm_smmu_capable()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_coherency_mismatch,
	},
	{
		.id = "pasid-unsupported",
		.severity = SEVERITY_WARNING,
		.summary = "pasid-num-bits or dma-can-stall that the IOMMU's driver "
			   "cannot honour",
		.why = "pasid-num-bits is read for devices that are not PCI and capped "
		       "by the IOMMU; dma-can-stall is read by SMMUv3. Elsewhere both "
		       "are without effect, and sharing of page tables with processes, "
		       "which they are there for, is refused.",
		.fine = "Another system uses the tree with a driver that reads them.",
		.consequence = "gives the device no PASIDs and no stalls, without a "
			       "message",
		.fix = "remove the property, or put the device behind an IOMMU that "
		       "supports it",
		.kernel = "drivers/iommu/iommu.c: dev_iommu_get_max_pasids(); "
			  "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_probe_device()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_pasid,
	},
	{
		.id = "ats-misplaced",
		.severity = SEVERITY_ERROR,
		.summary = "ats-supported or external-facing where Linux does not read "
			   "it",
		.why = "ats-supported belongs to the host bridge and has an effect "
		       "behind an IOMMU with ATS only. external-facing belongs to the "
		       "root port or bridge that leads out of the machine; on the host "
		       "bridge nobody reads it.",
		.consequence = "does not read it there: ATS stays off",
		.fix = "move the property to the host bridge",
		.kernel = "drivers/iommu/of_iommu.c: of_pci_check_device_ats(); "
			  "drivers/pci/of.c: pci_set_bus_of_node()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_ats,
	},
	{ 0 },
};
