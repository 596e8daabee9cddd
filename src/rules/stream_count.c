/* SPDX-License-Identifier: BSD-2-Clause */
/* Stream-match entries and translation contexts that an IOMMU runs out of. */
#include "rules/stream.h"

static void relate_masters(const struct topology *topo, struct findings *out,
			   struct finding *f, const struct iommu *iommu)
{
	const uint32_t *master;
	unsigned count = 0;

	for_each (master, &iommu->masters) {
		const struct node *node = topo->masters.items[*master].node;

		if (node->live && count++ < RELATED_MAX)
			finding_relate(out, f, "master", node, NULL, -1, NULL);
	}
}

static const char *what_follows(const struct iommu *iommu)
{
	return iommu->lost_to_master
		       ? "and, since that happens while the IOMMU registers, "
			 "unregisters the whole IOMMU"
		       : "whose DMA is untranslated then, and blocked by the IOMMU";
}

void check_stream_entries(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	struct finding *f;
	unsigned most;

	for_each (iommu, &topo->iommus) {
		most = iommu->binding ? iommu->binding->match_entries_max : 0;
		if (!most || iommu->entries_wanted <= most)
			continue;
		f = finding_add(out, iommu->node, NULL, -1,
				"its masters need %u stream-match entries, it has at "
				"most %u",
				iommu->entries_wanted, most);
		relate_masters(topo, out, f, iommu);
		finding_key(out, f, "%u", iommu->entries_wanted);
		finding_consequence(out, f,
				    "finds no entry for the last ones (-ENOSPC), %s",
				    what_follows(iommu));
	}
}

void check_context_banks(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		if (!iommu->contexts || iommu->contexts_wanted <= iommu->contexts)
			continue;
		f = finding_add(out, iommu->node, NULL, -1,
				"its masters form %u groups, it has at most %u "
				"translation contexts",
				iommu->contexts_wanted, iommu->contexts);
		relate_masters(topo, out, f, iommu);
		finding_key(out, f, "%u %u", iommu->contexts_wanted, iommu->contexts);
		finding_consequence(out, f,
				    "has no context for the last groups (-ENOSPC), %s",
				    what_follows(iommu));
	}
}
