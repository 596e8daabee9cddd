#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every C file is as clang-format 14 would write it.
set -u
cd "${srcdir:-.}" || exit 1
format=
for name in clang-format-14 clang-format; do
	if "$name" --version 2>/dev/null | grep -q 'version 14\.'; then
		format=$name
		break
	fi
done
if [ -z "$format" ]; then
	echo "clang-format 14 is missing (Debian: clang-format)"
	[ -n "${CI:-}" ] && exit 1
	exit 77
fi
find src tests -name '*.[ch]' -exec "$format" --dry-run -Werror {} +
