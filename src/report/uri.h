/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_URI_H
#define REPORT_URI_H

#include "base/arena.h"

/* A relative path as a relative reference, an absolute one as file://. */
const char *uri_of_path(struct arena *arena, const char *path);

#endif
