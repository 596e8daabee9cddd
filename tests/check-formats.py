#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Holds every format against its consumer's rules, over a tree with hostile node names.

Where SARIF_MULTITOOL names the validator of npm's @microsoft/sarif-multitool, SARIF is
given to it as well.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import samples
from blob import NAMES, hostile_blob

LINE = re.compile(r"^[^\n]*:\d+:\d+: (error|warning|note): .* \[[a-z0-9-]+\]$")
COMMAND = re.compile(r"^::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?title=[a-z-]+::.+$")


def run(folder, names, expected, formats=()):
    command = [os.path.abspath(samples.TOOL), "check", "--no-config"] + list(formats) + list(names)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    if done.returncode != expected:
        raise samples.Wrong("exit status %d, expected %d" % (done.returncode, expected))
    return done.stdout


def each_line(pattern):
    def check(data):
        lines = data.decode().split("\n")
        if lines.pop():
            return ["the last line has no end"]
        if not lines:
            return ["there is no line"]
        return ["not of the form: %r" % line for line in lines if not pattern.match(line)]
    return check


def check_text(data):
    data.decode()
    wrong = {byte for byte in data if byte < 0x20 and byte != 0x0a or byte == 0x7f}
    return ["bare control character 0x%02x" % byte for byte in sorted(wrong)]


def both(first, second):
    return lambda data: first(data) + second(data)


def check_json(data):
    report = json.loads(data)
    paths = {finding["subject"]["node"] for finding in report["findings"]}
    wanted = {"/" + name.decode(errors="backslashreplace") for name in NAMES}
    return ["no finding for %r" % path for path in sorted(wanted - paths)]


def check_gitlab(data):
    report = json.loads(data)
    problems = []
    for entry in report:
        if set(entry) != {"description", "check_name", "fingerprint", "severity", "location"}:
            problems.append("members: %s" % sorted(entry))
        if entry["severity"] not in ("info", "minor", "major", "critical", "blocker"):
            problems.append("severity %s" % entry["severity"])
        if entry["location"]["lines"]["begin"] < 1 or not entry["location"]["path"]:
            problems.append("location %s" % entry["location"])
    if len({entry["fingerprint"] for entry in report}) != len(report) or not report:
        problems.append("equal fingerprints, or none")
    return problems


def check_junit(data):
    root = xml.etree.ElementTree.fromstring(data)
    cases = [(c.get("classname"), c.get("name")) for c in root.iter("testcase")]
    problems = [] if cases else ["there is no case"]
    if len(set(cases)) != len(cases):
        problems.append("equal names of cases")
    if not list(root.iter("failure")):
        problems.append("there is no failure")
    return problems


def check_sarif(data):
    log = json.loads(data)
    problems = []
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            problems.append("ruleIndex of %s" % result["ruleId"])
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        if not re.match(r"^[A-Za-z0-9._~/@%-]+$", uri):
            problems.append("uri %r" % uri)
    for rule in rules:
        for key in ("shortDescription", "fullDescription"):
            if not 0 < len(rule[key]["text"]) <= 1024:
                problems.append("%s of %s" % (key, rule["id"]))
    return problems + (validator_problems(data) if os.environ.get("SARIF_MULTITOOL") else [])


def validator_problems(data):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.sarif")
        with open(log, "wb") as file:
            file.write(data)
        done = subprocess.run([os.environ["SARIF_MULTITOOL"], "validate", log, "--rule-kind",
                               "Sarif;Ghas"], capture_output=True, text=True, check=False,
                              env=dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1"))
    lines = done.stdout.splitlines()
    if "Analysis completed successfully." not in lines:
        return ["the validator failed: %s" % done.stdout]
    return [line for line in lines if re.search(r"(error|warning) [A-Z]+\d+:", line)]


CHECKS = {
    "text": check_text,
    "json": both(check_text, check_json),
    "gcc": both(check_text, each_line(LINE)),
    "github": both(check_text, each_line(COMMAND)),
    "gitlab": both(check_text, check_gitlab),
    "junit": both(check_text, check_junit),
    "sarif": both(check_text, check_sarif),
}


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except (samples.Wrong, ValueError, KeyError, IndexError, OSError,
            xml.etree.ElementTree.ParseError) as error:
        return ["%s: %s" % (type(error).__name__, error)]


def main():
    tap = samples.Tap()
    with tempfile.TemporaryDirectory() as folder:
        names = ["board.dtb", "b%c d,:'\"$(x)\n.dtb"]
        for name in names:
            with open(os.path.join(folder, name), "wb") as file:
                file.write(hostile_blob())
        several = ["--format=%s=%s.out" % (name, name) for name in CHECKS]
        tap.result("all formats in one run", attempt(lambda: run(folder, names, 1, several) and []))
        for name, check in CHECKS.items():
            one = run(folder, names, 1, ["--format", name])
            tap.result("%s is what its readers take" % name, attempt(check, one))
            with open(os.path.join(folder, name + ".out"), "rb") as file:
                same = file.read() == one
            tap.result("%s is the same in a file" % name, [] if same else ["it differs"])
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
