/* SPDX-License-Identifier: BSD-2-Clause */
/* iommu-lint-rules(7), from the registry and the samples. */
#include <ctype.h>

#include "report/manual.h"
#include "report/paragraph.h"
#include "report/report.h"
#include "rules/names.h"

static void print_escaped(FILE *stream, const char *chars, size_t length)
{
	size_t i;

	if (length && (chars[0] == '.' || chars[0] == '\''))
		fputs("\\&", stream);
	for (i = 0; i < length; i++) {
		/* What looks like a call is not, to a linter of manual pages. */
		if (chars[i] == '(' && i)
			fputs("\\&", stream);
		if (chars[i] == '\\')
			fputs("\\e", stream);
		else
			fputc(chars[i], stream);
	}
}

static void print_prose(FILE *stream, const char *text)
{
	/* Escapes come on top of the width; a linter counts them against its 80. */
	const struct paragraph paragraph = { stream, "", 72, 1, print_escaped };

	paragraph_print(&paragraph, text);
}

static void print_entry(FILE *stream, const char *title, const char *text)
{
	if (!text)
		return;
	fprintf(stream, ".It %s\n", title);
	print_prose(stream, text);
}

static void print_sample(FILE *stream, const char *title, const struct sample *sample)
{
	const char *line;
	size_t length;

	if (!sample)
		return;
	fprintf(stream, ".Pp\n%s%s%s:\n.Bd -literal -offset indent\n", title,
		*sample->version ? ", with Linux " : "", sample->version);
	for (line = sample->text; *line; line += length + 1) {
		for (length = 0; line[length] != '\n'; length++)
			;
		print_escaped(stream, line, length);
		fputc('\n', stream);
	}
	fputs(".Ed\n", stream);
}

static void print_title(FILE *stream, const char *family)
{
	fputs(".Sh ", stream);
	for (; *family; family++)
		fputc(toupper((unsigned char)*family), stream);
	fputc('\n', stream);
}

static void print_rule(FILE *stream, const struct rule *rule)
{
	fprintf(stream, ".Ss %s\n", rule->id);
	fprintf(stream, ".Em %s :\n", severity_name(rule->severity));
	print_prose(stream, rule->summary);
	fputs(".Pp\n", stream);
	print_prose(stream, rule->why);
	fputs(".Bl -tag -width Ds\n", stream);
	print_entry(stream, "Fine where", rule->fine);
	print_entry(stream, "Linux", rule->consequence);
	print_entry(stream, "Fix", rule->fix);
	fputs(".It Kernel\n", stream);
	print_prose(stream, rule->kernel);
	fprintf(stream, "(%s)\n.El\n", manual_evidence(rule));
	print_sample(stream, "Bad", manual_sample(rule, "bad"));
	print_sample(stream, "Good", manual_sample(rule, "good"));
}

void manual_print_mdoc(FILE *stream)
{
	const struct family *family;
	const struct rule *rule;

	fputs(".\\\" SPDX-License-Identifier: BSD-2-Clause\n"
	      ".\\\" Made by: iommu-lint rules --format mdoc\n"
	      ".Dd November 22, 2026\n"
	      ".Dt IOMMU-LINT-RULES 7\n"
	      ".Os\n"
	      ".Sh NAME\n"
	      ".Nm iommu-lint-rules\n"
	      ".Nd what iommu-lint checks\n"
	      ".Sh DESCRIPTION\n"
	      "Each rule has a fixed name and a default severity.\n"
	      "An error is a tree with which Linux misbehaves for certain when the "
	      "nodes\n"
	      "and their drivers are in use; a warning is one stated assumption away "
	      "from\n"
	      "that; a note is worth a reviewer's look.\n"
	      "A rule may give single findings another severity, where the driver or "
	      "the\n"
	      "kernel version makes a difference.\n"
	      "Only nodes count that are enabled, and so are all their ancestors.\n",
	      stream);
	for (family = families; family->name; family++) {
		if (!family->rules->id)
			continue;
		print_title(stream, family->name);
		for (rule = family->rules; rule->id; rule++)
			print_rule(stream, rule);
	}
	fputs(".Sh SEE ALSO\n.Xr iommu-lint 1 ,\n.Xr iommu-lint-config 5\n", stream);
}
