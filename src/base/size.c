/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/size.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Reads digits up to the end that strtoull() finds; false where there are none. */
static bool read_digits(const char *text, uint64_t *out, const char **end)
{
	char *stop;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*out = strtoull(text, &stop, strncmp(text, "0x", 2) ? 10 : 16);
	*end = stop;
	return !errno;
}

static bool read_size(const char *text, uint64_t *out, const char **end)
{
	static const char suffixes[] = "KMGT";
	const char *suffix;
	unsigned shift;

	if (!read_digits(text, out, end))
		return false;
	suffix = **end ? strchr(suffixes, **end) : NULL;
	if (!suffix)
		return true;
	(*end)++;
	shift = (unsigned)(suffix - suffixes + 1) * 10;
	if (*out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}

bool size_parse(const char *text, uint64_t *out)
{
	const char *end;

	return read_size(text, out, &end) && !*end;
}

bool size_parse_range(const char *text, struct range *out)
{
	uint64_t base, size;
	const char *end;

	return read_size(text, &base, &end) && *end == ':' &&
	       size_parse(end + 1, &size) && range_from_length(base, size, out);
}

bool size_parse_interval(const char *text, struct range *out)
{
	const char *end;

	if (!read_digits(text, &out->first, &end))
		return false;
	out->last = out->first;
	if (*end == '-' && !read_digits(end + 1, &out->last, &end))
		return false;
	return !*end && out->first <= out->last;
}
