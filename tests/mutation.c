/* SPDX-License-Identifier: BSD-2-Clause */
#include "mutation.h"

#include <libfdt.h>
#include <stdbool.h>
#include <string.h>

#include "base/vec.h"

enum { CELL = sizeof(uint32_t), PART_MAX = 256, CHANGES_MAX = 8 };

/* Places in a property, from its tag. */
enum { LENGTH = CELL, NAME = 2 * CELL, VALUE = 3 * CELL };

size_t dice_roll(struct dice *dice, size_t limit)
{
	uint64_t number;

	/* splitmix64 */
	dice->state += 0x9e3779b97f4a7c15;
	number = dice->state;
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
	number = (number ^ number >> 27) * 0x94d049bb133111eb;
	number ^= number >> 31;
	return limit ? (size_t)(number % limit) : 0;
}

static uint32_t read_cell(const struct bytes *blob, size_t offset)
{
	uint32_t cell;

	memcpy(&cell, blob->at + offset, CELL);
	return fdt32_to_cpu(cell);
}

static void write_cell(struct bytes *blob, size_t offset, uint32_t value)
{
	value = cpu_to_fdt32(value);
	memcpy(blob->at + offset, &value, CELL);
}

/* The offset of some whole cell. */
static size_t roll_cell(struct dice *dice, const struct bytes *blob)
{
	return dice_roll(dice, blob->size / CELL) * CELL;
}

/* True where a property seems to begin: its name starts a string, its value has room. */
static bool is_property(const struct bytes *blob, size_t strings, size_t offset)
{
	size_t length, name;

	if (blob->size - offset < VALUE || read_cell(blob, offset) != FDT_PROP)
		return false;
	length = read_cell(blob, offset + LENGTH);
	name = strings + read_cell(blob, offset + NAME);
	return length <= blob->size - offset - VALUE && name < blob->size &&
	       !blob->at[name - 1];
}

/* The offset of some property's tag; false where none is found. */
static bool roll_property(struct dice *dice, const struct bytes *blob, size_t *out)
{
	size_t start = roll_cell(dice, blob), strings;

	if (blob->size < sizeof(struct fdt_header))
		return false;
	strings = read_cell(blob, offsetof(struct fdt_header, off_dt_strings));
	for (*out = start; strings && *out < blob->size; *out += CELL)
		if (is_property(blob, strings, *out))
			return true;
	return false;
}

/* The offset of some cell of some property's value; false where that has none. */
static bool roll_value(struct dice *dice, const struct bytes *blob, size_t *out)
{
	size_t cells;

	if (!roll_property(dice, blob, out))
		return false;
	cells = read_cell(blob, *out + LENGTH) / CELL;
	*out += VALUE + dice_roll(dice, cells) * CELL;
	return cells;
}

static uint32_t roll_edge(struct dice *dice)
{
	static const uint32_t edges[] = {
		0,       1,          2,          3,          4,
		5,       0x7f,       0xff,       0x100,      0xffff,
		0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
	};

	return edges[dice_roll(dice, ARRAY_SIZE(edges))];
}

static void set_value(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t at;

	(void)other;
	if (roll_value(dice, blob, &at))
		write_cell(blob, at, roll_edge(dice));
}

static void flip_value(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t at;

	(void)other;
	if (roll_value(dice, blob, &at))
		write_cell(blob, at, read_cell(blob, at) ^ 1U << dice_roll(dice, 32));
}

static void step_value(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t at;

	(void)other;
	if (roll_value(dice, blob, &at))
		write_cell(blob, at,
			   read_cell(blob, at) + (uint32_t)dice_roll(dice, 9) - 4);
}

static void copy_value(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t from, to;

	(void)other;
	if (roll_value(dice, blob, &from) && roll_value(dice, blob, &to))
		write_cell(blob, to, read_cell(blob, from));
}

/* Gives one property the name of another. */
static void rename_property(struct dice *dice, struct bytes *blob,
			    const struct bytes *other)
{
	size_t from, to;

	(void)other;
	if (roll_property(dice, blob, &from) && roll_property(dice, blob, &to))
		write_cell(blob, to + NAME, read_cell(blob, from + NAME));
}

/* Cuts a value; no-operations take its place. */
static void shorten_value(struct dice *dice, struct bytes *blob,
			  const struct bytes *other)
{
	size_t at, end, length;

	(void)other;
	if (!roll_property(dice, blob, &at))
		return;
	length = read_cell(blob, at + LENGTH);
	end = at + VALUE + (length + CELL - 1) / CELL * CELL;
	length = dice_roll(dice, length + 1);
	write_cell(blob, at + LENGTH, (uint32_t)length);
	at += VALUE + (length + CELL - 1) / CELL * CELL;
	for (; at < end && at + CELL <= blob->size; at += CELL)
		write_cell(blob, at, FDT_NOP);
}

static void flip_bit(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	(void)other;
	blob->at[dice_roll(dice, blob->size)] ^= (uint8_t)(1U << dice_roll(dice, 8));
}

static void set_cell(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	(void)other;
	write_cell(blob, roll_cell(dice, blob), roll_edge(dice));
}

static void cut_end(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t most = dice_roll(dice, 8) ? PART_MAX : blob->size;

	(void)other;
	blob->size -= dice_roll(dice, most < blob->size ? most : blob->size);
}

/* Copies a part over another place of the same blob. */
static void move_part(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t from = roll_cell(dice, blob), to = roll_cell(dice, blob);
	size_t room = blob->size - (from > to ? from : to);
	size_t length = dice_roll(dice, room < PART_MAX ? room : PART_MAX);

	(void)other;
	memmove(blob->at + to, blob->at + from, length);
}

static void take_part(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t from = roll_cell(dice, other), to = roll_cell(dice, blob);
	size_t room = blob->size - to, length = other->size - from;

	length = length < room ? length : room;
	length = dice_roll(dice, length < PART_MAX ? length : PART_MAX);
	memcpy(blob->at + to, other->at + from, length);
}

/*
 * Tells the header that the structure block has grown or shrunk at the place, so that the
 * strings behind it are still found.
 */
static void shift_strings(struct bytes *blob, size_t at, uint32_t by)
{
	struct fdt_header header;

	if (at < sizeof(header) || blob->size < sizeof(header))
		return;
	memcpy(&header, blob->at, sizeof(header));
	if (at > fdt32_to_cpu(header.off_dt_strings))
		return;
	header.off_dt_strings = cpu_to_fdt32(fdt32_to_cpu(header.off_dt_strings) + by);
	header.size_dt_struct = cpu_to_fdt32(fdt32_to_cpu(header.size_dt_struct) + by);
	memcpy(blob->at, &header, sizeof(header));
}

/* Makes room in the middle and fills it with a part of the other blob. */
static void insert_part(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t from = roll_cell(dice, other), to = roll_cell(dice, blob);
	size_t room = blob->capacity - blob->size, length = other->size - from;

	length = length < room ? length : room;
	length = dice_roll(dice, length < PART_MAX ? length : PART_MAX) / CELL * CELL;
	memmove(blob->at + to + length, blob->at + to, blob->size - to);
	memcpy(blob->at + to, other->at + from, length);
	blob->size += length;
	shift_strings(blob, to, (uint32_t)length);
}

static void remove_part(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t at = roll_cell(dice, blob), room = blob->size - at;
	size_t length = dice_roll(dice, room < PART_MAX ? room : PART_MAX) / CELL * CELL;

	(void)other;
	if (length == blob->size)
		return;
	memmove(blob->at + at, blob->at + at + length, room - length);
	blob->size -= length;
	shift_strings(blob, at, -(uint32_t)length);
}

/* Makes the header agree with the size again, so that more than the loader is tried. */
static void mend_header(struct bytes *blob)
{
	struct fdt_header header;
	uint32_t strings;

	if (blob->size < sizeof(header))
		return;
	memcpy(&header, blob->at, sizeof(header));
	strings = fdt32_to_cpu(header.off_dt_strings);
	header.magic = cpu_to_fdt32(FDT_MAGIC);
	header.totalsize = cpu_to_fdt32((uint32_t)blob->size);
	if (strings < blob->size)
		header.size_dt_strings = cpu_to_fdt32((uint32_t)blob->size - strings);
	memcpy(blob->at, &header, sizeof(header));
}

typedef void change(struct dice *, struct bytes *, const struct bytes *);

static change *const on_values[] = {
	set_value, flip_value, step_value, copy_value, rename_property, shorten_value,
};

static change *const on_bytes[] = {
	flip_bit, set_cell, cut_end, move_part, take_part, insert_part, remove_part,
};

void mutate(struct dice *dice, struct bytes *blob, const struct bytes *other)
{
	size_t count = 1 + dice_roll(dice, CHANGES_MAX);
	bool keeps_form = dice_roll(dice, 8);

	while (count-- && blob->size >= CELL && other->size >= CELL) {
		if (keeps_form)
			on_values[dice_roll(dice, ARRAY_SIZE(on_values))](dice, blob,
									  other);
		else
			on_bytes[dice_roll(dice, ARRAY_SIZE(on_bytes))](dice, blob,
									other);
	}
	if (!keeps_form && dice_roll(dice, 4))
		mend_header(blob);
	if (blob->size >= sizeof(struct fdt_header))
		write_cell(blob, offsetof(struct fdt_header, boot_cpuid_phys),
			   (uint32_t)dice_roll(dice, 4));
}
