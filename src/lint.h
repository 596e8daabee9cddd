/* SPDX-License-Identifier: BSD-2-Clause */
/* The command check. */
#ifndef LINT_H
#define LINT_H

#include "image.h"
#include "options.h"

/* Returns the exit status. */
int lint_run(const struct options *options);

/* How inputs are opened, by the options. */
void prepare_images(const struct options *options, struct image_settings *images);

#endif
