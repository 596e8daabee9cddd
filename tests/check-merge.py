#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Many machines: shares of the inputs, and one report of the parts."""
import json
import os
import subprocess
import sys
import tempfile

import samples
from blob import hostile_blob

TOOL = os.path.abspath(samples.TOOL)
SHARES = 4


class Bench:
    """A folder of boards, and the reports on them."""

    def __init__(self, folder):
        self.folder = folder
        names = [b"b%d.dtb" % i for i in range(20)] + [b"z.dtb", b"\xff.dtb", b"\xc3\xa9.dtb"]
        os.mkdir(os.path.join(folder, "in"))
        for i, name in enumerate(names):
            self.write(os.path.join(b"in", name), hostile_blob(b"acme,board%d" % (i % 3)))
        self.write(b"in/broken.dtb", hostile_blob()[:100])

    def write(self, name, data):
        with open(os.path.join(os.fsencode(self.folder), name), "wb") as file:
            file.write(data)

    def run(self, *arguments):
        done = subprocess.run([TOOL, *arguments], cwd=self.folder, capture_output=True,
                              check=False, timeout=60)
        return done.returncode, done.stdout

    def save(self, name, *arguments):
        status, out = self.run("check", "--no-config", "--format", "json", *arguments)
        self.write(os.fsencode(name), out)
        return status, out


def share_problems(bench, whole):
    ids = [i["id"] for i in json.loads(whole)["inputs"]]
    found = []
    for k in range(1, SHARES + 1):
        found += [i["id"] for i in json.loads(bench.save("p%d.json" % k, "in", "--shard",
                                                         "%d/%d" % (k, SHARES))[1])["inputs"]]
    return [] if sorted(found) == sorted(ids) else ["the shares are not the whole"]


def merge_problems(bench, whole):
    parts = ["p%d.json" % k for k in range(1, SHARES + 1)]
    for order in (parts, parts[::-1], parts + parts[:1]):
        if bench.run("merge", *order) != (3, whole):
            yield "%s is not the report of one run" % " ".join(order)
    for name in ("text", "sarif", "junit", "github", "gitlab", "gcc"):
        one = bench.run("check", "--no-config", "--format", name, "in")
        if bench.run("merge", "--format", name, *parts) != one:
            yield "%s of the parts differs from that of one run" % name


def clean_problems(bench):
    bench.save("c1.json", "in/b1.dtb", "--fail-on", "never")
    bench.save("c2.json", "in/b2.dtb", "--fail-on", "never")
    if bench.run("merge", "c1.json", "c2.json")[0]:
        yield "findings matter, though both runs had --fail-on never"


def refusal_problems(bench):
    bench.save("old.json", "in/b2.dtb", "--linux", "6.6")
    bench.save("note.json", "in/b2.dtb", "--fail-on", "note")
    bench.save("memory.json", "in/b2.dtb", "--memory", "0:1G")
    bench.save("one.json", "in/b1.dtb")
    bench.write(b"in/b1.dtb", hostile_blob(b"acme,other"))
    bench.save("other.json", "in/b1.dtb")
    bench.write(b"text.json", b"{}")
    bench.write(b"array.json", b"[1, 2]")
    bench.write(b"cut.json", b'{"format": "iommu-lint-report", "format_version": "1.0"')
    bench.write(b"new.json", b'{"format": "iommu-lint-report", "format_version": "2.0"}')
    for name in ("old", "note", "memory", "other", "text", "array", "cut", "new", "absent"):
        status, out = bench.run("merge", "one.json", name + ".json")
        if status != 3 or out:
            yield "%s.json: exit status %d, and output" % (name, status)
    if bench.run("merge")[0] != 2:
        yield "no operand is no usage error"


def damage_problems(bench):
    """No member of a report can be taken away, or be of another type, and crash."""
    status, out = bench.save("good.json", "in/b2.dtb")
    report = json.loads(out)
    for path in sorted(set(places(report, ()))):
        for value in (None, 7, "x", [], {}):
            bench.write(b"bad.json", json.dumps(changed(report, path, value)).encode())
            status, out = bench.run("merge", "bad.json")
            if status not in (0, 1, 3):
                yield "%s = %r: exit status %d" % (path, value, status)
            if status == 3 and out and not json.loads(out)["summary"]["unreadable"]:
                yield "%s = %r: output in spite of the failure" % (path, value)


def places(value, path):
    """Paths of all members; of lists only the first item counts."""
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list) and value:
        yield from places(value[0], path + (0,))


def changed(value, path, new):
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


def future_problems(bench):
    """A part by a newer version may have rules that this one lacks."""
    report = json.loads(bench.save("good.json", "in/b2.dtb")[1])
    for finding in report["findings"]:
        finding["rule"] = "rule-of-tomorrow"
    bench.write(b"future.json", json.dumps(report).encode())
    out = json.loads(bench.run("merge", "future.json")[1])
    if {f["rule"] for f in out["findings"]} != {"rule-of-tomorrow"}:
        yield "the rule's name is lost"
    for name in ("text", "sarif", "junit"):
        if b"rule-of-tomorrow" not in bench.run("merge", "--format", name, "future.json")[1]:
            yield "%s lacks it" % name


def main():
    tap = samples.Tap()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        status, whole = bench.save("whole.json", "in")
        tap.result("an unreadable input counts", [] if status == 3 else ["it does not"])
        tap.result("each input is in one share", share_problems(bench, whole))
        tap.result("the parts make the whole", list(merge_problems(bench, whole)))
        tap.result("the settings of the parts hold", list(clean_problems(bench)))
        tap.result("a damaged report is refused", list(damage_problems(bench)))
        tap.result("unknown rules are kept", list(future_problems(bench)))
        tap.result("what does not fit is refused", list(refusal_problems(bench)))
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
