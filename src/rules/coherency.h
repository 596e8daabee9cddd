/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks of the coherency family, one file a subject. For src/rules only. */
#ifndef RULES_COHERENCY_H
#define RULES_COHERENCY_H

#include "rules/rule.h"

/* coherency_dma.c: dma-coherent and dma-noncoherent. */
void check_coherency_contradiction(const struct topology *topo, struct findings *out);
void check_coherency_ignored(const struct topology *topo, struct findings *out);
void check_coherency_mismatch(const struct topology *topo, struct findings *out);

/* coherency_feature.c: properties for PASIDs, stalls and ATS. */
void check_pasid(const struct topology *topo, struct findings *out);
void check_ats(const struct topology *topo, struct findings *out);

#endif
