#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Fingerprints stay as they were when the source changes in ways that do not matter.

Each sample is judged as it is, with other phandles, and with its nodes the other way
round; one is judged as source, with other lines.
"""
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

import samples
from blob import reversed_blob

FOLDER = os.path.join(os.environ.get("srcdir", "."), "samples")
# Which of several nodes is at fault, or whether anything is wrong, depends on their order.
BY_ORDER = {"dma-window-iova-hole", "iommu-lost-to-bad-master", "reserved-memory-overlap",
            "reserved-without-user", "stream-id-shared", "stream-match-order"}
# Nodes in front of all others, so that dtc numbers phandles from another start.
PADDING = "/dts-v1/;\n/ { padding1: padding1 { }; padding2 { user = <&padding1>; }; };"


def compile_text(text):
    return samples.output(["dtc", "-q", "-I", "dts", "-O", "dtb", "-"], samples.DTC, (0,),
                          text.encode())


def fingerprints(data, options, suffix=".dtb"):
    """{fingerprint: what it stands for}"""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "board" + suffix)
        with open(path, "wb") as file:
            file.write(data)
        out = samples.output(["", "check", "--no-config", "--format", "json", *options, path],
                             samples.TOOL, (0, 1))
    report = json.loads(out)
    if report["inputs"][0]["error"]:
        raise samples.Wrong(report["inputs"][0]["error"])
    return {f["fingerprint"]: "%s at %s" % (f["rule"], f["subject"]["node"])
            for f in report["findings"]}


def differences(before, after, exempt=()):
    for old, new, what in ((before, after, "lost"), (after, before, "new")):
        for name in sorted(old[f] for f in set(old) - set(new)):
            if name.split()[0] not in exempt:
                yield "%s: %s" % (what, name)


def sample_problems(place):
    try:
        sample = samples.Sample(*place)
        with open(sample.path, encoding="utf-8") as file:
            text = file.read()
        data = compile_text(text)
        before = fingerprints(data, sample.options)
        renumbered = fingerprints(compile_text(text.replace("/dts-v1/;", PADDING, 1)),
                                  sample.options)
        turned = fingerprints(reversed_blob(data), sample.options)
    except (samples.Wrong, ValueError, KeyError) as error:
        return [str(error)]
    return (["with other phandles, " + p for p in differences(before, renumbered)] +
            ["in another order, " + p for p in differences(before, turned, BY_ORDER)])


def line_problems(text):
    """Comments and empty lines move every line and no fingerprint."""
    one = fingerprints(text.encode(), [], ".dts")
    moved = text.replace("\n", "\n\n/* moved */\n")
    return list(differences(one, fingerprints(moved.encode(), [], ".dts")))


def value_problems(text):
    """Another stream ID is another finding."""
    one = fingerprints(compile_text(text), [])
    other = fingerprints(compile_text(text.replace("0x42", "0x43")), [])
    if not one or set(one) & set(other):
        return ["a changed stream ID leaves %s" % sorted(one[f] for f in set(one) & set(other))]
    return []


def main():
    samples.need_dtc()
    if not os.path.isdir(FOLDER):
        samples.skip("there is no sample")
    places = list(samples.samples(FOLDER))
    tap = samples.Tap()
    with open(os.path.join(FOLDER, "stream-id-shared/bad.dts"), encoding="utf-8") as file:
        text = file.read()
    tap.result("lines", line_problems(text))
    tap.result("values", value_problems(text))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (_, name), wrong in zip(places, pool.map(sample_problems, places)):
            tap.result(name, wrong)
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
