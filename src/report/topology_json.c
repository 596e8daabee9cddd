/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each IOMMU, master and group is made and printed by itself, so that a huge tree needs
 * memory for the text only.
 */
#include "report/topology_json.h"

#include "report/master_json.h"
#include "report/value.h"

static json_t *paths_of(struct view *view, const uint32_t *masters, size_t count)
{
	json_t *paths = json_array();
	size_t i;

	for (i = 0; i < count && list_has_room(view, paths); i++)
		list_add(view, paths,
			 value_node(view, view->topo->masters.items[masters[i]].node));
	return paths;
}

static json_t *unless_zero(unsigned number)
{
	return number ? json_integer(number) : json_null();
}

static json_t *iommu_value(struct view *view, const struct iommu *iommu)
{
	static const struct binding unknown;
	const struct binding *binding = iommu->binding ? iommu->binding : &unknown;
	const char *path = node_path(view->topo->arena, iommu->node);
	json_t *value = json_object();

	json_object_set_new(value, "id", value_text(path));
	json_object_set_new(value, "label", value_text(labels_find(&view->labels, path)));
	json_object_set_new(value, "compatible", value_compatible(view, iommu->node));
	json_object_set_new(value, "provider", value_text(binding->id));
	json_object_set_new(value, "driver", value_text(binding->driver));
	json_object_set_new(value, "cells",
			    iommu->has_cells ? json_integer(iommu->cells) : json_null());
	json_object_set_new(value, "live", json_boolean(iommu->node->live));
	json_object_set_new(value, "input_bits", unless_zero(binding->input_bits));
	json_object_set_new(value, "output_bits", unless_zero(binding->output_bits));
	json_object_set_new(value, "contexts", unless_zero(iommu->contexts));
	json_object_set_new(value, "masters",
			    paths_of(view, iommu->masters.items, iommu->masters.count));
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

static json_t *group_value(struct view *view, const struct group *group)
{
	const struct node *iommu = group->iommu ? group->iommu->node : NULL;
	json_t *value = json_object();

	json_object_set_new(value, "id", value_group(view, group));
	json_object_set_new(value, "iommu", value_node(view, iommu));
	json_object_set_new(value, "masters",
			    paths_of(view, group->masters.items, group->masters.count));
	json_object_set_new(value, "why", value_text(group->why));
	return value;
}

static json_t *not_checked_value(const char *rule, const char *reason)
{
	json_t *value = json_object();

	json_object_set_new(value, "rule", value_text(rule));
	json_object_set_new(value, "reason", value_text(reason));
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

/* False, and the topology is cut, where it has grown too long for another item. */
static bool has_room(struct view *view, const struct text *text)
{
	if (text->length < TOPOLOGY_BYTES_MAX)
		return true;
	view->is_cut = true;
	return false;
}

static void add_lists(struct view *view, struct text *text)
{
	const struct topology *topo = view->topo;
	const struct memory *memory;
	const struct master *master;
	const struct group *group;
	const struct iommu *iommu;

	begin(text, "iommus");
	for_each (iommu, &topo->iommus)
		if (has_room(view, text))
			add_item(text, iommu_value(view, iommu));
	begin(text, "masters");
	for_each (master, &topo->masters)
		if (has_room(view, text))
			add_item(text, master_json(view, master));
	begin(text, "memory");
	for_each (memory, &topo->memory)
		if (has_room(view, text))
			add_item(text, memory_value(memory));
	begin(text, "groups");
	for_each (group, &topo->groups)
		if (has_room(view, text))
			add_item(text, group_value(view, group));
}

static void add_not_checked(const struct view *view, const struct findings *findings,
			    struct text *text)
{
	const struct unjudged *unjudged;

	begin(text, "not_checked");
	if (view->is_cut)
		add_item(text, not_checked_value(NULL, "the topology is too large, parts "
						       "of it are not listed"));
	for_each (unjudged, &findings->not_checked)
		add_item(text, not_checked_value(unjudged->rule->id, unjudged->reason));
}

const char *topology_json(const struct topology *topo, const struct findings *findings,
			  struct arena *scratch)
{
	struct view view = view_of(topo, scratch);
	struct text text = { .arena = scratch };

	text_printf(&text, "{");
	add_lists(&view, &text);
	add_not_checked(&view, findings, &text);
	text_printf(&text, "]}");
	return arena_copy(findings->arena, text.chars, text.length);
}
