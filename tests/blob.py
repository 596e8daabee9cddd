# SPDX-License-Identifier: BSD-2-Clause
"""Flattened trees with names that dtc would refuse."""
import struct

NAMES = [b"plain", b"bell\a\x1b[31mred", b"line\n::error::x", b"utf8-\xc3\xa9\xe2\x80\xae",
         b"latin-\xe9\xff", b"$(touch${IFS}x)`id`;&|<>\"'%0A%25", b"xml]]>&lt;!--"]


def cell(*numbers):
    return struct.pack(">%dI" % len(numbers), *numbers)


class Blob:
    """Writes a flattened tree whose names dtc would refuse."""

    def __init__(self):
        self.structure, self.strings = b"", b""

    def begin(self, name):
        self.structure += cell(1) + name + b"\0" * (4 - len(name) % 4)

    def end(self):
        self.structure += cell(2)

    def set(self, name, value):
        self.structure += cell(3, len(value), len(self.strings)) + value + b"\0" * (-len(value) % 4)
        self.strings += name + b"\0"

    def bytes(self):
        structure, head = self.structure + cell(9), 40 + 16
        total = head + len(structure) + len(self.strings)
        header = cell(0xd00dfeed, total, head, head + len(structure), 40, 17, 16, 0,
                      len(self.strings), len(structure))
        return header + b"\0" * 16 + structure + self.strings


def hostile_blob(compatible=b"acme,\xff\x1b[0m"):
    """A tree with a bad phandle in each of its nodes, which are called NAMES."""
    blob = Blob()
    blob.begin(b"")
    blob.set(b"compatible", compatible + b"\0")
    blob.set(b"model", b"Acme \"<&>\a\0")
    for name in NAMES:
        blob.begin(name)
        blob.set(b"compatible", b"acme,master\0")
        blob.set(b"iommus", cell(0x7777, 1))
        blob.end()
    blob.end()
    return blob.bytes()


def parse(data):
    """The root of a flattened tree; a node is (name, [(property, value)], [node])."""
    def number(at):
        return int.from_bytes(data[at:at + 4], "big")

    at, strings, open_nodes = number(8), number(12), []
    while True:
        tag, at = number(at), at + 4
        if tag == 1:
            end = data.index(b"\0", at)
            open_nodes.append((data[at:end], [], []))
            at = (end + 4) & ~3
        elif tag == 2:
            node = open_nodes.pop()
            if not open_nodes:
                return node
            open_nodes[-1][2].append(node)
        elif tag == 3:
            length, name = number(at), strings + number(at + 4)
            open_nodes[-1][1].append((data[name:data.index(b"\0", name)],
                                      data[at + 8:at + 8 + length]))
            at = (at + 8 + length + 3) & ~3


def reversed_blob(data):
    """The same tree with the children of each node in the opposite order."""
    blob = Blob()

    def write(node):
        blob.begin(node[0])
        for name, value in node[1]:
            blob.set(name, value)
        for child in reversed(node[2]):
            write(child)
        blob.end()

    write(parse(data))
    return blob.bytes()
