#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Holds the tool's findings against what the samples expect, in both directions.

    check-samples.py [RULE...]       only the samples in these folders

Environment: IOMMU_LINT (default ./iommu-lint), DTC, srcdir. See samples.py for the
comments that a sample may have.
"""
import collections
import concurrent.futures
import os
import sys

import samples
from samples import Sample, Wrong

FOLDER = os.path.join(os.environ.get("srcdir", "."), "samples")
NO_RULE = {"board", "bugs"}  # folders that are not named after a rule


def line(finding):
    severity, rule, node, place, index = finding
    text = "%s %s %s" % (severity, rule, node)
    if place is None:
        return text
    return "%s %s" % (text, place if index is None else "%s[%d]" % (place, index))


def findings(report):
    for finding in report["findings"]:
        subject = finding["subject"]
        index = subject.get("index")
        yield (finding["severity"], finding["rule"], subject["node"], subject.get("property"),
               None if index is None or index < 0 else index)


def topologies(report):
    return [item["topology"] for item in report["inputs"]]


def verdict_problems(sample, report):
    masters = {m["id"]: m for t in topologies(report) for m in t["masters"]}
    for verdict, path, partners in sample.verdicts:
        master = masters.get(path)
        if not master:
            yield "%s is no master" % path
            continue
        if master["verdict"] != verdict:
            yield "%s is %s, expected %s" % (path, master["verdict"], verdict)
        group = master["group"]
        found = {m["id"] for m in masters.values()
                 if m is not master and group and m["group"] == group}
        if partners is not None and found != partners:
            yield "%s is with %s, expected %s" % (
                path, " ".join(sorted(found)) or "nobody", " ".join(sorted(partners)) or "nobody")


def not_checked_problems(sample, report):
    found = {entry["rule"] for t in topologies(report) for entry in t["not_checked"]}
    for rule in sorted(set(sample.not_checked) - found):
        yield "%s was checked, expected not checked" % rule


def own_rule_problems(sample):
    fires = any(e[1] == sample.folder for e in sample.expected)
    if sample.folder in NO_RULE:
        return
    if sample.file.startswith("bad") and not fires:
        yield "a bad sample expects no %s" % sample.folder
    elif sample.file.startswith("good") and fires:
        yield "a good sample expects %s" % sample.folder
    elif not sample.file.startswith(("good", "bad")):
        yield "its name begins with neither bad nor good"


def problems(place):
    try:
        sample = Sample(*place)
        report = sample.report()
    except (Wrong, UnicodeDecodeError, IndexError, KeyError) as error:
        return [str(error)]
    wanted, found = collections.Counter(sample.expected), collections.Counter(findings(report))
    text = ["not found:  " + line(f) for f in sorted((wanted - found).elements(), key=str)]
    text += ["unexpected: " + line(f) for f in sorted((found - wanted).elements(), key=str)]
    return (text + list(own_rule_problems(sample)) + list(verdict_problems(sample, report)) +
            list(not_checked_problems(sample, report)))


def folder_problems(rules, folder, files):
    if folder in rules:
        return ["samples/%s/%s is missing" % (folder, f) for f in ("bad.dts", "good.dts")
                if f not in files]
    return [] if folder in NO_RULE else ["no rule has this name"]


def main():
    only = set(sys.argv[1:])
    samples.need_dtc()
    if not os.path.isdir(FOLDER):
        samples.skip("there is no sample")
    places = [p for p in samples.samples(FOLDER) if not only or p[1].split("/")[0] in only]
    rules = samples.registered_rules()
    files = collections.defaultdict(set)
    for _, name in places:
        folder, file = name.split("/")
        files[folder].add(file)
    tap = samples.Tap()
    for folder in sorted(only or set(rules) | set(files)):
        tap.result("%s has its samples" % folder, folder_problems(rules, folder, files[folder]),
                   "to be written" if folder in rules and not files[folder] else "")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (_, name), wrong in zip(places, pool.map(problems, places)):
            tap.result(name, wrong)
    tap.end()


if __name__ == "__main__":
    main()
