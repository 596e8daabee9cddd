/* SPDX-License-Identifier: BSD-2-Clause */
/* IDs, masks and ports that an IOMMU or its driver does not take. */
#include "model/context.h"
#include "model/larb.h"
#include "model/walk.h"
#include "rules/stream.h"

enum { MASK_LIKELY_MAX = 0x7fff }; /* SMR_MASK without extended IDs */

/* True where the driver comes to see what the entry says. */
static bool is_seen(const struct specifier *s)
{
	return s->state == ENTRY_OK && s->target->live && s->iommu->binding;
}

static const char *name_of_id(const struct binding *binding)
{
	return binding->id_name ? binding->id_name : "ID";
}

static void report_width(const struct master *master, const struct specifier *s,
			 enum severity severity, struct findings *out)
{
	const struct binding *binding = s->iommu->binding;
	const uint64_t most =
		severity == SEVERITY_ERROR ? binding->id_max : binding->id_likely_max;
	struct finding *f;

	f = finding_add(out, master->node, "iommus", (int)s->index,
			"%s 0x%x, expected at most 0x%llx", name_of_id(binding),
			s->cells[0], (unsigned long long)most);
	finding_severity(f, severity);
	finding_relate(out, f, "iommu", s->target, NULL, -1, binding->title);
	finding_key(out, f, "0x%x", s->cells[0]);
	if (binding->id_too_big)
		finding_consequence(out, f, "%s", binding->id_too_big);
}

static void report_no_context(const struct master *master, const struct specifier *s,
			      struct findings *out)
{
	struct finding *f;

	f = finding_add(out, master->node, "iommus", (int)s->index,
			"%s 0x%x, of which %s has no child",
			name_of_id(s->iommu->binding), s->cells[0],
			finding_path(out, s->target));
	finding_relate(out, f, "iommu", s->target, NULL, -1, s->iommu->binding->title);
	finding_key(out, f, "0x%x", s->cells[0]);
	if (s->iommu->binding->id_too_big)
		finding_consequence(out, f, "%s", s->iommu->binding->id_too_big);
}

/* True where it was reported. */
static bool check_entry(const struct master *master, const struct specifier *s,
			struct findings *out)
{
	const struct binding *binding = s->iommu->binding;

	if (!s->cell_count || binding->matching == MATCH_NONE)
		return false;
	if (binding->contexts_from == CONTEXTS_CHILDREN) {
		if (iommu_has_context(s->iommu, s->cells[0]))
			return false;
		report_no_context(master, s, out);
		return true;
	}
	if (s->cells[0] > binding->id_max)
		report_width(master, s, SEVERITY_ERROR, out);
	else if (s->cells[0] > binding->id_likely_max)
		report_width(master, s, SEVERITY_WARNING, out);
	else
		return false;
	return true;
}

/* The first entry of a master tells. */
void check_stream_width(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	const struct master *master;

	for_each_wired (master, topo) {
		for_each_specifier (s, topo, master)
			if (is_seen(s) && check_entry(master, s, out))
				break;
	}
}

static bool has_mask_property(const struct iommu *iommu)
{
	return node_has(iommu->node, PROP_STREAM_MATCH_MASK);
}

static void check_mask_property(const struct iommu *iommu, struct findings *out)
{
	uint32_t mask;

	if (iommu->binding->matching != MATCH_MASK) {
		finding_add(out, iommu->node, "stream-match-mask", -1,
			    "has stream-match-mask, which %s does not know",
			    iommu->binding->title);
		return;
	}
	if (iommu->cells > 1)
		finding_add(out, iommu->node, "stream-match-mask", -1,
			    "has stream-match-mask although each of its specifiers has "
			    "a mask cell");
	else if (node_read_cell(iommu->node, PROP_STREAM_MATCH_MASK, &mask) &&
		 mask > MASK_LIKELY_MAX)
		finding_add(out, iommu->node, "stream-match-mask", -1,
			    "stream-match-mask 0x%x, expected at most 0x%x", mask,
			    MASK_LIKELY_MAX);
}

static bool has_wide_mask(const struct specifier *s)
{
	return is_seen(s) && s->iommu->binding->matching == MATCH_MASK &&
	       s->cell_count > 1 && s->cells[1] > MASK_LIKELY_MAX;
}

static void check_mask_cells(const struct topology *topo, const struct master *master,
			     struct findings *out)
{
	const struct specifier *s;
	struct finding *f;

	for_each_specifier (s, topo, master) {
		if (!has_wide_mask(s))
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"mask 0x%x, expected at most 0x%x", s->cells[1],
				MASK_LIKELY_MAX);
		finding_relate(out, f, "iommu", s->target, NULL, -1, NULL);
		finding_key(out, f, "0x%x", s->cells[1]);
		finding_consequence(out, f,
				    "cuts the mask to 16 bits and refuses the master "
				    "(-EINVAL) where the SMMU implements fewer: 15 "
				    "without extended IDs");
		return;
	}
}

void check_stream_mask(const struct topology *topo, struct findings *out)
{
	const struct iommu *iommu;
	const struct master *master;

	for_each (iommu, &topo->iommus)
		if (iommu->node->live && iommu->binding && has_mask_property(iommu))
			check_mask_property(iommu, out);
	for_each_wired (master, topo)
		check_mask_cells(topo, master, out);
}

static struct finding *report_larb(const struct master *master, const struct specifier *s,
				   const char *fact, unsigned larb, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, master->node, "iommus", (int)s->index,
			"port 0x%x is one of larb %u, %s", s->cells[0],
			larb_of_port(s->cells[0]), fact);
	finding_relate(out, f, "iommu", s->target, "mediatek,larbs", -1, NULL);
	finding_key(out, f, "0x%x %u", s->cells[0], larb);
	return f;
}

/* mtk_iommu_probe_device(): the larb of the first port is that of the master. */
static void check_ports(const struct topology *topo, const struct master *master,
			struct findings *out)
{
	const struct specifier *s, *first = NULL;
	unsigned larb;

	for_each_specifier (s, topo, master) {
		if (!is_seen(s) || !s->cell_count || !s->iommu->has_larbs ||
		    (first && s->iommu != first->iommu))
			return;
		first = first ? first : s;
		larb = larb_of_port(s->cells[0]);
		if (!(s->iommu->larbs >> larb & 1)) {
			report_larb(master, s, "which the IOMMU does not list", larb,
				    out);
			return;
		}
		if (larb != larb_of_port(first->cells[0]) &&
		    !binding_has(s->iommu->binding, "larb-split")) {
			report_larb(master, s, "the ports before it are of another one",
				    larb, out);
			return;
		}
	}
}

void check_larb_split(const struct topology *topo, struct findings *out)
{
	const struct master *master;

	for_each_wired (master, topo)
		check_ports(topo, master, out);
}
