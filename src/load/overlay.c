/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/overlay.h"

#include <errno.h>
#include <libfdt.h>

static int explain(const void *base, int error, struct failure *why)
{
	if (error == -FDT_ERR_NOTFOUND && fdt_path_offset(base, "/__symbols__") < 0)
		return fail(why, -EINVAL,
			    "the overlay names labels, but the base has no __symbols__: "
			    "compile it with dtc -@ (in a kernel build: DTC_FLAGS=-@)");
	if (error == -FDT_ERR_NOTFOUND)
		return fail(why, -EINVAL,
			    "the overlay names a label or node that the base lacks");
	return fail(why, -EINVAL, "cannot apply the overlay: %s", fdt_strerror(error));
}

int overlay_apply(struct arena *arena, struct blob *base, const struct blob *overlay,
		  struct failure *why)
{
	const size_t size = base->total + 2 * overlay->total + 4096;
	/* libfdt writes into both, and leaves both unusable where it fails. */
	void *whole = arena_alloc_raw(arena, size);
	char *copy = arena_copy(arena, (const char *)overlay->bytes, overlay->total);
	int error;

	if (overlay->total > OVERLAY_SIZE_MAX)
		return fail(why, -EFBIG, "%zu bytes, at most %d are applied",
			    overlay->total, OVERLAY_SIZE_MAX);
	error = fdt_open_into(base->bytes, whole, (int)size);
	if (error)
		return fail(why, -EINVAL, "cannot apply the overlay: %s",
			    fdt_strerror(error));
	error = fdt_overlay_apply(whole, copy);
	if (error)
		return explain(base->bytes, error, why);
	fdt_pack(whole);
	return blob_wrap(arena, whole, fdt_totalsize(whole), base, why);
}
