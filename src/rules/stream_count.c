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

/* Groups of each IOMMU, by its place: those that start with identity domains, too. */
static const unsigned *count_groups(const struct topology *topo)
{
	unsigned *counts = arena_array(topo->arena, topo->iommus.count, sizeof(*counts));
	const struct group *group;

	for_each (group, &topo->groups)
		counts[group->iommu - topo->iommus.items]++;
	return counts;
}

static struct finding *report_contexts(const struct topology *topo, struct findings *out,
				       const struct iommu *iommu, unsigned groups)
{
	struct finding *f;

	f = finding_add(out, iommu->node, NULL, -1,
			"its masters form %u groups, it has at most %u translation "
			"contexts",
			groups, iommu->contexts);
	relate_masters(topo, out, f, iommu);
	finding_key(out, f, "%u %u", groups, iommu->contexts);
	return f;
}

/* A driver with a table of contexts, whose masters start with identity domains. */
static bool starts_untranslated(const struct iommu *iommu)
{
	return iommu->binding && iommu->binding->contexts_from == CONTEXTS_FIXED &&
	       iommu->binding->shared_id == SHARED_GROUP &&
	       iommu->binding->domain == DOMAIN_IDENTITY;
}

void check_context_banks(const struct topology *topo, struct findings *out)
{
	const unsigned *groups = count_groups(topo);
	const struct iommu *iommu;
	struct finding *f;
	unsigned all;

	for_each (iommu, &topo->iommus) {
		all = groups[iommu - topo->iommus.items];
		if (!iommu->contexts)
			continue;
		if (iommu->contexts_wanted > iommu->contexts) {
			f = report_contexts(topo, out, iommu, iommu->contexts_wanted);
			finding_consequence(
				out, f,
				"has no context for the last groups (-ENOSPC), %s",
				what_follows(iommu));
		} else if (starts_untranslated(iommu) && all > iommu->contexts) {
			f = report_contexts(topo, out, iommu, all);
			finding_severity(f, SEVERITY_NOTE);
			finding_consequence(
				out, f,
				"starts all groups with identity domains; a driver that "
				"asks for translation when %u others have it gets "
				"-ENOSPC",
				iommu->contexts);
		}
	}
}
