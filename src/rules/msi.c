/* SPDX-License-Identifier: BSD-2-Clause */
/* The msi family: msi-map, msi-parent and what they lead to. */
#include "rules/msi.h"

const struct rule msi_rules[] = {
	{
		.id = "msi-map-malformed",
		.severity = SEVERITY_ERROR,
		.summary = "msi-map or msi-parent does not tile into entries",
		.why = "Linux 7 takes 3 + #msi-cells cells for each entry of msi-map, "
		       "and one where the target does not say; older kernels always "
		       "take four. An entry with fewer cells left, or an ID base with "
		       "bits that msi-map-mask clears, ends every lookup that comes so "
		       "far.",
		.consequence = "prints \"Bad msi-map length\" for each ID that no entry "
			       "before matched: no MSIs",
		.fix = "write each entry as <id-base &controller output length>, with "
		       "one output cell for each of #msi-cells",
		.kernel = "drivers/of/base.c: of_map_id(), drivers/of/irq.c: "
			  "of_msi_xlate()",
		.check = check_msi_malformed,
	},
	{
		.id = "msi-map-uncovered",
		.severity = SEVERITY_NOTE,
		.summary = "msi-map leaves out requester IDs of the bus-range",
		.why = "A function whose requester ID no entry covers gets no MSI "
		       "controller from the map, and Linux looks no further up.",
		.fine = "No device can have the IDs that are left out.",
		.consequence = "prints \"no msi-map translation\": the functions have no "
			       "MSIs and fall back to INTx",
		.fix = "cover all IDs of the bus-range, or narrow bus-range",
		.kernel = "drivers/of/irq.c: of_msi_xlate()",
		.check = check_msi_uncovered,
	},
	{
		.id = "msi-id-shared",
		.severity = SEVERITY_WARNING,
		.summary = "two masters use one ID of an MSI controller",
		.why = "An interrupt translation service keeps one table of interrupts "
		       "for each DeviceID. Two masters with one DeviceID share the "
		       "table that the first allocated, in the size that it asked for.",
		.fine = "Only one of the two can be in use, as root complex and "
			"endpoint mode of one controller.",
		.consequence = "lets the second master use the table of the first: its "
			       "vectors may not fit, and both can raise the interrupts "
			       "of the other",
		.fix = "give each master IDs of its own",
		.kernel = "drivers/irqchip/irq-gic-v3-its.c: its_msi_prepare()",
		.check = check_msi_shared,
	},
	{
		.id = "msi-parent-ambiguous",
		.severity = SEVERITY_NOTE,
		.summary = "msi-parent of a PCI host has an argument or stands beside "
			   "msi-map",
		.why = "msi-map decides where both are there. An msi-parent without "
		       "msi-map hands the requester IDs on as they are; an argument "
		       "has no meaning there, and since Linux 7 it makes the lookup "
		       "pass over the property.",
		.fine = "The argument is a formality of the binding, and the IDs are "
			"the requester IDs.",
		.consequence = "does not read the argument: each function uses its "
			       "requester ID",
		.fix = "write msi-map alone",
		.kernel = "drivers/of/irq.c: of_msi_xlate(), of_check_msi_parent()",
		.check = check_msi_parent,
	},
	{
		.id = "msi-doorbell-unreachable",
		.severity = SEVERITY_WARNING,
		.summary = "no DMA window leads to the doorbell of the MSI controller",
		.why = "Without an IOMMU, Linux writes the CPU address of the doorbell "
		       "into the MSI capability as it is; dma-ranges is not applied. A "
		       "function reaches it only where the host lets that address pass "
		       "unchanged. A software MSI window that iommu-addresses reserves "
		       "is the same fault behind an IOMMU.",
		.fine = "The host takes MSI writes out before its inbound windows apply.",
		.consequence = "writes the CPU address of the doorbell to the "
			       "functions, whose MSIs then miss it: lost interrupts",
		.fix = "add a window that maps the doorbell one to one, or put the "
		       "host behind an IOMMU",
		.kernel = "drivers/irqchip/irq-gic-v3-its.c: its_irq_compose_msi_msg()",
		.check = check_msi_doorbell,
	},
	{
		.id = "msi-target-not-controller",
		.severity = SEVERITY_ERROR,
		.summary = "msi-map or msi-parent leads to a node that is no MSI "
			   "controller",
		.why = "The target has neither msi-controller nor #msi-cells, or no "
		       "node has the phandle, so that no interrupt domain for MSIs is "
		       "found behind it.",
		.consequence = "finds no MSI controller there: the functions have no "
			       "MSIs and fall back to INTx",
		.fix = "name the MSI controller: the ITS or frame, not the interrupt "
		       "controller around it",
		.kernel = "drivers/of/irq.c: of_msi_get_domain(), drivers/of/base.c: "
			  "of_map_id()",
		.check = check_msi_target,
	},
	{
		.id = "msi-map-overlap",
		.severity = SEVERITY_ERROR,
		.summary = "two entries of msi-map cover one ID, or yield one",
		.why = "Linux takes the first entry that matches. The part of a later "
		       "entry that an earlier one covers is dead. Where two entries "
		       "yield one ID, two functions share one table of interrupts, in "
		       "the size that the first asked for.",
		.consequence = "takes the first entry that matches; the later one is "
			       "dead for the IDs that both cover",
		.fix = "make the ranges disjoint",
		.kernel = "drivers/of/base.c: of_map_id()",
		.check = check_msi_overlap,
	},
	{
		.id = "msi-controller-without-cells",
		.severity = SEVERITY_NOTE,
		.summary = "an MSI controller that a PCI host uses lacks #msi-cells",
		.why = "Linux then takes one output cell for an msi-map and no "
		       "argument for an msi-parent. The bindings that need IDs demand "
		       "the property.",
		.fine = "The binding has no IDs.",
		.consequence = "assumes one cell in msi-map and none in msi-parent",
		.fix = "add #msi-cells to the controller, and the argument to each "
		       "msi-parent",
		.kernel = "drivers/of/base.c: of_map_id()",
		.check = check_msi_cells,
	},
	{ 0 },
};
