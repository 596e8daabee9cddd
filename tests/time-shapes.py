#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""How the tool's time grows with trees of hostile shapes.

    time-shapes.py [--shape NAME]... [--format FORMAT] [--seconds LIMIT] [SIZE...]

SIZE is the number of nodes, entries or cells that the shape is about. A line a shape:
seconds for each size, and the exponent between the last two. Blobs past 64 MiB are
refused by the tool and left out here; a shape that takes longer than LIMIT is given up,
and makes the exit status 1.

Environment: IOMMU_LINT (default ./iommu-lint).
"""
import argparse
import math
import os
import subprocess
import sys
import tempfile
import time

from shapes import SHAPES, blob

TOOL = os.environ.get("IOMMU_LINT", "./iommu-lint")
SIZE_MAX = 64 * 1024 * 1024


def seconds(path, options):
    command = [TOOL, "check", "--no-config", "-j1", "--fail-on", "never",
               "--format", options.format, path]
    start = time.perf_counter()
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                         timeout=options.seconds, check=False)
    if run.returncode:
        raise RuntimeError("exit status %d: %s" % (run.returncode, run.stderr.decode()[:200]))
    return time.perf_counter() - start


def measure(name, options, path):
    """A list of times, and what went wrong or an empty string."""
    times = []
    for size in options.sizes:
        content = blob(name, size)
        if len(content) > SIZE_MAX:
            break
        with open(path, "wb") as file:
            file.write(content)
        try:
            times.append(seconds(path, options))
        except subprocess.TimeoutExpired:
            return times, "more than %d s for %d" % (options.seconds, size)
        except RuntimeError as error:
            return times, str(error)
    return times, ""


def exponent(times, sizes):
    if len(times) < 2:
        return ""
    step = sizes[len(times) - 1] / sizes[len(times) - 2]
    return "n^%.1f" % (math.log(times[-1] / times[-2]) / math.log(step))


def main():
    parser = argparse.ArgumentParser(description="Shows how iommu-lint's time grows.")
    parser.add_argument("--shape", action="append", choices=sorted(SHAPES), default=[])
    parser.add_argument("--format", default="text")
    parser.add_argument("--seconds", type=int, default=60, metavar="LIMIT")
    parser.add_argument("sizes", type=int, nargs="*", metavar="SIZE",
                        default=[1000, 10000, 100000, 1000000])
    options = parser.parse_args()
    bad = False
    print("%-32s %s" % ("seconds for", " ".join("%8d" % size for size in options.sizes)))
    with tempfile.TemporaryDirectory() as folder:
        for name in options.shape or SHAPES:
            times, wrong = measure(name, options, os.path.join(folder, "scale.dtb"))
            bad |= bool(wrong)
            print("%-32s %s  %s%s" % (name, " ".join("%8.2f" % t for t in times),
                                      exponent(times, options.sizes), wrong), flush=True)
    sys.exit(bad)


if __name__ == "__main__":
    main()
