#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# iommu-lint-schema(5) names every key, every word and every trait that schemas can have.
set -u
load=${srcdir:-.}/src/load
page=${srcdir:-.}/man/iommu-lint-schema.5
status=0

# expect KIND MACRO WORD...: the page has the word in the macro.
expect() {
	kind=$1
	macro=$2
	shift 2
	for word; do
		grep -q "^\.\(It \)\{0,1\}$macro \(.* \)\{0,1\}$word\( .*\)\{0,1\}\$" "$page" && continue
		echo "$page lacks the $kind $word"
		status=1
	done
}

names() { # the quoted texts of the macro's lines: the first, or all of them
	sed -n "s/^$1(\(.*\)).*/\1/p" "$2" | tr -d '"'
}

sections=$(names FIELD "$load/binding.def" | sed 's/,.*//' | sort -u)
keys=$(names FIELD "$load/binding.def" | sed 's/[^,]*, *\([^,]*\),.*/\1/' | sort -u)
traits=$(names TRAIT "$load/trait.def")
clients=$(names CLIENT "$load/client.def" | sed 's/[^,]*, *//')
words=$(grep -o '\] = "[^"]*"' "$load/facts.c" | sed 's/.*= "\(.*\)"/\1/')
[ -n "$sections" ] && [ -n "$keys" ] && [ -n "$traits" ] && [ -n "$clients" ] &&
	[ -n "$words" ] || exit 1

# Each is a word: the lists are meant to be split.
# shellcheck disable=SC2086
{
	expect section Ic $sections
	expect key Ic $keys
	expect trait Li $traits
	expect 'client trait' Li $clients
	expect word Li $words
}
exit $status
