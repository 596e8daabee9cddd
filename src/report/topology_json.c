/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each IOMMU, master and group is made and printed by itself, so that a huge tree needs
 * memory for the text only.
 */
#include "report/topology_json.h"

#include "report/labels.h"
#include "report/master_json.h"
#include "report/value.h"

static json_t *paths_of(const struct topology *topo, const uint32_t *masters,
			size_t count)
{
	json_t *paths = json_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_array_append_new(
			paths, value_node(topo, topo->masters.items[masters[i]].node));
	return paths;
}

static json_t *unless_zero(unsigned number)
{
	return number ? json_integer(number) : json_null();
}

static json_t *iommu_value(const struct topology *topo, const struct iommu *iommu,
			   const struct labels *labels)
{
	static const struct binding unknown;
	const struct binding *binding = iommu->binding ? iommu->binding : &unknown;
	const char *path = node_path(topo->arena, iommu->node);
	json_t *value = json_object();

	json_object_set_new(value, "id", value_text(path));
	json_object_set_new(value, "label", value_text(labels_find(labels, path)));
	json_object_set_new(value, "compatible", value_compatible(iommu->node));
	json_object_set_new(value, "provider", value_text(binding->id));
	json_object_set_new(value, "driver", value_text(binding->driver));
	json_object_set_new(value, "cells",
			    iommu->has_cells ? json_integer(iommu->cells) : json_null());
	json_object_set_new(value, "live", json_boolean(iommu->node->live));
	json_object_set_new(value, "input_bits", unless_zero(binding->input_bits));
	json_object_set_new(value, "output_bits", unless_zero(binding->output_bits));
	json_object_set_new(value, "contexts", unless_zero(iommu->contexts));
	json_object_set_new(value, "masters",
			    paths_of(topo, iommu->masters.items, iommu->masters.count));
	return value;
}

static json_t *memory_value(const struct memory *memory)
{
	json_t *value = json_object();

	json_object_set_new(value, "base", value_hex(memory->range.first));
	json_object_set_new(value, "size", value_hex(range_length(memory->range)));
	json_object_set_new(
		value, "from",
		json_string(memory->source == MEMORY_NODE ? "node" : "option"));
	return value;
}

static json_t *group_value(const struct topology *topo, const struct group *group)
{
	json_t *value = json_object();

	json_object_set_new(value, "id", value_group(topo, group));
	json_object_set_new(value, "iommu",
			    group->iommu ? value_node(topo, group->iommu->node)
					 : json_null());
	json_object_set_new(value, "masters",
			    paths_of(topo, group->masters.items, group->masters.count));
	json_object_set_new(value, "why", value_text(group->why));
	return value;
}

static json_t *unjudged_value(const struct unjudged *unjudged)
{
	json_t *value = json_object();

	json_object_set_new(value, "rule", json_string(unjudged->rule->id));
	json_object_set_new(value, "reason", value_text(unjudged->reason));
	return value;
}

/* Begins the list of the given name, after any other list. */
static void begin(struct text *text, const char *name)
{
	text_printf(text, "%s\"%s\": [", text->length > 1 ? "], " : "", name);
}

static void add_item(struct text *text, json_t *value)
{
	if (text->chars[text->length - 1] != '[')
		text_printf(text, ", ");
	value_dump(text, value);
}

const char *topology_json(const struct topology *topo, const struct findings *findings,
			  struct arena *scratch)
{
	const struct labels labels = labels_read(scratch, topo->tree);
	struct text text = { .arena = scratch };
	const struct unjudged *unjudged;
	const struct memory *memory;
	const struct master *master;
	const struct group *group;
	const struct iommu *iommu;

	text_printf(&text, "{");
	begin(&text, "iommus");
	for_each (iommu, &topo->iommus)
		add_item(&text, iommu_value(topo, iommu, &labels));
	begin(&text, "masters");
	for_each (master, &topo->masters)
		add_item(&text, master_json(topo, master, &labels));
	begin(&text, "memory");
	for_each (memory, &topo->memory)
		add_item(&text, memory_value(memory));
	begin(&text, "groups");
	for_each (group, &topo->groups)
		add_item(&text, group_value(topo, group));
	begin(&text, "not_checked");
	for_each (unjudged, &findings->not_checked)
		add_item(&text, unjudged_value(unjudged));
	text_printf(&text, "]}");
	return arena_copy(findings->arena, text.chars, text.length);
}
