/* SPDX-License-Identifier: BSD-2-Clause */
#include "analyse.h"

#include <string.h>

#include "base/digest.h"
#include "policy/identity.h"
#include "report/topology_json.h"

static const char *keep(struct arena *arena, const char *chars)
{
	return chars ? arena_copy(arena, chars, strlen(chars)) : NULL;
}

static strings keep_compatible(struct arena *arena, const struct node *root)
{
	const struct property *property = node_find(root, PROP_COMPATIBLE);
	VEC(const char *) list = { 0 };
	uint32_t position = 0;
	const char *string;

	while (property && (string = property_next_string(property, &position)))
		*VEC_ADD(arena, &list) = keep(arena, string);
	*VEC_ADD(arena, &list) = NULL;
	return list.items;
}

static void judge(const struct analysis *analysis, const struct tree *tree,
		  struct arena *scratch, struct result *out)
{
	struct arena *kept = out->findings.arena;
	const struct topology *topo;

	out->model = keep(kept, node_read_string(tree_root(tree), PROP_MODEL));
	out->compatible = keep_compatible(kept, tree_root(tree));
	topo = topology_build(scratch, tree, analysis->bindings, &analysis->kernel,
			      &analysis->memory);
	out->master_count = topo->masters.count;
	out->iommu_count = topo->iommus.count;
	rules_run(topo, &analysis->rules, &out->findings);
	identity_set(&out->findings, out->compatible, scratch);
	if (analysis->wants_topology)
		out->topology = topology_json(topo, &out->findings, scratch);
}

void analyse_blob(const struct analysis *analysis, const struct blob *blob,
		  struct arena *scratch, struct result *out)
{
	struct arena *kept = out->findings.arena;
	struct failure why = { 0 };
	struct tree *tree = NULL;

	if (analysis->wants_topology)
		out->sha256 = digest_of(kept, blob->bytes, blob->size);
	if (tree_build(scratch, blob, &tree, &why))
		out->error = keep(kept, why.text);
	else
		judge(analysis, tree, scratch, out);
}

void analyse(const struct analysis *analysis, const struct input *input,
	     struct arena *scratch, struct result *out)
{
	static const char *const no_strings[] = { NULL };
	struct failure why = { 0 };
	struct blob blob;

	out->id = out->path = input->path;
	out->kind = "dtb";
	out->compatible = no_strings;
	out->error = input->error;
	if (out->error)
		return;
	if (blob_read(scratch, input->path, &blob, &why))
		out->error = keep(out->findings.arena, why.text);
	else
		analyse_blob(analysis, &blob, scratch, out);
}
