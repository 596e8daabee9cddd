# SPDX-License-Identifier: BSD-2-Clause
"""Holds what the tool predicts for a tree against what a kernel did with it, field by
field. Only what both can know is compared:

boot       complete, or died where the rule that predicts it fires
verdict    of every master; bypass and dropped look alike from the outside
group      the other masters in it
iommu      the instance that serves a master
ids        as the kernel keeps them for the IOMMU's driver
reserved   IOVA ranges that the group keeps free or maps one to one
windows    DMA windows, and the limit of DMA addresses
limit
coherent
zone_dma   empty, smaller than 64 MiB or larger, by the rule zone-dma-shrunk
transfer   a real transfer goes through, or not
"""
import os
import re

RAM_START, ZONE_SMALL = 0x40000000, 64 << 20
UNTRANSLATED = {"bypass", "dropped"}
FUNCTION = re.compile(r"[0-9a-f]{4}:([0-9a-f]{2}):([0-9a-f]{2})\.(\d)")


def requester(name):
    """The requester ID of a PCI function; None for a device with a node."""
    match = FUNCTION.fullmatch(name)
    if not match:
        return None
    bus, slot, function = (int(part, 16) for part in match.groups())
    return bus << 8 | slot << 3 | function


def unit_address(node):
    """The requester ID of a function on the root bus by its node's name."""
    match = re.search(r"@([0-9a-f]+)(?:,(\d))?$", node)
    return int(match[1], 16) << 3 | int(match[2] or 0) if match else None


class Prediction:
    """What a JSON report says of one tree."""

    def __init__(self, report):
        topology = report["inputs"][0]["topology"]
        self.masters = {m["id"]: m for m in topology["masters"] if m["live"]}
        self.groups = {g["id"]: g for g in topology["groups"]}
        self.iommus = {i["id"]: i for i in topology["iommus"]}
        self.disabled = {i["id"] for i in topology["iommus"] if not i["live"]}
        self.severities = {f["rule"]: f["severity"] for f in report["findings"]}
        self.ended = "died" if "iommu-addresses-crash" in self.severities else "complete"
        hosts = (m for m in self.masters if os.path.basename(m).startswith("pcie@"))
        self.host = next(hosts, None)

    def group(self, master):
        return self.groups.get(master["group"], {"iommu": None, "masters": []})

    def serving(self, master):
        """The instance of the group, unless that is of several: then the one named."""
        named = [stream["iommu"] for stream in master["streams"]]
        iommu = self.group(master)["iommu"]
        return iommu if iommu in named or not named else named[0]

    def partners(self, master):
        return set(self.group(master)["masters"]) - {master["id"]}

    def reserved(self, name):
        """Of a master, or of a function by the unit address of its node."""
        if name in self.masters:
            return self.masters[name]["reserved"]
        host = self.masters.get(self.host, {"reserved": []})
        return [r for r in host["reserved"] if unit_address(r["device"]) == requester(name)]

    def kept(self, iommu, identity, mask):
        """The ID as the driver of the IOMMU keeps it."""
        if self.driver(iommu) == "arm-smmu":
            return mask << 16 | identity & 0xffff
        return identity

    def driver(self, iommu):
        """None for what a map names although it is no IOMMU."""
        return self.iommus[iommu]["driver"] if iommu in self.iommus else None

    def ids(self, master):
        """By the entries of iommus."""
        return [self.kept(s["iommu"], int(s["stream_id"], 16), int(s["mask"] or "0", 16))
                for s in master["streams"] if s["stream_id"] is not None]

    def has_ids(self, iommu):
        """Without a cell for it, what the kernel shows as ID is left to chance."""
        return iommu in self.iommus and bool(self.iommus[iommu]["cells"])

    def mapped(self, rid):
        """The entry of the host's iommu-map for a requester ID, and the ID it gives."""
        for entry in self.masters[self.host]["rid_map"]:
            base, length = int(entry["base"], 16), int(entry["length"], 16)
            masked = rid & int(entry["mask"], 16)
            if base <= masked < base + length:
                output = [int(cell, 16) for cell in entry["output"]] + [0]
                return entry, self.kept(entry["iommu"],
                                        output[0] + masked - base & 0xffffffff, output[1])
        return None, None

    def is_stated(self, entry):
        """The one verdict of a host says nothing of functions whose map leads them to
        an IOMMU of another driver than the one that serves."""
        serving = self.group(self.masters[self.host])["iommu"]
        return (not entry or not serving
                or self.driver(entry["iommu"]) == self.driver(serving))

    def function_verdict(self, entry):
        """Of a function that the entry covers, or none does."""
        if not entry or entry["iommu"] in self.disabled:
            return "untranslated"
        return common_name(self.masters[self.host]["verdict"])

    def transfers(self, entry):
        """Whether a function's transfer goes through: not where the domain is not used,
        and not where an SMMU is in use that knows nothing of the function."""
        host = self.masters[self.host]
        if entry:
            return host["verdict"] != "broken"
        targets = {e["iommu"] for e in host["rid_map"]}
        return not targets & {group["iommu"] for group in self.groups.values()}

    def zone_dma(self):
        severity = self.severities.get("zone-dma-shrunk")
        return {None: "large", "error": "empty"}.get(severity, "small")


def verdict_seen(device):
    """None where the device shows none: without a driver, 6.1 does not set it up."""
    state = device.get("state", "")
    if device.get("domain") == "identity":
        return "identity"
    if "group" in device:
        return "broken" if device.get("unmapped") else "translated"
    if state == "deferred" or state.startswith("failed"):
        return "refused"
    if state == "waited":
        return "deferred"
    return "untranslated" if "driver" in device else None


def common_name(verdict):
    return "untranslated" if verdict in UNTRANSLATED else verdict


def zone_seen(zone):
    if zone == "empty":
        return zone
    last = int(zone.split("-")[1], 16)
    return "small" if last - RAM_START < ZONE_SMALL - 1 else "large"


class Comparison:
    """Of one tree under one kernel: (device, field, predicted, observed) each."""

    def __init__(self, prediction, observed):
        self.prediction, self.observed = prediction, observed
        self.devices = observed.get("devices", {})
        self.agreed, self.differences = {}, []
        self.compare()

    def note(self, device, field, predicted, seen):
        if predicted == seen:
            self.agreed[field] = self.agreed.get(field, 0) + 1
        else:
            self.differences.append((device, field, predicted, seen))

    def compare(self):
        self.note("-", "boot", self.prediction.ended, self.observed["ended"])
        if self.observed["ended"] == "complete":
            self.compare_devices()

    def compare_devices(self):
        for name, device in self.devices.items():
            rid = requester(name)
            master = self.prediction.masters.get(name)
            if rid is not None and self.prediction.host:
                self.function(name, rid, device)
            elif name == self.prediction.host:
                continue
            elif master and ("driver" in device or "group" in device or "state" in device):
                self.platform(name, master, device)
        self.absent()
        self.note("-", "zone_dma", self.prediction.zone_dma(),
                  zone_seen(self.observed["zone_dma"]))
        if "transfer" in self.observed:
            self.transfer()

    def absent(self):
        """Masters that Linux makes no device of can have no IOMMU."""
        for name, master in self.prediction.masters.items():
            below_host = name.startswith("%s/" % self.prediction.host)
            if name not in self.devices and not below_host:
                self.note(name, "verdict", common_name(master["verdict"]), "untranslated")

    def partners(self, name):
        """Masters in the device's group; a function stands for its host."""
        group = self.devices[name].get("group")
        members = {k for k, d in self.devices.items() if group and d.get("group") == group}
        return {self.prediction.host if requester(m) is not None else m
                for m in members - {name}} & set(self.prediction.masters)

    def translated(self, name, device, wanted):
        """What only a device behind an IOMMU has."""
        self.note(name, "iommu", wanted["iommu"], device["iommu"])
        if self.prediction.has_ids(wanted["iommu"]):
            self.note(name, "ids", ["%#x" % i for i in wanted["ids"]], device["ids"])
        self.note(name, "reserved", self.reserved(name), device.get("reserved", []))
        self.note(name, "group", sorted(wanted["partners"]),
                  sorted(wanted["seen_partners"]))

    def reserved(self, name):
        """The regions of all devices in the group that the kernel made."""
        group = self.devices[name]["group"]
        members = [k for k, d in self.devices.items() if d.get("group") == group]
        found = set()
        for entry in (entry for m in members for entry in self.prediction.reserved(m)):
            first, size = int(entry["iova"], 16), int(entry["size"], 16)
            kind = "direct" if entry["direct"] else "reserved"
            found.add("%#x-%#x %s" % (first, first + size - 1, kind))
        return sorted(found)

    def reach(self, name, master, device):
        """What the kernel reads whether there is an IOMMU or not."""
        seen = device.get("windows", [])
        wanted = ["cpu %s dma %s size %s" % (w["cpu"], w["dma"], w["size"])
                  for w in master["windows"]]
        self.note(name, "windows", wanted, seen)
        self.note(name, "limit", master["dma_limit"], device.get("limit"))
        self.note(name, "coherent", master["coherent"], device.get("coherent", False))

    def platform(self, name, master, device):
        seen = verdict_seen(device)
        self.note(name, "verdict", common_name(master["verdict"]), seen)
        if seen in ("translated", "broken", "identity"):
            self.translated(name, device, {
                "iommu": self.prediction.serving(master),
                "ids": self.prediction.ids(master),
                "partners": self.prediction.partners(master),
                "seen_partners": self.partners(name)})
        if "driver" in device:
            self.reach(name, master, device)

    def function(self, name, rid, device):
        """By the entry of the map that covers it, and the verdict of the host."""
        host = self.prediction.masters[self.prediction.host]
        entry, identity = self.prediction.mapped(rid)
        seen = verdict_seen(device)
        if seen is None:
            return
        if self.prediction.is_stated(entry):
            self.note(name, "verdict", self.prediction.function_verdict(entry), seen)
        if entry and seen in ("translated", "broken", "identity"):
            self.translated(name, device, {
                "iommu": entry["iommu"], "ids": [identity],
                "partners": self.prediction.partners(host),
                "seen_partners": self.partners(name) - {self.prediction.host}})
        if "driver" in device:
            self.reach(name, host, device)

    def transfer(self):
        """Trees that try one have the function in slot 1."""
        entry, _ = self.prediction.mapped(0x8)
        self.note("-", "transfer", self.prediction.transfers(entry),
                  self.observed["transfer"])
