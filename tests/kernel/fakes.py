# SPDX-License-Identifier: BSD-2-Clause
"""Fake IOMMUs: registers in a page of the guest's RAM that say enough for a driver to
probe. They translate nothing."""
import struct
import threading
import time

# Rockchip: STATUS says that paging and stalling are on; nothing ever changes it.
ROCKCHIP = {0x04: 1 << 0 | 1 << 2}


def smmu_v2(match_entries, contexts):
    """SMMUv2 with stage 1, stream matching over 15 bits, 48-bit addresses, 4K pages."""
    return {
        0x20: 1 << 30 | 1 << 27 | 1 << 14 | 15 << 9 | match_entries,
        0x24: 2 << 28 | contexts,
        0x28: 1 << 12 | 5 << 8 | 5 << 4 | 5,
        0x3c: 2 << 4,
    }


# SMMUv3: stage 1, AArch64 tables, coherent, two-level stream table of 16 bits.
SMMU_V3 = {
    0x00: 1 << 27 | 2 << 21 | 1 << 12 | 1 << 4 | 2 << 2 | 1 << 1,
    0x04: 8 << 21 | 7 << 16 | 16,
    0x14: 1 << 4 | 5,
}
# Control register and where its acknowledgement appears; consumed and produced commands.
SMMU_V3_ECHO = ((0x20, 0x24), (0x50, 0x54), (0x98, 0x9c))
SMMU_V3_GBPA, GBPA_UPDATE = 0x44, 1 << 31

KINDS = {
    "rockchip": ROCKCHIP,
    "smmu-v2": smmu_v2(64, 8),
    "smmu-v2-128-entries": smmu_v2(128, 8),
    "smmu-v2-4-entries": smmu_v2(4, 8),
    "smmu-v2-2-contexts": smmu_v2(64, 2),
    "smmu-v3": SMMU_V3,
}


class Fakes:
    """The fake IOMMUs of one boot, as (kind, offset in RAM) each. The SMMUv3 expects
    answers: a thread gives them until stop()."""

    def __init__(self, ram, fakes):
        self.ram = ram
        self.answering = [offset for kind, offset in fakes if kind == "smmu-v3"]
        self.done = threading.Event()
        for kind, offset in fakes:
            for register, value in KINDS[kind].items():
                self.write(offset + register, value)
        self.thread = threading.Thread(target=self.answer, daemon=True)
        self.thread.start()

    def read(self, at):
        return struct.unpack_from("<I", self.ram, at)[0]

    def write(self, at, value):
        struct.pack_into("<I", self.ram, at, value)

    def answer(self):
        while self.answering and not self.done.is_set():
            for offset in self.answering:
                for source, target in SMMU_V3_ECHO:
                    self.write(offset + target, self.read(offset + source))
                update = self.read(offset + SMMU_V3_GBPA)
                if update & GBPA_UPDATE:
                    self.write(offset + SMMU_V3_GBPA, update & ~GBPA_UPDATE)
            time.sleep(0.0005)

    def stop(self):
        self.done.set()
        self.thread.join()
