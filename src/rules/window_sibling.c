/* SPDX-License-Identifier: BSD-2-Clause */
/* ranges of buses against the registers of what sits on them and beside them. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/bisect.h"
#include "base/cover.h"
#include "model/address.h"
#include "model/walk.h"
#include "rules/window.h"

/* Only where addresses are plain numbers; PCI and the like have rules of their own. */
static bool has_plain_windows(const struct topology *topo, const struct node *node)
{
	const struct property *ranges = node_find(node, PROP_RANGES);

	return ranges && ranges->length && node->live && node->parent &&
	       node->address_cells && node->address_cells <= 2 && node->size_cells &&
	       node->size_cells <= 2 && node->parent->address_cells &&
	       node->parent->address_cells <= 2 &&
	       address_bus_kind(topo, node) == BUS_DEFAULT &&
	       address_bus_kind(topo, node->parent) == BUS_DEFAULT;
}

/* The windows of a bus, as its children write addresses and as its parent does. */
struct windows {
	struct cover child, parent;
};

static struct windows read_windows(struct arena *arena, const struct node *bus)
{
	struct cells cells = cells_of(node_find(bus, PROP_RANGES));
	const size_t entry =
		bus->address_cells + bus->parent->address_cells + bus->size_cells;
	const size_t max = cells_left(&cells) / entry;
	struct range *child = arena_array(arena, max, sizeof(*child));
	struct range *parent = arena_array(arena, max, sizeof(*parent));
	uint64_t first = 0, above = 0, size = 0;
	size_t count = 0;

	while (cells_left(&cells) >= entry) {
		if (cells_take(&cells, bus->address_cells, &first) &&
		    cells_take(&cells, bus->parent->address_cells, &above) &&
		    cells_take(&cells, bus->size_cells, &size) &&
		    range_from_length(first, size, &child[count]) &&
		    range_from_length(above, size, &parent[count]))
			count++;
	}
	return (struct windows){ cover_build(arena, child, count),
				 cover_build(arena, parent, count) };
}

/* The first address of reg, on the bus. */
static bool read_reg(const struct node *node, const struct node *bus, uint64_t *first)
{
	struct cells cells = cells_of(node_find(node, PROP_REG));
	uint64_t size;

	return cells_take(&cells, bus->address_cells, first) &&
	       cells_take(&cells, bus->size_cells, &size) && size;
}

/* Where the registers of the devices on one bus begin, ascending. */
struct device {
	uint64_t first;
	const struct node *node;
};

struct devices {
	VEC(struct device) list;
};

struct checker {
	const struct topology *topo;
	struct findings *out;
	struct devices **devices_of; /* by node index; NULL where not asked for */
};

static int compare_devices(const void *left, const void *right)
{
	const struct device *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static const struct devices *devices_on(struct checker *checker, const struct node *bus)
{
	struct devices *devices = checker->devices_of[bus->index];
	struct arena *arena = checker->topo->arena;
	const struct node *node;
	uint64_t first;

	if (devices)
		return devices;
	devices = arena_alloc(arena, sizeof(*devices));
	checker->devices_of[bus->index] = devices;
	for_each_child (node, bus)
		if (node_has(node, PROP_COMPATIBLE) && read_reg(node, bus, &first))
			*VEC_ADD(arena, &devices->list) = (struct device){ first, node };
	if (devices->list.count)
		qsort(devices->list.items, devices->list.count, sizeof(struct device),
		      compare_devices);
	return devices;
}

/* The first device in the range, but for the bus itself; NULL for none. */
static const struct node *find_device(const struct devices *devices,
				      const struct node *bus, struct range range)
{
	struct bisect at = { .end = devices->list.count };
	const struct device *end = devices->list.items + devices->list.count, *device;

	while (bisect_next(&at))
		bisect_tell(&at, devices->list.items[at.middle].first < range.first);
	device = devices->list.items + at.first;
	if (device < end && device->node == bus)
		device++;
	return device < end && device->first <= range.last ? device->node : NULL;
}

/* A device beside the bus whose registers begin in one of the windows. */
static const struct node *find_sibling(struct checker *checker, const struct node *bus,
				       const struct cover *windows)
{
	const struct devices *devices = devices_on(checker, bus->parent);
	const struct node *found = NULL;
	size_t i;

	for (i = 0; i < windows->count && !found; i++)
		found = find_device(devices, bus, windows->pieces[i].range);
	return found;
}

/* Registers apart from its windows are no mistake where its name has the window. */
static bool is_named_after(const struct node *bus, const struct cover *windows)
{
	uint64_t unit;

	return node_read_unit_address(bus, &unit) && cover_find(windows, unit);
}

/* True where the windows lead past the bus' own registers to those of another. */
static bool judge_place(struct checker *checker, const struct node *bus,
			const struct cover *windows)
{
	struct findings *out = checker->out;
	const struct node *sibling;
	struct finding *f;
	uint64_t own;

	if (!read_reg(bus, bus->parent, &own) || cover_find(windows, own) ||
	    is_named_after(bus, windows))
		return false;
	sibling = find_sibling(checker, bus, windows);
	if (!sibling)
		return false;
	f = finding_add(out, bus, "ranges", -1,
			"leads to the registers of %s, and not to its own at 0x%" PRIx64,
			finding_path(out, sibling), own);
	finding_key(out, f, "own 0x%" PRIx64, own);
	finding_relate(out, f, "sibling", sibling, "reg", 0, NULL);
	finding_consequence(out, f, "drives the sibling's registers for the children");
	return true;
}

/* Many drivers do without the registers, unless the windows are those of another device.
 */
static void judge_children(struct checker *checker, const struct node *bus,
			   const struct windows *windows)
{
	struct findings *out = checker->out;
	const struct node *child, *sibling;
	struct finding *f;
	uint64_t first;

	for_each_child (child, bus) {
		if (!child->live || !node_has(child, PROP_COMPATIBLE) ||
		    !read_reg(child, bus, &first) || cover_find(&windows->child, first))
			continue;
		f = finding_add(out, bus, "ranges", -1,
				"no window holds 0x%" PRIx64 ", where %s begins", first,
				finding_path(out, child));
		finding_key(out, f, "child 0x%" PRIx64, first);
		finding_relate(out, f, "child", child, "reg", 0, NULL);
		sibling = find_sibling(checker, bus, &windows->parent);
		if (sibling)
			finding_relate(out, f, "sibling", sibling, "reg", 0, NULL);
		else
			finding_severity(f, SEVERITY_NOTE);
		return;
	}
}

/* The first window of the child, where it is a PCI host, that the bus does not hold. */
static const struct outbound *find_lost(const struct topology *topo,
					const struct node *child,
					const struct cover *windows)
{
	const struct master *master = topology_master(topo, child);
	const struct outbound *o;

	if (!master)
		return NULL;
	for_each_outbound (o, topo, master)
		if (o->size && !o->translates && !cover_find(windows, o->parent))
			return o;
	return NULL;
}

static void judge_hosts(struct checker *checker, const struct node *bus,
			const struct cover *windows)
{
	struct findings *out = checker->out;
	const struct outbound *lost;
	const struct node *child;
	struct finding *f = NULL;
	size_t count = 0;

	for_each_child (child, bus) {
		lost = find_lost(checker->topo, child, windows);
		if (!lost || count++ >= RELATED_MAX)
			continue;
		if (!f) {
			f = finding_add(
				out, bus, "ranges", -1,
				"no window holds 0x%" PRIx64 ", where window %" PRIu32
				" of the PCI host %s begins",
				lost->parent, lost->index, finding_path(out, child));
			finding_key(out, f, "host 0x%" PRIx64, lost->parent);
			finding_consequence(out, f,
					    "leaves such windows out: devices behind the "
					    "host get no addresses in them");
			finding_fix(out, f, "let ranges of the bus hold the windows");
		}
		finding_relate(out, f, "pci host", child, "ranges", (int)lost->index,
			       NULL);
	}
}

static void judge(struct checker *checker, const struct node *bus)
{
	const struct windows windows = read_windows(checker->topo->arena, bus);

	if (judge_place(checker, bus, &windows.parent))
		return;
	judge_children(checker, bus, &windows);
	judge_hosts(checker, bus, &windows.child);
}

void check_window_of_sibling(const struct topology *topo, struct findings *out)
{
	struct checker checker = { topo, out, NULL };
	const struct node *node;

	for_each_node (node, topo->tree) {
		if (!has_plain_windows(topo, node))
			continue;
		if (!checker.devices_of)
			checker.devices_of =
				arena_array(topo->arena, topo->tree->node_count,
					    sizeof(*checker.devices_of));
		judge(&checker, node);
	}
}
