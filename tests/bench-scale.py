#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""How the tool's time grows with the size of a tree: 1,000 to 1,000,000 masters on 64 IOMMUs.

    bench-scale.py [--rounds N] [--largest MASTERS]

tests/synthetic writes the trees. Prints for each the best time of the rounds, and how it
grew: against the tree before, which had a tenth of the masters, and against n log n.

Environment: IOMMU_LINT, SYNTHETIC.
"""
import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time

TOOL = os.environ.get("IOMMU_LINT", "./iommu-lint")
SYNTHETIC = os.environ.get("SYNTHETIC", "tests/synthetic")


def seconds(path):
    start = time.perf_counter()
    run = subprocess.run([TOOL, "check", "--no-config", "-j1", "-q", "--fail-on", "never", path],
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, check=False)
    passed = time.perf_counter() - start
    if run.returncode:
        sys.exit("exit status %d: %s" % (run.returncode, run.stderr.decode()))
    return passed


def main():
    parser = argparse.ArgumentParser(description="Measures iommu-lint on trees of any size.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=1000000)
    options = parser.parse_args()
    last = None
    masters = 1000
    print("%9s %8s %9s %12s %8s %10s" % (
        "masters", "MB", "seconds", "us/master", "growth", "n log n"))
    while masters <= options.largest:
        with tempfile.NamedTemporaryFile(suffix=".dtb") as file:
            subprocess.run([SYNTHETIC, str(masters)], stdout=file, check=True)
            best = min(seconds(file.name) for _ in range(options.rounds))
            megabytes = os.path.getsize(file.name) / 1e6
        growth = ["%8.1f" % (best / last), "%10.1f" % (
            10 * math.log(masters) / math.log(masters / 10))] if last else ["", ""]
        print("%9d %8.1f %9.3f %12.2f %s %s" % (
            masters, megabytes, best, 1e6 * best / masters, *growth), flush=True)
        last, masters = best, 10 * masters
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print("most memory of one run: %.0f MB" % (peak / 1024))


if __name__ == "__main__":
    main()
