#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every source file is named in Makefile.am, so that the tarball has it.
set -u
cd "${srcdir:-.}" || exit 1
status=0
for file in $(find src tests -name '*.[ch]' -o -name '*.def' -o -name '*.awk' -o -name '*.sh' \
	-o -name '*.py') $(find schemas scripts man -type f); do
	case $file in
	src/load/builtin.c | src/report/samples.c | *~ | */.* | *.tmp/*) continue ;; # made
	esac
	# A unit test is named without its ending, a folder of files by its own name.
	grep -qE "(^|[[:space:]])($file|${file%.c}|${file%/*})([[:space:]]|\$)" Makefile.am &&
		continue
	echo "Makefile.am does not name $file"
	status=1
done
exit $status
