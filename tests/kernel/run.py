#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Boots the trees under Linux 6.1 and 7.2 and records what the kernels did.

    run.py [-j N] [-k VERSION] [--stale] [-v] DIRECTORY [TREE...]

DIRECTORY takes the downloads. TREE is a name from trees/, all by default. Exit status 77:
there is no QEMU.
"""
import argparse
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position

import boot
import observations
import packages
import record


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-j", type=int, default=1, help="boots at a time")
    parser.add_argument("-k", action="append", choices=packages.SUITES, dest="versions",
                        help="only this kernel")
    parser.add_argument("--stale", action="store_true",
                        help="only trees that changed since they were observed")
    parser.add_argument("-v", action="store_true", help="print the records")
    parser.add_argument("directory", help="for downloads")
    parser.add_argument("trees", nargs="*", help="names of trees")
    return parser.parse_args()


def boots(options):
    """Yields (tree, version) that are to be booted."""
    for name in options.trees or observations.trees():
        known = observations.read(name)
        for version in options.versions or observations.versions(name):
            if not options.stale or not known.is_current(version):
                yield name, version


def need_qemu():
    """Root gets it from Debian; others are told its name."""
    if not shutil.which(boot.QEMU) and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends",
                        "qemu-system-arm"], check=False)
    if not shutil.which(boot.QEMU):
        print("%s is missing (Debian: qemu-system-arm)" % boot.QEMU, file=sys.stderr)
        sys.exit(77)


def one(directory, name, version):
    path = observations.tree_path(name)
    try:
        raw = boot.boot(directory, version, path)
        if raw["ended"] == "complete":
            observations.write_banner(version, record.banner(raw["sections"]["messages"]))
        return record.record(raw)
    except Exception as error:      # one broken boot must not hide the other results
        return {"ended": "not observed: %s: %s" % (type(error).__name__, error)}


def main():
    options = arguments()
    need_qemu()
    todo = list(boots(options))
    versions = sorted({version for _, version in todo})
    try:
        packages.fetch(options.directory, versions)
    except packages.Failure as failure:
        sys.exit(str(failure))
    for version in versions:
        boot.prepare(options.directory, version)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        running = {pool.submit(one, options.directory, *job): job for job in todo}
        for done in concurrent.futures.as_completed(running):
            name, version = running[done]
            result = done.result()
            observations.write(name, version, result)
            failed += result["ended"].startswith("not observed")
            print("%s %s: %s" % (name, version, result["ended"]), flush=True)
            if options.v:
                print(json.dumps(result, indent=1))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
