# SPDX-License-Identifier: BSD-2-Clause
"""Boots one device tree under one kernel in QEMU and says what the kernel made of it."""
import json
import mmap
import os
import re
import select
import signal
import subprocess
import tempfile
import time

import fakes
import guest
import packages

HERE = os.path.dirname(os.path.abspath(__file__))
QEMU = "qemu-system-aarch64"
RAM_BASE, RAM_SIZE = 0x40000000, 0x20000000
TIME_LIMIT = 120    # seconds
COMMAND_LINE = ("console=ttyAMA0 nokaslr deferred_probe_timeout=5 panic=-1"
                " printk.devkmsg=on log_buf_len=1M")
END = b"==== end"


def add_cpio(archive, name, mode, content=b"", device=(0, 0)):
    """Appends a file in the newc format, which the kernel unpacks."""
    header = (0, mode, 0, 0, 1, 0, len(content), 0, 0, *device, len(name) + 1, 0)
    archive += b"070701" + b"".join(b"%08X" % field for field in header)
    archive += name.encode() + b"\0"
    archive += bytes(-len(archive) % 4)
    archive += content
    archive += bytes(-len(archive) % 4)


def read(*path):
    with open(os.path.join(*path), "rb") as opened:
        return opened.read()


def initramfs(directory, version):
    archive = bytearray()
    for name in ("bin", "dev", "modules", "proc", "sys"):
        add_cpio(archive, name, 0o40755)
    add_cpio(archive, "dev/console", 0o20600, device=(5, 1))
    add_cpio(archive, "bin/busybox", 0o100755, read(directory, "busybox"))
    add_cpio(archive, "init", 0o100755, read(HERE, "init.sh"))
    for name in packages.MODULES:
        path = os.path.join(directory, version, name + ".ko")
        if os.path.exists(path):
            add_cpio(archive, "modules/%s.ko" % name, 0o100644, read(path))
    add_cpio(archive, "TRAILER!!!", 0)
    return bytes(archive)


def prepare(directory, version):
    """Makes of a kernel's files what a boot needs."""
    packages.save(os.path.join(directory, version, "initramfs"),
                  initramfs(directory, version))
    path = os.path.join(directory, version, "layout.json")
    if not os.path.exists(path):
        image = os.path.join(directory, version, "Image")
        packages.save(path, json.dumps(guest.layout(image)).encode())


def source_text(tree):
    """The text of a tree and, before it, of what it includes."""
    with open(tree) as opened:
        text = opened.read()
    names = re.findall(r'^/include/ "(.*)"$', text, re.MULTILINE)
    return "".join(source_text(os.path.join(HERE, name)) for name in names) + text


class Directives:
    """Comments of a tree that start with a keyword and a colon, one a line:
    qemu: options of QEMU; fake: kind and address of a fake IOMMU; load: modules;
    linux: words for the command line; machine: in place of the default."""

    def __init__(self, text):
        self.found = re.findall(r"^/\* (\w+): (.*) \*/$", text, re.MULTILINE)

    def words(self, key):
        return [word for name, rest in self.found if name == key for word in rest.split()]

    def fakes(self):
        words = self.words("fake")
        return [(kind, int(address, 0) - RAM_BASE)
                for kind, address in zip(words[::2], words[1::2])]

    def command_line(self):
        modules = self.words("load")
        load = ["load=" + ",".join(modules)] if modules else []
        return " ".join([COMMAND_LINE, *load, *self.words("linux")])


def compile_tree(tree, target):
    done = subprocess.run(["dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "-i", HERE,
                           "-o", target, tree], stderr=subprocess.PIPE, text=True)
    if not os.path.exists(target):
        raise packages.Failure("dtc: " + done.stderr)


def console(process):
    """What the guest prints until it is done, dies, or has used up its time."""
    text, end = b"", time.monotonic() + TIME_LIMIT
    while END not in text and time.monotonic() < end:
        ready, _, _ = select.select([process.stdout], [], [], 1)
        if ready:
            part = os.read(process.stdout.fileno(), 65536)
            if not part:
                break
            text += part
    return text.decode("utf-8", "replace").replace("\r", "")


def sections(text):
    found, name = {}, "boot"
    for line in text.split("\n"):
        if line.startswith("==== "):
            name = line[5:]
        found.setdefault(name, []).append(line)
    return {name: lines[1:] for name, lines in found.items()}


def text_place(lines):
    """Where the image's first byte is, as the guest sees it and in RAM: the first section
    starts within the image's first 2 MiB, to which it is aligned."""
    virtual = int(re.search(r"^[0-9a-f]+", lines[0])[0], 16)
    physical = int(re.search(r"[0-9a-f]+", lines[1])[0], 16)
    return virtual & ~0x1fffff, (physical & ~0x1fffff) - RAM_BASE


def qemu_command(directory, version, directives, scratch):
    machine = directives.words("machine") or ["virt,iommu=smmuv3,gic-version=3"]
    ram = "memory-backend-file,id=ram,share=on,size=%d,mem-path=%s/ram" % (RAM_SIZE, scratch)
    return [
        QEMU, "-M", machine[0] + ",memory-backend=ram", "-cpu", "cortex-a57",
        "-m", "%dM" % (RAM_SIZE >> 20), "-object", ram, "-no-reboot", "-nic", "none",
        "-display", "none", "-monitor", "none", "-serial", "stdio",
        "-dtb", os.path.join(scratch, "dtb"),
        "-kernel", os.path.join(directory, version, "Image"),
        "-initrd", os.path.join(directory, version, "initramfs"),
        "-append", directives.command_line(), *directives.words("qemu")]


def make_ram(scratch):
    """The guest's RAM: a file that QEMU shares with us."""
    with open(os.path.join(scratch, "ram"), "w+b") as opened:
        opened.truncate(RAM_SIZE)
        return mmap.mmap(opened.fileno(), RAM_SIZE)


def boot(directory, version, tree):
    """The raw observation: sections of the console, devices, and how the boot ended."""
    directives = Directives(source_text(tree))
    fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kernel-", dir=fast) as scratch:
        compile_tree(tree, os.path.join(scratch, "dtb"))
        ram = make_ram(scratch)
        answers = fakes.Fakes(ram, directives.fakes())
        process = subprocess.Popen(qemu_command(directory, version, directives, scratch),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        try:
            return observe(process, directory, version, ram)
        finally:
            process.kill()
            process.wait()
            answers.stop()


def how_it_ended(process):
    """A kernel that panics makes QEMU end."""
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        return "hung"
    return "died"


def observe(process, directory, version, ram):
    text = console(process)
    raw = sections(text)
    if "Linux version" not in text:
        raise packages.Failure("QEMU: " + text.strip())
    if "end" not in raw:
        return {"ended": how_it_ended(process), "console": text.split("\n")[-60:]}
    process.send_signal(signal.SIGSTOP)
    kernel = json.loads(read(directory, version, "layout.json"))
    devices = list(guest.Guest(ram, kernel, text_place(raw["text"])).devices())
    process.send_signal(signal.SIGCONT)
    return {"ended": "complete", "devices": devices, "sections": raw}
