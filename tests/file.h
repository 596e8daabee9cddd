/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of the programs that feed hostile bytes to the pipeline. */
#ifndef TESTS_FILE_H
#define TESTS_FILE_H

#include "mutation.h"

/*
 * Reads the file into memory of its own, with room to grow to the capacity; one named
 * *.hex holds hexadecimal digits. Ends the process where that fails.
 */
struct bytes file_read(const char *path, size_t capacity);

void file_write(const char *path, const struct bytes *bytes);

#endif
