/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/kernel.h"

#include <stdlib.h>
#include <string.h>

/* The releases from 6.1 to 7.2; 6.19 was the last of the 6 series. */
static const char *const releases[] = {
	"6.1",  "6.2",  "6.3",  "6.4",  "6.5",  "6.6",  "6.7",  "6.8",
	"6.9",  "6.10", "6.11", "6.12", "6.13", "6.14", "6.15", "6.16",
	"6.17", "6.18", "6.19", "7.0",  "7.1",  "7.2",
};

static const struct {
	unsigned from, to;
} traits[] = {
#define TRAIT(id, from, to) [KERNEL_##id] = { from, to },
#include "model/kernel.def"
#undef TRAIT
};

static unsigned number(const char *release)
{
	char *dot;
	unsigned long major = strtoul(release, &dot, 10);

	return (unsigned)(major * 1000 + strtoul(dot + 1, NULL, 10));
}

/* True for "" and ".3". */
static bool is_patch_level(const char *text)
{
	size_t digits;

	if (*text != '.')
		return !*text;
	digits = strspn(text + 1, "0123456789");
	return digits && !text[1 + digits];
}

bool kernel_parse(const char *text, struct kernel *out)
{
	size_t i, length;

	for (i = 0; i < sizeof(releases) / sizeof(releases[0]); i++) {
		length = strlen(releases[i]);
		if (strncmp(text, releases[i], length))
			continue;
		if (is_patch_level(text + length)) {
			out->name = releases[i];
			out->version = number(releases[i]);
			return true;
		}
	}
	return false;
}

bool kernel_has(const struct kernel *kernel, enum kernel_trait trait)
{
	return kernel->version >= traits[trait].from &&
	       (!traits[trait].to || kernel->version <= traits[trait].to);
}
