/* SPDX-License-Identifier: BSD-2-Clause */
/* The whole pipeline, from the bytes of a blob to its reports, for hostile bytes. */
#ifndef TESTS_PIPELINE_H
#define TESTS_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Judges the bytes and prints every format to nowhere. The bytes are copied to memory of
 * exactly their size, so that a sanitizer sees the first one read too far. Bits of the
 * header's boot_cpuid_phys, which nothing else reads, select the kernel and whether
 * memory is assumed. False for bytes that are refused.
 */
bool pipeline_run(const uint8_t *bytes, size_t size);

#endif
