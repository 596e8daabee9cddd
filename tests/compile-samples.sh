#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Compiles all samples, and the sources among the inputs that once did harm, to blobs:
#
#	compile-samples.sh FOLDER
set -eu
: "${srcdir:=.}"
folder=$1
mkdir -p "$folder"
find "$srcdir/samples" "$srcdir/tests/fuzz-corpus" -name '*.dts' | while read -r source; do
	name=${source#"$srcdir"/}
	"${DTC:-dtc}" -q -f -I dts -O dtb -o "$folder/$(echo "$name" | tr / -).dtb" "$source"
done
