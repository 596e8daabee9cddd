#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What `iommu-lint trace` says of masters of some samples, as text and as JSON.

Environment: IOMMU_LINT (default ./iommu-lint), DTC, srcdir.
"""
import json
import os
import subprocess
import sys

import samples

FOLDER = os.path.join(os.environ.get("srcdir", "."), "samples")
BITS_36 = """
/dts-v1/;

/ {
	#address-cells = <2>;
	#size-cells = <2>;

	aliases {
		nvme = &pcie;
	};

	memory@80000000 {
		device_type = "memory";
		reg = <0x0 0x80000000 0xf 0x80000000>, <0x10 0x0 0x1 0x0>;
	};

	soc {
		compatible = "simple-bus";
		#address-cells = <2>;
		#size-cells = <2>;
		ranges;
		dma-ranges = <0x0 0x0 0x0 0x0 0x10 0x0>;

		pcie: pcie@40000000 {
			compatible = "pci-host-ecam-generic";
			device_type = "pci";
			reg = <0x0 0x40000000 0x0 0x10000000>;
			#address-cells = <3>;
			#size-cells = <2>;
			ranges = <0x02000000 0x0 0x50000000 0x0 0x50000000 0x0 0x8000000>;
		};
	};
};
"""

# Sample, or None for the source above; arguments behind it; what each line must hold.
TEXTS = (
    (None, ["nvme"], [
        "/soc/pcie@40000000, Linux 7.2",
        "Verdict: bypass; it has no iommu-map",
        "/soc/pcie@40000000: no dma-ranges; as the first",
        "/soc: these windows bound the master:",
        "DMA limit    0xfffffffff, 36 bits",
        "reached      0x80000000-0xfffffffff  62 GiB, at DMA address 0x80000000",
        "not reached  0x1000000000-0x10ffffffff  4 GiB",
        "4 GiB of 66 GiB RAM lie outside the windows of /soc, which end at CPU address"
        " 0xfffffffff (36 bits), while RAM ends at 0x10ffffffff.",
        "through a bounce buffer (swiotlb) in RAM up to 0xffffffff, which the master reaches.",
    ]),
    ("dma-ranges-gap-in-chain/bad.dts", ["usb@20600000"], [
        "/soc/bus@20000000: no dma-ranges, and not the first: the search ends",
        "/soc: not asked any more",
        "because /soc/bus@20000000 has no dma-ranges, not even an empty one.",
    ]),
    ("dma-ranges-untranslatable/good.dts", ["/soc/bus@20000000/usb@20600000"], [
        "/soc/bus@20000000: these windows bound the master:",
        "/soc: moves addresses on:",
        "together     DMA 0x0-0x3fffffff is CPU 0x80000000-0xbfffffff",
    ]),
    ("dma-parent-unresolved/good.dts", ["deinterlace"], [
        "/soc/dram-controller@1c62000 (dma-mem): these windows bound the master:",
        "together     DMA 0x0-0xbfffffff is CPU 0x40000000-0xffffffff",
    ]),
    ("dma-window-empty/bad-reserved.dts", ["usb"], [
        "iommus[0]  /iommu@10000000 0x20: answers",
        "reserved     0x100000 bytes at 0x0 by /reserved-memory/iova-low",
        "handed out   nothing",
        "no buffer can be mapped.",
    ]),
    ("dma-window-empty/good.dts", ["usb"], ["handed out   0x1000-0x1fff"]),
    ("dma-ranges-pci-order/bad.dts", ["pcie"], [
        "iommu-map[0]  0x10000 IDs from 0x0 on to /iommu@10000000 0x0: answers",
        "Verdict: broken;", "Every transfer faults"]),
    ("ram-unreachable/bad-no-bounce.dts", ["usb"], [
        "none of which the master reaches.", "Mapping such a buffer fails."]),
    ("ram-unreachable/bad-iommu-output.dts", ["display"], [
        "reached      0x200000-0xf7ffffff  3966 MiB, wherever the IOMMU maps it",
        "not reached  0x100000000-0x17fffffff  2 GiB", "puts out 32 bits"]),
    ("ram-unreachable/good-unknown.dts", ["usb"], ["not known", "gives no RAM size"]),
    ("ram-unreachable/good-unknown.dts", ["usb", "--memory", "0x80000000:0x10000000"], [
        "The master reaches all RAM that is known"]),
    ("dma-ranges-zero-size/bad.dts", ["usb"], ["an empty list of windows"]),
    ("dma-ranges-malformed/bad.dts", ["usb"], [
        "none in dma-ranges of /soc is usable", "DMA limit    none"]),
)

# What is refused, with the exit status.
REFUSED = (
    (None, [], 2, "takes an input and a master"),
    (None, ["/soc"], 2, "is no DMA master"),
    (None, ["pcie@40000001"], 2, "did you mean pcie@40000000?"),
    (None, ["nvme", "--format", "sarif"], 2, "expected text or json"),
    ("missing.dts", ["usb"], 3, "missing.dts"),
)


def run(sample, arguments):
    command = [samples.TOOL, "trace", "-" if sample is None else os.path.join(FOLDER, sample)]
    blob = None
    if sample is None:
        blob = subprocess.run([samples.DTC, "-q", "-I", "dts", "-O", "dtb"],
                              input=BITS_36.encode(), capture_output=True, check=True).stdout
    return subprocess.run(command + arguments, input=blob, capture_output=True, check=False)


def joined(text):
    """Lines of a paragraph as one, so that where they break does not matter."""
    return text.decode().replace("\n   ", " ")


def text_problems(sample, arguments, lines):
    result = run(sample, arguments)
    if result.returncode:
        return ["exit status %d: %s" % (result.returncode, result.stderr.decode())]
    text = result.stdout.decode() + joined(result.stdout)
    return ["not there: " + line for line in lines if line not in text]


def json_problems():
    result = run(None, ["nvme", "--format", "json"])
    try:
        trace = json.loads(result.stdout)
    except ValueError as error:
        return [str(error)]
    wanted = {
        "format": "iommu-lint-trace",
        "linux": "7.2",
        "bounce_buffers": "serves",
        "memory": [
            {"first": "0x80000000", "last": "0xfffffffff", "reached": True,
             "dma": "0x80000000"},
            {"first": "0x1000000000", "last": "0x10ffffffff", "reached": False, "dma": None},
        ],
    }
    problems = ["%s is %s" % (key, trace.get(key)) for key, value in wanted.items()
                if trace.get(key) != value]
    roles = [hop["role"] for hop in trace["hops"]]
    if roles != ["lacks", "bounds", "root"]:
        problems.append("roles are %s" % roles)
    if trace["master"]["verdict"] != "bypass":
        problems.append("the verdict is %s" % trace["master"]["verdict"])
    return problems


def refusal_problems(sample, arguments, status, word):
    result = run(sample, arguments)
    problems = []
    if result.returncode != status:
        problems.append("exit status %d, expected %d" % (result.returncode, status))
    if word not in result.stderr.decode():
        problems.append("says " + result.stderr.decode())
    return problems


def main():
    samples.need_dtc()
    tap = samples.Tap()
    for sample, arguments, lines in TEXTS:
        tap.result("%s %s" % (sample or "36 bits", " ".join(arguments)),
                   text_problems(sample, arguments, lines))
    for sample, arguments, status, word in REFUSED:
        tap.result("%s %s is refused" % (sample or "36 bits", " ".join(arguments)),
                   refusal_problems(sample, arguments, status, word))
    tap.result("JSON", json_problems())
    tap.end()


if __name__ == "__main__":
    sys.exit(main())
