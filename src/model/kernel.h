/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Linux version that is predicted, and what differs between versions. Each difference
 * is one line of model/kernel.def; no other file compares version numbers.
 */
#ifndef MODEL_KERNEL_H
#define MODEL_KERNEL_H

#include <stdbool.h>

/* 6.12 is 6 * 1000 + 12. */
enum { KERNEL_6_1 = 6001, KERNEL_7_2 = 7002 };

enum kernel_trait {
#define TRAIT(id, from, to) KERNEL_##id,
#include "model/kernel.def"
#undef TRAIT
	KERNEL_TRAIT_COUNT
};

struct kernel {
	unsigned version; /* 6001 to 7002 */
	const char *name; /* "6.12" */
};

/* Reads "6.12" or "6.12.3" into out; false where it is no version from 6.1 to 7.2. */
bool kernel_parse(const char *text, struct kernel *out);

/* True where the version behaves so. */
bool kernel_has(const struct kernel *kernel, enum kernel_trait trait);

#endif
