#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Holds the tool's predictions against what booted kernels did with the same trees.

    check-kernel-observations.py [TREE...]       only these trees of tests/kernel/trees

Prints how many values agree and each that does not. tests/kernel/exceptions.tsv lists the
differences that are known, with the reason of each; one that is gone has to leave it.
Environment: as check-samples.py.
"""
import collections
import concurrent.futures
import fnmatch
import json
import os
import sys
import tempfile

import samples

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernel"))
# pylint: disable=wrong-import-position
import compare
import observations

EXCEPTIONS = os.path.join(os.path.dirname(compare.__file__), "exceptions.tsv")


def read_exceptions():
    """(tree, kernel, device, field) to reason; kernel and device may have wild cards."""
    with open(EXCEPTIONS, encoding="utf-8") as opened:
        rows = [line.rstrip("\n").split("\t") for line in opened if line[0] not in "#\n"]
    return {tuple(row[:4]): row[4] for row in rows}


def report(name, version):
    with tempfile.TemporaryDirectory() as folder:
        blob = os.path.join(folder, "tree.dtb")
        samples.output(["dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "-i",
                        os.path.dirname(compare.__file__), "-o", blob,
                        observations.tree_path(name)], samples.DTC, (0,))
        text = samples.output(["", "check", "--no-config", "--format", "json", "--linux",
                               version, blob], samples.TOOL, (0, 1))
    return json.loads(text)


class Outcome:
    """Of one tree under one kernel."""

    def __init__(self, name, version):
        self.name, self.version = name, version
        self.agreed, self.differences, self.problems = {}, [], []
        self.rules = set()
        known = observations.read(name)
        if version not in known.kernels:
            self.problems.append("never observed: run `make check-kernel`")
        elif not known.is_current(version):
            self.problems.append("changed since it was observed: run `make check-kernel`")
        else:
            self.compare(known.kernels[version])

    def compare(self, observed):
        try:
            prediction = compare.Prediction(report(self.name, self.version))
        except samples.Wrong as wrong:
            self.problems.append(str(wrong))
            return
        result = compare.Comparison(prediction, observed)
        self.agreed, self.differences = result.agreed, result.differences
        self.rules = set(prediction.severities)

    def split(self, exceptions):
        """Differences that are excepted, by the exception, and those that are not."""
        excepted, rest = collections.defaultdict(list), []
        for difference in self.differences:
            place = (self.name, self.version, *difference[:2])
            keys = [key for key in exceptions
                    if all(map(fnmatch.fnmatchcase, place, key))]
            if keys:
                excepted[keys[0]].append(difference)
            else:
                rest.append(difference)
        return excepted, rest


def line(difference):
    return "%s %s: predicted %s, observed %s" % difference


def unseen_rules(outcomes):
    """Rules whose page says that a kernel was seen, and that fire in no tree here."""
    rules = json.loads(samples.output(["", "rules", "--format", "json"], samples.TOOL, (0,)))
    said = {r["rule"] for r in rules if r["evidence"] == "seen on a running kernel"}
    return sorted(said.difference(*(outcome.rules for outcome in outcomes)))


def print_totals(outcomes, explained):
    totals = collections.Counter()
    for outcome in outcomes:
        totals.update(outcome.agreed)
    different = sum(len(o.differences) for o in outcomes)
    print("# agreed: %d values in %d boots (%s)" % (
        sum(totals.values()), len(outcomes),
        ", ".join("%s %d" % pair for pair in sorted(totals.items()))))
    print("# different: %d, of them %d explained in exceptions.tsv" % (different, explained))


def main():
    samples.need_dtc()
    names = sys.argv[1:] or observations.trees()
    exceptions = read_exceptions()
    jobs = [(name, version) for name in names for version in observations.versions(name)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda job: Outcome(*job), jobs))
    tap, used, explained = samples.Tap(), set(), 0
    for outcome in outcomes:
        excepted, rest = outcome.split(exceptions)
        used.update(excepted)
        explained += sum(map(len, excepted.values()))
        tap.result("%s %s" % (outcome.name, outcome.version),
                   outcome.problems + [line(difference) for difference in rest])
    if not sys.argv[1:]:
        tap.result("every exception is needed",
                   ["\t".join(key) for key in exceptions if key not in used])
        tap.result("every rule that was seen on a kernel is seen here",
                   unseen_rules(outcomes))
    print_totals(outcomes, explained)
    tap.end()


if __name__ == "__main__":
    main()
