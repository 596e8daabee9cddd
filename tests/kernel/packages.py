# SPDX-License-Identifier: BSD-2-Clause
"""Gets kernels, modules and busybox for arm64 from Debian, by package name and without root.

apt works in a directory of its own: lists, cache and dpkg state of the machine stay as
they are. What a boot needs is unpacked to DIR/VERSION/: Image, modules, release; busybox
lies in DIR.
"""
import lzma
import os
import re
import subprocess
import tarfile

MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
SUITES = {"6.1": "bookworm", "7.2": "sid"}
BUSYBOX_SUITE = "bookworm"

# In the order in which the guest loads them; what is built in is not found and skipped.
MODULES = ("virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "virtio-iommu",
           "virtio-rng", "mtk-smi", "mtk_iommu")


class Failure(Exception):
    """Something that the caller reports in one line."""


class Apt:
    """apt for one suite, confined to a directory."""

    def __init__(self, directory, suite):
        self.directory = os.path.join(directory, "apt-" + suite)
        for name in ("lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(self.directory, name), exist_ok=True)
        open(os.path.join(self.directory, "status"), "a").close()
        with open(os.path.join(self.directory, "sources.list"), "w") as sources:
            sources.write("deb [signed-by=%s] %s %s main\n" % (KEYRING, MIRROR, suite))

    def options(self):
        settings = {
            "APT::Architecture": "arm64", "APT::Architectures": "arm64",
            "APT::Sandbox::User": "", "Acquire::Languages": "none",
            "Dir::Cache": "cache", "Dir::Etc::sourcelist": "sources.list",
            "Dir::Etc::sourceparts": "-", "Dir::State::lists": "lists",
            "Dir::State::status": "status",
        }
        for name, value in settings.items():
            if name.startswith("Dir::") and value != "-":
                value = os.path.join(self.directory, value)
            yield from ("-o", "%s=%s" % (name, value))

    def run(self, tool, *arguments):
        command = [tool, *self.options(), *arguments]
        done = subprocess.run(command, cwd=self.directory, text=True, timeout=1200,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode:
            raise Failure("%s %s: %s" % (tool, arguments[0], done.stderr.strip()))
        return done.stdout

    def download(self, package):
        """The path of the package's file."""
        self.run("apt-get", "download", package)
        prefix = package + "_"
        files = [f for f in os.listdir(self.directory)
                 if f.startswith(prefix) and f.endswith(".deb")]
        return os.path.join(self.directory, max(files, key=numbers))


def numbers(text):
    return [int(n) for n in re.findall(r"\d+", text)]


def kernel_packages(names, version):
    """The packages of the newest kernel of that version among all package names."""
    pattern = re.compile(r"linux-(image|binary|modules)-(%s\.\d+(?:-\d+|\+deb\d+))-arm64"
                         % re.escape(version))
    found = {}
    for match in filter(None, map(pattern.fullmatch, names)):
        found.setdefault(match[2], {})[match[1]] = match[0]
    if not found:
        raise Failure("the suite has no kernel %s for arm64" % version)
    kinds = found[max(found, key=numbers)]
    if "binary" in kinds:
        del kinds["image"]      # empty: depends on the other two
    return sorted(kinds.values())


def members(package):
    """Yields name and opened file for each regular file in a .deb."""
    command = ["dpkg-deb", "--fsys-tarfile", package]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, archive.extractfile(member)


def unpack_kernel(package, directory):
    wanted = {re.sub("-", "_", name): name for name in MODULES}
    for name, content in members(package):
        base = os.path.basename(name)
        module = re.fullmatch(r"(.*)\.ko(\.xz)?", base)
        if base.startswith("vmlinuz"):
            save(os.path.join(directory, "Image"), content.read())
        elif module and re.sub("-", "_", module[1]) in wanted:
            data = lzma.decompress(content.read()) if module[2] else content.read()
            target = wanted[re.sub("-", "_", module[1])] + ".ko"
            save(os.path.join(directory, target), data)


def save(path, data):
    """Whole or not at all: another run may be reading."""
    with open(path + ".new", "wb") as out:
        out.write(data)
    os.replace(path + ".new", path)


def fetch_kernel(directory, version):
    target = os.path.join(directory, version)
    if os.path.exists(os.path.join(target, "release")):
        return
    os.makedirs(target, exist_ok=True)
    apt = Apt(directory, SUITES[version])
    apt.run("apt-get", "update")
    packages = kernel_packages(apt.run("apt-cache", "pkgnames", "linux-").split(), version)
    for package in packages:
        path = apt.download(package)
        unpack_kernel(path, target)
        os.unlink(path)
    if not os.path.exists(os.path.join(target, "Image")):
        raise Failure("no kernel image in " + ", ".join(packages))
    save(os.path.join(target, "release"), "\n".join(packages).encode())


def fetch_busybox(directory):
    target = os.path.join(directory, "busybox")
    if os.path.exists(target):
        return
    apt = Apt(directory, BUSYBOX_SUITE)
    apt.run("apt-get", "update")
    path = apt.download("busybox-static")
    for name, content in members(path):
        if name.endswith("bin/busybox"):
            save(target, content.read())
    os.unlink(path)


def fetch(directory, versions):
    """Brings what is missing below the directory."""
    os.makedirs(directory, exist_ok=True)
    fetch_busybox(directory)
    for version in versions:
        fetch_kernel(directory, version)
