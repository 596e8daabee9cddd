/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/master_json.h"

#include <stdlib.h>

#include "base/bisect.h"
#include "model/region.h"
#include "report/value.h"
#include "report/verdict.h"

static int compare_reservations(const void *left, const void *right)
{
	const struct made_reservation *a = left, *b = right;

	if (a->master != b->master)
		return a->master < b->master ? -1 : 1;
	return a->reservation < b->reservation ? -1 : a->reservation > b->reservation;
}

static void collect_reservations(struct view *view, struct arena *scratch)
{
	const struct topology *topo = view->topo;
	const struct reservation *reservation;
	const struct master *master;
	size_t count = 0;

	view->reservations = arena_array(scratch, topo->reservations.count,
					 sizeof(*view->reservations));
	for_each (reservation, &topo->reservations) {
		if (!reservation->device || !reservation_is_made(topo, reservation))
			continue;
		master = region_master(topo, reservation->device);
		view->reservations[count].master =
			(uint32_t)(master - topo->masters.items);
		view->reservations[count++].reservation = reservation;
	}
	if (count)
		qsort(view->reservations, count, sizeof(*view->reservations),
		      compare_reservations);
	view->reservation_count = count;
}

struct view view_of(const struct topology *topo, struct arena *scratch)
{
	struct view view = { .topo = topo, .labels = labels_read(scratch, topo->tree) };

	collect_reservations(&view, scratch);
	return view;
}

bool list_has_room(struct view *view, const json_t *list)
{
	if (json_array_size(list) < LIST_ITEMS_MAX)
		return true;
	view->is_cut = true;
	return false;
}

void list_add(struct view *view, json_t *list, json_t *value)
{
	if (list_has_room(view, list))
		json_array_append_new(list, value);
	else
		json_decref(value);
}

json_t *value_node(const struct view *view, const struct node *node)
{
	return node ? value_text(node_path(view->topo->arena, node)) : json_null();
}

json_t *value_compatible(struct view *view, const struct node *node)
{
	const struct property *property = node_find(node, PROP_COMPATIBLE);
	json_t *list = json_array();
	uint32_t position = 0;
	const char *string;

	while (property && (string = property_next_string(property, &position)))
		list_add(view, list, value_text(string));
	return list;
}

json_t *value_group(const struct view *view, const struct group *group)
{
	const uint32_t first = group->masters.items[0];

	return value_node(view, view->topo->masters.items[first].node);
}

static json_t *cells_value(const uint32_t *cells, uint32_t count)
{
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; i < count; i++)
		json_array_append_new(list, value_hex(cells[i]));
	return list;
}

static json_t *stream_value(const struct view *view, const struct specifier *entry,
			    const struct stream *stream)
{
	json_t *value = json_object();

	json_object_set_new(value, "iommu", value_node(view, entry->target));
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
static json_t *streams_value(struct view *view, const struct master *master)
{
	const struct specifier *entry =
		view->topo->specifiers.items + master->first_specifier;
	const struct specifier *entries_end = entry + master->specifier_count;
	const struct stream *stream = view->topo->streams.items + master->first_stream;
	const struct stream *end = stream + master->stream_count;
	json_t *list = json_array();
	bool has_stream;

	for (; entry < entries_end; entry++) {
		if (entry->state != ENTRY_OK)
			continue;
		if (!list_has_room(view, list))
			break;
		while (stream < end && stream->property == PROP_IOMMUS &&
		       stream->index < entry->index)
			stream++;
		has_stream = stream < end && stream->property == PROP_IOMMUS &&
			     stream->index == entry->index;
		list_add(view, list,
			 stream_value(view, entry, has_stream ? stream : NULL));
	}
	return list;
}

static json_t *map_entry_value(const struct view *view, const struct map *map,
			       const struct map_entry *entry)
{
	json_t *value = json_object();

	json_object_set_new(value, "iommu", value_node(view, entry->target));
	json_object_set_new(value, "index", json_integer(entry->index));
	json_object_set_new(value, "base", value_hex(entry->base));
	json_object_set_new(value, "length", value_hex(entry->length));
	json_object_set_new(value, "mask", value_hex(map->mask));
	json_object_set_new(value, "output",
			    cells_value(entry->output, entry->output_count));
	return value;
}

static json_t *map_value(struct view *view, const struct map *map)
{
	const struct map_entry *entry;
	json_t *list = json_array();

	if (!map || map->refused)
		return list;
	for_each (entry, &map->entries)
		if (entry->state == ENTRY_OK && list_has_room(view, list))
			list_add(view, list, map_entry_value(view, map, entry));
	return list;
}

static json_t *windows_value(struct view *view, const struct reach *reach)
{
	const struct reach_window *window;
	json_t *list = json_array(), *value;

	for_each (window, &reach->windows) {
		if (!list_has_room(view, list))
			break;
		value = json_object();
		json_object_set_new(
			value, "bus",
			value_node(view, reach->bus ? reach->bus->node : NULL));
		json_object_set_new(value, "dma", value_hex(window->dma));
		json_object_set_new(value, "cpu", value_hex(window->cpu));
		json_object_set_new(value, "size", value_hex(window->size));
		list_add(view, list, value);
	}
	return list;
}

static json_t *reservation_value(const struct view *view,
				 const struct reservation *reservation)
{
	json_t *value = json_object();

	json_object_set_new(value, "region", value_node(view, reservation->region->node));
	json_object_set_new(value, "device", value_node(view, reservation->device));
	json_object_set_new(value, "iova", value_hex(reservation->iova));
	json_object_set_new(value, "size", value_hex(reservation->length));
	json_object_set_new(value, "direct", json_boolean(reservation->direct));
	return value;
}

/* The place of the first reservation for the master, or for one behind it. */
static size_t find_reservation(const struct view *view, uint32_t master)
{
	struct bisect at = { .end = view->reservation_count };

	while (bisect_next(&at))
		bisect_tell(&at, view->reservations[at.middle].master < master);
	return at.first;
}

static json_t *reserved_value(struct view *view, const struct master *master)
{
	const uint32_t index = (uint32_t)(master - view->topo->masters.items);
	size_t i = find_reservation(view, index);
	json_t *list = json_array();

	for (; i < view->reservation_count; i++) {
		if (view->reservations[i].master != index || !list_has_room(view, list))
			break;
		list_add(view, list,
			 reservation_value(view, view->reservations[i].reservation));
	}
	return list;
}

static json_t *group_of(const struct view *view, const struct master *master)
{
	if (master->group == UINT32_MAX)
		return json_null();
	return value_group(view, &view->topo->groups.items[master->group]);
}

json_t *master_json(struct view *view, const struct master *master)
{
	const char *path = node_path(view->topo->arena, master->node);
	const uint64_t limit = master->reach.limit;
	json_t *value = json_object();

	json_object_set_new(value, "id", value_text(path));
	json_object_set_new(value, "label", value_text(labels_find(&view->labels, path)));
	json_object_set_new(value, "live", json_boolean(master->node->live));
	json_object_set_new(value, "coherent", json_boolean(master->coherent));
	json_object_set_new(value, "dma_parent", value_node(view, master->dma_parent));
	json_object_set_new(value, "verdict", json_string(verdict_name(master->verdict)));
	json_object_set_new(value, "streams", streams_value(view, master));
	json_object_set_new(value, "rid_map", map_value(view, master->iommu_map));
	json_object_set_new(value, "windows", windows_value(view, &master->reach));
	json_object_set_new(value, "dma_limit", limit ? value_hex(limit) : json_null());
	json_object_set_new(value, "reserved", reserved_value(view, master));
	json_object_set_new(value, "group", group_of(view, master));
	return value;
}
