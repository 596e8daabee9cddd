/* SPDX-License-Identifier: BSD-2-Clause */
/* What Linux makes of the wiring: verdicts, serving instances and groups. */
#include "model/predict.h"

#include "model/passes.h"
#include "model/walk.h"

static void add_user(struct topology *topo, struct iommu *iommu, uint32_t master)
{
	if (!iommu || (iommu->masters.count &&
		       iommu->masters.items[iommu->masters.count - 1] == master))
		return;
	*VEC_ADD(topo->arena, &iommu->masters) = master;
}

/* The masters that name an instance, dead ones included. */
static void list_masters(struct topology *topo)
{
	const struct map_entry *entry;
	const struct specifier *s;
	struct master *master;
	uint32_t number;

	for_each (master, &topo->masters) {
		number = (uint32_t)(master - topo->masters.items);
		for_each_specifier (s, topo, master)
			if (s->state == ENTRY_OK)
				add_user(topo, s->iommu, number);
		if (!master->iommu_map)
			continue;
		for_each (entry, &master->iommu_map->entries)
			add_user(topo, entry->iommu, number);
	}
}

void predict(struct topology *topo)
{
	struct prediction p = { .topo = topo };

	if (!topo->masters.count && !topo->iommus.count)
		return;
	list_masters(topo);
	predict_providers(&p);
	predict_claims(&p);
	predict_admission(&p);
	predict_contexts(&p);
	predict_losses(&p);
	predict_verdicts(&p);
	predict_groups(&p);
}
