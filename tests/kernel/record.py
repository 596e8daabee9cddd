# SPDX-License-Identifier: BSD-2-Clause
"""Makes of a raw observation what is kept: names instead of numbers, defaults left out."""
import re

# Parts of the machine that no test is about.
MACHINERY = ("/psci", "/serial@9000000", "/timer")
PLAIN_BUS = {"driver": "simple-pm-bus"}

# Messages that say what became of the wiring, and those that say so in every boot.
TELLING = re.compile(r"iommu|smmu|dma.range|DMA addr|DMA-API|stream ?id|OF: |overlap"
                     r"|reserved mem|failed with error|defer|WARNING|Oops|Unable to handle"
                     r"|^pc :|Missing '#|phandle|translation"
                     r"|outside|incompatible|no memory|resource required", re.I)
DULL = re.compile(r"^ |^lr :|^Workqueue|Default domain type|TLB invalidation|[io]as \d"
                  r"|allocated \d+ entries|iommu group|registers@5f000000|deferred pages"
                  r"|command line|no DMA platform|probing hardware config|SMMUv2 with"
                  r"|IDR0.CTTW|'aclk'|(stall|paging) request timed out"
                  r"|\t(stage|address|stream|(non-)?coherent|\d|supported|preserved)", re.I)
VOLATILE = (
    (re.compile(r"^(<\d+>)?\[ *[0-9.]+\] ?"), ""),
    (re.compile(r"\+0x[0-9a-f]+/0x[0-9a-f]+"), ""),
    (re.compile(r" CPU: \d+ PID: \d+ at |: \S+ at "), ": "),
    (re.compile(r"(?<=iova: )0x[0-9a-f]+|\b[0-9a-f]{16}\b"), "ADDRESS"),
    (re.compile(r", CPU#\d+: .*"), ""),
)


def plain(line):
    for pattern, replacement in VOLATILE:
        line = pattern.sub(replacement, line)
    return line.rstrip()


def messages(lines):
    """In order, each once."""
    telling = (plain(line) for line in lines)
    return list(dict.fromkeys(line for line in telling
                              if TELLING.search(line) and not DULL.search(line)))


def zone_dma(lines):
    """The range of ZONE_DMA as the kernel prints it."""
    pattern = re.compile(r"\] +DMA +(empty|\[mem 0x0*(\w+)-0x0*(\w+)\])")
    for match in filter(None, map(pattern.search, lines)):
        return "0x%s-0x%s" % match.groups()[1:] if match[2] else "empty"
    return None


def failures(lines):
    """Errors of probes by device."""
    pattern = re.compile(r"probe of (\S+) failed with error (-\d+)"
                         r"|(\S+): probe with driver \S+ failed with error (-\d+)")
    found = filter(None, map(pattern.search, lines))
    return {m[1] or m[3]: int(m[2] or m[4]) for m in found}


def first_words(lines):
    return [line.split()[0] for line in lines if line.strip()]


def waited(raw):
    """Devices that were put off when the system was up, or ran into the time-out."""
    pattern = re.compile(r"(\S+): deferred probe timeout, ignoring dependency")
    late = [m[1] for m in map(pattern.search, raw["messages"]) if m]
    return set(first_words(raw["waiting"]) + late)


def reserved(lines):
    """Regions by group number: "0x54000000-0x540fffff direct"."""
    found = {}
    for line in lines:
        match = re.search(r"iommu_groups/(\d+)/\w+:0x0*(\w+) 0x0*(\w+) (.*)", line)
        if match and match[4] != "msi":
            text = "0x%s-0x%s %s" % match.groups()[1:]
            found.setdefault(int(match[1]), []).append(text)
    return {group: sorted(texts) for group, texts in found.items()}


def drivers(lines):
    return dict(reversed(line.rsplit("/", 2)[1:]) for line in lines if "/" in line)


class Observation:
    """What is kept of one complete boot."""

    def __init__(self, devices, raw):
        self.raw = raw
        self.failed = failures(raw["messages"])
        self.deferred = set(first_words(raw["deferred"]))
        self.waited = waited(raw)
        self.drivers = drivers(raw["drivers"])
        self.reserved = reserved(raw["reserved"])
        self.devices = {}
        for device in devices:
            key = self.key(device)
            if key and key not in MACHINERY:
                self.devices.setdefault(key, device)

    @staticmethod
    def key(device):
        if re.fullmatch(r"[0-9a-f]{4}(:[0-9a-f]{2}){2}\.\d", device["name"]):
            return device["name"]
        return device["node"]

    def state(self, name):
        if name in self.failed:
            return "failed %d" % self.failed[name]
        if name in self.deferred:
            return "deferred"
        return "waited" if name in self.waited else None

    def members(self, number):
        """The group's name is its first member."""
        return min(k for k, d in self.devices.items() if d["group"] == number)

    def device(self, device):
        """Without what is as for any device: no driver problem, no IOMMU, no limit."""
        record = {"driver": self.drivers.get(device["name"]),
                  "state": self.state(device["name"])}
        if device["group"] is not None:
            record.update(
                group=self.members(device["group"]), iommu=device["iommu"],
                ids=["%#x" % i for i in device["ids"]], domain=device["domain"],
                unmapped=device["domain"] == "dma" and not device["mapped"],
                reserved=self.reserved.get(device["group"]))
        if device["windows"] is not None:
            names = "cpu", "dma", "size"
            record["windows"] = [" ".join("%s %#x" % pair for pair in zip(names, window))
                                 for window in device["windows"]]
        record["limit"] = "%#x" % device["limit"] if device["limit"] else None
        record["coherent"] = device["coherent"]
        return {k: v for k, v in record.items() if v not in (None, False)}

    def record(self):
        record = {"zone_dma": zone_dma(self.raw["messages"])}
        if "transfer" in self.raw:
            record["transfer"] = "16" in self.raw["transfer"]
        devices = {k: self.device(d) for k, d in sorted(self.devices.items())}
        record["devices"] = {k: d for k, d in devices.items() if d != PLAIN_BUS}
        record["messages"] = messages(self.raw["messages"])
        return record


def banner(lines):
    return next(line for line in map(plain, lines) if line.startswith("Linux version"))


def record(boot):
    """The kept form of what boot.boot() returns."""
    if boot["ended"] != "complete":
        return {"ended": boot["ended"], "messages": messages(boot["console"])}
    return {"ended": "complete", **Observation(boot["devices"], boot["sections"]).record()}
