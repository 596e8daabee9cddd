#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Inputs that are no DTB, and findings with source lines."""
import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile

TOOL = os.path.abspath(os.environ.get("IOMMU_LINT", "./iommu-lint"))
DTC = os.environ.get("DTC") or "dtc"

SOC = """\
#define SID_USB 0x20
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "vendor,board";
	soc: soc {
		compatible = "simple-bus";
		#address-cells = <1>;
		#size-cells = <1>;
		ranges;

		smmu: iommu@15000000 {
			compatible = "arm,smmu-v3";
			reg = <0x15000000 0x20000>;
			#iommu-cells = <1>; dma-coherent;
		};

		usb0: usb@a600000 {
			compatible = "generic-xhci";
			reg = <0xa600000 0x10000>;
			iommus = <&smmu SID_USB>;
		};
	};
};
"""
BOARD = """\
/dts-v1/;
#include "soc.dtsi"

&usb0 {
	dma-coherent;
	iommus = <&smmu SID_USB>,
		 <&smmu 0x21>, <&smmu 0x20>;
};
"""
OVERLAY = """\
/dts-v1/;
/plugin/;

&usb0 {
	iommus = <&smmu 0x30>, <&smmu 0x30>;
};
"""
RULE = "iommus-duplicate-entry"


class Bench:
    """A folder with sources, and the tool run in it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="iommu-lint-source.")
        self.write("soc.dtsi", SOC)
        self.write("board.dts", BOARD)
        self.write("hat.dtso", OVERLAY)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def run(self, *command, where=".", status=(0,), environment=None):
        done = subprocess.run(command, cwd=self.path(where), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60,
                              env=dict(os.environ, **(environment or {})))
        if done.returncode not in status:
            raise AssertionError("%s: exit status %d: %s" % (
                " ".join(command), done.returncode, done.stderr.decode()))
        return done

    def compile(self, source, target, *options):
        text = self.run("cpp", "-nostdinc", "-undef", "-x", "assembler-with-cpp", source).stdout
        self.write(target + ".tmp", text)
        self.run(DTC, "-q", "-I", "dts", "-O", "dtb", "-o", target, *options, target + ".tmp")
        os.rename(self.path(target + ".tmp"), self.path(beside(target, ".dts.tmp")))

    def lint(self, *operands, where=".", status=(0,), environment=None):
        done = self.run(TOOL, "check", "--no-config", "--format", "json", *operands, where=where,
                        status=status, environment=environment)
        return json.loads(done.stdout)


def beside(path, suffix):
    folder, name = os.path.split(path)
    return os.path.join(folder, "." + name + suffix)


def subject(report, rule=RULE):
    found = [f for f in report["findings"] if f["rule"] == rule]
    assert len(found) == 1, "%d findings of %s" % (len(found), rule)
    return found[0]["subject"]


def place(report):
    where = subject(report)
    return where["file"], where["line"], where["column"]


def equal(got, expected):
    assert got == expected, "got %r, expected %r" % (got, expected)


def kernel_tree(bench, options=()):
    """A folder as Linux' build leaves it: source, command and blob."""
    folder = "arch/arm64/boot/dts/acme"
    for name in ("soc.dtsi", "board.dts", "hat.dtso"):
        bench.write(os.path.join(folder, name), bench.read(name))
    target = os.path.join(folder, "board.dtb")
    bench.compile(os.path.join(folder, "board.dts"), target, *options)
    bench.write(beside(target, ".cmd"),
                "savedcmd_%s := gcc -E -isystem x %s ; ./scripts/dtc/dtc -o %s -b 0 %s %s\n"
                % (target, target, target, " ".join(options), beside(target, ".dts.tmp")))
    return folder, target


def source_as_input(bench):
    report = bench.lint("board.dts")
    equal(place(report), ("board.dts", 6, 2))
    equal(report["inputs"][0]["kind"], "dts")
    equal(report["inputs"][0]["source_map"], {"state": "used", "from": "source", "why": None})


def property_of_an_include(bench):
    bench.write("plain.dts", BOARD.replace("iommus = <&smmu SID_USB>,\n\t\t <&smmu 0x21>, <&smmu 0x20>;", ""))
    bench.write("soc.dtsi", SOC.replace("<&smmu SID_USB>", "<&smmu SID_USB>, <&smmu 0x20>"))
    equal(place(bench.lint("plain.dts")), ("soc.dtsi", 21, 4))


def source_given(bench):
    bench.compile("board.dts", "board.dtb")
    os.remove(bench.path(".board.dtb.dts.tmp"))
    equal(place(bench.lint("board.dtb")), (None, None, None))
    equal(place(bench.lint("--source", "board.dts", "board.dtb")), ("board.dts", 6, 2))


def kernel_build_tree(bench):
    folder, target = kernel_tree(bench)
    expected = (os.path.join(folder, "board.dts"), 6, 2)
    equal(place(bench.lint(target)), expected)
    equal(place(bench.lint("arch")), expected)


def kernel_build_tree_from_below(bench):
    folder, _ = kernel_tree(bench)
    equal(place(bench.lint("board.dtb", where=folder)),
          ("../../../../../" + os.path.join(folder, "board.dts"), 6, 2))


def kernel_build_tree_from_elsewhere(bench):
    _, target = kernel_tree(bench)
    equal(place(bench.lint(bench.path(target), where="/")),
          (bench.path("arch/arm64/boot/dts/acme/board.dts"), 6, 2))


def changed_source_gives_no_line(bench):
    _, target = kernel_tree(bench)
    source = beside(target, ".dts.tmp")
    bench.write(source, bench.read(source).replace(b"0x21", b"0x22"))
    report = bench.lint(target)
    equal(place(report), (None, None, None))
    equal(report["inputs"][0]["source_map"], {"state": "stale", "from": "kbuild",
                                            "why": "its source makes another tree"})
    text = bench.run(TOOL, "--no-config", target).stdout.decode()
    assert "no source lines" in text and "stale" in text, text


def renumbered_phandles_are_the_same(bench):
    _, target = kernel_tree(bench)
    source = beside(target, ".dts.tmp")
    bench.write(source, bench.read(source).replace(
        b"smmu: iommu@15000000 {", b"smmu: iommu@15000000 {\n\t\t\tphandle = <0x77>;"))
    equal(bench.lint(target)["inputs"][0]["source_map"]["state"], "used")


def composed_tree(bench):
    folder, target = kernel_tree(bench, ("-@",))
    overlay = os.path.join(folder, "hat.dtbo")
    bench.compile(os.path.join(folder, "hat.dtso"), overlay, "-@")
    bench.write(beside(overlay, ".cmd"),
                "savedcmd_%s := gcc ; ./scripts/dtc/dtc -o %s\n" % (overlay, overlay))
    whole = os.path.join(folder, "board-hat.dtb")
    bench.run("fdtoverlay", "-o", whole, "-i", target, overlay)
    bench.write(beside(whole, ".cmd"), "savedcmd_%s := ./scripts/dtc/fdtoverlay -o %s -i %s %s \n"
                % (whole, whole, target, overlay))
    report = bench.lint(whole)
    equal(place(report), (os.path.join(folder, "hat.dtso"), 5, 2))
    equal(report["inputs"][0]["source_map"], {"state": "used", "from": "kbuild", "why": None})


def comment_allows(bench):
    bench.write("board.dts", BOARD.replace(
        "\tiommus", "\t/* iommu-lint: allow %s -- known since rev B */\n\tiommus" % RULE))
    report = bench.lint("--fail-on", "note", "board.dts")
    equal([f["state"] for f in report["findings"]], ["suppressed"])
    bench.write("board.dts", BOARD.replace(
        "\tiommus", "\t/* iommu-lint: allow iommus-cycle -- another rule */\n\tiommus"))
    report = bench.lint("--fail-on", "note", "board.dts", status=(1,))
    equal([f["state"] for f in report["findings"]], ["new"])


def name_with_shell_characters(bench):
    name = "a b;$(touch pwned)`touch pwned`'.dts"
    bench.write(name, BOARD)
    equal(place(bench.lint(name))[0], name)
    assert not os.path.exists(bench.path("pwned"))


def broken_source(bench):
    bench.write("board.dts", BOARD + "\n&nobody { };\n")
    report = bench.lint("board.dts", "soc.dtsi", status=(3,))
    errors = {i["path"]: i["error"] for i in report["inputs"]}
    assert "nobody" in errors["board.dts"], errors
    assert "magic" in errors["soc.dtsi"], errors


def compiler_missing(bench):
    report = bench.lint("board.dts", status=(3,), environment={"DTC": "no-such-dtc"})
    assert "no-such-dtc" in report["inputs"][0]["error"], report["inputs"][0]["error"]


def overlay_option(bench):
    bench.compile("board.dts", "board.dtb", "-@")
    bench.compile("hat.dtso", "hat.dtbo", "-@")
    for overlay in ("hat.dtbo", "hat.dtso"):
        report = bench.lint("--overlay", overlay, "board.dtb")
        equal(report["inputs"][0]["kind"], "composed")
        equal(report["inputs"][0]["overlays"], [overlay])
        equal(report["inputs"][0]["topology"]["masters"][0]["streams"][0]["specifier"], ["0x30"])


def overlay_alone(bench):
    bench.compile("hat.dtso", "hat.dtbo", "-@")
    report = bench.lint("hat.dtbo", status=(3,))
    equal(report["inputs"][0]["kind"], "dtbo")
    assert "--overlay" in report["inputs"][0]["error"], report["inputs"][0]["error"]


def overlay_without_symbols(bench):
    bench.compile("board.dts", "board.dtb")
    bench.compile("hat.dtso", "hat.dtbo", "-@")
    report = bench.lint("--overlay", "hat.dtbo", "board.dtb", status=(3,))
    assert "dtc -@" in report["inputs"][0]["error"], report["inputs"][0]["error"]


def fit_image(bench):
    bench.compile("board.dts", "board.dtb")
    blob = bench.read("board.dtb")
    bench.write("board.dtb.gz", gzip.compress(blob))
    bench.write("image.its", """\
/dts-v1/;
/ {
	images {
		kernel { type = "kernel"; data = [00]; };
		fdt-1 { type = "flat_dt"; data = /incbin/("board.dtb"); };
		fdt-2 { type = "flat_dt"; compression = "gzip"; data = /incbin/("board.dtb.gz"); };
		fdt-3 { type = "flat_dt"; compression = "lzma"; data = /incbin/("board.dtb"); };
		fdt-4 { type = "flat_dt"; data-offset = <0>; data-size = <%d>; };
		fdt-5 { type = "flat_dt"; data-offset = <0>; data-size = <0x7fffffff>; };
	};
};
""" % len(blob))
    bench.run(DTC, "-q", "-O", "dtb", "-o", "image.itb", "image.its")
    bench.write("image.itb", bench.read("image.itb") + blob)
    report = bench.lint("image.itb", status=(3,))
    equal([i["id"] for i in report["inputs"]], ["image.itb:fdt-%d" % n for n in range(1, 6)])
    equal([i["kind"] for i in report["inputs"]], ["fit"] * 5)
    errors = [i["error"] for i in report["inputs"]]
    equal([bool(e) for e in errors], [False, False, True, False, True])
    assert "lzma" in errors[2] and "outside" in errors[4], errors
    equal(len([f for f in report["findings"] if f["rule"] == RULE]), 3)


def unpacked_tree(bench):
    files = {
        "base/#address-cells": struct.pack(">I", 1),
        "base/#size-cells": struct.pack(">I", 1),
        "base/compatible": b"vendor,board\0",
        "base/name": b"\0",
        "base/iommu@15000000/compatible": b"arm,smmu-v3\0",
        "base/iommu@15000000/reg": struct.pack(">II", 0x15000000, 0x20000),
        "base/iommu@15000000/#iommu-cells": struct.pack(">I", 1),
        "base/iommu@15000000/phandle": struct.pack(">I", 1),
        "base/usb@a600000/compatible": b"generic-xhci\0",
        "base/usb@a600000/reg": struct.pack(">II", 0xa600000, 0x10000),
        "base/usb@a600000/iommus": struct.pack(">IIII", 1, 0x20, 1, 0x20),
    }
    for name, value in files.items():
        bench.write(name, value)
    report = bench.lint("base")
    equal(report["inputs"][0]["kind"], "fs")
    equal(subject(report)["node"], "/usb@a600000")


TESTS = [source_as_input, property_of_an_include, source_given, kernel_build_tree,
         kernel_build_tree_from_below, kernel_build_tree_from_elsewhere,
         changed_source_gives_no_line, renumbered_phandles_are_the_same, composed_tree,
         comment_allows, name_with_shell_characters, broken_source, compiler_missing,
         overlay_option, overlay_alone, overlay_without_symbols, fit_image, unpacked_tree]


def main():
    missing = [tool for tool in (DTC, "cpp", "fdtoverlay") if not shutil.which(tool)]
    if missing:
        print("1..0 # SKIP %s missing" % ", ".join(missing))
        return 1 if os.environ.get("CI") else 0
    failed = 0
    print("1..%d" % len(TESTS))
    for number, test in enumerate(TESTS, 1):
        bench = Bench()
        try:
            test(bench)
            print("ok %d - %s" % (number, test.__name__))
        except (AssertionError, LookupError, ValueError, OSError) as error:
            failed += 1
            print("not ok %d - %s\n#   %s" % (number, test.__name__, error))
        finally:
            shutil.rmtree(bench.folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
