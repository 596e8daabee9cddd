/* SPDX-License-Identifier: BSD-2-Clause */
/* Entries of iommus that cannot be decoded, or are there twice. */
#include <stdlib.h>

#include "model/walk.h"
#include "rules/wiring.h"

/* A wired master's entry in the given state, which is its last; NULL for none. */
static const struct specifier *bad_entry(const struct topology *topo,
					 const struct master *master,
					 enum entry_state state)
{
	const struct specifier *last =
		&topo->specifiers
			 .items[master->first_specifier + master->specifier_count - 1];

	return last->state == state ? last : NULL;
}

/* What Linux is left with: of_iommu_configure_dev() keeps the entries before the fault.
 */
static void say_what_is_lost(struct findings *out, struct finding *finding,
			     const struct specifier *s, const char *error)
{
	if (!s->index)
		finding_consequence(
			out, finding,
			"%s; the list ends there, so the master gets no IOMMU and "
			"does untranslated DMA",
			error);
	else
		finding_consequence(out, finding,
				    "%s; the list ends there: entries before it stay in "
				    "force, this one and all after it are lost",
				    error);
}

void check_dangling(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		s = bad_entry(topo, master, ENTRY_DANGLING);
		if (!s)
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"names phandle 0x%x, which no node has", s->phandle);
		say_what_is_lost(out, f, s, "prints \"could not find phandle\"");
	}
}

/*
 * Phandles are small numbers, so a cell too many in the entry before reads as one: name
 * that entry as well.
 */
void check_not_iommu(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		s = bad_entry(topo, master, ENTRY_NO_CELLS);
		if (!s || (s->iommu && iommu_lacks_cells(s->iommu)))
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"names %s, which has no #iommu-cells",
				finding_path(out, s->target));
		finding_relate(out, f, "target", s->target, NULL, -1, NULL);
		if (s->index)
			finding_relate(out, f, "entry before", s[-1].target,
				       "#iommu-cells", -1,
				       "a surplus cell there would read as a phandle");
		say_what_is_lost(out, f, s, "prints \"could not get #iommu-cells\"");
	}
}

void check_truncated(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		s = bad_entry(topo, master, ENTRY_TRUNCATED);
		if (!s)
			continue;
		if (!s->target) {
			f = finding_add(out, master->node, "iommus", (int)s->index,
					"has %u bytes, expected a whole number of cells",
					node_find(master->node, PROP_IOMMUS)->length);
			finding_consequence(out, f, "leaves the last bytes out silently");
			continue;
		}
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"ends after %u cells of the specifier, expected %u",
				s->iommu->cells - s->missing, s->iommu->cells);
		finding_relate(out, f, "iommu", s->target, "#iommu-cells", -1, NULL);
		say_what_is_lost(out, f, s, "prints \"#iommu-cells = N found M\"");
	}
}

void check_zero_phandle(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		s = bad_entry(topo, master, ENTRY_ZERO_PHANDLE);
		if (!s)
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"has a zero phandle, with %u cells behind it",
				master->undecoded);
		say_what_is_lost(out, f, s, "prints nothing (-ENOENT)");
	}
}

/* What a cell is good for: of an ID with mask, the bits beside the mask. */
static uint32_t cell_of(const struct specifier *s, uint32_t i)
{
	const struct binding *binding = s->iommu->binding;

	if (i || s->cell_count < 2 || !binding || binding->matching != MATCH_MASK)
		return s->cells[i];
	return s->cells[0] & ~s->cells[1];
}

/* By target, then cells, then place in the list. */
static int compare_entries(const void *left, const void *right)
{
	const struct specifier *a = *(const struct specifier *const *)left;
	const struct specifier *b = *(const struct specifier *const *)right;
	uint32_t i;

	if (a->target != b->target)
		return a->target->index < b->target->index ? -1 : 1;
	for (i = 0; i < a->cell_count; i++)
		if (cell_of(a, i) != cell_of(b, i))
			return cell_of(a, i) < cell_of(b, i) ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_same_entry(const struct specifier *a, const struct specifier *b)
{
	uint32_t i;

	if (a->target != b->target)
		return false;
	for (i = 0; i < a->cell_count && cell_of(a, i) == cell_of(b, i); i++)
		;
	return i == a->cell_count;
}

/* Yields how many of the sorted entries repeat the one before, and the first that does.
 */
static size_t count_repeats(const struct specifier **sorted, size_t count,
			    const struct specifier **earlier,
			    const struct specifier **repeat)
{
	size_t i, repeats = 0;

	for (i = 1; i < count; i++) {
		if (!is_same_entry(sorted[i - 1], sorted[i]))
			continue;
		if (repeats++ && sorted[i]->index > (*repeat)->index)
			continue;
		*earlier = sorted[i - 1];
		*repeat = sorted[i];
	}
	return repeats;
}

static void report_repeats(const struct topology *topo, const struct master *master,
			   struct findings *out)
{
	const struct specifier *s, **sorted, *earlier = NULL, *repeat = NULL;
	size_t count = 0, repeats;
	struct finding *f;

	sorted = arena_array(topo->arena, master->specifier_count, sizeof(*sorted));
	for_each_specifier (s, topo, master)
		if (s->state == ENTRY_OK)
			sorted[count++] = s;
	qsort(sorted, count, sizeof(*sorted), compare_entries);
	repeats = count_repeats(sorted, count, &earlier, &repeat);
	if (!repeats)
		return;
	f = finding_add(out, master->node, "iommus", (int)repeat->index,
			"%s entry %u for %s%s",
			repeat->cells[0] == earlier->cells[0]
				? "repeats"
				: "takes, under its mask, the IDs of",
			earlier->index, finding_path(out, repeat->target),
			repeats > 1 ? ", as others of the list do" : "");
	finding_relate(out, f, "iommu", repeat->target, NULL, -1, NULL);
	finding_key(out, f, "0x%x", repeat->cells[0]);
}

void check_duplicate(const struct topology *topo, struct findings *out)
{
	struct master *master;

	for_each_wired (master, topo)
		if (master->specifier_count > 1)
			report_repeats(topo, master, out);
}
