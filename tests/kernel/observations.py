# SPDX-License-Identifier: BSD-2-Clause
"""The records: one file a tree, a line for each device, so that a diff can be read."""
import glob
import hashlib
import json
import os
import threading

import boot

TREES = os.path.join(boot.HERE, "trees")
DIRECTORY = os.path.join(boot.HERE, "observations")
LOCK = threading.Lock()


def trees():
    paths = glob.glob(os.path.join(TREES, "*.dts"))
    return sorted(os.path.splitext(os.path.basename(path))[0] for path in paths)


def tree_path(name):
    return os.path.join(TREES, name + ".dts")


def path(name):
    return os.path.join(DIRECTORY, name + ".json")


def versions(name):
    """The kernels that the tree is for: all, or those of its directive."""
    only = boot.Directives(boot.source_text(tree_path(name))).words("kernel")
    return only or ["6.1", "7.2"]


def fingerprint(name):
    return hashlib.sha256(boot.source_text(tree_path(name)).encode()).hexdigest()[:16]


class Observed:
    """What is known of one tree."""

    def __init__(self, name, kernels):
        self.name, self.kernels = name, kernels

    def is_current(self, version):
        known = self.kernels.get(version)
        return bool(known) and known["tree"] == fingerprint(self.name)


def read(name):
    if not os.path.exists(path(name)):
        return Observed(name, {})
    with open(path(name)) as opened:
        return Observed(name, json.load(opened))


def write_banner(version, banner):
    """Which build of the kernel was booted last, in a file of its own."""
    os.makedirs(DIRECTORY, exist_ok=True)
    with open(os.path.join(DIRECTORY, "linux-" + version), "w") as out:
        out.write(banner + "\n")


def write(name, version, record):
    with LOCK:
        kernels = read(name).kernels
        kernels[version] = {"tree": fingerprint(name), **record}
        os.makedirs(DIRECTORY, exist_ok=True)
        with open(path(name), "w") as out:
            out.write(text(kernels))


def text(kernels):
    """JSON with a line for each device and message."""
    parts = []
    for version, known in sorted(kernels.items()):
        lines = []
        for key, value in known.items():
            lines.append('  %s: %s' % (json.dumps(key), block(value)))
        parts.append('"%s": {\n%s\n}' % (version, ",\n".join(lines)))
    return "{\n%s\n}\n" % ",\n".join(parts)


def block(value):
    if isinstance(value, dict) and value:
        lines = ("    %s: %s" % (json.dumps(k), json.dumps(v)) for k, v in value.items())
        return "{\n%s\n  }" % ",\n".join(lines)
    if isinstance(value, list) and value:
        return "[\n%s\n  ]" % ",\n".join("    " + json.dumps(v) for v in value)
    return json.dumps(value)
