#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A stage includes only itself and the stages before it, by the stage's name, and each
# library is used only where its row says. Only the files directly in src/ see everything.
set -u
cd "${srcdir:-.}/src" || exit 1
status=0

# allow STAGE HEADERS: an extended regular expression of what its files may include.
allow() {
	stage=$1
	shift
	wrong=$(find "$stage" -name '*.[ch]' -exec grep -nHE '^[[:space:]]*#[[:space:]]*include' {} + |
		grep -vE "include +(\"($1)|<)")
	[ -z "$wrong" ] && return
	echo "$stage may include: $1"
	echo "$wrong"
	status=1
}

# only LIBRARY-HEADER STAGES: no other folder includes the library.
only() {
	header=$1
	shift
	wrong=$(find . -mindepth 2 -name '*.[ch]' -exec grep -nHE "include +<$header" {} + |
		grep -vE "^\./($1)/")
	[ -z "$wrong" ] && return
	echo "<$header> belongs to: $1"
	echo "$wrong"
	status=1
}

allow base 'base/'
allow load '(base|load)/'
allow tree '(base|load|tree)/'
allow model '(base|load|tree|model)/'
allow rules '(base|tree|model|rules)/'
allow policy '(base|load|tree|rules|policy)/'
allow report '(base|tree|model|rules|report)/'
only yaml.h 'load'
only libfdt 'load|tree'
only fdt.h 'load|tree'
only jansson.h 'policy|report'
only nettle/ 'base'
exit $status
