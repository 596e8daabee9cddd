/* SPDX-License-Identifier: BSD-2-Clause */
#include "show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "report/picture.h"
#include "status.h"
#include "survey.h"

static int check(const struct options *options, const struct picture_format **format,
		 struct failure *why)
{
	const char *name =
		options->outputs.count ? options->outputs.items->format : "table";

	*format = picture_format_find(name);
	if (!*format)
		return fail(why, -EINVAL, "--format %s: expected one of %s", name,
			    picture_format_names(options->arena));
	if (options->outputs.count > 1)
		return fail(why, -EINVAL, "show prints one format");
	if (options->operand_count != 1)
		return fail(why, -EINVAL, "show takes one input");
	return 0;
}

static int print(const struct options *options, const struct picture_format *format,
		 const struct picture *picture)
{
	const char *file = options->outputs.count ? options->outputs.items->file : NULL;
	FILE *stream = file ? fopen(file, "wb") : stdout;
	int failed;

	if (!stream) {
		complain(file, strerror(errno));
		return STATUS_FAILED;
	}
	format->print(picture, stream);
	failed = fflush(stream) || ferror(stream);
	if (failed)
		complain(file ? file : "standard output", strerror(errno));
	if (file && fclose(stream) && !failed) {
		complain(file, strerror(errno));
		failed = 1;
	}
	return failed ? STATUS_FAILED : STATUS_CLEAN;
}

int show_run(const struct options *options)
{
	const struct picture_format *format;
	struct failure why = { 0 };
	struct picture picture;
	struct survey survey;
	int status;

	if (check(options, &format, &why)) {
		fprintf(stderr, "iommu-lint: %s\n", why.text);
		return STATUS_USAGE;
	}
	status = survey_make(options, options->operands, &survey);
	if (status != STATUS_CLEAN)
		return status;
	picture = (struct picture){ options->arena, survey.topo, survey.id,
				    options->verbosity };
	return print(options, format, &picture);
}
