#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# The completions, the checker of a Linux build and the problem matcher, tried out.
[ -n "${BASH_VERSION-}" ] || exec bash "$0"
set -u

top=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

wrong() {
	echo "$*"
	status=1
}

"${DTC:-dtc}" -q -O dtb -o "$work/bad.dtb" "$top/samples/iommus-truncated/bad.dts" || exit 77
"${DTC:-dtc}" -q -O dtb -o "$work/good.dtb" "$top/samples/iommus-truncated/good.dts"
mkdir "$work/bin"
ln -s "$IOMMU_LINT" "$work/bin/iommu-lint"
PATH=$work/bin:$PATH

# complete WORD...: what bash offers for the last word.
complete_words() {
	(
		# shellcheck disable=SC2317 # the completion calls them
		complete() { :; }
		# shellcheck disable=SC2317
		compopt() { :; }
		# shellcheck disable=SC1091 # given by the path
		. "$top/integrations/completion/iommu-lint.bash"
		COMP_WORDS=(iommu-lint "$@")
		COMP_CWORD=$#
		_iommu_lint
		printf '%s\n' "${COMPREPLY[@]}"
	)
}

# offers EXPECTED WORD...
offers() {
	local expected=$1
	shift
	complete_words "$@" | grep -qx -e "$expected" ||
		wrong "completion of '$*' does not offer $expected"
}

offers explain exp
offers --fail-on --fa
offers --format merge --fo
offers never --fail-on n
offers sarif --format s
offers sarif --format = s
offers iommus-cycle explain iommus-c
offers iommus-cycle --rule iommus-c
complete_words explain --fa | grep -q -e --fail-on &&
	wrong "explain offers an option of check"

# The checker runs the validator first, with its own arguments, and keeps our status.
cat >"$work/bin/dt-validate" <<'EOF'
#!/bin/sh
echo "dt-validate $*"
EOF
chmod +x "$work/bin/dt-validate"
checker=$top/integrations/kernel/iommu-lint-dt-checker
export IOMMU_LINT_STATUS=$work/status
IOMMU_LINT=iommu-lint "$checker" -m -u dir "$work/bad.dtb" >"$work/out" 2>"$work/err"
[ $? = 1 ] || wrong "the checker hides the finding"
grep -qx "dt-validate -m -u dir $work/bad.dtb" "$work/out" ||
	wrong "dt-validate did not get its arguments"
grep -q 'error: .*\[iommus-truncated\]$' "$work/err" || wrong "no finding on standard error"
IOMMU_LINT=iommu-lint "$checker" -m "$work/good.dtb" >/dev/null 2>&1 ||
	wrong "the checker refuses a good tree"
printf '1 %s\n0 %s\n' "$work/bad.dtb" "$work/good.dtb" | cmp -s - "$work/status" ||
	wrong "the statuses are not kept"
printf '#!/bin/sh\nexit 3\n' >"$work/bin/dt-validate"
IOMMU_LINT=iommu-lint "$checker" "$work/good.dtb" >/dev/null 2>&1
[ $? = 3 ] || wrong "the validator's status is lost"

# The matcher takes the lines apart that --format gcc prints.
iommu-lint --no-config --format gcc "$work/bad.dtb" >"$work/lines"
"${PYTHON:-python3}" - "$top/integrations/github/problem-matcher.json" "$work/lines" <<'EOF' ||
import json, re, sys
pattern = json.load(open(sys.argv[1]))["problemMatcher"][0]["pattern"][0]
lines = [line for line in open(sys.argv[2]).read().splitlines() if line.startswith("/")]
for line in lines:
    match = re.match(pattern["regexp"], line)
    assert match, line
    assert match[pattern["severity"]] in ("error", "warning", "note"), line
    assert match[pattern["code"]] == "iommus-truncated", line
assert lines
EOF
	wrong "the problem matcher does not match"
exit $status
