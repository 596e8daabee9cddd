/* SPDX-License-Identifier: BSD-2-Clause */
/* The topology as tables for people. */
#include <string.h>

#include "base/text.h"
#include "model/walk.h"
#include "report/escape.h"
#include "report/picture.h"
#include "report/verdict.h"

enum { COLUMNS = 6, IDS_MAX = 3 };

/* Rows of cells; the last column is not padded. */
struct table {
	struct arena *arena;
	unsigned columns;
	size_t widths[COLUMNS];
	VEC(const char *) cells;
};

static void add_cell(struct table *table, const char *chars)
{
	const unsigned column = (unsigned)(table->cells.count % table->columns);
	struct text text = { .arena = table->arena };

	escape_add_harmless(&text, chars);
	if (text.length > table->widths[column])
		table->widths[column] = text.length;
	*VEC_ADD(table->arena, &table->cells) = text.chars ? text.chars : "";
}

static void begin_table(struct table *table, struct arena *arena,
			const char *const *titles, unsigned columns)
{
	unsigned i;

	*table = (struct table){ .arena = arena, .columns = columns };
	for (i = 0; i < columns; i++)
		add_cell(table, titles[i]);
}

static void print_table(const struct table *table, FILE *stream)
{
	unsigned column;
	size_t i;

	for (i = 0; i < table->cells.count; i++) {
		column = (unsigned)(i % table->columns);
		if (column + 1 == table->columns)
			fprintf(stream, "%s\n", table->cells.items[i]);
		else
			fprintf(stream, "%-*s  ", (int)table->widths[column],
				table->cells.items[i]);
	}
}

static void add_stream(struct text *text, const struct stream *stream)
{
	text_printf(text, "%s0x%llx", text->length ? " " : "",
		    (unsigned long long)stream->ids.first);
	if (stream->ids.first != stream->ids.last)
		text_printf(text, "-0x%llx", (unsigned long long)stream->ids.last);
	if (stream->mask)
		text_printf(text, "/0x%x", stream->mask);
}

static const char *ids_of(const struct picture *picture, const struct master *master)
{
	struct text text = { .arena = picture->arena };
	const struct stream *stream;
	unsigned count = 0;

	for_each_stream (stream, picture->topo, master)
		if (++count <= IDS_MAX || picture->verbosity == VERBOSITY_VERBOSE)
			add_stream(&text, stream);
	if (count > IDS_MAX && picture->verbosity != VERBOSITY_VERBOSE)
		text_printf(&text, " +%u", count - IDS_MAX);
	return text.length ? text.chars : "-";
}

/* The node that the first entry names, where no IOMMU serves the master. */
static const struct node *named_iommu(const struct topology *topo,
				      const struct master *master)
{
	const struct specifier *s;
	const struct map_entry *entry;

	for_each_specifier (s, topo, master)
		if (s->target)
			return s->target;
	if (!master->iommu_map)
		return NULL;
	for_each (entry, &master->iommu_map->entries)
		if (entry->target)
			return entry->target;
	return NULL;
}

static const char *iommu_of(const struct picture *picture, const struct master *master)
{
	const struct node *named;

	if (master->iommu)
		return node_path(picture->arena, master->iommu->node);
	named = named_iommu(picture->topo, master);
	if (!named)
		return "-";
	return arena_printf(picture->arena, "(%s)", node_path(picture->arena, named));
}

static const char *window_of(const struct picture *picture, const struct reach *reach)
{
	const struct reach_window *window = reach->windows.items;
	struct text text = { .arena = picture->arena };

	if (reach->empty_map)
		return "none";
	if (!reach->windows.count)
		return "any";
	text_printf(&text, "0x%llx-0x%llx", (unsigned long long)window->dma,
		    (unsigned long long)(window->dma + (window->size - 1)));
	if (window->dma != window->cpu)
		text_printf(&text, " at 0x%llx", (unsigned long long)window->cpu);
	if (reach->windows.count > 1)
		text_printf(&text, " +%zu", reach->windows.count - 1);
	return text.chars;
}

static void add_master(struct table *table, const struct picture *picture,
		       const struct master *master)
{
	add_cell(table, node_path(picture->arena, master->node));
	add_cell(table, ids_of(picture, master));
	add_cell(table, iommu_of(picture, master));
	add_cell(table, window_of(picture, &master->reach));
	add_cell(table, master->group == UINT32_MAX
				? "-"
				: arena_printf(picture->arena, "%u", master->group));
	add_cell(table, verdict_name(master->verdict));
}

static void print_masters(const struct picture *picture, FILE *stream)
{
	static const char *const titles[] = { "MASTER", "IDS",   "IOMMU",
					      "WINDOW", "GROUP", "VERDICT" };
	const struct master *master;
	struct table table;

	begin_table(&table, picture->arena, titles, ARRAY_SIZE(titles));
	for_each (master, &picture->topo->masters)
		if (master->node->live)
			add_master(&table, picture, master);
	print_table(&table, stream);
}

static bool is_served(const struct master *master)
{
	return master->verdict == VERDICT_TRANSLATED ||
	       master->verdict == VERDICT_IDENTITY || master->verdict == VERDICT_BYPASS;
}

/* What is not as the tree says; with -v all. */
static void print_reasons(const struct picture *picture, FILE *stream)
{
	const struct master *master;
	bool first = true;

	for_each (master, &picture->topo->masters) {
		if (!master->node->live ||
		    (is_served(master) && picture->verbosity != VERBOSITY_VERBOSE))
			continue;
		if (first)
			fputc('\n', stream);
		first = false;
		escape_print(stream, node_path(picture->arena, master->node));
		fprintf(stream, " is %s: ", verdict_name(master->verdict));
		escape_print(stream, master->why);
		fputc('\n', stream);
	}
}

/* By place of the IOMMU. */
static const size_t *count_groups(const struct picture *picture)
{
	const struct topology *topo = picture->topo;
	size_t *counts = arena_array(picture->arena, topo->iommus.count, sizeof(*counts));
	const struct group *group;

	for_each (group, &topo->groups)
		counts[group->iommu - topo->iommus.items]++;
	return counts;
}

static void add_iommu(struct table *table, const struct picture *picture,
		      const struct iommu *iommu, size_t groups)
{
	struct arena *arena = picture->arena;

	add_cell(table, node_path(arena, iommu->node));
	add_cell(table, iommu->binding ? iommu->binding->driver : "-");
	add_cell(table, arena_printf(arena, "%zu", iommu->masters.count));
	add_cell(table, arena_printf(arena, "%zu", groups));
	add_cell(table,
		 iommu->contexts ? arena_printf(arena, "%u", iommu->contexts) : "-");
	add_cell(table, iommu->why_lost ? iommu->why_lost : "registers");
}

static void print_iommus(const struct picture *picture, FILE *stream)
{
	static const char *const titles[] = { "IOMMU",  "DRIVER",   "MASTERS",
					      "GROUPS", "CONTEXTS", "STATE" };
	const struct topology *topo = picture->topo;
	const size_t *groups = count_groups(picture);
	const struct iommu *iommu;
	struct table table;

	if (!topo->iommus.count)
		return;
	fputc('\n', stream);
	begin_table(&table, picture->arena, titles, ARRAY_SIZE(titles));
	for_each (iommu, &topo->iommus)
		add_iommu(&table, picture, iommu, groups[iommu - topo->iommus.items]);
	print_table(&table, stream);
}

void table_print(const struct picture *picture, FILE *stream)
{
	const char *model = node_read_string(tree_root(picture->topo->tree), PROP_MODEL);

	escape_print(stream, picture->id);
	if (model) {
		fputs(": ", stream);
		escape_print(stream, model);
	}
	fprintf(stream, ", under Linux %s\n\n", picture->topo->kernel.name);
	print_masters(picture, stream);
	print_reasons(picture, stream);
	print_iommus(picture, stream);
}
