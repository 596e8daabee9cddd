/* SPDX-License-Identifier: BSD-2-Clause */
/* What the decoded entries of iommus lead to. */
#include <string.h>

#include "model/walk.h"
#include "rules/wiring.h"

/* What the entries of one master lead to; the first of each kind. */
struct targets {
	const struct specifier *enabled, *disabled; /* by the node's own status */
	const struct specifier *first; /* that can probe: enabled, as all above it are */
	const struct specifier *other_driver;   /* than that of first */
	const struct specifier *other_instance; /* than that of first, by its node */
};

static bool is_other_driver(const struct specifier *a, const struct specifier *b)
{
	return a->iommu->binding && b->iommu->binding &&
	       strcmp(a->iommu->binding->driver, b->iommu->binding->driver);
}

static struct targets targets_of(const struct topology *topo, const struct master *master)
{
	struct targets all = { 0 };
	const struct specifier *s;

	for_each_specifier (s, topo, master) {
		if (s->state != ENTRY_OK)
			continue;
		if (!s->target->available) {
			all.disabled = all.disabled ? all.disabled : s;
			continue;
		}
		if (!all.enabled)
			all.enabled = s;
		if (!s->target->live)
			continue;
		if (!all.first)
			all.first = s;
		if (!all.other_driver && is_other_driver(all.first, s))
			all.other_driver = s;
		if (!all.other_instance && s->target != all.first->target)
			all.other_instance = s;
	}
	return all;
}

static const char *how_disabled(const struct node *node)
{
	const char *status = node_read_string(node, PROP_STATUS);

	return status && !strcmp(status, "reserved") ? "reserved" : "disabled";
}

void check_disabled(const struct topology *topo, struct findings *out)
{
	struct targets targets;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		targets = targets_of(topo, master);
		if (!targets.disabled || targets.enabled)
			continue;
		f = finding_add(out, master->node, "iommus", (int)targets.disabled->index,
				"is wired to %s, which is %s",
				finding_path(out, targets.disabled->target),
				how_disabled(targets.disabled->target));
		finding_relate(out, f, "iommu", targets.disabled->target, "status", -1,
			       NULL);
	}
}

void check_partly_disabled(const struct topology *topo, struct findings *out)
{
	struct targets targets;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		targets = targets_of(topo, master);
		if (!targets.disabled || !targets.enabled)
			continue;
		f = finding_add(out, master->node, "iommus", (int)targets.disabled->index,
				"names %s, which is %s, beside %s, which is enabled",
				finding_path(out, targets.disabled->target),
				how_disabled(targets.disabled->target),
				finding_path(out, targets.enabled->target));
		finding_relate(out, f, "disabled iommu", targets.disabled->target,
			       "status", -1, NULL);
		finding_relate(out, f, "enabled iommu", targets.enabled->target, NULL, -1,
			       NULL);
	}
}

static const struct node *disabled_ancestor(const struct node *node)
{
	while (node->available)
		node = node->parent;
	return node;
}

void check_disabled_parent(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		for_each_specifier (s, topo, master)
			if (s->state == ENTRY_OK && s->target->available &&
			    !s->target->live)
				break;
		if (s == topo->specifiers.items + master->first_specifier +
				 master->specifier_count)
			continue;
		f = finding_add(out, master->node, "iommus", (int)s->index,
				"names %s, which is enabled inside the disabled %s",
				finding_path(out, s->target),
				finding_path(out, disabled_ancestor(s->target)));
		finding_relate(out, f, "iommu", s->target, NULL, -1, NULL);
		finding_relate(out, f, "disabled parent", disabled_ancestor(s->target),
			       "status", -1, NULL);
	}
}

void check_unknown_provider(const struct topology *topo, struct findings *out)
{
	const struct specifier *s;
	struct master *master;
	const char *compatible;
	struct finding *f;

	for_each_wired (master, topo) {
		for_each_specifier (s, topo, master) {
			if (s->state != ENTRY_OK || s->iommu->binding || !s->target->live)
				continue;
			compatible = node_read_string(s->target, PROP_COMPATIBLE);
			f = finding_add(out, master->node, "iommus", (int)s->index,
					"names %s, whose binding no schema describes",
					finding_path(out, s->target));
			finding_relate(out, f, "iommu", s->target, "compatible", -1,
				       compatible);
			break;
		}
	}
}

static const char *compatible_of(const struct specifier *s)
{
	return node_read_string(s->target, PROP_COMPATIBLE);
}

void check_mixed_drivers(const struct topology *topo, struct findings *out)
{
	const struct specifier *first, *other;
	struct targets targets;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		targets = targets_of(topo, master);
		first = targets.first;
		other = targets.other_driver;
		if (!other)
			continue;
		f = finding_add(out, master->node, "iommus", (int)other->index,
				"names IOMMUs of two drivers, %s and %s",
				first->iommu->binding->driver,
				other->iommu->binding->driver);
		finding_relate(out, f, "iommu", first->target, "iommus",
			       (int)first->index, compatible_of(first));
		finding_relate(out, f, "iommu", other->target, "iommus",
			       (int)other->index, compatible_of(other));
	}
}

/* Counts distinct live instances, but none beyond limit. */
static unsigned count_instances(const struct topology *topo, const struct master *master,
				unsigned limit)
{
	const struct node *seen[16];
	const struct specifier *s;
	unsigned count = 0, i;

	if (limit > ARRAY_SIZE(seen))
		limit = ARRAY_SIZE(seen);
	for_each_specifier (s, topo, master) {
		if (s->state != ENTRY_OK || !s->target->live)
			continue;
		for (i = 0; i < count && seen[i] != s->target; i++)
			;
		if (i < count)
			continue;
		if (count == limit)
			return limit + 1;
		seen[count++] = s->target;
	}
	return count;
}

/* An instance whose hardware differs from that of the first; NULL for none. */
static const struct specifier *unequal_instance(const struct topology *topo,
						const struct master *master,
						const struct specifier *first)
{
	const struct binding *binding = first->iommu->binding, *other;
	const struct specifier *s;

	if (!binding_has(binding, "equal-instances"))
		return NULL;
	for_each_specifier (s, topo, master) {
		if (s->state != ENTRY_OK || !s->target->live)
			continue;
		other = s->iommu->binding;
		if (other && other->input_bits != binding->input_bits)
			return s;
	}
	return NULL;
}

/* The second of two that the driver does not serve both; NULL where it serves all. */
static const struct specifier *unsupported_instance(const struct topology *topo,
						    const struct master *master,
						    const struct targets *targets)
{
	const struct binding *binding = targets->first->iommu->binding;

	if (binding->instances != INSTANCES_ALL)
		return targets->other_instance;
	if (binding->instances_max &&
	    count_instances(topo, master, binding->instances_max) >
		    binding->instances_max)
		return targets->other_instance;
	return unequal_instance(topo, master, targets->first);
}

void check_instances(const struct topology *topo, struct findings *out)
{
	const struct specifier *first, *other;
	struct targets targets;
	struct master *master;
	struct finding *f;

	for_each_wired (master, topo) {
		targets = targets_of(topo, master);
		first = targets.first;
		other = targets.other_instance;
		if (!other || targets.other_driver || !first->iommu->binding ||
		    !other->iommu->binding)
			continue;
		other = unsupported_instance(topo, master, &targets);
		if (!other)
			continue;
		f = finding_add(out, master->node, "iommus", (int)other->index,
				"names several instances of %s, %s and %s",
				first->iommu->binding->title,
				finding_path(out, first->target),
				finding_path(out, other->target));
		finding_relate(out, f, "iommu", first->target, "iommus",
			       (int)first->index, NULL);
		finding_relate(out, f, "iommu", other->target, "iommus",
			       (int)other->index, NULL);
		finding_consequence(out, f, "%s",
				    first->iommu->binding->instances_effect);
	}
}
