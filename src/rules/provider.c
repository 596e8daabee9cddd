/* SPDX-License-Identifier: BSD-2-Clause */
/* The provider family: is the node of an IOMMU as its driver needs it? */
#include "rules/provider.h"

const struct rule provider_rules[] = {
	{
		.id = "smmu-interrupts",
		.severity = SEVERITY_ERROR,
		.summary = "interrupts do not fit the IOMMU",
		.why = "An SMMUv2 has global interrupts, as many as #global-interrupts "
		       "says, and at least one for its context banks. Of what interrupts "
		       "holds Linux takes as many cells for each as the interrupt "
		       "controller asks for.",
		.consequence = "does not probe this IOMMU (-ENODEV): its masters wait "
			       "for it, then do untranslated DMA",
		.fix = "list the interrupts of the manual, in the controller's cells",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_device_probe()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_interrupts,
	},
	{
		.id = "smmu-interrupt-trigger",
		.severity = SEVERITY_WARNING,
		.summary = "a wired SMMUv3 interrupt is level-triggered",
		.why = "An SMMUv3 signals by a pulse. A controller that waits for a "
		       "level "
		       "can miss it, and events and faults then go unnoticed.",
		.fine = "Logic between SMMU and controller turns the pulse into a level.",
		.consequence = "sets the interrupt up as the tree says and may miss "
			       "events",
		.fix = "make the trigger edge-rising (1)",
		.kernel = "drivers/irqchip/irq-gic-v3.c: gic_set_type()",
		.check = check_trigger,
	},
	{
		.id = "iommu-reg",
		.severity = SEVERITY_ERROR,
		.summary = "registers of an IOMMU are missing, too small or another's",
		.why = "The driver maps the registers that reg names and refuses the "
		       "device where there are none or too few. Two IOMMUs cannot own "
		       "one address: the one that probes later finds it taken.",
		.consequence = "does not probe this IOMMU (-EINVAL): its masters wait "
			       "for it, then do untranslated DMA",
		.fix = "give reg the address and size of the hardware manual",
		.kernel = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_device_probe()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_reg,
	},
	{
		.id = "iommu-unit-address",
		.severity = SEVERITY_WARNING,
		.summary = "unit address and reg of an IOMMU node differ",
		.why = "The name of a node repeats the first address of its reg. Where "
		       "they differ, one of them is a slip, and Linux believes reg.",
		.consequence = "uses reg; if that is the wrong one, the driver writes "
			       "to registers of something else",
		.fix = "make both the address of the hardware manual",
		.kernel = "drivers/of/platform.c: of_device_make_bus_id()",
		.check = check_unit_address,
	},
	{
		.id = "iommu-without-master",
		.severity = SEVERITY_NOTE,
		.summary = "enabled IOMMUs that no node uses",
		.why = "Nothing in the tree names the IOMMU, neither by iommus nor by "
		       "iommu-map, be it a disabled master. Either its masters lost "
		       "their property, or they are not described. An SMMU that no "
		       "master names still blocks DMA that comes through it.",
		.fine = "The masters are not in the tree yet, or belong to firmware.",
		.consequence = "probes the IOMMU; DMA through it bypasses or faults as "
			       "the driver's default says",
		.fix = "add iommus to its masters, or disable the IOMMU",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_device_reset()",
		.check = check_without_master,
	},
	{
		.id = "smmu-gpu-stream-zero",
		.severity = SEVERITY_WARNING,
		.summary = "an Adreno SMMU needs exactly one master with stream ID 0",
		.why = "The driver knows the GPU by stream ID 0 and keeps context bank 0 "
		       "for it, with page tables of its own for each process. All other "
		       "masters start at bank 1.",
		.consequence = "takes each of them for the GPU, of which only one gets "
			       "context bank 0",
		.fix = "give the GPU, and nothing else, stream ID 0",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu-qcom.c: "
			  "qcom_adreno_smmu_alloc_context_bank()",
		.check = check_gpu_stream,
	},
	{
		.id = "iommu-without-cells",
		.severity = SEVERITY_ERROR,
		.summary = "a known IOMMU binding without #iommu-cells",
		.why = "Masters name an IOMMU by phandle and as many cells as its "
		       "#iommu-cells says. Without the property no list that names the "
		       "IOMMU can be read.",
		.consequence = "cannot read the iommus that name this IOMMU: their "
			       "masters do untranslated DMA",
		.fix = "add #iommu-cells with the value that the binding asks for",
		.kernel = "drivers/of/base.c: of_phandle_iterator_next()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_without_cells,
	},
	{
		.id = "iommu-shared-clock",
		.severity = SEVERITY_NOTE,
		.summary =
			"two IOMMUs name one clock where their siblings have their own",
		.why = "Where nearly every instance of an IOMMU has its own bus clock, "
		       "the same clock at two of them is often a line copied and not "
		       "changed. The IOMMU then runs, or hangs, with the clock of "
		       "another block.",
		.fine = "Both IOMMUs sit behind one gate.",
		.consequence = "switches only the clock that is named; access to an "
			       "IOMMU whose own clock is off stalls the bus",
		.fix = "name the clock of the block that the IOMMU serves",
		.kernel = "drivers/iommu/rockchip-iommu.c: rk_iommu_enable()",
		.check = check_shared_clock,
	},
	{
		.id = "iommu-lacks-power-domain",
		.severity = SEVERITY_NOTE,
		.summary = "the only master of an IOMMU has power-domains, it has none",
		.why = "An IOMMU of one master usually lies in the power domain of that "
		       "master. Linux powers what each node names: without the property "
		       "it may touch the IOMMU's registers while they are off.",
		.fine = "The IOMMU is always on.",
		.consequence = "does not switch the domain on before it uses the IOMMU",
		.fix = "add the power-domains of the master to the IOMMU",
		.kernel = "drivers/base/power/domain.c: genpd_dev_pm_attach()",
		.check = check_power_domain,
	},
	{
		.id = "iommu-compatible-unmatched",
		.severity = SEVERITY_WARNING,
		.summary =
			"no driver of the selected kernel matches the IOMMU as it should",
		.why = "Linux finds a driver by the compatibles in its match table. With "
		       "none of them there is no driver, and masters wait for the IOMMU; "
		       "with a generic one alone, quirks of the SoC are not applied.",
		.consequence = "finds no driver: the masters of this IOMMU wait for it, "
			       "then do untranslated DMA",
		.fix = "add the compatible that the driver matches",
		.kernel = "drivers/of/device.c: of_match_device()",
		.check = check_unmatched,
	},
	{
		.id = "iommu-property-missing",
		.severity = SEVERITY_WARNING,
		.summary = "a property that the binding or the driver needs is missing",
		.why = "Beside reg and #iommu-cells each binding has properties without "
		       "which its driver gives up or drives hardware that is off: "
		       "clocks, interrupts, links to other blocks of the SoC.",
		.consequence = "does not probe this IOMMU, or uses it without what the "
			       "property names",
		.fix = "add the property as the binding describes it",
		.kernel = "drivers/iommu/mtk_iommu.c: mtk_iommu_probe()",
		.check = check_property_missing,
	},
	{
		.id = "iommu-clock-names",
		.severity = SEVERITY_WARNING,
		.summary = "clock names of an IOMMU differ from what its binding lists",
		.why = "Drivers ask for clocks by name. A clock under another name is "
		       "never switched on, and with the names in another order the "
		       "wrong clock is taken for each.",
		.consequence = "does not find the clock, or takes another one for it",
		.fix = "list clocks and clock-names as the binding does",
		.kernel = "drivers/clk/clkdev.c: clk_get()",
		.check = check_clock_names,
	},
	{ 0 },
};
