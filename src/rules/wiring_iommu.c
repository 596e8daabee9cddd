/* SPDX-License-Identifier: BSD-2-Clause */
/* The IOMMU nodes themselves: their cells and their own masters. */
#include "model/walk.h"
#include "rules/wiring.h"

static bool cells_are_allowed(const struct iommu *iommu)
{
	const uint32_t allowed = iommu->binding->cells_allowed;

	return !allowed || (iommu->cells < 32 && allowed >> iommu->cells & 1);
}

/* True where the binding allows no value as large as this. */
static bool has_surplus_cells(const struct iommu *iommu)
{
	return iommu->cells >= 32 || !(iommu->binding->cells_allowed >> iommu->cells);
}

static const char *const effects[] = {
	[CELLS_IGNORED] = "reads the cells that its driver knows and ignores the rest",
	[CELLS_PROBE_FAILS] =
		"does not probe this IOMMU (-EINVAL): its masters wait for it, "
		"then do untranslated DMA",
	[CELLS_MASTER_REFUSED] =
		"refuses each master of this IOMMU (-EINVAL), which then "
		"does untranslated DMA",
	[CELLS_MISREAD] =
		"counts each cell of a master's iommus as an entry of its own and "
		"refuses the master",
	[CELLS_RANDOM_ID] = "takes the ID of each master from uninitialised memory",
};

/* of_phandle_iterator_args() */
static const char cut[] =
	"; a warning with a stack trace reports each specifier, which is "
	"cut to 16 cells";

/* arm_smmu_device_probe() before Linux 6.10: what it complained of was no error. */
static enum cells_effect effect_of(const struct topology *topo, const struct iommu *iommu)
{
	const struct binding *binding = iommu->binding;
	const bool surplus = has_surplus_cells(iommu);
	const enum cells_effect effect =
		surplus ? binding->cells_too_many : binding->cells_too_few;

	if (effect != CELLS_PROBE_FAILS ||
	    kernel_has(&topo->kernel, KERNEL_CELLS_FAIL_PROBE))
		return effect;
	return surplus ? CELLS_IGNORED : CELLS_RANDOM_ID;
}

static void judge_cells(const struct topology *topo, const struct iommu *iommu,
			struct findings *out)
{
	const bool is_cut = iommu->cells > SPECIFIER_CELLS_MAX;
	struct finding *f;

	f = finding_add(out, iommu->node, "#iommu-cells", -1,
			"is %u, which %s does not accept", iommu->cells,
			iommu->binding->title);
	finding_consequence(out, f, "%s%s", effects[effect_of(topo, iommu)],
			    is_cut ? cut : "");
	finding_key(out, f, "%u", iommu->cells);
	if (has_surplus_cells(iommu) && !is_cut &&
	    iommu->binding->cells_too_many == CELLS_IGNORED)
		finding_severity(f, SEVERITY_WARNING);
}

/* What no driver has a say in. */
static void judge_unknown_cells(const struct iommu *iommu, struct findings *out)
{
	struct finding *f;

	f = finding_add(out, iommu->node, "#iommu-cells", -1,
			"is %u, expected at most %d", iommu->cells, SPECIFIER_CELLS_MAX);
	finding_consequence(out, f, "%s%s", effects[CELLS_IGNORED], cut);
	finding_key(out, f, "%u", iommu->cells);
}

void check_cells(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;

	for_each (iommu, &topo->iommus) {
		if (!iommu->node->live || !iommu->has_cells)
			continue;
		if (iommu->binding && !cells_are_allowed(iommu))
			judge_cells(topo, iommu, out);
		else if (!iommu->binding && iommu->cells > SPECIFIER_CELLS_MAX)
			judge_unknown_cells(iommu, out);
	}
}

/* A depth-first walk along the iommus of IOMMU nodes. */
struct walk {
	const struct topology *topo;
	enum { UNSEEN, OPEN, DONE } * state; /* by IOMMU */
	bool *on_cycle;                      /* by IOMMU */
	struct step {
		uint32_t iommu;
		const struct specifier *next, *end;
	} * path;
	size_t depth;
};

static uint32_t number_of(const struct topology *topo, const struct iommu *iommu)
{
	return (uint32_t)(iommu - topo->iommus.items);
}

static bool is_live_edge(const struct specifier *s)
{
	return s->state == ENTRY_OK && s->target->live;
}

static void enter(struct walk *w, uint32_t iommu)
{
	const struct topology *topo = w->topo;
	const struct master *master =
		topology_master(topo, topo->iommus.items[iommu].node);
	struct step *step = &w->path[w->depth++];

	w->state[iommu] = OPEN;
	step->iommu = iommu;
	step->next = step->end = NULL;
	if (!master || !master_reads_iommus(master))
		return;
	step->next = topo->specifiers.items + master->first_specifier;
	step->end = step->next + master->specifier_count;
}

static void report_cycle(struct walk *w, size_t first, struct findings *out)
{
	enum { RELATED_MAX = 8 };
	const struct node *node, *last = NULL;
	struct finding *f;
	size_t i;

	for (i = first; i < w->depth; i++) {
		node = w->topo->iommus.items[w->path[i].iommu].node;
		if (!last || node->index > last->index)
			last = node;
	}
	if (w->depth - first == 1) {
		f = finding_add(out, last, "iommus", -1, "is an IOMMU that names itself");
		finding_severity(f, SEVERITY_WARNING);
		finding_consequence(out, f,
				    "makes it wait for itself until the deferred-probe "
				    "timeout; it probes then, and works for the masters "
				    "that are tried after it");
		return;
	}
	f = finding_add(out, last, "iommus", -1,
			"is one of %zu IOMMUs that wait for each other",
			w->depth - first);
	for (i = first; i < w->depth && i < first + RELATED_MAX; i++) {
		node = w->topo->iommus.items[w->path[i].iommu].node;
		if (node != last)
			finding_relate(out, f, "iommu", node, "iommus", -1, NULL);
	}
}

/* The way from the open target to the end of the path is a cycle. */
static void close_cycle(struct walk *w, uint32_t target, struct findings *out)
{
	size_t first = w->depth;

	do {
		first--;
		w->on_cycle[w->path[first].iommu] = true;
	} while (w->path[first].iommu != target);
	if (out)
		report_cycle(w, first, out);
}

static void walk_from(struct walk *w, uint32_t start, struct findings *out)
{
	struct step *step;
	uint32_t target;

	enter(w, start);
	while (w->depth) {
		step = &w->path[w->depth - 1];
		if (step->next == step->end) {
			w->state[step->iommu] = DONE;
			w->depth--;
			continue;
		}
		if (!is_live_edge(step->next)) {
			step->next++;
			continue;
		}
		target = number_of(w->topo, step->next++->iommu);
		if (w->state[target] == UNSEEN)
			enter(w, target);
		else if (w->state[target] == OPEN && !w->on_cycle[step->iommu])
			close_cycle(w, target, out);
	}
}

/* Marks the live IOMMUs that lie on a cycle; reports each cycle where out is given. */
static const bool *find_cycles(const struct topology *topo, struct findings *out)
{
	const size_t count = topo->iommus.count;
	struct walk w = {
		.topo = topo,
		.state = arena_array(topo->arena, count, sizeof(*w.state)),
		.on_cycle = arena_array(topo->arena, count, sizeof(*w.on_cycle)),
		.path = arena_array(topo->arena, count, sizeof(*w.path)),
	};
	uint32_t i;

	for (i = 0; i < count; i++)
		if (topo->iommus.items[i].node->live && w.state[i] == UNSEEN)
			walk_from(&w, i, out);
	return w.on_cycle;
}

void check_cycle(const struct topology *topo, struct findings *out)
{
	find_cycles(topo, out);
}

static const struct specifier *outer_of(const struct topology *topo,
					const struct iommu *iommu)
{
	const struct master *master = topology_master(topo, iommu->node);
	const struct specifier *s;

	if (!master || !master_reads_iommus(master))
		return NULL;
	for_each_specifier (s, topo, master)
		if (is_live_edge(s))
			return s;
	return NULL;
}

void check_nested(const struct topology *topo, struct findings *out)
{
	const bool *on_cycle = find_cycles(topo, NULL);
	const struct specifier *s;
	struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		s = outer_of(topo, iommu);
		if (!s || on_cycle[number_of(topo, iommu)])
			continue;
		f = finding_add(out, iommu->node, "iommus", (int)s->index,
				"is an IOMMU behind another one, %s",
				finding_path(out, s->target));
		finding_relate(out, f, "outer iommu", s->target, NULL, -1, NULL);
	}
}
