/* SPDX-License-Identifier: BSD-2-Clause */
/* The stream family: who owns which IDs of an IOMMU, and how many it has. */
#include "rules/stream.h"

const struct rule stream_rules[] = {
	{
		.id = "stream-id-shared",
		.severity = SEVERITY_NOTE,
		.summary = "one ID of an IOMMU belongs to two masters",
		.why = "An IOMMU knows a master by its ID, so masters with one ID have "
		       "one address space. What follows depends on the driver. SMMUv2, "
		       "DART and tegra-smmu put both masters into one group. SMMUv3 "
		       "refuses the second: its transfers go through the page tables "
		       "of the first. qcom-iommu, virtio, RISC-V and IPMMU let the "
		       "later attach take over. An Exynos SysMMU and the IOMMU of "
		       "APQ8064 belong to one master, and a second one corrupts the "
		       "driver's lists.",
		.fine = "Both masters are parts of one device, such as a crypto engine "
			"and its DMA engine: where one names the other in dmas, or is "
			"inside the other, nothing is said.",
		.consequence = "puts both masters into one group with one address space",
		.fix = "give each master the ID that its hardware emits",
		.kernel = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_insert_master(), "
			  "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_device_group()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_shared,
	},
	{
		.id = "stream-match-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "two stream-match entries of an SMMUv2 overlap in part",
		.why = "An entry <ID mask> takes every ID that differs from it in no "
		       "bit but those of the mask. Two entries that take one ID are a "
		       "conflict in the hardware. Linux lets an entry that lies "
		       "entirely within an earlier one use that; any other overlap is "
		       "refused, also between two entries of one master.",
		.consequence = "refuses the second master (-EINVAL)",
		.fix = "write entries that are equal, nested or disjoint",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_find_sme()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_overlap,
	},
	{
		.id = "stream-match-order",
		.severity = SEVERITY_WARNING,
		.summary = "stream-match entries that work in one order of probing only",
		.why = "An entry within one that is there already shares it; one that "
		       "contains an earlier one is refused. So it depends on the order "
		       "of devices whether nested entries of two masters work: since "
		       "Linux 6.15 that of the tree, before that of their drivers. "
		       "Within the list of one master it is the order of that. "
		       "The group of a master is that of its last entry: entries of "
		       "two groups are refused, and a new entry behind a shared one "
		       "makes a second group for one stream.",
		.fine = "The drivers of the masters are known to bind in the right "
			"order.",
		.consequence = "refuses the wider entry (-EINVAL)",
		.fix = "let the master with the wider entry come first",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_find_sme(), "
			  "arm_smmu_device_group()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_order,
	},
	{
		.id = "stream-id-too-wide",
		.severity = SEVERITY_ERROR,
		.summary = "an ID beyond what the IOMMU or its driver can hold",
		.why = "IDs are as wide as the IOMMU's registers or tables: 15 bits on "
		       "an SMMUv2 (16 with extended IDs), 25 on an SMMUv3 with a "
		       "two-level table, a few on IOMMUs with numbered ports. Some "
		       "drivers refuse what is beyond, some cut it, some index an array "
		       "with it. It is an error where no hardware of the kind takes the "
		       "ID, a warning where only some does.",
		.consequence = "cannot use the ID",
		.fix = "name the ID that the master emits; cells in a wrong order are a "
		       "common cause",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_of_xlate(), "
			  "arm_smmu_probe_device()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_width,
	},
	{
		.id = "stream-mask-unsupported",
		.severity = SEVERITY_WARNING,
		.summary = "a stream-match mask that nothing reads, or that is too wide",
		.why = "SMMUv2 takes a mask from the second cell of a specifier or, with "
		       "one cell, from stream-match-mask of the SMMU's node. With two "
		       "cells the property has no effect, and IOMMUs without stream "
		       "matching never read it. A mask has 15 bits, 16 with extended "
		       "IDs.",
		.consequence = "does not read stream-match-mask",
		.fix = "drop the property, or the mask cells",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_of_xlate()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_mask,
	},
	{
		.id = "stream-entries-exhausted",
		.severity = SEVERITY_WARNING,
		.summary = "more stream-match entries than an SMMUv2 can have",
		.why = "Each <ID mask> that no other covers takes one stream-match "
		       "entry. The architecture has 128 at most, many SMMUs fewer. The "
		       "masters that come last find none.",
		.fine = "The SMMU uses stream indexing, where each ID has its place.",
		.consequence = "finds no entry for the last masters (-ENOSPC)",
		.fix = "cover neighbouring IDs by one entry with a mask",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: arm_smmu_find_sme()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_stream_entries,
	},
	{
		.id = "context-banks-exhausted",
		.severity = SEVERITY_WARNING,
		.summary =
			"more groups of masters than the IOMMU has translation contexts",
		.why = "Each group that is translated takes a context of its own. An "
		       "SMMUv2 needs an interrupt for each context bank, so the "
		       "interrupts behind #global-interrupts bound their number. Not "
		       "every master can have its own address space then.",
		.fine = "Some of the masters are never used at once and the kernel "
			"starts with identity domains (iommu.passthrough=1).",
		.consequence = "has no context for the last groups (-ENOSPC)",
		.fix = "list all context interrupts, or let masters that need no "
		       "protection from each other share their stream IDs",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_init_domain_context()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_context_banks,
	},
	{
		.id = "one-address-space",
		.severity = SEVERITY_NOTE,
		.summary = "several masters behind an IOMMU with one address space",
		.why = "IOMMUs such as Rockchip's or sun50i have one translation "
		       "context. Linux puts all masters of an instance into one group: "
		       "each of them reaches the buffers of all others, and none can be "
		       "given to a guest or to user space alone.",
		.fine = "The masters need no protection from each other.",
		.consequence = "puts all masters of the IOMMU into one group",
		.fix = "none where the hardware has one instance; isolation needs "
		       "another IOMMU",
		.kernel = "drivers/iommu/iommu.c: generic_single_device_group()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_address_space,
	},
	{
		.id = "stream-id-not-allowed",
		.severity = SEVERITY_ERROR,
		.summary = "an ID that the project's list of the IOMMU's IDs lacks",
		.why = "Which IDs an SMMU takes is often decided by firmware or a "
		       "hypervisor, and no tree says it: a write to a foreign stream "
		       "mapping register is then an abort. The configuration file can "
		       "list the IDs of an IOMMU (stream-ids).",
		.consequence = "programs the ID as it stands; a hypervisor that keeps it "
			       "for itself answers by a synchronous abort",
		.fix = "correct the ID, or the list",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_write_sme()",
		.evidence = EVIDENCE_SOURCE,
		.check = check_stream_allowed,
	},
	{
		.id = "mediatek-larb-split",
		.severity = SEVERITY_ERROR,
		.summary =
			"ports of larbs that a MediaTek IOMMU does not take for a master",
		.why = "A port of a MediaTek IOMMU is a larb and a port of that (larb "
		       "<< 5 | port). The driver links a master to one larb, which the "
		       "IOMMU must list in mediatek,larbs; few SoCs take several.",
		.consequence = "refuses the master (-EINVAL); since Linux 6.15 the IOMMU "
			       "then fails to register, and all its masters with it",
		.fix = "name ports of one larb, of the IOMMU that lists it",
		.kernel = "drivers/iommu/mtk_iommu.c: mtk_iommu_probe_device()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_larb_split,
	},
	{ 0 },
};
