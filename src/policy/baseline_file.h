/* SPDX-License-Identifier: BSD-2-Clause */
/* What src/policy/baseline.c and baseline_file.c share. */
#ifndef POLICY_BASELINE_FILE_H
#define POLICY_BASELINE_FILE_H

#include "policy/baseline.h"

/* By fingerprint; of equal ones the first stays. */
void baseline_sort(struct baseline *baseline);

#endif
