/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libFuzzer target: bytes of a blob through the whole pipeline. Without libFuzzer, built
 * as tests/replay-blob, it runs over the files named: blobs, or blobs as hexadecimal
 * digits in *.hex.
 */
#include <stdlib.h>
#include <string.h>

#include "mutation.h"
#include "pipeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t capacity,
			       unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t capacity)
	__attribute__((weak));

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	pipeline_run(bytes, size);
	return 0;
}

/* Most of the time a change that knows what a blob looks like. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t capacity,
			       unsigned seed)
{
	struct bytes blob = { bytes, size, capacity }, other;
	struct dice dice = { seed };

	if (LLVMFuzzerMutate && !dice_roll(&dice, 4))
		return LLVMFuzzerMutate(bytes, size, capacity);
	other = (struct bytes){ malloc(size), size, size };
	if (!other.at)
		return size;
	memcpy(other.at, bytes, size);
	mutate(&dice, &blob, &other);
	free(other.at);
	return blob.size;
}
