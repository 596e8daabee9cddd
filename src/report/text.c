/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/text.h"

#include <string.h>

#include "report/entry.h"
#include "report/escape.h"
#include "report/formats.h"
#include "rules/names.h"

enum { RELATED_SHOWN_MAX = 16, BOARDS_SHOWN_MAX = 2 };

#define BOLD  "\033[1m"
#define RESET "\033[0m"

static const char *const colors[] = {
	[SEVERITY_NOTE] = "\033[1;36m",
	[SEVERITY_WARNING] = "\033[1;35m",
	[SEVERITY_ERROR] = "\033[1;31m",
};

static void color(const struct sink *out, const char *sequence)
{
	if (out->has_color)
		fputs(sequence, out->stream);
}

/* Where the finding is: by source line where it is known, else by node. */
static void print_place(const struct occurrence *item, const struct sink *out)
{
	const struct finding *finding = item->finding;

	color(out, BOLD);
	if (finding->at.file) {
		escape_print(out->stream, finding->at.file);
		fprintf(out->stream, ":%u:%u: ", finding->at.line, finding->at.column);
	} else {
		escape_print(out->stream, item->result->id);
		fputs(": ", out->stream);
		escape_print(out->stream, finding->node);
		fputs(": ", out->stream);
	}
	color(out, RESET);
}

static void print_headline(const struct occurrence *item, const struct sink *out)
{
	const struct finding *finding = item->finding;

	print_place(item, out);
	color(out, colors[finding->severity]);
	fprintf(out->stream, "%s: ", severity_name(finding->severity));
	color(out, RESET);
	escape_print(out->stream, finding->message);
	fprintf(out->stream, " [%s]\n", finding->rule->id);
	if (finding->at.file) {
		fputs("    ", out->stream);
		escape_print(out->stream, finding->node);
		fputs(" in ", out->stream);
		escape_print(out->stream, item->result->id);
		fputc('\n', out->stream);
	}
}

static const char *entry_name(struct arena *arena, const struct related *related)
{
	return entry_text(arena, related->property, related->index);
}

/* An IOMMU is known by the entry that names it, other nodes by the part they play. */
static const char *label(struct arena *arena, const struct related *related)
{
	if (related->index >= 0 && !strcmp(related->role, "iommu"))
		return entry_name(arena, related);
	return related->role;
}

static void pad(FILE *stream, size_t length, size_t width)
{
	fprintf(stream, "%*s", (int)(width > length ? width - length : 0) + 2, "");
}

static void print_related(const struct related *related, size_t label_width,
			  size_t node_width, const struct report *report, FILE *stream)
{
	const char *name = label(report->arena, related);
	const char *entry = entry_name(report->arena, related);

	fprintf(stream, "    %s", name);
	pad(stream, strlen(name), label_width);
	escape_print(stream, related->node);
	if (*entry && strcmp(entry, name)) {
		fputc(' ', stream);
		escape_print(stream, entry);
	}
	if (related->detail) {
		pad(stream, strlen(related->node), node_width);
		escape_print(stream, related->detail);
	}
	fputc('\n', stream);
}

static void print_all_related(const struct finding *finding, const struct report *report,
			      FILE *stream)
{
	const struct related *all = finding->related.items;
	size_t shown = finding->related.count, label_width = 0, node_width = 0, i, length;

	if (shown > RELATED_SHOWN_MAX && report->verbosity != VERBOSITY_VERBOSE)
		shown = RELATED_SHOWN_MAX;
	for (i = 0; i < shown; i++) {
		length = strlen(label(report->arena, &all[i]));
		label_width = length > label_width ? length : label_width;
		length = strlen(all[i].node);
		node_width = length > node_width ? length : node_width;
	}
	for (i = 0; i < shown; i++)
		print_related(&all[i], label_width, node_width, report, stream);
	if (shown < finding->related.count)
		fprintf(stream, "    and %zu more (-v lists them)\n",
			finding->related.count - shown);
}

static void print_boards(const struct occurrence *first, const struct report *report,
			 FILE *stream)
{
	const struct occurrence *item;

	if (first->boards == 1)
		return;
	if (report->verbosity != VERBOSITY_VERBOSE &&
	    first->boards - 1 > BOARDS_SHOWN_MAX) {
		fprintf(stream, "    also on %zu boards (-v lists them)\n",
			first->boards - 1);
		return;
	}
	for (item = first->next; item; item = item->next) {
		fputs("    also on ", stream);
		escape_print(stream, item->result->id);
		fputc('\n', stream);
	}
}

/* Messages leave out the property where it goes without saying, for those who see it. */
static void print_property(const struct finding *finding, const struct report *report,
			   FILE *stream)
{
	const struct related *related;
	const char *name;

	if (!entry_is_unsaid(finding))
		return;
	for_each (related, &finding->related)
		if (!strcmp(label(report->arena, related),
			    entry_name(report->arena, related)))
			return;
	name = entry_text(report->arena, finding->property, finding->index);
	fputs("    in ", stream);
	escape_print(stream, name);
	fputc('\n', stream);
}

static void print_finding(const struct occurrence *item, const struct report *report,
			  const struct sink *out)
{
	const struct finding *finding = item->finding;

	print_headline(item, out);
	print_property(finding, report, out->stream);
	print_all_related(finding, report, out->stream);
	fprintf(out->stream, "    Linux %s: ", report->kernel.name);
	escape_print(out->stream, finding->consequence);
	fputs("\n    fix: ", out->stream);
	escape_print(out->stream, finding->fix);
	fputc('\n', out->stream);
	print_boards(item, report, out->stream);
}

/* Notes of many boards would drown the rest. */
bool text_shows(const struct report *report, const struct finding *finding)
{
	if (finding->state != FINDING_NEW)
		return false;
	if (finding->severity > SEVERITY_NOTE || report->verbosity == VERBOSITY_VERBOSE)
		return true;
	return report->verbosity == VERBOSITY_NORMAL && report->count == 1;
}

void text_print(const struct report *report, const struct sink *out)
{
	const struct fold fold = fold_build(report);
	const struct occurrence *item;

	for (item = fold.items; item < fold.items + fold.count; item++)
		if (item->first == item && text_shows(report, item->finding))
			print_finding(item, report, out);
	if (report->verbosity != VERBOSITY_QUIET)
		text_print_summary(report, &fold, out->stream);
}
