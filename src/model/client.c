/* SPDX-License-Identifier: BSD-2-Clause */
/* What the schemas say of each node, looked up once. */
#include <string.h>

#include "model/passes.h"

static uint32_t look_up(const struct soc_traits *soc, const struct node *node)
{
	const struct property *compatible = node_find(node, PROP_COMPATIBLE);
	const char *chars = compatible ? (const char *)compatible->value : "";
	const char *at;

	/* Most leaves are data of their parents: nothing is said of them. */
	if (!compatible && !node->first_child && !node_has(node, PROP_IOMMUS))
		return 0;
	at = strchr(node->name, '@');
	return client_traits_on(soc, chars, compatible ? compatible->length : 0,
				node->name,
				at ? (size_t)(at - node->name) : strlen(node->name));
}

static struct soc_traits find_soc(const struct topology *topo)
{
	const struct property *compatible = node_find(topo->tree->nodes, PROP_COMPATIBLE);

	return soc_traits_find(topo->bindings, topo->arena,
			       compatible ? (const char *)compatible->value : "",
			       compatible ? compatible->length : 0);
}

void client_find(struct topology *topo)
{
	const struct soc_traits soc = find_soc(topo);
	const struct node *node;

	topo->clients = arena_array_raw(topo->arena, topo->tree->node_count,
					sizeof(*topo->clients));
	for_each_node (node, topo->tree)
		topo->clients[node->index] = look_up(&soc, node);
}
