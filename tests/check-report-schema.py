#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Validates the JSON report of every sample, and of inputs that fail, by its schema.

Environment: as for check-samples.py.
"""
import json
import os
import subprocess

import jsonschema

import samples
from samples import Sample, Wrong

SRCDIR = os.environ.get("srcdir", ".")
MISSING = "there-is-no-such-file.dtb"


def errors(validator, report):
    found = sorted(validator.iter_errors(report), key=lambda e: list(map(str, e.path)))
    return ["/%s: %s" % ("/".join(map(str, e.path)), e.message[:300]) for e in found[:10]]


def failed_report():
    run = subprocess.run([samples.TOOL, "check", "--no-config", "--format", "json", MISSING],
                         stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if run.returncode != 3:
        raise Wrong("exit status %d, expected 3" % run.returncode)
    report = json.loads(run.stdout)
    if not report["inputs"][0]["error"]:
        raise Wrong("inputs[0].error says nothing")
    return report


def main():
    samples.need_dtc()
    with open(os.path.join(SRCDIR, "schemas/report.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    checker = jsonschema.validators.validator_for(schema)
    tap = samples.Tap()
    try:
        checker.check_schema(schema)
        tap.result("report.schema.json is a schema", [])
    except jsonschema.SchemaError as error:
        tap.result("report.schema.json is a schema", [error.message])
        tap.end()
    validator = checker(schema)
    reports = [(name, lambda p=path, n=name: Sample(p, n).report())
               for path, name in samples.samples(os.path.join(SRCDIR, "samples"))]
    for name, make in reports + [("an input that is not there", failed_report)]:
        try:
            wrong = errors(validator, make())
        except (Wrong, ValueError) as error:
            wrong = [str(error)]
        tap.result(name, wrong)
    tap.end()


if __name__ == "__main__":
    main()
