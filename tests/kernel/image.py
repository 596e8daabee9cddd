# SPDX-License-Identifier: BSD-2-Clause
"""What a kernel image says about itself: where an exported variable lies, and at which
offsets the members of its structs are (BTF, the type information that Debian's kernels
carry)."""
import array
import struct

# Kinds of BTF types, and how many bytes follow the 12 of the common head.
PTR, ARRAY, STRUCT, UNION, ENUM = 2, 3, 4, 5, 6
QUALIFIERS = (8, 9, 10, 11, 18)     # typedef, volatile, const, restrict, type tag
TAIL = {1: (4, 0), ARRAY: (12, 0), STRUCT: (0, 12), UNION: (0, 12), ENUM: (0, 8),
        13: (0, 8), 14: (4, 0), 15: (0, 12), 17: (4, 0), 19: (0, 12)}
HEADER = struct.Struct("<HBBIIIII")
BTF_MAGIC = HEADER.pack(0xeb9f, 1, 0, 24, 0, 0, 0, 0)[:8]


def exported(image, name):
    """The offset in the image of an EXPORT_SYMBOL variable, by its entry in the table of
    exports: three words, each the distance from itself to value, name and namespace."""
    text = image.find(b"\0" + name.encode() + b"\0") + 1
    words = array.array("i", image[:len(image) & ~3])
    for index, word in enumerate(words):
        if word and 4 * index + word == text and index:
            value = 4 * (index - 1) + words[index - 1]
            if 0 < value < 2 * len(image):
                return value
    raise LookupError("the kernel image exports no " + name)


class Types:
    """The BTF section of an image."""

    def __init__(self, image):
        start, header = self.find(image)
        _, _, _, size, types, types_size, strings, strings_size = header
        base = start + size
        self.types = image[base + types:base + types + types_size]
        self.strings = image[base + strings:base + strings + strings_size]
        self.index = [None]
        self.named = {}
        self.scan()

    @staticmethod
    def find(image):
        """The largest one: the kernel's own, not that of a test."""
        best, at = None, image.find(BTF_MAGIC)
        while at >= 0:
            header = HEADER.unpack_from(image, at)
            if best is None or header[5] > best[1][5]:
                best = at, header
            at = image.find(BTF_MAGIC, at + 8)
        if best is None:
            raise LookupError("the kernel image has no BTF")
        return best

    def scan(self):
        at = 0
        while at < len(self.types):
            name, info, value = struct.unpack_from("<III", self.types, at)
            kind, count, flag = info >> 24 & 31, info & 0xffff, info >> 31
            self.index.append((kind, value, count, flag, at + 12))
            if kind in (STRUCT, ENUM) and name and count:
                self.named.setdefault((kind, self.text(name)), len(self.index) - 1)
            fixed, each = TAIL.get(kind, (0, 0))
            at += 12 + fixed + each * count

    def text(self, offset):
        return self.strings[offset:self.strings.index(b"\0", offset)].decode()

    def plain(self, number):
        while self.index[number][0] in QUALIFIERS:
            number = self.index[number][1]
        return number

    def size(self, number):
        kind, value, _, _, at = self.index[self.plain(number)]
        if kind == PTR:
            return 8
        if kind == ARRAY:
            element, _, count = struct.unpack_from("<III", self.types, at)
            return self.size(element) * count
        return value

    def members(self, number):
        """Yields name, bit offset, width in bits (0: none given) and type."""
        _, _, count, flag, at = self.index[number]
        for i in range(count):
            name, kind, offset = struct.unpack_from("<III", self.types, at + 12 * i)
            width, offset = (offset >> 24, offset & 0xffffff) if flag else (0, offset)
            yield self.text(name), offset, width, self.plain(kind)

    def member(self, number, name):
        """Looks into members without a name as C does."""
        for found, offset, width, kind in self.members(number):
            if found == name:
                return offset, width, kind
            if not found and self.index[kind][0] in (STRUCT, UNION):
                inner = self.member(kind, name)
                if inner:
                    return offset + inner[0], inner[1], inner[2]
        return None

    def field(self, path):
        """(bit offset, width in bits) of "struct.member.member", None if there is none;
        of "struct" alone its size."""
        struct_name, *names = path.split(".")
        number = self.named.get((STRUCT, struct_name))
        if number is None:
            return None
        total, width = 0, 8 * self.size(number)
        for name in names:
            found = self.member(number, name)
            if not found:
                return None
            offset, width, number = found
            total += offset
            width = width or 8 * self.size(number)
        return total, width

    def enumerators(self, name):
        number = self.named.get((ENUM, name))
        if number is None:
            return {}
        _, _, count, _, at = self.index[number]
        pairs = (struct.unpack_from("<Ii", self.types, at + 8 * i) for i in range(count))
        return {self.text(text): value for text, value in pairs}
