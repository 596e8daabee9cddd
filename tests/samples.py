# SPDX-License-Identifier: BSD-2-Clause
"""The samples: device-tree sources that say in comments what the tool must report.

    /* expect: SEVERITY RULE NODE [PROPERTY | PROPERTY[INDEX]] */
    /* not-checked: RULE */
    /* verdict: VERDICT MASTER [with nobody | with MASTER...] */
    /* linux: VERSION */
    /* options: OPTION... */       @HERE@ stands for the sample's folder
"""
import json
import os
import re
import subprocess
import sys
import tempfile

COMMENT = re.compile(r"/\*\s*(expect|not-checked|verdict|linux|options):\s*(.*?)\s*\*/", re.S)
PLACE = re.compile(r"^(?P<property>[^\[\]]+)(\[(?P<index>\d+)\])?$")
SEVERITIES = ("note", "warning", "error")
TOOL = os.environ.get("IOMMU_LINT", "./iommu-lint")
DTC = os.environ.get("DTC", "dtc")
SECONDS = 60


class Wrong(Exception):
    """A sample that cannot be read, compiled or judged."""


class Sample:
    def __init__(self, path, name):
        self.path, self.name = path, name
        self.folder, self.file = name.split("/")[-2:]
        self.expected, self.verdicts, self.not_checked, self.options = [], [], [], []
        with open(path, encoding="utf-8") as file:
            for key, value in COMMENT.findall(file.read()):
                self.take(key, value.split())

    def take(self, key, words):
        if key == "expect":
            self.expected.append(expectation(words))
        elif key == "verdict":
            self.verdicts.append((words[0], words[1], partners(words[2:])))
        elif key == "not-checked":
            self.not_checked += words
        elif key == "linux":
            self.options += ["--linux"] + words
        else:
            self.options += [word.replace("@HERE@", os.path.dirname(self.path)) for word in words]

    def report(self):
        """What the tool says about the sample, as parsed JSON."""
        command = [TOOL, "check", "--no-config", "--format", "json"] + self.options
        with tempfile.TemporaryDirectory() as folder:
            blob = os.path.join(folder, "sample.dtb")
            output(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", blob, self.path], DTC, (0,))
            text = output(command + [blob], TOOL, (0, 1))
        try:
            report = json.loads(text)
        except ValueError as error:
            raise Wrong("the report is not JSON: %s" % error) from error
        for item in report["inputs"]:
            if item.get("error"):
                raise Wrong("not analysed: %s" % item["error"])
        return report


def expectation(words):
    """(severity, rule, node, property, index) of the words of one expect line."""
    if len(words) not in (3, 4) or words[0] not in SEVERITIES:
        raise Wrong("cannot read: expect: %s" % " ".join(words))
    if len(words) == 3:
        return (*words, None, None)
    place = PLACE.match(words[3])
    if not place:
        raise Wrong("not a property or property[index]: %s" % words[3])
    index = place["index"]
    return (*words[:3], place["property"], None if index is None else int(index))


def partners(words):
    """None where nothing is said about the group."""
    if not words:
        return None
    if words[0] != "with" or len(words) < 2:
        raise Wrong("cannot read: verdict: ... %s" % " ".join(words))
    return set() if words[1:] == ["nobody"] else set(words[1:])


def output(command, program, statuses, given=b""):
    try:
        run = subprocess.run([program] + command[1:], input=given, capture_output=True,
                             timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Wrong(str(error)) from error
    if run.returncode not in statuses:
        raise Wrong("%s: exit status %d: %s" % (os.path.basename(program), run.returncode,
                                                run.stderr.decode(errors="replace").strip()))
    return run.stdout


def samples(folder):
    """Paths of all samples below the folder, as (path, name), sorted by name."""
    for rule in sorted(os.listdir(folder) if os.path.isdir(folder) else ()):
        inside = os.path.join(folder, rule)
        if os.path.isdir(inside):
            for file in sorted(os.listdir(inside)):
                if file.endswith(".dts"):
                    yield os.path.join(inside, file), "%s/%s" % (rule, file)


def registered_rules():
    """Names of the rules that the tool lists: the first word of each line of `rules`."""
    lines = output(["", "rules"], TOOL, (0,)).decode().splitlines()
    words = [line.split() for line in lines]
    return [line[0] for line in words if set(line[1:4]) & set(SEVERITIES)]


def skip(why):
    """Ends a test that lacks something: skipped, but failed where CI is set."""
    if os.environ.get("CI"):
        print("1..1\nnot ok 1 - %s" % why)
        sys.exit(1)
    print("1..0 # SKIP %s" % why)
    sys.exit(0)


def need_dtc():
    try:
        subprocess.run([DTC, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        skip("dtc is missing (Debian: device-tree-compiler)")


class Tap:
    """Prints results in the Test Anything Protocol."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def result(self, name, problems, todo=""):
        """With todo, problems are a known gap."""
        self.count += 1
        self.failed += bool(problems and not todo)
        print("%sok %d - %s%s" % ("not " if problems else "", self.count, name,
                                  " # TODO " + todo if problems and todo else ""))
        for problem in problems:
            print("#   " + problem.replace("\n", "\n#   "))

    def end(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)
