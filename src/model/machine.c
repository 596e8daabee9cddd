/* SPDX-License-Identifier: BSD-2-Clause */
/* What the CPUs of a tree say about the kernel that runs on them. */
#include <string.h>

#include "model/passes.h"

static const struct node *find_child(const struct node *parent, const char *name)
{
	const struct node *child;

	for_each_child (child, parent)
		if (node_is_named(child, name))
			return child;
	return NULL;
}

/* Open Firmware names the CPUs of PowerPC by their model: "PowerPC,P1010". */
static bool has_powerpc(const struct node *cpus)
{
	static const char prefix[] = "PowerPC,";
	const struct node *cpu;

	for_each_child (cpu, cpus)
		if (!strncmp(cpu->name, prefix, strlen(prefix)))
			return true;
	return false;
}

void machine_find(struct topology *topo)
{
	const struct node *cpus = find_child(tree_root(topo->tree), "cpus");
	const struct node *cpu = cpus ? find_child(cpus, "cpu") : NULL;
	uint32_t client;

	topo->coherent_by_default = cpus && has_powerpc(cpus);
	if (!cpu)
		return;
	client = topology_clients(topo, cpu);
	topo->is_32bit = client & CLIENT_CPU_ARM_32BIT;
	topo->has_lpae = client & CLIENT_CPU_ARM_LPAE;
	topo->coherent_by_default = client & CLIENT_CPU_RISCV;
}
