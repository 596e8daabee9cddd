/* SPDX-License-Identifier: BSD-2-Clause */
/* The topology of one device tree, as show prints it. */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "report/report.h"

struct picture {
	struct arena *arena;
	const struct topology *topo;
	const char *id; /* of the input, in UTF-8 */
	enum verbosity verbosity;
};

struct picture_format {
	const char *name;
	void (*print)(const struct picture *picture, FILE *stream);
};

/* NULL for an unknown name. */
const struct picture_format *picture_format_find(const char *name);

/* "table, json, ...", for messages. */
const char *picture_format_names(struct arena *arena);

/* Masters with IDs, IOMMU, window, group and verdict; then the IOMMUs. */
void table_print(const struct picture *picture, FILE *stream);

#endif
