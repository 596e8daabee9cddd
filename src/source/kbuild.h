/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Linux' build leaves beside a DTB: .NAME.dtb.dts.tmp, the preprocessed source, and
 * .NAME.dtb.cmd, the command that made the DTB (scripts/Makefile.dtbs).
 */
#ifndef SOURCE_KBUILD_H
#define SOURCE_KBUILD_H

#include "base/vec.h"
#include "source/dts.h"

/* One DTB or DTBO that was compiled, not put together. */
struct kbuild_part {
	const char *path;             /* of the DTB or DTBO */
	const char *source;           /* of the preprocessed source */
	struct dts_settings settings; /* directory: where make ran */
};

struct kbuild {
	const char *directory; /* where make ran, as seen from here; "." for here */
	VEC(struct kbuild_part) parts; /* the base, then its overlays in order */
};

/*
 * Finds the parts of the DTB; false where the files are not there, or are not of the form
 * that Linux' build gives them.
 */
bool kbuild_find(struct arena *arena, const char *path, const char *dtc,
		 struct kbuild *out);

#endif
