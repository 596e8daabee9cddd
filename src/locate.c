/* SPDX-License-Identifier: BSD-2-Clause */
#include "locate.h"

#include <string.h>

#include "rules/rule.h"
#include "source/lines.h"

struct locator {
	const struct source_map *map;
	struct arena *kept, *scratch;
	struct source_files files;
};

/* The name without unit address: "&label" may open a node elsewhere, but not here. */
static const char *name_of(struct arena *arena, const char *node)
{
	const char *slash = strrchr(node, '/');
	const char *name = slash ? slash + 1 : node;

	return *name ? arena_copy(arena, name, strlen(name)) : "/";
}

/* The first line of the statement that has the word; 0 where macros hide it. */
static uint32_t find_line(const struct place *place, const struct source_file *file,
			  const char *word, uint32_t *column)
{
	enum { LINES_MAX = 64 };
	uint32_t line, last = place->last_line;

	if (last - place->line > LINES_MAX)
		last = place->line + LINES_MAX;
	for (line = place->line; line <= last; line++) {
		*column = source_column(file, line, word);
		if (*column)
			return line;
	}
	return 0;
}

static const struct source_file *open_place(struct locator *l, const struct place *place)
{
	const char *path = source_path(l->scratch, l->map->directory, place->file);

	return source_open(&l->files, path);
}

static void set_place(struct locator *l, const char *node, const char *property,
		      struct location *out)
{
	const struct place *place = places_find(&l->map->places, node, property);
	const struct source_file *file;
	uint32_t line, column;

	if (!place)
		return;
	file = open_place(l, place);
	line = find_line(place, file, property ? property : name_of(l->scratch, node),
			 &column);
	if (!line)
		return;
	out->file = arena_copy(l->kept, file->path, strlen(file->path));
	out->line = line;
	out->column = column;
}

static const char *allowed_at(struct locator *l, const char *node, const char *property,
			      const char *rule)
{
	const struct place *place = places_find(&l->map->places, node, property);
	const struct source_file *file;
	const char *reason;

	if (!place)
		return NULL;
	file = open_place(l, place);
	reason = source_allows(l->kept, file, place->line, rule);
	return reason ? reason : source_allows(l->kept, file, place->line - 1, rule);
}

static void locate_finding(struct locator *l, struct finding *finding)
{
	const char *reason = NULL;
	struct related *related;

	set_place(l, finding->node, finding->property, &finding->at);
	/* A property that is missing is missing at its node. */
	if (finding->property &&
	    !places_find(&l->map->places, finding->node, finding->property))
		set_place(l, finding->node, NULL, &finding->at);
	for_each (related, &finding->related)
		set_place(l, related->node, related->property, &related->at);
	if (finding->property)
		reason = allowed_at(l, finding->node, finding->property,
				    finding->rule->id);
	if (!reason)
		reason = allowed_at(l, finding->node, NULL, finding->rule->id);
	if (reason)
		finding_suppress(finding, reason);
}

void locate(const struct source_map *map, struct findings *findings,
	    struct arena *scratch)
{
	struct locator l = { map, findings->arena, scratch, { .arena = scratch } };
	struct finding *finding;

	if (map->state != MAP_USED)
		return;
	for_each (finding, &findings->list)
		locate_finding(&l, finding);
}
