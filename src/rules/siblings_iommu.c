/* SPDX-License-Identifier: BSD-2-Clause */
/* Properties that most instances of an IOMMU have. */
#include <string.h>

#include "rules/provider.h"
#include "rules/siblings.h"
#include "tree/cells.h"

/* A link to another block of the SoC: a vendor's property that begins with a phandle. */
static bool is_link(const struct topology *topo, const struct property *property)
{
	struct cells cells = cells_of(property);
	uint32_t phandle;

	return strchr(property->name, ',') && cells_take_one(&cells, &phandle) &&
	       tree_find_phandle(topo->tree, phandle);
}

static bool is_compared(const struct topology *topo, const struct property *property)
{
	return property->known == PROP_CLOCKS || property->known == PROP_POWER_DOMAINS ||
	       is_link(topo, property);
}

/* True where the name is one of "a|b|c". */
static bool has_choice(const char *choices, const char *name)
{
	const size_t length = strlen(name);
	size_t span;

	for (;; choices += span + 1) {
		span = strcspn(choices, "|");
		if (span == length && !strncmp(choices, name, length))
			return true;
		if (!choices[span])
			return false;
	}
}

/* True where the binding already asks for the property, alone or as one of several. */
static bool is_required(const struct binding *binding, const char *name)
{
	strings required;

	for (required = binding->required; *required; required++)
		if (has_choice(*required, name))
			return true;
	return false;
}

static void check_property(const struct topology *topo, const struct kin *kin,
			   const struct property *property, struct findings *out)
{
	const struct node **node, *sibling = NULL;
	const struct property *own;
	size_t having = 0;
	struct finding *f;

	for_each (node, &kin->nodes) {
		own = node_find_named(*node, property->name);
		if (!own)
			continue;
		if (!is_compared(topo, own))
			return;
		having++;
		sibling = sibling ? sibling : *node;
	}
	if (!is_majority(having, kin->nodes.count))
		return;
	for_each (node, &kin->nodes) {
		if (node_find_named(*node, property->name) ||
		    (property->known == PROP_POWER_DOMAINS &&
		     powered_master(topo, topology_iommu(topo, *node))))
			continue;
		f = finding_add(out, *node, property->name, -1,
				"has no %s, %zu of the %zu IOMMUs %s have it",
				property->name, having, kin->nodes.count,
				kin->compatible);
		finding_relate(out, f, "sibling", sibling, property->name, -1, NULL);
	}
}

/* Real IOMMUs have a dozen properties; this bounds what comparing names costs. */
enum { PROPERTIES_MAX = 32 };

static bool is_comparable(const struct topology *topo, const struct kin *kin)
{
	const struct node **node;

	for_each (node, &kin->nodes)
		if (!topology_iommu(topo, *node) ||
		    (*node)->property_count > PROPERTIES_MAX)
			return false;
	return kin->nodes.count >= 4;
}

/* What three quarters have, the first or the second has, but for a rare pair of both. */
static void check_kin(const struct topology *topo, const struct kin *kin,
		      struct findings *out)
{
	const struct node *first = kin->nodes.items[0], *second = kin->nodes.items[1];
	const struct binding *binding = topology_iommu(topo, first)->binding;
	const struct property *property;

	if (!binding)
		return;
	for_each_property (property, first)
		if (!is_required(binding, property->name))
			check_property(topo, kin, property, out);
	for_each_property (property, second)
		if (!is_required(binding, property->name) &&
		    !node_find_named(first, property->name))
			check_property(topo, kin, property, out);
}

void check_siblings_property(const struct topology *topo, struct findings *out)
{
	const struct kin *kin;

	for_each (kin, &topo->kins)
		if (is_comparable(topo, kin))
			check_kin(topo, kin, out);
}
