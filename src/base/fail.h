/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A failure: an input that cannot be read, a broken blob, a full disk. Functions that
 * can fail return 0 or a negative errno and take a caller-owned struct failure, which
 * keeps the first text it is given.
 */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

struct failure {
	char text[512]; /* empty until something fails; cut when longer */
};

/* Records the text unless one is there already; returns code. */
int fail(struct failure *why, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
