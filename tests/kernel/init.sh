#!/bin/busybox sh
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=dash
# First process of the guest: loads the modules that the command line names, waits until
# nothing probes any more, and prints what the kernel shows of it in sections.
set -u
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs devtmpfs /dev
echo 1 >/proc/sys/kernel/printk
deferred=/sys/kernel/debug/devices_deferred
modules=$(sed -n 's/.*load=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')

section()
{
	echo "==== $1"
}

# A module whose device never answers would keep insmod for ever.
for module in $modules; do
	insmod "/modules/$module.ko" &
	sleep 1
done

section waiting
cat $deferred
for _ in 1 2 3 4 5 6 7 8 9; do
	sleep 1
	[ -n "$(cat $deferred)" ] || break
done

section deferred
cat $deferred
section drivers
find /sys/bus/platform/drivers /sys/bus/amba/drivers /sys/bus/pci/drivers \
	-type l ! -name module
section reserved
grep -sH . /sys/kernel/iommu_groups/*/reserved_regions
case $modules in
*virtio-rng*)
	section transfer
	timeout -s KILL 4 dd if=/dev/hwrng bs=16 count=1 2>/dev/null | wc -c
	;;
esac
section text
grep -m 1 ' _stext$' /proc/kallsyms
grep 'Kernel code' /proc/iomem
section messages
dmesg -r
section end
sleep 600
