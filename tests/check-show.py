#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The command show: its table, its JSON, its exit statuses.

Environment: as for check-samples.py.
"""
import json
import os
import re
import subprocess

import samples
from samples import Wrong

FOLDER = os.path.join(os.environ.get("srcdir", "."), "samples")
CLEAN, USAGE, FAILED = 0, 2, 3


def run(*words, stdout=subprocess.PIPE):
    return subprocess.run([samples.TOOL, *words], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, timeout=samples.SECONDS, check=False)


def show(*words):
    ended = run("show", *words)
    if ended.returncode != CLEAN:
        raise Wrong("show %s: exit status %d" % (" ".join(words), ended.returncode))
    return ended.stdout.decode()


def expect(wanted, got):
    if wanted != got:
        raise Wrong("%r, expected %r" % (got, wanted))


def rows(table, first):
    """The cells of the table whose first column has that title."""
    lines = iter(table.split("\n"))
    title = next(line for line in lines if line.split("  ")[0] == first)
    found = []
    for line in lines:
        if not line:
            return title, found
        found.append(re.split(r" {2,}", line))
    return title, found


def table_of_masters():
    table = show(os.path.join(FOLDER, "stream-match-overlap/bad.dts"))
    expect("stream-match-overlap/bad.dts, under Linux 7.2",
           "/".join(table.split("\n")[0].split("/")[-2:]))
    title, found = rows(table, "MASTER")
    expect(["MASTER", "IDS", "IOMMU", "WINDOW", "GROUP", "VERDICT"], title.split())
    expect([["/usb@80000", "0x100/0x30", "(/iommu@20000)", "any", "-", "refused"],
            ["/ethernet@90000", "0x110/0x18", "(/iommu@20000)", "any", "-", "deferred"]], found)
    _, found = rows(table, "IOMMU")
    expect(["/iommu@20000", "arm-smmu", "2", "0", "4"], found[0][:5])
    for path, verdict in (("/usb@80000", "refused"), ("/ethernet@90000", "deferred")):
        if "\n%s is %s: it " % (path, verdict) not in table:
            raise Wrong("no reason for " + path)


def kernel_is_heeded():
    table = show("--linux", "6.1", os.path.join(FOLDER, "stream-match-overlap/bad.dts"))
    expect([["/usb@80000", "0x100/0x30", "/iommu@20000", "any", "0", "translated"],
            ["/ethernet@90000", "0x110/0x18", "(/iommu@20000)", "any", "-", "dropped"]],
           rows(table, "MASTER")[1])


def verbose_tells_all():
    path = os.path.join(FOLDER, "stream-entries-exhausted/good.dts")
    _, brief = rows(show(path), "MASTER")
    _, full = rows(show("-v", path), "MASTER")
    expect("0x1000/0xff 0x1000 0x1001 +128", brief[0][1])
    expect(131, len(full[0][1].split()))


def json_is_that_of_a_report():
    for path, _ in samples.samples(FOLDER):
        words = ["--format", "json", path]
        report = json.loads(run("check", "--no-config", *words).stdout)
        wanted, got = report["inputs"][0]["topology"], json.loads(show(*words))
        for key in ("iommus", "masters", "memory", "groups"):
            expect(wanted[key], got[key])


def exit_statuses():
    good = os.path.join(FOLDER, "stream-match-overlap/good.dts")
    for wanted, words in ((USAGE, []), (USAGE, [good, good]), (USAGE, ["--format", "text", good]),
                          (USAGE, ["--format", "table", "--format", "json", good]),
                          (USAGE, ["--fail-on", "note", good]), (FAILED, ["no-such-file"]),
                          (FAILED, [FOLDER]),
                          (FAILED, ["--format", "json=/no/such/folder", good]),
                          (FAILED, ["--format", "json=/dev/full", good])):
        ended = run("show", *words)
        if ended.returncode != wanted or not ended.stderr.strip():
            raise Wrong("show %s: exit status %d, expected %d" %
                        (" ".join(words), ended.returncode, wanted))
    with open("/dev/full", "wb") as full:
        expect(FAILED, run("show", good, stdout=full).returncode)


def main():
    samples.need_dtc()
    tap = samples.Tap()
    for test in (table_of_masters, kernel_is_heeded, verbose_tells_all,
                 json_is_that_of_a_report, exit_statuses):
        try:
            test()
            tap.result(test.__name__, [])
        except (Wrong, ValueError, LookupError) as error:
            tap.result(test.__name__, [str(error)])
    tap.end()


if __name__ == "__main__":
    main()
