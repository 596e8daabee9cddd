/* SPDX-License-Identifier: BSD-2-Clause */
/* The system family: what concerns all IOMMUs of a machine at once. */
#include <string.h>

#include "rules/system.h"

static bool has_driver(const struct topology *topo, const struct iommu *iommu)
{
	return iommu->node->live && iommu->binding &&
	       iommu->binding->group != GROUP_NONE &&
	       kernels_include(iommu->binding->kernels, topo->kernel.version);
}

static void check_mixed_kinds(const struct topology *topo, struct findings *out)
{
	const bool refuses = kernel_has(&topo->kernel, KERNEL_ONE_IOMMU_DRIVER);
	const struct iommu *first = NULL;
	struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		if (!has_driver(topo, iommu))
			continue;
		if (!first)
			first = iommu;
		if (!strcmp(first->binding->driver, iommu->binding->driver))
			continue;
		f = finding_add(out, tree_root(topo->tree), NULL, -1,
				"has enabled IOMMUs of different drivers, %s and %s",
				first->binding->driver, iommu->binding->driver);
		finding_relate(out, f, "iommu", first->node, NULL, -1,
			       first->binding->title);
		finding_relate(out, f, "iommu", iommu->node, NULL, -1,
			       iommu->binding->title);
		if (refuses) {
			finding_severity(f, SEVERITY_ERROR);
			finding_consequence(
				out, f,
				"registers the first driver and refuses the second "
				"(-EBUSY); its masters wait for the timeout, then "
				"do untranslated DMA");
		}
		return;
	}
}

const struct rule system_rules[] = {
	{
		.id = "system-mixed-drivers",
		.severity = SEVERITY_NOTE,
		.summary = "enabled IOMMUs of different drivers in one tree",
		.why = "Up to Linux 6.7 one IOMMU driver served the whole machine: the "
		       "second "
		       "to register was refused. Since 6.8 each device finds the "
		       "operations of "
		       "its own IOMMU, and any mixture works.",
		.fine = "Only kernels from 6.8 on run on the board.",
		.consequence = "serves both; kernels up to 6.7 refuse the second driver "
			       "(-EBUSY)",
		.fix = "disable the IOMMUs of one driver where kernels up to 6.7 must "
		       "work",
		.kernel = "drivers/iommu/iommu.c: iommu_device_register()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_mixed_kinds,
	},
	{
		.id = "iommu-lost-to-bad-master",
		.severity = SEVERITY_ERROR,
		.summary = "one bad master keeps the whole IOMMU from registering",
		.why = "Since Linux 6.15 an IOMMU takes its masters in when it "
		       "registers. Any error of one of them, other than -ENODEV, ends "
		       "the registration: the IOMMU is gone, and so is the translation "
		       "of all its masters. Before, each master came with its own "
		       "driver and failed alone. Devices that are made later, by a "
		       "driver of a parent, still fail alone.",
		.fine = NULL,
		.consequence = "unregisters the IOMMU; all its masters wait for it",
		.fix = "mend the wiring of the master that is named",
		.kernel = "drivers/iommu/iommu.c: bus_iommu_probe(), "
			  "iommu_device_register()",
		.evidence = EVIDENCE_BOOTED,
		.check = check_lost,
	},
	{ 0 },
};
