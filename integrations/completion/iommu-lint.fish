# SPDX-License-Identifier: BSD-2-Clause
# fish completion for iommu-lint: commands, options and rules are asked of the program.

function __iommu_lint_commands
    iommu-lint --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \[\{0,1\}\([a-z]*\).*/\1/p'
end

function __iommu_lint_rules
    iommu-lint rules 2>/dev/null | sed -n 's/^\([a-z0-9-]*\) .*/\1/p'
end

function __iommu_lint_options
    set -l words (commandline -opc)
    set -l command check
    if set -q words[2]; and contains -- $words[2] (__iommu_lint_commands)
        set command $words[2]
    end
    iommu-lint $command --help 2>/dev/null | sed -n 's/^ .*\(--[a-z-]*\).*/\1/p'
end

function __iommu_lint_formats
    iommu-lint check --help 2>/dev/null | sed -n 's/.*--format FORMAT\[=FILE\] *//p' | string split ', '
end

complete -c iommu-lint -n __fish_use_subcommand -a '(__iommu_lint_commands)'
complete -c iommu-lint -n 'string match -q -- "-*" (commandline -ct)' -a '(__iommu_lint_options)'
complete -c iommu-lint -n '__fish_seen_subcommand_from explain' -f -a '(__iommu_lint_rules)'
complete -c iommu-lint -l linux -x -a '6.1 6.6 6.12 6.18 7.2'
complete -c iommu-lint -l format -x -a '(__iommu_lint_formats)'
complete -c iommu-lint -l fail-on -x -a 'error warning note never'
complete -c iommu-lint -l rule -x -a '(__iommu_lint_rules)'
complete -c iommu-lint -l color -x -a 'auto always never'
complete -c iommu-lint -l progress -x -a 'auto always never'
