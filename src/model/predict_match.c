/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stream-match entries, as arm_smmu_master_alloc_smes() and arm_smmu_device_group() of
 * drivers/iommu/arm/arm-smmu/arm-smmu.c give them out. An SMMU has 255 at most (eight
 * bits of ID0), so that a search takes a bounded time whatever the number of masters and
 * masks.
 */
#include "model/predict.h"
#include "model/stream.h"

enum { ENTRIES_MAX = 255 };

struct entry {
	struct match match;
	uint32_t uses;   /* 0: free */
	uint32_t stream; /* that made it */
	uint32_t group;  /* NOBODY while its master has none */
};

struct table {
	unsigned end; /* behind the last that was ever used */
	unsigned used;
	struct entry entries[ENTRIES_MAX];
};

struct match_tables {
	struct table **of_iommu; /* NULL while empty */
	uint8_t *entry_of;       /* by stream */
};

struct match_tables *match_tables_new(struct prediction *p)
{
	struct arena *arena = p->topo->arena;
	struct match_tables *tables = arena_alloc(arena, sizeof(*tables));

	tables->of_iommu =
		arena_array(arena, p->topo->iommus.count, sizeof(*tables->of_iommu));
	tables->entry_of = arena_alloc(arena, p->topo->streams.count + 1);
	return tables;
}

static struct table *table_of(struct prediction *p, struct match_tables *tables,
			      const struct iommu *iommu)
{
	struct table **table = &tables->of_iommu[iommu_index(p, iommu)];

	if (!*table)
		*table = arena_alloc(p->topo->arena, sizeof(**table));
	return *table;
}

/* The entry that the match meets, the first free one, or NULL where all are in use. */
static struct entry *find_entry(struct table *table, struct match match)
{
	struct entry *entry, *free = NULL;

	for (entry = table->entries; entry < table->entries + table->end; entry++) {
		if (!entry->uses && !free)
			free = entry;
		if (entry->uses && match_meets(entry->match, match))
			return entry;
	}
	if (!free && table->end < ENTRIES_MAX)
		free = &table->entries[table->end++];
	return free;
}

/*
 * True where an entry too many is certain to be refused: the SMMU is known to tell
 * streams by match entries, and not by an index.
 */
static bool has_match_entries(const struct iommu *iommu)
{
	return iommu->cells > 1 || iommu->mask;
}

static enum fault refuse(struct stream *stream, enum stream_state state, uint32_t other)
{
	stream->state = state;
	stream->other = other;
	return state == STREAM_SURPLUS ? FAULT_ENTRIES : FAULT_OVERLAP;
}

/* arm_smmu_find_sme() and what its caller makes of the result. */
static enum fault enter(struct prediction *p, struct match_tables *tables,
			const struct claim *claim, uint32_t number)
{
	struct stream *streams = p->topo->streams.items, *stream = &streams[number];
	const uint32_t most = claim->iommu->binding->match_entries_max;
	struct table *table = table_of(p, tables, claim->iommu);
	const struct match match = stream_match(stream);
	struct entry *entry = find_entry(table, match);
	bool own;

	if (!entry) {
		claim->iommu->entries_wanted = ENTRIES_MAX + 1;
		return refuse(stream, STREAM_SURPLUS, NOBODY);
	}
	tables->entry_of[number] = (uint8_t)(entry - table->entries);
	if (!entry->uses) {
		*entry = (struct entry){ match, 1, number, NOBODY };
		if (++table->used > claim->iommu->entries_wanted)
			claim->iommu->entries_wanted = table->used;
		if (table->used <= most || !most)
			return FAULT_NONE;
		stream->state = STREAM_SURPLUS;
		return has_match_entries(claim->iommu) ? FAULT_ENTRIES : FAULT_NONE;
	}
	own = streams[entry->stream].master == stream->master;
	if (match_covers(entry->match, match)) {
		entry->uses++;
		stream->state = own ? STREAM_REPEATED : STREAM_SHARED;
		stream->other = entry->stream;
		return FAULT_NONE;
	}
	return refuse(stream,
		      match_covers(match, entry->match) ? STREAM_TOO_LATE
							: STREAM_OVERLAPS,
		      entry->stream);
}

/* Gives back the entries of the claim's first count streams. */
static void leave(struct prediction *p, struct match_tables *tables,
		  const struct claim *claim, uint32_t count)
{
	struct table *table = table_of(p, tables, claim->iommu);
	struct stream *stream = &p->topo->streams.items[claim->first_stream];
	const uint8_t *entry_of = &tables->entry_of[claim->first_stream];
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (!--table->entries[entry_of[i]].uses)
			table->used--;
		stream[i].state = STREAM_FREE;
		stream[i].other = NOBODY;
	}
}

/*
 * arm_smmu_device_group(): the group of the last entry; two known ones side by side are
 * refused.
 */
static uint32_t known_group(struct prediction *p, struct match_tables *tables,
			    struct claim *claim)
{
	struct table *table = table_of(p, tables, claim->iommu);
	uint32_t i, stream, next, group = NOBODY;

	for (i = 0; i < claim->stream_count; i++) {
		stream = claim->first_stream + i;
		next = table->entries[tables->entry_of[stream]].group;
		if (group != NOBODY && next != NOBODY &&
		    group_root(p, group) != group_root(p, next)) {
			claim->fault = FAULT_GROUPS;
			claim->stream = stream;
			return NOBODY;
		}
		group = next;
	}
	return group;
}

/* A group of its own, although an entry is another master's: the later attach wins. */
static void mark_split(struct prediction *p, const struct claim *claim)
{
	struct stream *stream = &p->topo->streams.items[claim->first_stream];
	uint32_t i;

	for (i = 0; i < claim->stream_count; i++)
		if (stream[i].state == STREAM_SHARED)
			stream[i].state = STREAM_SPLIT;
}

static void find_group(struct prediction *p, struct match_tables *tables,
		       struct claim *claim)
{
	struct table *table = table_of(p, tables, claim->iommu);
	uint32_t i;

	claim->group = known_group(p, tables, claim);
	if (claim->fault != FAULT_NONE || claim->group != NOBODY)
		return;
	mark_split(p, claim);
	claim->group = group_new(p, claim->iommu);
	for (i = 0; i < claim->stream_count; i++)
		table->entries[tables->entry_of[claim->first_stream + i]].group =
			claim->group;
}

/*
 * Functions whose IDs form an interval: which of them exist is unknown, so they take no
 * entry, but one whose ID an entry has joins the group of that entry.
 */
static void admit_interval(struct prediction *p, struct match_tables *tables,
			   struct claim *claim)
{
	struct stream *stream = &p->topo->streams.items[claim->first_stream];
	struct table *table = table_of(p, tables, claim->iommu);
	struct entry *entry;
	struct match match;

	claim->group = group_new(p, claim->iommu);
	for (entry = table->entries; entry < table->entries + table->end; entry++) {
		match = entry->match;
		match.mask |= (uint16_t)stream->mask;
		if (!entry->uses || entry->group == NOBODY ||
		    !match_meets_range(match, stream->ids))
			continue;
		claim->group = group_merge(p, claim->group, entry->group);
		if (stream->state == STREAM_FREE) {
			stream->state = STREAM_SHARED;
			stream->other = entry->stream;
		}
	}
}

void match_admit(struct prediction *p, struct match_tables *tables, struct claim *claim)
{
	struct stream *streams = p->topo->streams.items;
	uint32_t i, other;

	if (claim->stream_count && stream_is_interval(&streams[claim->first_stream])) {
		admit_interval(p, tables, claim);
		return;
	}
	for (i = 0; i < claim->stream_count; i++) {
		claim->fault = enter(p, tables, claim, claim->first_stream + i);
		if (claim->fault == FAULT_NONE)
			continue;
		claim->stream = claim->first_stream + i;
		leave(p, tables, claim, i);
		return;
	}
	find_group(p, tables, claim);
	if (claim->fault == FAULT_NONE)
		return;
	other = streams[claim->stream].other;
	leave(p, tables, claim, claim->stream_count);
	streams[claim->stream].state = STREAM_TWO_GROUPS;
	streams[claim->stream].other = other;
}
