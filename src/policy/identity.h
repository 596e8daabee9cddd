/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What makes two findings the same one: the rule, the nodes concerned and the decoded
 * values that matter. Neither lines nor phandles, the text of messages, the order of
 * nodes, nor the version of the tool count.
 */
#ifndef POLICY_IDENTITY_H
#define POLICY_IDENTITY_H

#include "load/bindings.h"
#include "rules/finding.h"

/*
 * Sets the cause of every finding, and the fingerprint, which is the cause on a board of
 * these root compatibles. No two findings of one tree have the same.
 */
void identity_set(struct findings *findings, strings board, struct arena *scratch);

#endif
