# SPDX-License-Identifier: BSD-2-Clause
"""Trees of any size, in shapes made to find what is quadratic in the tool."""
import math
import struct

DEPTH = 60  # Linux takes trees of up to 64 levels, and so does the tool
SHAPES = {}


def shape(function):
    SHAPES[function.__name__.replace("_", "-")] = function
    return function


class Tree:
    """A flattened tree, written from the root down."""

    def __init__(self):
        self.parts, self.names, self.strings, self.length = [], {}, [], 0
        self.begin("")
        self.set("compatible", "example,scale")
        self.cells("#address-cells", 2)
        self.cells("#size-cells", 2)

    def begin(self, name):
        name = name.encode()
        self.parts.append(b"\0\0\0\1" + name + b"\0" * (4 - len(name) % 4))

    def end(self):
        self.parts.append(b"\0\0\0\2")

    def raw(self, name, value):
        offset = self.names.get(name)
        if offset is None:
            offset = self.names[name] = self.length
            self.strings.append(name.encode() + b"\0")
            self.length += len(name) + 1
        self.parts.append(struct.pack(">III", 3, len(value), offset) + value +
                          b"\0" * (-len(value) % 4))

    def set(self, name, *strings):
        self.raw(name, b"".join(s.encode() + b"\0" for s in strings))

    def cells(self, name, *numbers):
        self.raw(name, struct.pack(">%dI" % len(numbers), *(n & 0xffffffff for n in numbers)))

    def flag(self, name):
        self.raw(name, b"")

    def node(self, name, **properties):
        """A leaf; underscores of a property's name stand for dashes, _N for #."""
        self.begin(name)
        for key, value in properties.items():
            key = key.replace("N_", "#").replace("_", "-")
            if isinstance(value, str):
                self.set(key, value)
            elif isinstance(value, int):
                self.cells(key, value)
            else:
                self.cells(key, *value)
        self.end()

    def bus(self, name, dma=True):
        self.begin(name)
        self.set("compatible", "simple-bus")
        self.cells("#address-cells", 2)
        self.cells("#size-cells", 2)
        self.flag("ranges")
        if dma:
            self.flag("dma-ranges")

    def smmu(self, index, phandle, kind="arm,smmu-v3", cells=1):
        self.node("iommu@%x" % (0x10000000 + index * 0x100000), compatible=kind,
                  reg=(0, 0x10000000 + index * 0x100000, 0, 0x20000), N_iommu_cells=cells,
                  N_global_interrupts=1, interrupts=(0, index, 4, 0, index + 1, 4),
                  phandle=phandle)

    def master(self, index, **properties):
        self.node("dma@%x" % (index * 0x1000), compatible="example,dma-%d" % (index % 7),
                  reg=(1, index * 0x1000, 0, 0x1000), **properties)

    def bytes(self):
        structure = b"".join(self.parts) + b"\0\0\0\2\0\0\0\11"
        strings = b"".join(self.strings)
        head = 40 + 16
        return struct.pack(">10I", 0xd00dfeed, head + len(structure) + len(strings), head,
                           head + len(structure), 40, 17, 16, 0, len(strings),
                           len(structure)) + b"\0" * 16 + structure + strings


@shape
def empty_nodes(t, n):
    for i in range(n):
        t.node("n%x" % i)


@shape
def deep_nodes(t, n):
    for i in range(n // DEPTH):
        t.begin("n%x" % i)
        for _ in range(DEPTH):
            t.begin("n")
        for _ in range(DEPTH + 1):
            t.end()


@shape
def properties_of_one_node(t, n):
    for i in range(n):
        t.cells("p%x" % i, i)


@shape
def masters_of_64_smmu_v3(t, n):
    for i in range(64):
        t.smmu(i, i + 1)
    for i in range(n):
        t.master(i, iommus=(i % 64 + 1, i // 64))


@shape
def masters_of_64_smmu_v2(t, n):
    for i in range(64):
        t.smmu(i, i + 1, "arm,mmu-500")
    for i in range(n):
        t.master(i, iommus=(i % 64 + 1, i // 64 & 0x7fff))


@shape
def masters_of_one_id(t, n):
    t.smmu(0, 1)
    for i in range(n):
        t.master(i, iommus=(1, 5))


@shape
def masters_with_masks(t, n):
    t.smmu(0, 1, "arm,mmu-500", 2)
    for i in range(n):
        t.master(i, iommus=(1, i & 0x7fff, i * 2654435761 >> 3 & 0x7fff))


@shape
def masters_of_their_own_smmu(t, n):
    for i in range(n // 2):
        t.smmu(i, i + 1)
        t.master(i, iommus=(i + 1, 1))


@shape
def entries_of_one_master(t, n):
    t.smmu(0, 1)
    t.master(0, iommus=[x for i in range(n) for x in (1, i)])


@shape
def same_entries_of_one_master(t, n):
    t.smmu(0, 1)
    t.master(0, iommus=[1, 1] * n)


@shape
def dangling_entries(t, n):
    for i in range(n):
        t.master(i, iommus=(0x7000000 + i, i))


@shape
def chain_of_iommus(t, n):
    for i in range(n):
        t.node("iommu@%x" % (i * 0x1000), compatible="arm,smmu-v3", phandle=i + 1,
               N_iommu_cells=1, iommus=((i + 1) % n + 1, 0))


@shape
def nested_buses(t, n):
    for i in range(n // DEPTH):
        for k in range(DEPTH):
            t.bus("bus@%x" % (i + k))
        t.master(0)
        for _ in range(DEPTH):
            t.end()


@shape
def nested_buses_with_windows(t, n):
    for i in range(n // DEPTH):
        for k in range(DEPTH):
            t.bus("bus@%x" % (i + k), dma=False)
            t.cells("dma-ranges", 0, 0, 0, 0, 1, 0)
        for _ in range(DEPTH):
            t.master(0)
            t.end()


@shape
def windows_through_nested_buses(t, n):
    for _ in range(DEPTH):
        t.bus("bus", dma=False)
        t.cells("dma-ranges", *[x for i in range(n // DEPTH) for x in (
            i >> 16, i << 16, i >> 16, i << 16, 0, 0x10000)])
    t.master(0)
    for _ in range(DEPTH):
        t.end()


@shape
def buses_with_masters(t, n):
    for i in range(n // 2):
        t.bus("bus@%x" % (i * 0x10000), dma=False)
        t.cells("dma-ranges", 0, 0, 0, 0x80000000, 0, 0x80000000)
        t.cells("ranges", 0, 0, 1, i * 0x10000, 0, 0x10000)
        t.cells("reg", 2, i * 0x10000, 0, 0x1000)
        t.master(0)
        t.end()


@shape
def windows_of_one_bus(t, n):
    t.bus("bus", dma=False)
    t.cells("dma-ranges", *[x for i in range(n) for x in (i >> 16, i << 16, i >> 16,
                                                         i << 16, 0, 0x10000)])
    for i in range(100):
        t.master(i)
    t.end()


@shape
def masters_below_many_windows(t, n):
    t.bus("bus", dma=False)
    t.cells("dma-ranges", *[x for i in range(n // 2) for x in (i >> 15, i << 17, i >> 15,
                                                              i << 17, 0, 0x10000)])
    for i in range(n // 2):
        t.master(i, dma_coherent=())
    t.end()


def host(t, index, **properties):
    t.node("pcie@%x" % (index * 0x10000), compatible="pci-host-ecam-generic", device_type="pci",
           reg=(3, index * 0x10000, 0, 0x10000), N_address_cells=3, N_size_cells=2,
           bus_range=(0, 255), **properties)


@shape
def entries_of_one_iommu_map(t, n):
    t.smmu(0, 1)
    host(t, 0, iommu_map=[x for i in range(n) for x in (i & 0xffff, 1, i, 1)])


@shape
def hosts_with_iommu_map(t, n):
    t.smmu(0, 1)
    for i in range(n):
        host(t, i, iommu_map=(0, 1, i << 8, 0x100), iommu_map_mask=0xff)


@shape
def hosts_with_sparse_mask(t, n):
    t.smmu(0, 1)
    for i in range(n // 256):
        host(t, i, iommu_map_mask=0x5555,
             iommu_map=[x for k in range(256) for x in (k << 8, 1, i << 16 | k << 8, 0x100)])


@shape
def hosts_with_msi_map(t, n):
    t.node("its@1000", compatible="arm,gic-v3-its", reg=(0, 0x1000, 0, 0x20000), N_msi_cells=1,
           msi_controller=(), phandle=1)
    for i in range(n):
        host(t, i, msi_map=(0, 1, i << 8, 0x180))


@shape
def entries_of_one_msi_map(t, n):
    t.node("its@1000", compatible="arm,gic-v3-its", reg=(0, 0x1000, 0, 0x20000), N_msi_cells=1,
           msi_controller=(), phandle=1)
    host(t, 0, msi_map=[x for i in range(n) for x in (i & 0xffff, 1, i, 1)])


@shape
def hosts_with_ranges(t, n):
    for i in range(n // 8):
        host(t, i, ranges=[x for k in range(8) for x in (
            0x02000000, 0, k << 24, 4, k << 24, 0, 0x1000000)],
             dma_ranges=[x for k in range(8) for x in (
                 0x02000000, 0, k << 24, 4, k << 24, 0, 0x1000000)])


def regions(t, n, same=False):
    t.begin("reserved-memory")
    t.cells("#address-cells", 2)
    t.cells("#size-cells", 2)
    t.flag("ranges")
    for i in range(n):
        base = 0 if same else i * 0x2000
        yield i, "region@%x" % (i * 0x2000), (base >> 32, base, 0, 0x1000)
    t.end()


@shape
def reserved_regions(t, n):
    for i, name, reg in regions(t, n):
        t.node(name, reg=reg, phandle=i + 1)


@shape
def overlapping_regions(t, n):
    for _, name, reg in regions(t, n, same=True):
        t.node(name, reg=reg)


@shape
def regions_with_users(t, n):
    for i, name, reg in regions(t, n // 2):
        t.node(name, reg=reg, compatible="shared-dma-pool", no_map=(), phandle=i + 1)
    for i in range(n // 2):
        t.master(i, memory_region=i + 1)


@shape
def users_of_one_region(t, n):
    for _, name, reg in regions(t, 1):
        t.node(name, reg=reg, compatible="shared-dma-pool", no_map=(), phandle=1)
    for i in range(n):
        t.master(i, memory_region=1)


@shape
def iommu_addresses_of_one_region(t, n):
    for _, name, reg in regions(t, 1):
        t.node(name, reg=reg, phandle=1, iommu_addresses=[
            x for i in range(n) for x in (3, 0, i << 12, 0, 0x1000)])
    t.smmu(0, 2)
    t.master(0, phandle=3, iommus=(2, 1), memory_region=1)


@shape
def iommu_addresses_of_many_masters(t, n):
    for _, name, reg in regions(t, 1):
        t.node(name, reg=reg, phandle=0x7000000, iommu_addresses=[
            x for i in range(n) for x in (i + 2, 0, i << 12, 0, 0x1000)])
    t.smmu(0, 1)
    for i in range(n):
        t.master(i, phandle=i + 2, iommus=(1, i), memory_region=0x7000000)


@shape
def memory_banks(t, n):
    t.node("memory@0", device_type="memory", reg=[
        x for i in range(n) for x in (i >> 15, i << 17, 0, 0x10000)])
    t.bus("bus", dma=False)
    t.cells("dma-ranges", 0, 0, 0, 0, 1, 0)
    for i in range(1000):
        t.master(i)
    t.end()


@shape
def interconnect_chain(t, n):
    for i in range(n):
        t.node("bus%x" % i, compatible="example,mbus", N_interconnect_cells=0, phandle=i + 1,
               N_address_cells=1, N_size_cells=1, dma_ranges=(0, 0, 0, 0x10000000),
               interconnects=(i + 1) % n + 1, interconnect_names="dma-mem")


@shape
def interconnects_of_one_master(t, n):
    t.node("bus", N_interconnect_cells=0, phandle=1)
    t.begin("dma")
    t.set("compatible", "example,dma")
    t.cells("interconnects", *[1] * n)
    t.set("interconnect-names", *["a"] * (n - 1), "dma-mem")
    t.end()


@shape
def alike_nodes_of_many_properties(t, n):
    side = int(math.sqrt(n))
    for i in range(side):
        t.begin("iommu@%x" % i)
        t.set("compatible", "arm,smmu-v3")
        t.cells("#iommu-cells", 1)
        for k in range(side):
            t.cells("p%x" % (k + (i == 3)), 1)
        t.end()


@shape
def one_long_compatible(t, n):
    t.node("iommu@0", compatible="x\0" * n, N_iommu_cells=1, phandle=1)
    t.master(0, iommus=(1, 1))


@shape
def clocks_of_iommus(t, n):
    t.node("clk", N_clock_cells=1, phandle=1)
    for i in range(n):
        t.node("iommu@%x" % (i * 0x1000), compatible="rockchip,iommu", N_iommu_cells=0,
               reg=(0, i * 0x1000, 0, 0x100), phandle=i + 2, clocks=(1, 7, 1, 7),
               interrupts=(0, 1, 4))


@shape
def pairs_that_differ(t, n):
    for i in range(n // 3):
        t.begin("bus%x" % i)
        t.set("compatible", "simple-bus")
        t.node("dma@0", compatible="example,dma", N_dma_cells=1)
        t.begin("dma@1")
        t.set("compatible", "example,dma")
        t.cells("#dma-cells", 1)
        if i % 2:
            t.flag("dma-coherent")
        t.end()
        t.end()


@shape
def alike_masters_first_not_coherent(t, n):
    for i in range(n):
        t.begin("dma@%x" % i)
        t.set("compatible", "example,dma")
        t.cells("#dma-cells", 1)
        if i >= n // 4:
            t.flag("dma-coherent")
        t.end()


def blob(name, size):
    tree = Tree()
    SHAPES[name](tree, size)
    return tree.bytes()
