/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipeline.h"

#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse.h"
#include "report/formats.h"
#include "report/value.h"

/* Bits of boot_cpuid_phys. */
enum { USE_OLDEST_KERNEL = 1 << 0, ASSUME_MEMORY = 1 << 1 };

static const struct bindings *read_bindings(void)
{
	static const struct bindings *bindings;
	static struct arena *arena;
	struct failure why = { 0 };

	if (arena)
		return bindings;
	value_init();
	arena = arena_new();
	if (bindings_read(arena, NULL, 0, &bindings, &why)) {
		fputs(why.text, stderr);
		abort();
	}
	return bindings;
}

static FILE *nowhere(void)
{
	static FILE *stream;

	if (!stream)
		stream = fopen("/dev/null", "w");
	if (!stream)
		abort();
	return stream;
}

static unsigned read_choice(const uint8_t *bytes, size_t size)
{
	uint32_t cell;

	if (size < sizeof(struct fdt_header))
		return 0;
	memcpy(&cell, bytes + offsetof(struct fdt_header, boot_cpuid_phys), sizeof(cell));
	return fdt32_to_cpu(cell);
}

static void print_reports(const struct analysis *analysis, struct result *result,
			  struct arena *arena)
{
	const struct report report = {
		.arena = arena,
		.kernel = analysis->kernel,
		.fail_on = SEVERITY_ERROR,
		.memory = analysis->memory,
		.verbosity = VERBOSITY_VERBOSE,
		.results = result,
		.count = 1,
	};
	const struct sink sink = { .stream = nowhere(), .has_color = true };

#define FORMAT(name, topology) name##_print(&report, &sink);
#include "report/formats.def"
#undef FORMAT
}

static bool judge(const uint8_t *bytes, size_t size, struct arena *scratch,
		  struct arena *kept)
{
	static const char *const no_strings[] = { NULL };
	static const struct range assumed = { 0x80000000, 0xffffffff };
	unsigned choice = read_choice(bytes, size);
	struct analysis analysis = { .bindings = read_bindings(),
				     .wants_topology = true };
	struct result result = {
		.id = "hostile.dtb",
		.path = "hostile.dtb",
		.kind = "dtb",
		.compatible = no_strings,
		.findings.arena = kept,
	};
	struct failure why = { 0 };
	struct blob blob;

	kernel_parse(choice & USE_OLDEST_KERNEL ? "6.1" : "7.2", &analysis.kernel);
	if (choice & ASSUME_MEMORY) {
		analysis.memory.ranges = &assumed;
		analysis.memory.count = 1;
	}
	if (blob_wrap(scratch, bytes, size, &blob, &why))
		result.error = why.text;
	else
		analyse_blob(&analysis, &blob, scratch, &result);
	print_reports(&analysis, &result, kept);
	return !result.error;
}

bool pipeline_run(const uint8_t *bytes, size_t size)
{
	bool judged;
	struct arena *scratch = arena_new(), *kept = arena_new();
	uint8_t *exact = malloc(size ? size : 1);

	if (!exact)
		abort();
	if (size)
		memcpy(exact, bytes, size);
	judged = judge(exact, size, scratch, kept);
	free(exact);
	arena_free(scratch);
	arena_free(kept);
	return judged;
}
