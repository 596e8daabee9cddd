#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A short run of hostile input, the same at each run: what once did harm, and mutants of
# the samples. With --enable-sanitize it finds what only a sanitizer sees.
set -eu
: "${srcdir:=.}"
if [ -z "${DTC:-}" ]; then
	echo "dtc is missing (Debian: device-tree-compiler)"
	[ -n "${CI:-}" ] && exit 1
	exit 77
fi
folder=tests/hostile.tmp
rm -rf "$folder"
sh "$srcdir/tests/compile-samples.sh" "$folder"
find "$folder" "$srcdir/tests/fuzz-corpus" -name '*.dtb' -o -name '*.hex' |
	LC_ALL=C sort | xargs tests/replay-blob
find "$folder" -name '*.dtb' | LC_ALL=C sort | xargs tests/mutate -n 4000
rm -rf "$folder"
