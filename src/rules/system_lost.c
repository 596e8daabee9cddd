/* SPDX-License-Identifier: BSD-2-Clause */
/* IOMMU instances that one master takes down. */
#include "rules/system.h"

enum { RELATED_MAX = 8 };

static void relate_others(const struct topology *topo, struct findings *out,
			  struct finding *f, const struct iommu *iommu)
{
	const struct master *master;
	const uint32_t *number;
	unsigned count = 0;

	for_each (number, &iommu->masters) {
		master = &topo->masters.items[*number];
		if (master == iommu->lost_to || !master->node->live ||
		    count++ >= RELATED_MAX)
			continue;
		finding_relate(out, f, "lost master", master->node, NULL, -1, NULL);
	}
}

void check_lost(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		if (!iommu->lost_to_master)
			continue;
		f = finding_add(out, iommu->node, NULL, -1, "never registers: %s",
				iommu->why_lost);
		if (iommu->lost_likely)
			finding_severity(f, SEVERITY_WARNING);
		finding_relate(out, f, "bad master", iommu->lost_to->node, NULL, -1,
			       NULL);
		relate_others(topo, out, f, iommu);
		finding_key(out, f, "%s", finding_path(out, iommu->lost_to->node));
		finding_consequence(out, f,
				    "prints \"Failed to register iommu\"; all its "
				    "masters wait for it%s",
				    binding_has(iommu->binding, "links-masters")
					    ? ", those that were linked before for ever, "
					      "the others until the time-out, to do "
					      "untranslated DMA then"
					    : " until the time-out and do untranslated "
					      "DMA then");
	}
}
