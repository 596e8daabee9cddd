/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iommu-addresses of reserved regions, as written and as of_iommu_get_resv_regions() in
 * drivers/iommu/of_iommu.c reads them. It looks for the device cell by cell and knows
 * where an entry ends only for the device's own, so it may start one inside another.
 */
#include <stdlib.h>

#include "base/bisect.h"
#include "model/address.h"
#include "model/bus.h"
#include "model/region.h"
#include "model/walk.h"
#include "tree/cells.h"

/* A cell of the property and where it is. */
struct place {
	uint32_t value, cell;
};

/* The region whose iommu-addresses is being decoded. */
struct decoder {
	struct topology *topo;
	const struct region *region;
	const struct property *property;
	size_t first;         /* its first reservation in topo->reservations */
	size_t written_count; /* of its entries as written */
	struct place *places; /* every cell, by value, then place */
	uint32_t place_count;
};

static struct cells cells_from(const struct decoder *decoder, uint32_t cell)
{
	struct cells cells = cells_of(decoder->property);

	cells.next += 4 * (size_t)cell;
	return cells;
}

/* The number that the translation reads; by the cells of the bus where Linux refuses it.
 */
static uint64_t read_address(const struct topology *topo, const struct node *device,
			     const struct node *bus, struct cells cells)
{
	struct cells copy = cells;
	struct address address;
	uint64_t number = 0;

	if (address_take(topo, device, bus, &copy, &address))
		return address_value(&address);
	(void)!cells_take(&cells, bus->address_cells, &number);
	return number;
}

static bool is_direct(const struct reservation *reservation)
{
	const struct region *region = reservation->region;

	return region->translates && region->cpu.first < region->cpu.last &&
	       reservation->iova == region->cpu.first &&
	       reservation->length - 1 == region->cpu.last - region->cpu.first;
}

/* of_translate_dma_region(). The step is the DMA parent's, whatever the address has. */
static enum entry_state read_region(const struct topology *topo, struct cells *cells,
				    struct reservation *out)
{
	const struct node *bus = dma_parent(topo, out->device);
	const struct cells start = *cells;

	if (!bus)
		return ENTRY_NO_CELLS;
	if (!cells_skip(cells, bus->address_cells) ||
	    !cells_take(cells, bus->size_cells, &out->length))
		return ENTRY_TRUNCATED;
	out->address = read_address(topo, out->device, bus, start);
	out->translates = dma_translate(topo, out->device, start, &out->iova);
	out->zero_length = out->translates && !out->length;
	out->direct = !out->zero_length && out->translates && is_direct(out);
	return ENTRY_OK;
}

static enum entry_state read_entry(const struct topology *topo, struct cells *cells,
				   struct reservation *out)
{
	if (!cells_take_one(cells, &out->phandle))
		return ENTRY_TRUNCATED;
	if (!out->phandle)
		return ENTRY_ZERO_PHANDLE;
	out->device = tree_find_phandle(topo->tree, out->phandle);
	return out->device ? read_region(topo, cells, out) : ENTRY_DANGLING;
}

/* Up to the first entry whose length cannot be known. */
static void add_written(struct decoder *decoder)
{
	struct topology *topo = decoder->topo;
	struct cells cells = cells_of(decoder->property);
	const uint8_t *start = cells.next;
	struct reservation *out;

	do {
		out = VEC_ADD(topo->arena, &topo->reservations);
		out->region = decoder->region;
		out->index = (uint32_t)decoder->written_count++;
		out->cell = (uint32_t)((size_t)(cells.next - start) / 4);
		out->state = read_entry(topo, &cells, out);
	} while (out->state == ENTRY_OK && cells.next < cells.end);
}

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->cell < b->cell ? -1 : a->cell > b->cell;
}

static void sort_places(struct decoder *decoder)
{
	struct cells cells = cells_of(decoder->property);
	uint32_t i;

	decoder->place_count = (uint32_t)cells_left(&cells);
	decoder->places = arena_array(decoder->topo->arena, decoder->place_count,
				      sizeof(*decoder->places));
	for (i = 0; i < decoder->place_count; i++)
		decoder->places[i] = (struct place){ cells_next(&cells), i };
	if (decoder->place_count)
		qsort(decoder->places, decoder->place_count, sizeof(*decoder->places),
		      compare_places);
}

/* The first place that holds the value; the count where none does. */
static uint32_t first_place(const struct decoder *decoder, uint32_t value)
{
	struct bisect at = { .end = decoder->place_count };

	while (bisect_next(&at))
		bisect_tell(&at, decoder->places[at.middle].value < value);
	return (uint32_t)at.first;
}

/* The entry as written that the cell is in; the first one begins with cell 0. */
static struct reservation *written_at(const struct decoder *decoder, uint32_t cell)
{
	struct reservation *entries = decoder->topo->reservations.items + decoder->first;
	struct bisect at = { .end = decoder->written_count };

	while (bisect_next(&at))
		bisect_tell(&at, entries[at.middle].cell <= cell);
	return &entries[at.first - 1];
}

/* What the scan makes of the device's phandle in this cell. */
static const struct reservation *see(struct decoder *decoder, const struct node *device,
				     uint32_t cell)
{
	struct topology *topo = decoder->topo;
	struct reservation *out = written_at(decoder, cell);
	struct cells cells = cells_from(decoder, cell + 1);
	const uint32_t index = out->index;

	if (out->cell != cell) {
		out = VEC_ADD(topo->arena, &topo->reservations);
		out->region = decoder->region;
		out->index = index;
		out->cell = cell;
		out->misread = true;
		out->listed = true;
		out->phandle = device->phandle;
		out->device = device;
		out->state = read_region(topo, &cells, out);
	}
	out->seen = true;
	return out;
}

/* The scan for one device, from one of its phandle's places to the next. */
static void scan(struct decoder *decoder, const struct node *device)
{
	uint32_t i = first_place(decoder, device->phandle), next = 0;
	const struct node *bus = dma_parent(decoder->topo, device);
	const struct reservation *found;
	const struct place *place;

	for (; i < decoder->place_count; i++) {
		place = &decoder->places[i];
		if (place->value != device->phandle)
			return;
		if (place->cell < next)
			continue;
		found = see(decoder, device, place->cell);
		if (found->state != ENTRY_OK || !found->translates)
			return;
		next = place->cell + 1 + bus->address_cells + bus->size_cells;
	}
}

/* Each device that names the region, once; its uses are in document order. */
static void scan_for_users(struct decoder *decoder)
{
	const struct region_use *use;
	const struct node *last = NULL;

	for (use = decoder->region->first_use; use; use = use->next) {
		if (use->user != last && use->user->phandle)
			scan(decoder, use->user);
		last = use->user;
	}
}

static int compare_nodes(const void *left, const void *right)
{
	const struct node *a = *(const struct node *const *)left;
	const struct node *b = *(const struct node *const *)right;

	return a < b ? -1 : a > b;
}

/* Marks the entries whose device names the region in memory-region. */
static void mark_listed(struct decoder *decoder)
{
	struct reservation *entry = decoder->topo->reservations.items + decoder->first;
	const struct reservation *end = entry + decoder->written_count;
	VEC(const struct node *) users = { 0 };
	const struct region_use *use;

	for (use = decoder->region->first_use; use; use = use->next)
		*VEC_ADD(decoder->topo->arena, &users) = use->user;
	for (; users.count && entry < end; entry++)
		entry->listed =
			entry->device && bsearch(&entry->device, users.items, users.count,
						 sizeof(*users.items), compare_nodes);
}

static void decode(struct topology *topo, const struct region *region,
		   const struct property *property)
{
	struct decoder decoder = { .topo = topo,
				   .region = region,
				   .property = property,
				   .first = topo->reservations.count };

	add_written(&decoder);
	mark_listed(&decoder);
	if (!region->first_use)
		return;
	sort_places(&decoder);
	scan_for_users(&decoder);
}

static int compare_devices(const void *left, const void *right)
{
	const struct reservation *a = *(const struct reservation *const *)left;
	const struct reservation *b = *(const struct reservation *const *)right;

	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void sort_by_device(struct topology *topo)
{
	const struct reservation *reservation;

	for_each (reservation, &topo->reservations)
		if (reservation->device)
			*VEC_ADD(topo->arena, &topo->reservations_by_device) =
				reservation;
	if (topo->reservations_by_device.count)
		qsort(topo->reservations_by_device.items,
		      topo->reservations_by_device.count,
		      sizeof(*topo->reservations_by_device.items), compare_devices);
}

size_t reservations_of(const struct topology *topo, const struct node *device,
		       const struct reservation *const **first)
{
	const struct reservation *const *items = topo->reservations_by_device.items;
	const struct reservation *const *end = items + topo->reservations_by_device.count;
	const struct reservation *const *last;
	struct bisect at = { .end = topo->reservations_by_device.count };

	while (bisect_next(&at))
		bisect_tell(&at, items[at.middle]->device < device);
	*first = items + at.first;
	for (last = *first; last < end && (*last)->device == device; last++)
		;
	return (size_t)(last - *first);
}

void reservations_decode(struct topology *topo)
{
	const struct property *property;
	const struct region *region;

	for_each (region, &topo->regions) {
		property = node_find(region->node, PROP_IOMMU_ADDRESSES);
		if (property)
			decode(topo, region, property);
	}
	sort_by_device(topo);
}

/* The first entry of iommus serves the node's own DMA; the map is for other devices. */
static const struct iommu *iommu_of_own(const struct topology *topo,
					const struct master *master)
{
	const struct specifier *first = &topo->specifiers.items[master->first_specifier];

	return master->specifier_count && first->state == ENTRY_OK && first->iommu &&
			       !first->iommu->why_lost
		       ? first->iommu
		       : NULL;
}

const struct iommu *region_iommu(const struct topology *topo, const struct node *device)
{
	const struct master *master = region_master(topo, device);

	if (!master)
		return NULL;
	if (master->node == device &&
	    (master->kind == MASTER_PCI_HOST || master->kind == MASTER_ID_BUS))
		return iommu_of_own(topo, master);
	return master->iommu ? master->iommu : master->refuser;
}

bool region_is_asked_for(const struct topology *topo, const struct node *device)
{
	const struct iommu *iommu = region_iommu(topo, device);

	return iommu && iommu->binding &&
	       kernel_has(&topo->kernel, KERNEL_IOMMU_ADDRESSES) &&
	       kernels_include(iommu->binding->iommu_addresses, topo->kernel.version);
}

/* of_address_to_resource() failed: the whole region is passed over for the device. */
static bool is_skipped(const struct region *region)
{
	return region->has_reg && !region->translates && region->fault != REG_EMPTY;
}

bool reservation_is_made(const struct topology *topo,
			 const struct reservation *reservation)
{
	return reservation->seen && reservation->state == ENTRY_OK &&
	       reservation->translates && !reservation->zero_length &&
	       !is_skipped(reservation->region) &&
	       region_is_asked_for(topo, reservation->device);
}
