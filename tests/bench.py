#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""How fast the tool is, against other programs on the same files in the same run.

    bench.py [--dir DIR] [--rounds N] [SUITE...]

Each round runs, one after the other on all trees: cat; tests/fdt-walk, a bare walk with
libfdt; iommu-lint check -j1. dtc takes one file and writes one, so each round gives it
every N-th tree, and all rounds together give it each tree once. Prints the ratio of the
medians (of the sum, for dtc). The files are read once before, so the disk plays no part.

Environment: IOMMU_LINT, FDT_WALK, DTC.
"""
import argparse
import collections
import glob
import os
import re
import statistics
import subprocess
import sys
import time

TOOL = os.environ.get("IOMMU_LINT", "./iommu-lint")
WALK = os.environ.get("FDT_WALK", "tests/fdt-walk")
DTC = os.environ.get("DTC", "dtc")


def seconds(command, statuses=(0,)):
    start = time.perf_counter()
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, check=False)
    passed = time.perf_counter() - start
    if run.returncode not in statuses:
        sys.exit("%s: exit status %d: %s" % (command[0], run.returncode, run.stderr.decode()))
    return passed


def dtc_seconds(paths):
    return sum(seconds([DTC, "-q", "-I", "dtb", "-O", "dtb", "-o", "/dev/null", path])
               for path in paths)


def measure(paths, rounds):
    """{name: seconds for all trees}"""
    lint = [TOOL, "check", "--no-config", "-j1", "--fail-on", "never"] + paths
    times, dtc = collections.defaultdict(list), 0.0
    for each in range(-1, rounds):  # the round before the first warms up
        once = {
            "cat": seconds(["cat"] + paths),
            "libfdt walk": seconds([WALK] + paths),
            "iommu-lint -j1": seconds(lint),
        }
        if each >= 0:
            dtc += dtc_seconds(paths[each::rounds])
            for name, passed in once.items():
                times[name].append(passed)
    return {"dtc": dtc, **{name: statistics.median(all_) for name, all_ in times.items()}}


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        match = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
    return match[1] if match else "unknown processor"


def main():
    parser = argparse.ArgumentParser(description="Measures iommu-lint on the fetched trees.")
    parser.add_argument("--dir", default="corpus", help="where scripts/fetch-corpus put them")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("suites", nargs="*", metavar="SUITE", default=[])
    options = parser.parse_args()
    pattern = [os.path.join(options.dir, suite + "-*") for suite in options.suites or ["*"]]
    paths = sorted(path for p in pattern for path in glob.glob(p + "/**/*.dtb", recursive=True))
    if not paths:
        sys.exit("no trees in %s; fetch them: scripts/fetch-corpus --dir %s" % (
            options.dir, options.dir))
    times = measure(paths, options.rounds)
    print("%d trees, %.1f MB; %s, %d processors, load %.1f; %d rounds, files in memory" % (
        len(paths), sum(map(os.path.getsize, paths)) / 1e6, processor(), os.cpu_count(),
        os.getloadavg()[0], options.rounds))
    lint = times.pop("iommu-lint -j1")
    for name, passed in times.items():
        print("iommu-lint -j1 takes %6.2f times as long as %s" % (lint / passed, name))


if __name__ == "__main__":
    main()
