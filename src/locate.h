/* SPDX-License-Identifier: BSD-2-Clause */
/* Gives findings their source lines, and hears what comments in the source allow. */
#ifndef LOCATE_H
#define LOCATE_H

#include "rules/finding.h"
#include "source/map.h"

/*
 * Sets the places of the findings and of what they are related to, in files as seen from
 * here. A place is set only if the line in the source has the name of the property, or of
 * the node where the finding has none. A comment "iommu-lint: allow RULE -- reason" in
 * that line, the line before, or likewise at the node, suppresses the finding.
 */
void locate(const struct source_map *map, struct findings *findings,
	    struct arena *scratch);

#endif
