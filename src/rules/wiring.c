/* SPDX-License-Identifier: BSD-2-Clause */
/* The wiring family: does each iommus entry lead to an IOMMU that can serve it? */
#include "rules/wiring.h"

const struct rule wiring_rules[] = {
	{
		.id = "iommus-dangling-phandle",
		.severity = SEVERITY_ERROR,
		.summary = "an iommus entry names a phandle that no node has",
		.why = "Linux walks iommus from the front and stops at the first entry "
		       "that it "
		       "cannot resolve. The entry and all behind it are lost; what came "
		       "before "
		       "stays in force, so a master can end up half configured. The only "
		       "trace "
		       "is one line of the device-tree core.",
		.consequence = "stops at the entry; it and all after it are lost",
		.fix = "name the IOMMU by a label that exists, or drop the entry",
		.kernel = "drivers/of/base.c: of_phandle_iterator_next()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_dangling,
	},
	{
		.id = "iommus-target-not-iommu",
		.severity = SEVERITY_ERROR,
		.summary = "the target of an iommus entry has no #iommu-cells",
		.why = "The number of cells of an entry comes from #iommu-cells of its "
		       "target. "
		       "Where the target has none, Linux cannot tell where the next "
		       "entry "
		       "begins and ends the list. Often the entry before is at fault: "
		       "one cell "
		       "too many in it is read as a phandle, and phandles are small "
		       "numbers, "
		       "so some node answers.",
		.consequence = "stops at the entry; it and all after it are lost",
		.fix = "name an IOMMU, and check the number of cells of the entry before",
		.kernel = "drivers/of/base.c: of_phandle_iterator_next()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_not_iommu,
	},
	{
		.id = "iommus-truncated",
		.severity = SEVERITY_ERROR,
		.summary = "iommus ends inside an entry",
		.why = "The last entry has fewer cells than #iommu-cells of its IOMMU "
		       "asks for, "
		       "or the property is no whole number of cells. Linux drops the "
		       "entry.",
		.consequence = "drops the entry",
		.fix = "give each entry as many cells as #iommu-cells of its IOMMU says",
		.kernel = "drivers/of/base.c: of_phandle_iterator_next()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_truncated,
	},
	{
		.id = "iommus-zero-phandle",
		.severity = SEVERITY_ERROR,
		.summary = "a zero phandle ends iommus early",
		.why = "A zero phandle is an empty place in lists such as clocks. The "
		       "IOMMU code "
		       "takes it for the end: entries behind it are not read, and "
		       "nothing is "
		       "printed.",
		.consequence = "takes it for the end of the list, without a message",
		.fix = "drop the empty entry",
		.kernel = "drivers/of/base.c: __of_parse_phandle_with_args()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_zero_phandle,
	},
	{
		.id = "iommus-target-disabled",
		.severity = SEVERITY_NOTE,
		.summary = "every IOMMU that an enabled master names is disabled",
		.why = "A disabled IOMMU is the customary way to let its masters do "
		       "untranslated "
		       "DMA: Linux skips it at once and says nothing. It is a slip where "
		       "the "
		       "board forgot to enable the IOMMU together with the master, or "
		       "where "
		       "firmware leaves it translating.",
		.fine = "The IOMMU is off on purpose, and resets into bypass.",
		.consequence =
			"runs the master without translation at once; its DMA faults if "
			"firmware left the IOMMU translating",
		.fix = "enable the IOMMU with its master, or leave both as they are on "
		       "purpose",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_xlate()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_disabled,
	},
	{
		.id = "iommus-partly-disabled",
		.severity = SEVERITY_ERROR,
		.summary = "one disabled IOMMU among several cancels the whole list",
		.why = "Each entry is handed to its IOMMU's driver in turn. A disabled "
		       "one "
		       "answers -ENODEV, and the first error throws away what was "
		       "collected so "
		       "far: the master loses the enabled IOMMUs as well.",
		.consequence =
			"drops all IOMMUs of the master, the enabled ones too, without a "
			"message; their translation faults its DMA",
		.fix = "enable all IOMMUs that the master names, or remove the disabled "
		       "one from "
		       "the list",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure_dev()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_partly_disabled,
	},
	{
		.id = "iommus-target-in-disabled-parent",
		.severity = SEVERITY_ERROR,
		.summary = "the IOMMU is enabled, but inside a disabled node",
		.why = "Linux looks at the status of the IOMMU node alone and finds it "
		       "enabled, "
		       "so it waits for the driver. No device was made of the node, "
		       "since its "
		       "parent is disabled: the wait ends by timeout only.",
		.consequence = "makes the master wait for the deferred-probe timeout (10 "
			       "seconds "
			       "by default), then lets it do untranslated DMA",
		.fix = "enable the parent, or disable the IOMMU node itself",
		.kernel =
			"drivers/iommu/of_iommu.c: of_iommu_xlate(), drivers/base/dd.c: "
			"driver_deferred_probe_check_state()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_disabled_parent,
	},
	{
		.id = "iommus-unknown-provider",
		.severity = SEVERITY_NOTE,
		.summary = "no binding description covers the IOMMU",
		.why = "What the cells of an entry mean, and what the driver does with "
		       "several "
		       "instances or shared IDs, is the IOMMU's own affair. Without a "
		       "schema "
		       "for it the entries are decoded but not judged.",
		.fine = "The binding is new, or private to a vendor's kernel.",
		.consequence =
			"waits for a driver; without one the master runs untranslated "
			"after the deferred-probe timeout",
		.fix = "describe the binding in a schema and pass it with --schemas",
		.kernel = "drivers/iommu/iommu.c: iommu_fwspec_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_unknown_provider,
	},
	{
		.id = "iommus-mixed-drivers",
		.severity = SEVERITY_ERROR,
		.summary = "one master names IOMMUs of two drivers",
		.why = "A device has one set of IOMMU operations. The first entry "
		       "chooses it; an "
		       "IOMMU of another driver is refused, and the error throws away "
		       "the whole "
		       "list, the first IOMMU included.",
		.consequence = "refuses the second (-EINVAL, at debug level) and drops "
			       "the first; "
			       "the device does untranslated DMA",
		.fix = "put each function behind one kind of IOMMU, or disable one",
		.kernel = "drivers/iommu/iommu.c: iommu_fwspec_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_mixed_drivers,
	},
	{
		.id = "iommus-instances-unsupported",
		.severity = SEVERITY_ERROR,
		.summary =
			"one master names several instances of a driver that serves one",
		.why = "The core accepts several instances of one driver, but keeps one "
		       "list of "
		       "IDs and one instance. Most drivers then program all IDs into "
		       "that one: "
		       "the other instance stays as it was, and IDs meant for it claim "
		       "foreign "
		       "streams.",
		.fine = "Drivers that serve several instances: Exynos, OMAP, and Apple "
			"DART up "
			"to three.",
		.consequence = "serves one of the instances only",
		.fix = "split the master into one node for each IOMMU, or name one "
		       "instance",
		.kernel = "drivers/iommu/iommu.c: iommu_fwspec_init(), and each driver's "
			  "of_xlate "
			  "and probe_device",
		.evidence = EVIDENCE_BOOTED,
		.check = check_instances,
	},
	{
		.id = "iommus-cycle",
		.severity = SEVERITY_ERROR,
		.summary = "an IOMMU is its own master, directly or through others",
		.why = "An IOMMU with iommus is a master like any other and waits for "
		       "the IOMMU "
		       "that it names. Where the way leads back to it, all of them wait.",
		.consequence =
			"lets them wait for each other until the deferred-probe timeout; "
			"then one of them works, the other fails to probe",
		.fix = "remove iommus from the IOMMU nodes",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure(), "
			  "drivers/base/dd.c",
		.evidence = EVIDENCE_BOOTED,
		.check = check_cycle,
	},
	{
		.id = "iommus-on-pci-function",
		.severity = SEVERITY_ERROR,
		.summary = "iommus on a root port or endpoint node is never read",
		.why = "The IOMMU of a PCI function comes from iommu-map of its host "
		       "bridge, by "
		       "requester ID. A node below the bridge has no say in it.",
		.fine = "Nodes below an endpoint that are no PCI functions themselves, "
			"such as "
			"those of a bus behind it, do have their iommus read.",
		.consequence =
			"does not read it; the function gets the IOMMU that the host's "
			"iommu-map gives its requester ID, or none",
		.fix = "add an iommu-map entry for the requester ID to the host bridge",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_pci_function,
	},
	{
		.id = "pci-host-without-iommu-map",
		.severity = SEVERITY_WARNING,
		.summary = "a PCI host has iommus but no iommu-map",
		.why = "iommus of a host bridge is for DMA of the controller itself. "
		       "Functions "
		       "behind it find their IOMMU by iommu-map only.",
		.fine = "The functions really bypass the IOMMU, and only the "
			"controller's own "
			"DMA passes it.",
		.consequence =
			"gives the functions behind the bridge no IOMMU; where their DMA "
			"passes it all the same, it faults",
		.fix = "describe the functions' stream IDs with iommu-map",
		.kernel = "drivers/iommu/of_iommu.c: of_pci_iommu_init()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_host_without_map,
	},
	{
		.id = "iommus-duplicate-entry",
		.severity = SEVERITY_NOTE,
		.summary = "the same IOMMU and specifier twice in one list",
		.why = "Harmless by itself, but mostly a slip: another ID was meant, and "
		       "that one is missing. Entries with a mask are equal where they "
		       "differ in bits of the mask only.",
		.fine = "The list is generated, and nothing is missing from it.",
		.consequence =
			"tolerates the second entry; the ID that was meant is missing",
		.fix = "compare with the SoC's list of stream IDs; drop or correct the "
		       "entry",
		.kernel = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: "
			  "arm_smmu_insert_master()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_duplicate,
	},
	{
		.id = "iommus-cells-unsupported",
		.severity = SEVERITY_ERROR,
		.summary =
			"#iommu-cells has a value that the binding or the driver rejects",
		.why = "The tree decides how many cells an entry has, the driver how "
		       "many it "
		       "reads. Some check and refuse, some ignore the rest, some read an "
		       "ID "
		       "that is not there.",
		.consequence = "does not accept the value",
		.fix = "use the number of cells that the binding states, here and in "
		       "each entry",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_xlate(), and each driver's "
			  "of_xlate",
		.evidence = EVIDENCE_BOOTED,
		.check = check_cells,
	},
	{
		.id = "iommus-on-bus",
		.severity = SEVERITY_WARNING,
		.summary = "iommus on a bus whose children are the masters",
		.why = "There is no inheritance: a child is a master with an IOMMU only "
		       "if its "
		       "own node has iommus.",
		.fine = "The bus node is a device that does DMA of its own.",
		.consequence = "does not hand it down; the children do untranslated DMA",
		.fix = "move iommus into the nodes that do the DMA",
		.kernel = "drivers/iommu/of_iommu.c: of_iommu_configure_device()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_on_bus,
	},
	{
		.id = "iommu-behind-iommu",
		.severity = SEVERITY_ERROR,
		.summary = "an IOMMU is a master of another IOMMU",
		.why = "An IOMMU that is a master itself is put into a group before its "
		       "driver "
		       "registers it, and registration then collides with itself. Its "
		       "masters "
		       "wait in vain.",
		.consequence = "fails to probe the inner IOMMU (-EEXIST); its masters "
			       "wait for it, "
			       "then do untranslated DMA",
		.fix = "remove iommus from the IOMMU node",
		.kernel = "drivers/iommu/iommu.c: iommu_device_register(), seen on "
			  "running kernels",
		.evidence = EVIDENCE_BOOTED,
		.check = check_nested,
	},
	{
		.id = "legacy-iommu-binding",
		.severity = SEVERITY_WARNING,
		.summary = "a property of an IOMMU binding that Linux no longer reads",
		.why = "mmu-masters and #stream-id-cells were the Arm SMMU's own binding "
		       "until 2014; dma-window described windowed IOMMUs such as the "
		       "Tegra30 SMMU, which had a node of its own. Trees of vendors "
		       "linked masters by iommu or mmu-master. The generic binding "
		       "replaced them all. dma-mask never was in a binding.",
		.fine = "The tree serves another operating system as well, and has the "
			"generic properties beside the old ones.",
		.consequence = "does not read it",
		.fix = "describe the masters with iommus and the IOMMU with #iommu-cells",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_device_dt_probe()",
		.check = check_legacy,
	},
	{
		.id = "legacy-and-generic-mixed",
		.severity = SEVERITY_ERROR,
		.summary = "legacy and generic bindings in one tree exclude each other",
		.why = "The first SMMU to probe decides for the whole machine whether "
		       "mmu-masters or iommus counts. SMMUs of the other kind do not "
		       "probe.",
		.consequence = "probes the SMMUs of one kind only: \"not probing due to "
			       "mismatched "
			       "DT properties\"",
		.fix = "convert all SMMUs to #iommu-cells and iommus",
		.kernel = "drivers/iommu/arm/arm-smmu/arm-smmu.c: "
			  "arm_smmu_device_dt_probe()",
		.check = check_legacy_mixed,
	},
	{
		.id = "iommus-below-non-bus",
		.severity = SEVERITY_WARNING,
		.summary = "iommus on a node of which Linux makes no device at boot",
		.why = "Devices are made of the children of the root and of known buses, "
		       "and of "
		       "nodes whose parent's driver asks for it. A node elsewhere stays "
		       "data of "
		       "its parent, and its iommus is not read.",
		.fine = "A driver outside the kernel makes a device of the node.",
		.consequence = "makes no device of the node, so its iommus is not read",
		.fix = "move iommus to the device's own node, or make the parent a bus",
		.kernel = "drivers/of/platform.c: of_platform_populate()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_below_non_bus,
	},
	{ 0 },
};
