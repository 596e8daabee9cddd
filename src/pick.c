/* SPDX-License-Identifier: BSD-2-Clause */
#include "pick.h"

#include <errno.h>
#include <string.h>

#include "base/suggest.h"

static const struct node *find_by_reference(const struct tree *tree, const char *name)
{
	const struct node *node;

	if (name[0] == '/')
		return tree_find_path(tree, name);
	node = tree_find_alias(tree, name);
	return node ? node : tree_find_label(tree, name);
}

/* The masters whose nodes are named so. */
struct matches {
	const struct master *first, *second;
	size_t count;
};

static struct matches find_by_name(const struct topology *topo, const char *name)
{
	struct matches matches = { 0 };
	const struct master *master;

	for_each (master, &topo->masters) {
		if (strcmp(master->node->name, name) != 0 &&
		    !node_is_named(master->node, name))
			continue;
		if (!matches.count)
			matches.first = master;
		else if (matches.count == 1)
			matches.second = master;
		matches.count++;
	}
	return matches;
}

static int unknown(const struct topology *topo, const char *name, struct failure *why)
{
	struct suggestion near = { .wanted = name };
	const struct master *master;

	for_each (master, &topo->masters)
		suggest(&near, name[0] == '/' ? node_path(topo->arena, master->node)
					      : master->node->name);
	return fail(why, -EINVAL, "%s: no such DMA master%s%s%s", name,
		    near.best ? ", did you mean " : "", near.best ? near.best : "",
		    near.best ? "?" : "");
}

int pick_master(const struct topology *topo, const char *name, const struct master **out,
		struct failure *why)
{
	const struct node *node = find_by_reference(topo->tree, name);
	struct matches matches;

	*out = topology_master(topo, node);
	if (*out)
		return 0;
	if (node)
		return fail(why, -EINVAL,
			    "%s: %s is no DMA master that iommu-lint knows of", name,
			    node_path(topo->arena, node));
	matches = find_by_name(topo, name);
	if (!matches.count)
		return unknown(topo, name, why);
	if (matches.count > 1)
		return fail(why, -EINVAL, "%s: %zu masters have this name: %s, %s%s",
			    name, matches.count,
			    node_path(topo->arena, matches.first->node),
			    node_path(topo->arena, matches.second->node),
			    matches.count > 2 ? ", ..." : "");
	*out = matches.first;
	return 0;
}
