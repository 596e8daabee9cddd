/* SPDX-License-Identifier: BSD-2-Clause */
/* The property, and the entry of it, that a finding is about. */
#ifndef REPORT_ENTRY_H
#define REPORT_ENTRY_H

#include "rules/finding.h"

/* "iommus[1]", "iommus" for index -1, "" without property. */
const char *entry_text(struct arena *arena, const char *property, int index);

/* True where the finding is about a property that its message does not name. */
bool entry_is_unsaid(const struct finding *finding);

#endif
