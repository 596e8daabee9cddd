/* SPDX-License-Identifier: BSD-2-Clause */
/* Overlays: where their fragments go, and their places seen from the base. */
#ifndef SOURCE_OVERLAY_H
#define SOURCE_OVERLAY_H

#include "source/places.h"
#include "tree/tree.h"

/*
 * Adds the places of an overlay to those of its base, renamed to where the base has the
 * nodes once the overlay is applied. A property that the overlay writes has its place
 * there; a node that the base has keeps the place of the base. Fragments whose target is
 * not to be found in the base are left out.
 */
void overlay_add_places(struct arena *arena, const struct tree *base,
			const struct tree *overlay, const struct places *from,
			struct places *out);

#endif
