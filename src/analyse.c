/* SPDX-License-Identifier: BSD-2-Clause */
#include "analyse.h"

#include <string.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "locate.h"
#include "policy/identity.h"
#include "policy/policy.h"
#include "report/topology_json.h"

/* Texts of the tree become UTF-8 here: they are compared with those in files. */
static const char *keep(struct arena *arena, const char *chars)
{
	return chars ? utf8_copy(arena, chars) : NULL;
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

/* What the command line says of RAM counts in place of what a configuration says. */
static struct assumed_memory memory_of(const struct analysis *analysis,
				       const struct tree *tree, struct arena *scratch)
{
	if (analysis->memory.count || !analysis->policy)
		return analysis->memory;
	return policy_memory(analysis->policy, scratch, tree);
}

static void judge(const struct analysis *analysis, const struct tree *tree,
		  struct arena *scratch, struct result *out)
{
	struct arena *kept = out->findings.arena;
	const struct assumed_memory memory = memory_of(analysis, tree, scratch);
	struct topology *topo;

	out->model = keep(kept, node_read_string(tree_root(tree), PROP_MODEL));
	out->compatible = keep_compatible(kept, tree_root(tree));
	topo = topology_build(scratch, tree, analysis->bindings, &analysis->kernel,
			      &memory);
	if (analysis->policy)
		topo->id_lists =
			policy_ids(analysis->policy, scratch, tree, &topo->id_list_count);
	out->master_count = topo->masters.count;
	out->iommu_count = topo->iommus.count;
	rules_run(topo, &analysis->rules, &out->findings);
	identity_set(&out->findings, out->compatible, scratch);
	if (analysis->policy)
		policy_apply(analysis->policy, tree, &out->findings);
	if (analysis->wants_topology)
		out->topology = topology_json(topo, &out->findings, scratch);
}

const struct tree *analyse_blob(const struct analysis *analysis, const struct blob *blob,
				struct arena *scratch, struct result *out)
{
	struct arena *kept = out->findings.arena;
	struct failure why = { 0 };
	struct tree *tree = NULL;

	if (analysis->wants_topology)
		out->sha256 = digest_of(kept, blob->bytes, blob->size);
	if (tree_build(scratch, blob, &tree, &why)) {
		out->error = keep(kept, why.text);
		return NULL;
	}
	if (tree_is_overlay(tree)) {
		out->kind = "dtbo";
		out->error =
			"is an overlay, which says nothing without its base: give the "
			"base as input, and this file with --overlay";
		return NULL;
	}
	judge(analysis, tree, scratch, out);
	return tree;
}

static bool has_findings(const struct findings *findings, enum severity from)
{
	const struct finding *finding;

	for_each (finding, &findings->list)
		if (finding->severity >= from)
			return true;
	return false;
}

/* cpp and dtc are slow beside the rest: only what has findings to show is mapped. */
static void map_findings(const struct analysis *analysis, const struct image *image,
			 const struct tree *tree, struct arena *scratch,
			 struct result *out)
{
	static const char *const states[] = { "none", "used", "stale", "failed" };
	const struct map_request request = {
		.path = image->path,
		.preprocessed = image->preprocessed.chars ? &image->preprocessed : NULL,
		.source = analysis->source,
		.settings = &analysis->images.dts,
	};
	struct source_map map;

	if (!has_findings(&out->findings, analysis->locate_from) ||
	    (analysis->images.overlay_count && !request.source))
		return;
	map_build(scratch, &request, tree, &map);
	out->map_state = states[map.state];
	out->map_from = map.from;
	out->map_why = keep(out->findings.arena, map.why);
	locate(&map, &out->findings, scratch);
}

void analyse(const struct analysis *analysis, const struct input *input,
	     struct arena *scratch, struct result *out)
{
	static const char *const no_strings[] = { NULL };
	struct image image = { .path = input->path, .kind = "dtb" };
	struct failure why = { 0 };
	const struct tree *tree;
	int error;

	out->id = input->id;
	out->path = input->shown;
	out->compatible = no_strings;
	out->map_state = "none";
	out->overlays = analysis->images.overlays;
	out->overlay_count = analysis->images.overlay_count;
	out->error = input->error;
	out->kind = image.kind;
	if (out->error)
		return;
	error = image_open(scratch, input, &analysis->images, &image, &why);
	out->kind = image.kind;
	if (error) {
		out->error = keep(out->findings.arena, why.text);
		return;
	}
	tree = analyse_blob(analysis, &image.blob, scratch, out);
	if (tree)
		map_findings(analysis, &image, tree, scratch, out);
}
