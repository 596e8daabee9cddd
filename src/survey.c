/* SPDX-License-Identifier: BSD-2-Clause */
#include "survey.h"

#include <stdio.h>

#include "lint.h"
#include "output.h"
#include "status.h"

/* The one input that the operand stands for; NULL after a message. */
static const struct input *find_input(const struct options *options, char *const *operand)
{
	struct inputs inputs = { 0 };

	inputs_find(options->arena, operand, 1, &inputs);
	if (inputs.list.count != 1) {
		complain(*operand, inputs.list.count ? "has several device trees"
						     : "has no device tree");
		return NULL;
	}
	if (inputs.list.items->error) {
		complain(inputs.list.items->shown, inputs.list.items->error);
		return NULL;
	}
	return inputs.list.items;
}

static int read_tree(const struct options *options, const struct input *input,
		     struct tree **tree, struct failure *why)
{
	struct image_settings settings = { 0 };
	struct image image = { .path = input->path };
	int error;

	prepare_images(options, &settings);
	error = image_open(options->arena, input, &settings, &image, why);
	return error ? error : tree_build(options->arena, &image.blob, tree, why);
}

int survey_make(const struct options *options, char *const *operand, struct survey *out)
{
	const struct assumed_memory memory = { options->memory.items,
					       options->memory.count };
	const struct bindings *bindings;
	const struct input *input;
	struct failure why = { 0 };
	struct tree *tree;

	if (bindings_read(options->arena, options->schemas.items, options->schemas.count,
			  &bindings, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	input = find_input(options, operand);
	if (!input)
		return STATUS_FAILED;
	if (read_tree(options, input, &tree, &why)) {
		complain(input->shown, why.text);
		return STATUS_FAILED;
	}
	out->id = input->id;
	out->topo =
		topology_build(options->arena, tree, bindings, &options->kernel, &memory);
	return STATUS_CLEAN;
}
