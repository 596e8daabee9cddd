/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/master_json.h"
#include "report/trace.h"
#include "report/trace_conclusion.h"
#include "report/value.h"

static const char *const roles[] = {
	[HOP_LACKS] = "lacks",           [HOP_PASSES] = "passes",
	[HOP_BOUNDS] = "bounds",         [HOP_MOVES] = "moves",
	[HOP_ONE_TO_ONE] = "one-to-one", [HOP_ENDS] = "ends",
	[HOP_UNREAD] = "unread",         [HOP_ROOT] = "root",
};

static const char *const bouncings[] = {
	[BOUNCE_NEEDLESS] = "needless", [BOUNCE_UNKNOWN] = "unknown",
	[BOUNCE_SERVES] = "serves",     [BOUNCE_OUT_OF_REACH] = "out-of-reach",
	[BOUNCE_NO_MAP] = "no-map",
};

static const char *const states[] = {
	[WINDOW_OK] = "ok",
	[WINDOW_UNTRANSLATABLE] = "untranslatable",
	[WINDOW_EMPTY] = "empty",
	[WINDOW_WRAPS] = "wraps",
};

static json_t *range_value(struct range range)
{
	json_t *value = json_object();

	json_object_set_new(value, "first", value_hex(range.first));
	json_object_set_new(value, "last", value_hex(range.last));
	return value;
}

static json_t *windows_of_hop(struct view *view, const struct hop *hop)
{
	const struct window *window;
	json_t *list = json_array(), *value;

	if (!hop->bus || (hop->role != HOP_BOUNDS && hop->role != HOP_MOVES))
		return list;
	for_each (window, &hop->bus->windows) {
		value = json_object();
		json_object_set_new(value, "index", json_integer(window->index));
		json_object_set_new(value, "from", value_hex(window->dma));
		json_object_set_new(value, "to", value_hex(window->parent));
		json_object_set_new(value, "size", value_hex(window->size));
		json_object_set_new(value, "state", json_string(states[window->state]));
		list_add(view, list, value);
	}
	return list;
}

static json_t *hops_value(struct view *view, const struct route *route)
{
	const struct hop *hop;
	json_t *list = json_array(), *value;

	for_each (hop, &route->hops) {
		value = json_object();
		json_object_set_new(value, "node", value_node(view, hop->node));
		json_object_set_new(value, "role", json_string(roles[hop->role]));
		json_object_set_new(value, "by",
				    json_string(hop->by_name ? "dma-mem" : "parent"));
		json_object_set_new(value, "windows", windows_of_hop(view, hop));
		list_add(view, list, value);
	}
	return list;
}

static json_t *space_value(struct view *view, const struct route *route)
{
	const struct range *range;
	json_t *list = json_array();

	for_each (range, &route->space.ranges)
		list_add(view, list, range_value(*range));
	return list;
}

static json_t *memory_value(struct view *view, const struct route *route)
{
	const struct ram_part *part;
	json_t *list = json_array(), *value;

	for_each (part, &route->ram) {
		value = range_value(part->cpu);
		json_object_set_new(value, "reached", json_boolean(part->is_reached));
		json_object_set_new(value, "dma",
				    part->is_reached && !part->is_mapped
					    ? value_hex(part->dma)
					    : json_null());
		list_add(view, list, value);
	}
	return list;
}

void trace_print_json(const struct trace *trace, FILE *stream)
{
	struct arena *arena = trace->topo->arena;
	struct view view = view_of(trace->topo, arena);
	const struct route *route = trace->route;
	json_t *value = json_object();
	struct text text = { .arena = arena };

	json_object_set_new(value, "format", json_string("iommu-lint-trace"));
	json_object_set_new(value, "format_version", json_string("1.0"));
	json_object_set_new(value, "input", value_text(trace->input));
	json_object_set_new(value, "linux", json_string(trace->topo->kernel.name));
	json_object_set_new(value, "master", master_json(&view, route->master));
	json_object_set_new(value, "why", value_text(route->master->why));
	json_object_set_new(value, "hops", hops_value(&view, route));
	json_object_set_new(value, "iova", space_value(&view, route));
	json_object_set_new(value, "memory", memory_value(&view, route));
	json_object_set_new(value, "bounce_buffers",
			    json_string(bouncings[route->bouncing]));
	json_object_set_new(value, "conclusion", value_text(conclusion_text(trace)));
	value_dump(&text, value);
	fprintf(stream, "%s\n", text.chars);
}
