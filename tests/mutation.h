/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes to a device-tree blob as a fuzzer makes them, some of them with its form in
 * mind. */
#ifndef TESTS_MUTATION_H
#define TESTS_MUTATION_H

#include <stddef.h>
#include <stdint.h>

struct bytes {
	uint8_t *at;
	size_t size, capacity;
};

/* A stream of random numbers; the same seed gives the same numbers everywhere. */
struct dice {
	uint64_t state;
};

/* A number below the limit; 0 for the limit 0. */
size_t dice_roll(struct dice *dice, size_t limit);

/*
 * Changes the blob in place, once to eight times. Most mutants keep the form of a blob
 * and have other values, lengths and names of properties; the rest has bits flipped, ends
 * cut, and parts moved about or taken from the other blob. The size stays at most the
 * capacity.
 */
void mutate(struct dice *dice, struct bytes *blob, const struct bytes *other);

#endif
