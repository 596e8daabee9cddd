# SPDX-License-Identifier: BSD-2-Clause
# bash completion for iommu-lint: commands, options and rules are asked of the program.

_iommu_lint_words() {
	# Options of a command are the words of its help that begin with two dashes.
	iommu-lint "$@" --help 2>/dev/null | sed -n 's/^ .*\(--[a-z-]*\).*/\1/p'
}

_iommu_lint_rules() {
	iommu-lint rules 2>/dev/null | sed -n 's/^\([a-z0-9-]*\) .*/\1/p'
}

_iommu_lint_commands() {
	iommu-lint --help 2>/dev/null |
		sed -n '/^Commands:/,/^$/s/^  \[\{0,1\}\([a-z]*\).*/\1/p'
}

_iommu_lint() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=check words=

	# bash cuts "--option=value" into three words.
	if [[ $prev == "=" ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $cur == "=" ]]; then
		cur=
	fi
	case " $(_iommu_lint_commands | tr '\n' ' ')" in
	*" ${COMP_WORDS[1]} "*) command=${COMP_WORDS[1]} ;;
	esac
	case $prev in
	--linux) words="6.1 6.6 6.12 6.18 7.2" ;;
	--format)
		words=$(iommu-lint check --help 2>/dev/null |
			sed -n 's/.*--format FORMAT\[=FILE\] *//p' | tr -d ',')
		;;
	--fail-on) words="error warning note never" ;;
	--color | --progress) words="auto always never" ;;
	--rule) words=$(_iommu_lint_rules) ;;
	--jobs | -j | --memory | --shard) return ;;
	*)
		if [[ $cur == -* ]]; then
			words=$(_iommu_lint_words "$command")
		elif [[ $command == explain ]]; then
			words=$(_iommu_lint_rules)
		elif [[ $COMP_CWORD == 1 ]]; then
			words=$(_iommu_lint_commands)
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	if [[ $cur != -* && $command != explain ]]; then
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
		compopt -o filenames 2>/dev/null
	fi
}

complete -F _iommu_lint iommu-lint
