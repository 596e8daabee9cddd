#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Runs the tool over the trees that scripts/fetch-corpus fetched.

    check-corpus.py [--dir DIR] [--lists DIR] [--update] [SUITE...]

No tree may crash the tool or fail, and the findings must equal the reviewed list of their
suite, LISTS/SUITE.tsv. A line of it stands for one cause:

    rule  severity  node  boards  example  why

node is the subject; notes are folded by rule alone and have "-" there. boards counts the
trees that have the finding, example names one. why says why an error is true; an error
without it fails. --update writes the lists anew from what the tool says and keeps every
why; what it adds must then be read, and its why written by hand.

Environment: IOMMU_LINT (default ./iommu-lint).
"""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys

TOOL = os.environ.get("IOMMU_LINT", "./iommu-lint")
HEADER = "rule\tseverity\tnode\tboards\texample\twhy"
SECONDS = 60
SHOWN = 100

Cause = collections.namedtuple("Cause", "rule severity node")
Row = collections.namedtuple("Row", "boards example why")


def linux(folder):
    """The kernel version that the trees in the folder are of, as the tool takes it."""
    with open(os.path.join(folder, "VERSION"), encoding="utf-8") as file:
        text = file.read()
    match = re.search(r"-(\d+\.\d+)\.", text)
    if not match:
        sys.exit("%s/VERSION names no kernel: %s" % (folder, text.strip()))
    return match[1]


def causes(version, path):
    """(set of causes, None) or (None, what went wrong) for one tree."""
    command = [TOOL, "check", "--no-config", "--linux", version, "--format", "json", path]
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                             timeout=SECONDS, check=False)
        if run.returncode not in (0, 1):
            return None, "exit status %d: %s" % (run.returncode, run.stderr.decode().strip())
        report = json.loads(run.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    for item in report["inputs"]:
        if item.get("error"):
            return None, item["error"]
    return {Cause(f["rule"], f["severity"],
                  "-" if f["severity"] == "note" else f["subject"]["node"])
            for f in report["findings"]}, None


def whole_run(version, folder):
    """What went wrong in one run over the folder as a whole."""
    command = [TOOL, "check", "--no-config", "--linux", version, "--fail-on", "never", folder]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, check=False)
    return "" if run.returncode == 0 else "%s: exit status %d: %s" % (
        folder, run.returncode, run.stderr.decode()[-500:])


def trees(folder):
    return sorted(glob.glob(os.path.join(folder, "**", "*.dtb"), recursive=True))


def judge(folders):
    """({cause: Row}, failures, number of trees) of all folders of a suite."""
    boards, failures, count = collections.defaultdict(list), [], 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for folder in folders:
            version, paths = linux(folder), trees(folder)
            count += len(paths)
            for path, (found, wrong) in zip(paths, pool.map(lambda p, v=version: causes(v, p),
                                                            paths)):
                if wrong:
                    failures.append("%s: %s" % (path, wrong))
                for cause in found or ():
                    boards[cause].append(os.path.relpath(path, os.path.dirname(folder)))
            failures += filter(None, [whole_run(version, folder)])
    return {c: Row(len(b), b[0], "") for c, b in boards.items()}, failures, count


def read_list(path):
    rows = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for text in file.read().splitlines()[1:]:
                rule, severity, node, boards, example, why = text.split("\t")
                rows[Cause(rule, severity, node)] = Row(int(boards), example, why)
    return rows


def write_list(path, rows, old):
    with open(path, "w", encoding="utf-8") as file:
        print(HEADER, file=file)
        for cause, row in sorted(rows.items()):
            why = old[cause].why if cause in old else ""
            print(*cause, row.boards, row.example, why, sep="\t", file=file)


def differences(found, listed):
    for cause in sorted(set(found) | set(listed)):
        if cause not in listed:
            row = found[cause]
            yield "new:    %s %s %s on %d boards, %s" % (*cause, row.boards, row.example)
        elif cause not in found:
            yield "gone:   %s %s %s" % cause
        elif found[cause].boards != listed[cause].boards:
            yield "boards: %s %s %s: on %d, listed for %d" % (
                *cause, found[cause].boards, listed[cause].boards)


def unexplained(rows):
    for cause, row in sorted(rows.items()):
        if cause.severity == "error" and not row.why.strip():
            yield "no why: %s %s, %s" % (cause.rule, cause.node, row.example)


def check_suite(suite, folders, options):
    path = os.path.join(options.lists, suite + ".tsv")
    found, failures, count = judge(folders)
    listed = read_list(path)
    if options.update:
        write_list(path, found, listed)
        listed = read_list(path)
    wrong = failures + list(differences(found, listed)) + list(unexplained(listed))
    for text in wrong[:SHOWN]:
        print("%s: %s" % (suite, text))
    if len(wrong) > SHOWN:
        print("%s: and %d more" % (suite, len(wrong) - SHOWN))
    numbers = collections.Counter()
    for cause, row in found.items():
        numbers[cause.severity] += row.boards
    print("%s: %d trees, %d failed; %d causes (%d errors, %d warnings on boards); %d differences"
          % (suite, count, len(failures), len(found), numbers["error"], numbers["warning"],
             len(wrong) - len(failures)))
    return not wrong


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Runs iommu-lint over the fetched trees.")
    parser.add_argument("--dir", default="corpus", help="where scripts/fetch-corpus put them")
    parser.add_argument("--lists", default=os.path.join(here, "corpus"))
    parser.add_argument("--update", action="store_true", help="write the lists anew")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help="default: all that are there")
    options = parser.parse_args()
    suites = collections.defaultdict(list)
    for version in sorted(glob.glob(os.path.join(options.dir, "*", "VERSION"))):
        folder = os.path.dirname(version)
        suites[os.path.basename(folder).rpartition("-")[0]].append(folder)
    wanted = options.suites or sorted(suites)
    missing = [suite for suite in wanted if suite not in suites]
    if missing or not wanted:
        sys.exit("no trees of %s in %s; fetch them: scripts/fetch-corpus --suite %s --dir %s" % (
            missing[0] if missing else "any suite", options.dir,
            missing[0] if missing else "bookworm", options.dir))
    good = [check_suite(suite, suites[suite], options) for suite in wanted]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
