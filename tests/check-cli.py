#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The command line: inputs, exit statuses, and the same bytes whatever -j is.

Environment: as for check-samples.py.
"""
import os
import pty
import subprocess
import tempfile

import samples
from samples import DTC, SECONDS, TOOL

SRCDIR = os.environ.get("srcdir", ".")
CLEAN, FINDINGS, USAGE, FAILED = range(4)
CHECK = ["check", "--no-config"]
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*arguments, stdin=b"", stdout=subprocess.PIPE, **environment):
    return subprocess.run([TOOL, *arguments], input=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=SECONDS, check=False, env={**os.environ, **environment})


def expect(wanted, got, what):
    if wanted != got:
        yield "%s: %r, expected %r" % (what, got, wanted)


def status(wanted, *arguments, **more):
    """Problems of a run that must end so, and say why where it is no verdict."""
    ended = run(*arguments, **more)
    what = " ".join(arguments)
    yield from expect(wanted, ended.returncode, what)
    if wanted in (USAGE, FAILED) and not ended.stderr.strip():
        yield "%s: nothing on standard error" % what


class Folder:
    """All samples as blobs, with broken files beside them."""

    def __init__(self, path):
        self.path, self.blobs = path, os.path.join(path, "blobs")
        for source, name in samples.samples(os.path.join(SRCDIR, "samples")):
            out = os.path.join(self.blobs, name[:-1] + "b")
            os.makedirs(os.path.dirname(out), exist_ok=True)
            subprocess.run([DTC, "-q", "-o", out, source], check=True)
        self.bad = os.path.join(self.blobs, "board/board.dtb")
        with open(self.bad, "rb") as file:
            self.bytes = file.read()
        self.good = self.file("good.dtb", self.compile(b"/dts-v1/; / { };"))
        self.empty = self.file("empty.dtb", b"")
        self.text = self.file("text.dtb", b"/dts-v1/;\n" * 10)
        self.cut = self.file("cut.dtb", self.bytes[:-100])
        self.huge = self.file("huge.dtb", self.bytes)
        os.truncate(self.huge, 64 * 1024 * 1024 + 1)
        self.missing = os.path.join(path, "missing.dtb")

    def file(self, name, content):
        path = os.path.join(self.path, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    @staticmethod
    def compile(source):
        return subprocess.run([DTC, "-q"], input=source, capture_output=True, check=True).stdout


@test
def a_verdict_is_the_exit_status(f):
    yield from status(CLEAN, *CHECK, f.good)
    yield from status(FINDINGS, *CHECK, f.bad)
    yield from status(FINDINGS, *CHECK, f.good, f.bad)
    yield from status(FINDINGS, "--no-config", f.bad)
    yield from status(CLEAN, *CHECK, "--fail-on", "never", f.bad)
    yield from status(FINDINGS, *CHECK, "--fail-on=note", f.bad)


@test
def a_severity_can_be_set(f):
    rules = ["--rule=%s=note" % rule for rule in samples.registered_rules()]
    yield from status(CLEAN, *CHECK, *rules, f.bad)
    yield from status(FINDINGS, *CHECK, *rules, "--fail-on", "note", f.bad)
    off = ["--rule=%s=off" % rule for rule in samples.registered_rules()]
    yield from status(CLEAN, *CHECK, *off, "--fail-on", "note", f.bad)


@test
def wrong_usage_is_2(f):
    for words in (["--no-such-option"], ["--format", "no-such-format"], ["--linux", "5.19"],
                  ["--linux", "x"], ["--fail-on", "always"], ["--rule", "no-such-rule=off"],
                  ["--rule", "iommus-truncated"], ["--rule", "iommus-truncated=loud"],
                  ["--memory", "0x1000"], ["--memory", "0xffffffffffffffff:2"], ["-j", "x"],
                  ["--color", "blue"], ["--schemas", f.missing]):
        yield from status(USAGE, *CHECK, *words, f.good)
    yield from status(USAGE, *CHECK)
    yield from status(USAGE, *CHECK, "--format", "text", "--format", "json", f.good)
    yield from status(USAGE, "explain", "no-such-rule")


@test
def schemas_add_and_override(f):
    folder = os.path.join(f.path, "schemas")
    os.makedirs(folder)
    schema = os.path.join(folder, "own.yaml")

    def judge(text):
        f.file(schema, text.encode())
        return run(*CHECK, "--schemas", folder, tree)

    tree = f.file("own.dtb", f.compile(b"""/dts-v1/; / {
        mmu: iommu { compatible = "own,mmu"; #iommu-cells = <1>; };
        dma { compatible = "own,dma"; iommus = <&mmu 0>; }; };"""))
    own = "binding: rockchip\ncompatibles: {driver: ['own,mmu'], source: none}\n"
    if b"does not accept" in run(*CHECK, tree).stdout:
        yield "an unknown binding is judged"
    if b"does not accept" not in judge(own).stdout:
        yield "a compatible that a schema adds is not known"
    if b"does not accept" in judge(own + "cells: {allowed: [1], source: none}\n").stdout:
        yield "a fact that a schema overrides still holds"
    wrong = judge(own + "colour: red\n")
    yield from expect(USAGE, wrong.returncode, "an unknown key")
    yield from expect("iommu-lint: %s:3: unknown key 'colour'\n" % schema,
                      wrong.stderr.decode(), "the reason")


@test
def standard_input_is_an_input(f):
    piped, named = (run(*CHECK, *w, stdin=f.bytes) for w in (["-"], [f.bad]))
    yield from expect(FINDINGS, piped.returncode, "exit status of -")
    yield from expect(named.stdout.count(b"\n"), piped.stdout.count(b"\n"), "lines of the report")
    yield from status(FAILED, *CHECK, "-", stdin=b"")


@test
def a_directory_is_searched(f):
    deep = os.path.join(f.path, "deep/a/b")
    os.makedirs(deep)
    os.link(f.bad, os.path.join(deep, "x.dtb"))
    os.link(f.bad, os.path.join(f.path, "deep/no-tree.txt"))
    yield from status(FINDINGS, *CHECK, os.path.join(f.path, "deep"))
    ended = run(*CHECK, os.path.join(f.path, "deep"))
    if b"deep/a/b/x.dtb: " not in ended.stdout or b"no-tree" in ended.stdout:
        yield "the report names other files than deep/a/b/x.dtb"


@test
def what_cannot_be_read_is_3_and_named(f):
    # The last one opens, but can't be read.
    for path in (f.empty, f.text, f.cut, f.huge, f.missing, "/proc/self/mem"):
        ended = run(*CHECK, path, f.bad)
        yield from expect(FAILED, ended.returncode, path)
        if os.path.basename(path).encode() not in ended.stderr:
            yield "%s: standard error does not name it" % path
        if b"board.dtb: " not in ended.stdout:
            yield "%s: the other input is not reported" % path


@test
def a_failed_write_is_3(f):
    for words in ([*CHECK, f.bad], [*CHECK, "--format", "json", f.good], ["rules"], ["--help"],
                  ["--version"], ["explain"], ["explain", samples.registered_rules()[0]]):
        with open("/dev/full", "wb") as full:
            yield from status(FAILED, *words, stdout=full)
    yield from status(FAILED, *CHECK, "--format", "json=/dev/full", f.good)
    yield from status(FAILED, *CHECK, "--format", "json=%s/no/such" % f.path, f.good)


@test
def the_number_of_threads_changes_nothing(f):
    for kind in ("text", "json"):
        words = [*CHECK, "-v", "--format", kind, f.blobs, f.cut, f.missing]
        alone, many, again = (run(*words, jobs) for jobs in ("-j1", "-j8", "-j8"))
        yield from expect(alone.returncode, many.returncode, kind + ": exit status")
        if not alone.stdout == many.stdout == again.stdout:
            yield kind + ": -j1 and -j8 differ"
        if not alone.stderr == many.stderr == again.stderr:
            yield kind + ": -j1 and -j8 differ on standard error"


@test
def several_formats_in_one_run(f):
    out = os.path.join(f.path, "report.json")
    both = run(*CHECK, "--format", "text", "--format", "json=" + out, f.bad)
    with open(out, "rb") as file:
        written = file.read()
    yield from expect(FINDINGS, both.returncode, "exit status")
    yield from expect(run(*CHECK, f.bad).stdout, both.stdout, "text")
    yield from expect(run(*CHECK, "--format", "json", f.bad).stdout, written, "JSON")


@test
def colour_only_where_it_is_wanted(f):
    wanted = [(False, [], {}), (True, ["--color", "always"], {}),
              (False, ["--color", "never"], {}), (True, ["--color", "always"], {"NO_COLOR": "1"})]
    for colour, words, environment in wanted:
        found = b"\x1b[" in run(*CHECK, *words, f.bad, **environment).stdout
        yield from expect(colour, found, "colour with %s %s" % (words, environment))
    for colour, environment in ((True, {}), (False, {"NO_COLOR": "1"})):
        try:
            found = b"\x1b[" in on_terminal([*CHECK, f.bad], environment)
        except OSError:
            return  # no terminals to be had here
        yield from expect(colour, found, "colour on a terminal with %s" % environment)


def on_terminal(words, environment):
    """What the tool prints on a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen([TOOL, *words], stdout=slave, stdin=subprocess.DEVNULL,
                          env={**os.environ, **environment}):
        os.close(slave)
        text = b""
        try:
            while part := os.read(master, 65536):
                text += part
        except OSError:  # EIO: the other side is closed
            pass
    os.close(master)
    return text


@test
def help_and_version(_):
    for words in (["--help"], ["check", "--help"], ["rules", "--help"], ["--version"]):
        ended = run(*words)
        yield from expect(CLEAN, ended.returncode, " ".join(words))
        if not ended.stdout.startswith((b"Usage: iommu-lint", b"iommu-lint ")):
            yield "%s prints %r..." % (" ".join(words), ended.stdout[:60])


def main():
    samples.need_dtc()
    if os.environ.get("NO_COLOR"):
        del os.environ["NO_COLOR"]
    tap = samples.Tap()
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(path)
        for function in TESTS:
            tap.result(function.__name__.replace("_", " "), list(function(folder)))
    tap.end()


if __name__ == "__main__":
    main()
