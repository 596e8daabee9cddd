#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The library has no object that can be written: analyses run side by side in threads.
# Tables with pointers lie in .data.rel.ro, which the loader makes read-only.
set -u
if [ -n "${INSTRUMENTED:-}" ]; then
	echo "sanitizers and coverage add objects of their own"
	exit 77
fi
sections=$(objdump -t libiommu-lint.a) || exit 1
wrong=$(printf '%s\n' "$sections" |
	awk '/file format/ { file = $1 }
	$0 ~ / O / && $0 ~ /[ \t]\.(data|bss|tdata|tbss|data\.rel|data\.rel\.local)[ \t]/ {
		print file, $NF
	}
	/[ \t]\*COM\*[ \t]/ { print file, $NF }')
[ -z "$wrong" ] && exit 0
echo "objects that can be written:"
echo "$wrong"
exit 1
