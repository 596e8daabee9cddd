/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/master_json.h"

#include "report/value.h"
#include "report/verdict.h"

json_t *value_node(const struct topology *topo, const struct node *node)
{
	return value_text(node_path(topo->arena, node));
}

json_t *value_compatible(const struct node *node)
{
	const struct property *property = node_find(node, PROP_COMPATIBLE);
	json_t *list = json_array();
	uint32_t position = 0;
	const char *string;

	while (property && (string = property_next_string(property, &position)))
		json_array_append_new(list, value_text(string));
	return list;
}

json_t *value_group(const struct topology *topo, const struct group *group)
{
	return value_node(topo, topo->masters.items[group->masters.items[0]].node);
}

static json_t *cells_value(const uint32_t *cells, uint32_t count)
{
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; i < count; i++)
		json_array_append_new(list, value_hex(cells[i]));
	return list;
}

static json_t *stream_value(const struct topology *topo, const struct specifier *entry,
			    const struct stream *stream)
{
	json_t *value = json_object();

	json_object_set_new(value, "iommu", value_node(topo, entry->target));
	json_object_set_new(value, "property", json_string("iommus"));
	json_object_set_new(value, "index", json_integer(entry->index));
	json_object_set_new(value, "specifier",
			    cells_value(entry->cells, entry->cell_count));
	json_object_set_new(value, "stream_id",
			    stream ? value_hex(stream->ids.first) : json_null());
	json_object_set_new(value, "mask",
			    stream ? value_hex(stream->mask) : json_null());
	return value;
}

/* Entries and streams are both in the order of the entries. */
static json_t *streams_value(const struct topology *topo, const struct master *master)
{
	const struct specifier *entry = topo->specifiers.items + master->first_specifier;
	const struct specifier *entries_end = entry + master->specifier_count;
	const struct stream *stream = topo->streams.items + master->first_stream;
	const struct stream *end = stream + master->stream_count;
	json_t *list = json_array();
	bool has_stream;

	for (; entry < entries_end; entry++) {
		if (entry->state != ENTRY_OK)
			continue;
		while (stream < end && stream->property == PROP_IOMMUS &&
		       stream->index < entry->index)
			stream++;
		has_stream = stream < end && stream->property == PROP_IOMMUS &&
			     stream->index == entry->index;
		json_array_append_new(
			list, stream_value(topo, entry, has_stream ? stream : NULL));
	}
	return list;
}

static json_t *map_entry_value(const struct topology *topo, const struct map_entry *entry)
{
	json_t *value = json_object();

	json_object_set_new(value, "iommu", value_node(topo, entry->target));
	json_object_set_new(value, "index", json_integer(entry->index));
	json_object_set_new(value, "base", value_hex(entry->base));
	json_object_set_new(value, "length", value_hex(entry->length));
	json_object_set_new(value, "output",
			    cells_value(entry->output, entry->output_count));
	return value;
}

static json_t *map_value(const struct topology *topo, const struct map *map)
{
	const struct map_entry *entry;
	json_t *list = json_array();

	if (!map || map->refused)
		return list;
	for_each (entry, &map->entries)
		if (entry->state == ENTRY_OK)
			json_array_append_new(list, map_entry_value(topo, entry));
	return list;
}

static json_t *windows_value(const struct topology *topo, const struct reach *reach)
{
	const struct reach_window *window;
	json_t *list = json_array(), *value;

	for_each (window, &reach->windows) {
		value = json_object();
		json_object_set_new(value, "bus",
				    reach->bus ? value_node(topo, reach->bus->node)
					       : json_null());
		json_object_set_new(value, "dma", value_hex(window->dma));
		json_object_set_new(value, "cpu", value_hex(window->cpu));
		json_object_set_new(value, "size", value_hex(window->size));
		json_array_append_new(list, value);
	}
	return list;
}

static json_t *reservation_value(const struct topology *topo,
				 const struct reservation *reservation)
{
	json_t *value = json_object();

	json_object_set_new(value, "region", value_node(topo, reservation->region->node));
	json_object_set_new(value, "iova", value_hex(reservation->iova));
	json_object_set_new(value, "size", value_hex(reservation->length));
	json_object_set_new(value, "direct", json_boolean(reservation->direct));
	return value;
}

static json_t *reserved_value(const struct topology *topo, const struct node *device)
{
	const struct reservation *reservation;
	json_t *list = json_array();

	for_each (reservation, &topo->reservations)
		if (reservation->device == device && reservation->state == ENTRY_OK &&
		    reservation->translates)
			json_array_append_new(list, reservation_value(topo, reservation));
	return list;
}

json_t *master_json(const struct topology *topo, const struct master *master,
		    const struct labels *labels)
{
	const char *path = node_path(topo->arena, master->node);
	json_t *value = json_object();

	json_object_set_new(value, "id", value_text(path));
	json_object_set_new(value, "label", value_text(labels_find(labels, path)));
	json_object_set_new(value, "live", json_boolean(master->node->live));
	json_object_set_new(value, "coherent", json_boolean(master->coherent));
	json_object_set_new(value, "dma_parent",
			    master->dma_parent ? value_node(topo, master->dma_parent)
					       : json_null());
	json_object_set_new(value, "verdict", json_string(verdict_name(master->verdict)));
	json_object_set_new(value, "streams", streams_value(topo, master));
	json_object_set_new(value, "rid_map", map_value(topo, master->iommu_map));
	json_object_set_new(value, "windows", windows_value(topo, &master->reach));
	json_object_set_new(value, "dma_limit",
			    master->reach.limit ? value_hex(master->reach.limit)
						: json_null());
	json_object_set_new(value, "reserved", reserved_value(topo, master->node));
	json_object_set_new(
		value, "group",
		master->group == UINT32_MAX
			? json_null()
			: value_group(topo, &topo->groups.items[master->group]));
	return value;
}
