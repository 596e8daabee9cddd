#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The manual pages are clean mdoc, and name every option and every rule there is.
set -u
status=0

complain() {
	echo "$*"
	status=1
}

page() { # made pages are in the build folder, or in the tarball
	if [ -f "$1" ]; then echo "$1"; else echo "${srcdir:-.}/$1"; fi
}

main=$(page man/iommu-lint.1)
rules=$(page man/iommu-lint-rules.7)
commands=$("$IOMMU_LINT" --help | sed -n '/^Commands:/,/^$/s/^  \[*\([a-z]*\).*/\1/p')
[ -n "$commands" ] || complain "iommu-lint --help lists no command"

for command in $commands; do
	grep -q "^\.It Cm $command" "$main" || complain "$main lacks the command $command"
	options=$("$IOMMU_LINT" "$command" --help | grep -o -- '--[a-z][a-z-]*  *' | sort -u)
	for option in $options; do
		grep -q "Fl Fl ${option#--}\$\|Fl Fl ${option#--} " "$main" ||
			complain "$main lacks $option of $command"
	done
done

documented=$(grep -o '^\.It.*Fl Fl [a-z-]*' "$main" | sed 's/.* //')
for option in $documented; do
	for command in $commands; do "$IOMMU_LINT" "$command" --help; done |
		grep -q -- "--$option\( \|\$\)" || complain "$main has --$option, the program has not"
done

"$IOMMU_LINT" rules --format mdoc | cmp -s - "$rules" || complain "$rules is not the program's"
for rule in $("$IOMMU_LINT" rules | sed 's/ .*//'); do
	grep -q "^\.Ss $rule\$" "$rules" || complain "$rules lacks $rule"
done

if command -v mandoc >/dev/null; then
	for file in "$rules" "${srcdir:-.}"/man/*.[1-9]; do
		# Pages that refer to each other are installed together, not yet.
		wrong=$(mandoc -T lint "$file" 2>&1 | grep -v -e 'referenced manual not found' \
			-e 'outdated mandoc.db')
		[ -z "$wrong" ] || complain "$wrong"
	done
fi
exit $status
