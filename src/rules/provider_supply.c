/* SPDX-License-Identifier: BSD-2-Clause */
/* Clocks and power domains of IOMMUs. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/reference.h"
#include "rules/provider.h"

/* The strings of the list with a space between; "" for none. */
static const char *join(struct findings *out, const struct property *list)
{
	struct text text = { .arena = out->arena };
	uint32_t position = 0;
	const char *string;

	text_add(&text, "", 0);
	while ((string = property_next_string(list, &position)))
		text_printf(&text, "%s%s", text.length ? " " : "", string);
	return text.chars;
}

static size_t count_words(const char *text)
{
	size_t count = *text != '\0';

	for (; *text; text++)
		count += *text == ' ';
	return count;
}

static void check_names(const struct topology *topo, const struct iommu *iommu,
			struct findings *out)
{
	const struct property *list = node_find(iommu->node, PROP_CLOCK_NAMES);
	const char *names = join(out, list);
	struct finding *f;
	uint32_t clocks;
	strings allowed;

	for (allowed = iommu->binding->clock_names; *allowed; allowed++)
		if (!strcmp(*allowed, names))
			break;
	if (!*allowed) {
		f = finding_add(out, iommu->node, "clock-names", -1,
				"has clock-names \"%s\", expected \"%s\"%s", names,
				iommu->binding->clock_names[0],
				iommu->binding->clock_names[1]
					? " or another list of the binding"
					: "");
		finding_key(out, f, "%s", names);
		return;
	}
	if (!reference_count(topo->tree, node_find(iommu->node, PROP_CLOCKS),
			     PROP_CLOCK_CELLS, &clocks) ||
	    clocks == count_words(names))
		return;
	f = finding_add(out, iommu->node, "clock-names", -1,
			"has %zu clock-names for %u clocks", count_words(names), clocks);
	finding_key(out, f, "%u", clocks);
}

void check_clock_names(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;

	for_each (iommu, &topo->iommus)
		if (iommu->node->live && iommu->binding && *iommu->binding->clock_names &&
		    node_has(iommu->node, PROP_CLOCK_NAMES) &&
		    node_has(iommu->node, PROP_CLOCKS))
			check_names(topo, iommu, out);
}

/*
 * The first clock of an IOMMU, that of its bus, for comparison with those of its
 * siblings. Further ones are often those of the block behind it, which several IOMMUs may
 * serve.
 */
struct supply {
	const char *compatible;
	const struct iommu *iommu;
	struct reference clock;
};

struct supplies {
	const struct topology *topo;
	VEC(struct supply) list;
};

static int compare_clocks(const struct supply *a, const struct supply *b)
{
	if (a->clock.cell_count != b->clock.cell_count)
		return a->clock.cell_count < b->clock.cell_count ? -1 : 1;
	return memcmp(a->clock.bytes, b->clock.bytes, 4 * (size_t)a->clock.cell_count);
}

/* Siblings together, by clock, in document order. */
static int by_clock(const void *left, const void *right)
{
	const struct supply *a = left, *b = right;
	int order = strcmp(a->compatible, b->compatible);

	if (!order)
		order = compare_clocks(a, b);
	return order ? order : (a->iommu > b->iommu) - (a->iommu < b->iommu);
}

/* Two IOMMUs of one block may well have one clock. */
static bool serve_one_master(const struct supply *a, const struct supply *b)
{
	return a->iommu->masters.count && b->iommu->masters.count &&
	       a->iommu->masters.items[0] == b->iommu->masters.items[0];
}

/* Siblings; nearly all must have a clock of their own. */
static void check_siblings(const struct supplies *all, size_t first, size_t end,
			   struct findings *out)
{
	const struct supply *list = all->list.items;
	size_t i, distinct = 1;
	struct finding *f;

	for (i = first + 1; i < end; i++)
		distinct += compare_clocks(&list[i - 1], &list[i]) != 0;
	if (end - first < 3 || distinct * 4 < (end - first) * 3)
		return;
	for (i = first + 1; i < end; i++) {
		if (compare_clocks(&list[i - 1], &list[i]) ||
		    serve_one_master(&list[i - 1], &list[i]))
			continue;
		f = finding_add(out, list[i].iommu->node, "clocks", 0,
				"has the clock of %s, where its siblings each have their "
				"own",
				finding_path(out, list[i - 1].iommu->node));
		finding_relate(out, f, "other iommu", list[i - 1].iommu->node, "clocks",
			       0, NULL);
	}
}

static void add_clock(struct supplies *all, const struct iommu *iommu,
		      struct arena *arena)
{
	const char *compatible = node_read_string(iommu->node, PROP_COMPATIBLE);
	struct cells cells = cells_of(node_find(iommu->node, PROP_CLOCKS));
	struct reference clock;

	if (compatible && iommu->node->live &&
	    reference_next(all->topo->tree, &cells, PROP_CLOCK_CELLS, &clock) &&
	    clock.target)
		*VEC_ADD(arena, &all->list) = (struct supply){ compatible, iommu, clock };
}

void check_shared_clock(const struct topology *topo, struct findings *out)
{
	struct supplies all = { .topo = topo };
	struct supply *list;
	struct iommu *iommu;
	size_t i, end;

	for_each (iommu, &topo->iommus)
		add_clock(&all, iommu, out->arena);
	if (all.list.count < 3)
		return;
	list = all.list.items;
	qsort(list, all.list.count, sizeof(*list), by_clock);
	for (i = 0; i < all.list.count; i = end) {
		for (end = i + 1; end < all.list.count; end++)
			if (strcmp(list[i].compatible, list[end].compatible))
				break;
		check_siblings(&all, i, end, out);
	}
}

/* By iommus only: the IOMMU of a PCI host's functions need not lie in its domain. */
const struct node *powered_master(const struct topology *topo, const struct iommu *iommu)
{
	const struct master *master;

	if (!iommu->binding || iommu->masters.count != 1)
		return NULL;
	master = &topo->masters.items[iommu->masters.items[0]];
	return master->node->live && master->specifier_count &&
			       node_has(master->node, PROP_POWER_DOMAINS)
		       ? master->node
		       : NULL;
}

void check_power_domain(const struct topology *topo, struct findings *out)
{
	const struct node *master;
	struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		master = powered_master(topo, iommu);
		if (!iommu->node->live || !master ||
		    node_has(iommu->node, PROP_POWER_DOMAINS))
			continue;
		f = finding_add(out, iommu->node, NULL, -1,
				"has no power-domains, its only master %s has",
				finding_path(out, master));
		finding_relate(out, f, "master", master, "power-domains", -1, NULL);
	}
}
