# SPDX-License-Identifier: BSD-2-Clause
"""Reads the devices of a stopped guest out of its RAM: sysfs shows neither DMA limits nor
windows, nor whether the DMA API uses the IOMMU."""
import image

# Of these, offset and width are kept in layout.json; what a version lacks is absent.
FIELDS = """
bus_dma_region bus_dma_region.cpu_start bus_dma_region.dma_start bus_dma_region.size
bus_type.name dev_iommu.fwspec dev_iommu.iommu_dev device.bus device.bus_dma_limit
device.dma_coherent device.dma_iommu device.dma_ops device.dma_range_map device.driver
device.flags device.iommu device.iommu_group device.kobj.entry device.kobj.kset
device.kobj.name device.of_node device_node.full_name device_node.fwnode
device_node.parent iommu_device.fwnode iommu_domain.type iommu_fwspec.ids
iommu_fwspec.num_ids iommu_group.domain iommu_group.id kset.list list_head.next
""".split()
FLAGS = "struct_device_flags"
# enum bits of iommu_domain.type in include/linux/iommu.h
DOMAINS = {0: "blocked", 1: "unmanaged", 3: "dma", 4: "identity", 11: "dma"}

# 48-bit addresses and nokaslr: the linear map starts here with the first byte of RAM.
LINEAR, LINEAR_END = 0xffff000000000000, 0xffff800000000000
BUSES = ("amba", "pci", "platform")


def layout(image_path):
    """All that is needed of a kernel image, as plain data."""
    with open(image_path, "rb") as opened:
        content = opened.read()
    types = image.Types(content)
    fields = {path: types.field(path) for path in FIELDS}
    return {
        "fields": {path: place for path, place in fields.items() if place},
        "flags": types.enumerators(FLAGS),
        "platform_bus": image.exported(content, "platform_bus"),
    }


class Guest:
    """text is the address of the image's first byte, and its offset in the RAM."""

    def __init__(self, ram, kernel, text):
        self.ram, self.fields, self.flags = ram, kernel["fields"], kernel["flags"]
        self.text, self.text_offset = text
        self.platform_bus = self.text + kernel["platform_bus"]

    def offset(self, address):
        if LINEAR <= address < LINEAR_END:
            return address - LINEAR
        return address - self.text + self.text_offset

    def number(self, address, size=8):
        at = self.offset(address)
        if not 0 <= at <= len(self.ram) - size:
            raise LookupError("address %#x is not in the guest's RAM" % address)
        return int.from_bytes(self.ram[at:at + size], "little")

    def string(self, address):
        at = self.offset(address)
        return self.ram[at:self.ram.find(b"\0", at)].decode()

    def place(self, path, address):
        """The address of the member of the struct at that address."""
        return address + self.fields[path][0] // 8

    def get(self, path, address):
        """The value of a member; 0 where this kernel has none of the name."""
        if path not in self.fields:
            return 0
        bit, width = self.fields[path]
        if width % 8:
            return self.number(address + bit // 8, 1) >> bit % 8 & (1 << width) - 1
        return self.number(address + bit // 8, width // 8)

    def flag(self, name, address):
        bit = self.flags.get("DEV_FLAG_" + name)
        return bit is not None and bool(self.get("device.flags", address) >> bit & 1)

    def items(self, head):
        """Addresses of the list_heads of a list."""
        at = self.number(head)
        while at != head:
            yield at
            at = self.number(at)

    def devices(self):
        """Records of all devices on the buses of interest."""
        kset = self.get("device.kobj.kset", self.platform_bus)
        entry = self.fields["device.kobj.entry"][0] // 8
        for item in self.items(self.place("kset.list", kset)):
            device = item - entry
            bus = self.get("device.bus", device)
            if bus and self.string(self.get("bus_type.name", bus)) in BUSES:
                yield self.device(device)

    def device(self, device):
        record = {
            "name": self.string(self.get("device.kobj.name", device)),
            "node": self.path(self.get("device.of_node", device)),
            "bound": bool(self.get("device.driver", device)),
            "coherent": bool(self.get("device.dma_coherent", device))
            or self.flag("DMA_COHERENT", device),
            "limit": self.get("device.bus_dma_limit", device),
            "windows": self.windows(self.get("device.dma_range_map", device)),
            "ids": [], "iommu": None, "group": None, "domain": None,
        }
        self.iommu(self.get("device.iommu", device), record)
        group = self.get("device.iommu_group", device)
        if group:
            domain = self.get("iommu_group.domain", group)
            kind = self.get("iommu_domain.type", domain) if domain else 0
            record["group"] = self.get("iommu_group.id", group)
            record["domain"] = DOMAINS.get(kind, str(kind))
            record["mapped"] = self.is_mapped(device, record["bound"])
        return record

    def is_mapped(self, device, bound):
        """Whether the DMA API uses the domain. Before Linux had a flag for that, it had
        operations, which it took away where no driver is bound."""
        if "DEV_FLAG_DMA_IOMMU" in self.flags:
            return self.flag("DMA_IOMMU", device)
        return bool(self.get("device.dma_ops", device)) or not bound

    def windows(self, region):
        """[CPU address, DMA address, size] each up to the first of size 0; None: no map."""
        if not region:
            return None
        windows = []
        while self.get("bus_dma_region.size", region):
            windows.append([self.get("bus_dma_region." + member, region)
                            for member in ("cpu_start", "dma_start", "size")])
            region += self.fields["bus_dma_region"][1] // 8
        return windows

    def iommu(self, dev_iommu, record):
        """The IDs, and the node of the instance that serves the device."""
        if not dev_iommu:
            return
        fwspec = self.get("dev_iommu.fwspec", dev_iommu)
        instance = self.get("dev_iommu.iommu_dev", dev_iommu)
        if fwspec:
            count = self.get("iommu_fwspec.num_ids", fwspec)
            first = self.place("iommu_fwspec.ids", fwspec)
            record["ids"] = [self.number(first + 4 * i, 4) for i in range(count)]
        if instance:
            fwnode = self.get("iommu_device.fwnode", instance)
            inside = self.fields["device_node.fwnode"][0] // 8
            record["iommu"] = self.path(fwnode - inside) if fwnode else None

    def path(self, node):
        if not node:
            return None
        names = []
        while self.get("device_node.parent", node):
            names.append(self.string(self.get("device_node.full_name", node)))
            node = self.get("device_node.parent", node)
        return "/" + "/".join(reversed(names))
