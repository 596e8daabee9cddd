#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Baselines and configuration files, as a project uses them."""
import json
import os
import subprocess
import sys
import tempfile

import samples
from blob import NAMES, Blob, cell, hostile_blob

TOOL = os.path.abspath(samples.TOOL)
RULE = "iommus-dangling-phandle"
DAY = 24 * 3600
TODAY = 1790000000  # 2026-09-21


def board(compatible, nodes, phandle=0x7777, extra=b""):
    """A board with a bad phandle in each of the nodes."""
    blob = Blob()
    blob.begin(b"")
    blob.set(b"compatible", compatible + b"\0")
    if extra:
        blob.set(b"comment", extra)
    for name in nodes:
        blob.begin(name)
        blob.set(b"compatible", b"acme," + name.split(b"@")[0] + b"\0")
        blob.set(b"iommus", cell(phandle, 1))
        blob.end()
    blob.end()
    return blob.bytes()


class Project:
    """A folder with a repository, boards and what the project says of them."""

    def __init__(self, folder):
        self.folder, self.today = folder, TODAY
        self.write("repo/.git/HEAD", b"")
        self.write("repo/out/one.dtb", board(b"acme,one", [b"usb@1", b"sata@2"]))
        self.write("repo/out/two.dtb", board(b"acme,two", [b"usb@1"]))

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="ascii") as file:
            return file.read()

    def run(self, *arguments, folder="repo"):
        done = subprocess.run([TOOL, "check", *arguments],
                              cwd=os.path.join(self.folder, folder), capture_output=True,
                              check=False, timeout=60,
                              env=dict(os.environ, SOURCE_DATE_EPOCH=str(self.today)))
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json(self, *arguments, folder="repo"):
        status, out, err = self.run("--format", "json", *arguments, folder=folder)
        if status not in (0, 1):
            raise samples.Wrong("exit status %d: %s" % (status, err))
        return status, json.loads(out)

    def states(self, *arguments, folder="repo"):
        """{(input, node): state} of the rule's findings."""
        report = self.json(*arguments, folder=folder)[1]
        return {(os.path.basename(f["input"]), f["subject"]["node"]): f["state"]
                for f in report["findings"] if f["rule"] == RULE}


def expect(got, wanted, what):
    if got != wanted:
        raise samples.Wrong("%s: %r, expected %r" % (what, got, wanted))


def adopt(project):
    """One command takes up what is there; the next run shows only what is added."""
    expect(project.run("out", "--baseline", "bl.json")[0], 2, "a baseline that is not there")
    expect(project.run("out", "--update-baseline")[0], 2, "no file to update")
    status, out, _ = project.run("out", "--baseline", "bl.json", "--update-baseline")
    expect(status, 0, "exit status of the update")
    first = project.read("repo/bl.json")
    entries = json.loads(first)["entries"]
    expect({e["added"] for e in entries}, {"2026-09-21"}, "dates")
    status, out, _ = project.run("out", "--baseline", "bl.json")
    expect(status, 0, "exit status with the baseline")
    if RULE in out or "known" not in out:
        raise samples.Wrong("known findings are shown: %s" % out)
    project.write("repo/out/two.dtb", board(b"acme,two", [b"usb@1", b"pcie@3"]))
    status, out, _ = project.run("out", "--baseline", "bl.json")
    expect(status, 1, "exit status with one more")
    if out.count("[%s]" % RULE) != 1 or "/pcie@3" not in out:
        raise samples.Wrong("not only what is new: %s" % out)
    project.today += DAY
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    second = project.read("repo/bl.json").splitlines()
    gone = [line for line in first.splitlines() if line not in second and line + "," not in second]
    expect(gone, [], "lines that changed though nothing did")
    expect({e["added"] for e in json.loads("\n".join(second))["entries"]},
           {"2026-09-21", "2026-09-22"}, "dates after the second update")


def edits_do_not_matter(project):
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    project.write("repo/out/one.dtb", board(b"acme,one", [b"sata@2", b"usb@1"], 0x1234, b"x"))
    expect(project.run("out", "--baseline", "bl.json")[0], 0, "exit status after a reordering")


def fixed_entries(project):
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    project.write("repo/out/one.dtb", board(b"acme,one", [b"usb@1"]))
    report = project.json("out", "--baseline", "bl.json")[1]
    stale = report["run"]["stale"]
    expect([(s["rule"], s["node"], s["board"]) for s in stale if s["rule"] == RULE],
           [(RULE, "/sata@2", ["acme,one"])], "stale entries")
    out = project.run("out", "--baseline", "bl.json")[1]
    if "no longer found" not in out:
        raise samples.Wrong("the text says nothing: %s" % out)
    report = project.json("out/two.dtb", "--baseline", "bl.json")[1]
    expect(report["run"]["stale"], [], "entries of boards that were not judged")
    report = project.json("out", "--baseline", "bl.json", "--rule", RULE + "=off")[1]
    expect([s for s in report["run"]["stale"] if s["rule"] == RULE], [], "a rule that is off")
    project.run("out/two.dtb", "--baseline", "bl.json", "--update-baseline")
    nodes = {(e["board"][0], e["node"]) for e in json.loads(project.read("repo/bl.json"))["entries"]
             if e["rule"] == RULE}
    expect(nodes, {("acme,one", "/usb@1"), ("acme,one", "/sata@2"), ("acme,two", "/usb@1")},
           "entries after an update with one board")
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    if "/sata@2" in project.read("repo/bl.json"):
        raise samples.Wrong("the update keeps a stale entry")


def reasons_and_expiry(project):
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    baseline = json.loads(project.read("repo/bl.json"))
    for entry in baseline["entries"]:
        if entry["rule"] == RULE and entry["board"] == ["acme,two"]:
            entry["reason"], entry["expires"] = "until rev B", "2026-09-21"
    project.write("repo/bl.json", json.dumps(baseline))
    report = project.json("out", "--baseline", "bl.json")[1]
    reasons = {f["reason"] for f in report["findings"] if f["rule"] == RULE}
    expect(reasons, {None, "until rev B"}, "reasons")
    project.today += DAY
    status, out, _ = project.run("out", "--baseline", "bl.json")
    expect(status, 1, "exit status on the day after")
    if "expired on 2026-09-21" not in out:
        raise samples.Wrong("the text does not say that it expired: %s" % out)
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    expect(project.run("out", "--baseline", "bl.json")[0], 1, "an update renews no date")
    if "until rev B" not in project.read("repo/bl.json"):
        raise samples.Wrong("the update loses the reason")


def hostile_names(project):
    project.write("repo/out/one.dtb", hostile_blob())
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    expect(project.run("out", "--baseline", "bl.json")[0], 0, "exit status")
    entries = [e for e in json.loads(project.read("repo/bl.json"))["entries"] if e["rule"] == RULE]
    expect(len(entries), len(NAMES) + 1, "number of entries")
    project.write("repo/out/one.dtb", board(b"acme,\xff\x1b[0m", []))
    report = project.json("out", "--baseline", "bl.json")[1]
    expect(len([s for s in report["run"]["stale"] if s["rule"] == RULE]), len(NAMES), "stale ones")


def bad_baselines(project):
    good = {"format": "iommu-lint-baseline", "format_version": "1.0", "entries": []}
    entry = {"rule": RULE, "node": "/", "board": [], "added": "2026-01-01", "fingerprint": "0"}
    for bad in ("", "[]", "{}", dict(good, format="x"), dict(good, format_version="2.0"),
                dict(good, entries=7), dict(good, entries=[7]), dict(good, entries=[{}]),
                dict(good, entries=[dict(entry, expires="soon")])):
        project.write("repo/bad.json", bad if isinstance(bad, str) else json.dumps(bad))
        status, out, err = project.run("out", "--baseline", "bad.json")
        expect((status, out, "bad.json" in err), (2, "", True), "with %r" % bad)
    project.write("repo/bad.json", json.dumps(dict(good, entries=[entry])))
    expect(project.run("out", "--baseline", "bad.json")[0], 1, "with a good one")
    status, _, err = project.run("out", "--baseline", "no/such/folder.json", "--update-baseline")
    expect((status, "no/such/folder.json" in err), (3, True), "one that can't be written")


def allowed(project):
    project.write("repo/.iommu-lint.yaml", """
rules:
  %s: warning
allow:
  - rule: %s
    node: /usb@*
    board: acme,one
    reason: no IOMMU is fitted
    expires: 2026-09-21
  - rule: %s
    compatible: acme,sata
    reason: firmware adds it
""" % (RULE, RULE, RULE))
    status, report = project.json("out")
    expect(status, 0, "exit status with warnings only")
    found = {(f["input"], f["subject"]["node"]): (f["severity"], f["state"], f["reason"])
             for f in report["findings"] if f["rule"] == RULE}
    expect(found, {
        ("out/one.dtb", "/usb@1"): ("warning", "suppressed", "no IOMMU is fitted"),
        ("out/one.dtb", "/sata@2"): ("warning", "suppressed", "firmware adds it"),
        ("out/two.dtb", "/usb@1"): ("warning", "new", None),
    }, "findings")
    expect(report["run"]["config"], [".iommu-lint.yaml"], "configuration")
    expect(project.json("out", "--rule", RULE + "=error")[0], 1, "the command line counts more")
    project.today += DAY
    report = project.json("out")[1]
    expired = {f["input"]: f["expired"] for f in report["findings"] if f["expired"]}
    expect(expired, {"out/one.dtb": ".iommu-lint.yaml:5: allowance of %s expired on 2026-09-21"
                                    % RULE}, "expired")
    if "allowance of" not in project.run("out")[1]:
        raise samples.Wrong("the text does not say so")


def memory_of_boards(project):
    project.write("repo/.iommu-lint.yaml", """
memory:
  - board: acme,t*
    ranges: [0x80000000:1G, 0x100000000:2G]
""")
    def memory(*options):
        inputs = project.json("out", *options)[1]["inputs"]
        return {i["path"]: [(m["base"], m["size"]) for m in i["topology"]["memory"]]
                for i in inputs}
    two = [("0x80000000", "0x40000000"), ("0x100000000", "0x80000000")]
    expect(memory(), {"out/one.dtb": [], "out/two.dtb": two}, "memory")
    given = [("0x0", "0x1000")]
    expect(memory("--memory", "0:4K"), {"out/one.dtb": given, "out/two.dtb": given}, "memory")


def where_it_is_found(project):
    off = "rules: {%s: off}\n" % RULE
    one = {("one.dtb", "/usb@1"): "new", ("one.dtb", "/sata@2"): "new"}
    two = {("two.dtb", "/usb@1"): "new"}
    both = {**one, **two}
    expect(project.states("out"), both, "without a file")
    project.write("above.yaml", off)
    os.rename(os.path.join(project.folder, "above.yaml"),
              os.path.join(project.folder, ".iommu-lint.yaml"))
    expect(project.states("out"), both, "a file above the repository")
    expect(project.states("repo/out", folder="."), {}, "the current folder's file")
    os.remove(os.path.join(project.folder, ".iommu-lint.yaml"))
    project.write("repo/.iommu-lint.yaml", off)
    expect(project.states("out"), {}, "the repository's file")
    expect(project.states("one.dtb", "two.dtb", folder="repo/out"), {}, "from below")
    expect(project.states("repo/out", folder="."), {}, "from above")
    expect(project.states(os.path.join(project.folder, "repo/out")), {}, "by a full path")
    expect(project.states("--no-config", "out"), both, "with --no-config")
    project.write("repo/out/.iommu-lint.yaml", "rules: {}\n")
    expect(project.states("out"), both, "the nearest file")
    expect(project.states("--config", ".iommu-lint.yaml", "out"), {}, "with --config")
    project.write("elsewhere/three.dtb", board(b"acme,three", [b"usb@1"]))
    expect(project.states("../elsewhere/three.dtb"), {}, "the current folder's, for others")
    expect(project.states("../elsewhere/three.dtb", folder="elsewhere"),
           {("three.dtb", "/usb@1"): "new"}, "outside of any repository")
    project.write("repo/.iommu-lint.yaml", "rules: {x: off}\n")
    status, out, err = project.run("--config", ".iommu-lint.yaml", "out")
    expect((status, out), (2, ""), "a wrong file")
    if ".iommu-lint.yaml:1: no rule is called x" not in err:
        raise samples.Wrong("the message: %s" % err)


def show(project):
    project.write("repo/.iommu-lint.yaml", """rules:
  %s: note
allow:
  - rule: %s
    node: /usb@1
    reason: because
    expires: 2026-01-01
memory:
  - board: acme,*
    ranges: [0:1G]
""" % (RULE, RULE))
    status, out, _ = project.run("--show-config", "out", "--rule", "iommus-cycle=off",
                                 "--fail-on", "warning")
    expect((status, out), (0, """linux: 7.2  # default
fail-on: warning  # --fail-on
configuration: .iommu-lint.yaml
rules:
  %s: note  # .iommu-lint.yaml:2
  iommus-cycle: off  # --rule
allow:
  - rule: %s  # .iommu-lint.yaml:4, expired
    node: /usb@1
    reason: because
    expires: 2026-01-01
memory:
  - board: acme,*  # .iommu-lint.yaml:9
    ranges: [0x0:0x40000000]
""" % (RULE, RULE)), "output")


def merged(project):
    """The parts of a run with a baseline and a configuration make its report."""
    project.write("repo/.iommu-lint.yaml", "rules: {%s: warning}\n" % RULE)
    project.run("out", "--baseline", "bl.json", "--update-baseline")
    project.write("repo/out/one.dtb", board(b"acme,one", [b"usb@1"]))
    project.write("repo/out/copy.dtb", board(b"acme,two", []))
    whole = project.run("out", "--baseline", "bl.json", "--format", "json")[1]
    parts = []
    for name in ("copy", "one", "two"):
        project.run("out/%s.dtb" % name, "--baseline", "bl.json", "--format", "json=%s.json" % name)
        parts.append("%s.json" % name)
    done = subprocess.run([TOOL, "merge", *parts], cwd=os.path.join(project.folder, "repo"),
                          capture_output=True, check=False, timeout=60)
    if done.stdout.decode() != whole:
        raise samples.Wrong("the merged report differs")


TESTS = (adopt, edits_do_not_matter, fixed_entries, reasons_and_expiry, hostile_names,
         bad_baselines, allowed, memory_of_boards, where_it_is_found, show, merged)


def main():
    tap = samples.Tap()
    for test in TESTS:
        with tempfile.TemporaryDirectory() as folder:
            problems = []
            try:
                test(Project(folder))
            except (samples.Wrong, OSError, ValueError, KeyError) as error:
                problems = ["%s: %s" % (type(error).__name__, error)]
        tap.result(test.__name__, problems)
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
