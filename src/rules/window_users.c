/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/window_users.h"

#include <stdlib.h>

#include "rules/window.h"

static int compare_users(const void *left, const void *right)
{
	const struct bus_user *a = left, *b = right;

	if (a->bus != b->bus)
		return a->bus < b->bus ? -1 : 1;
	return a->master < b->master ? -1 : a->master > b->master;
}

struct bus_users bus_users_collect(const struct topology *topo,
				   bool (*accept)(const struct topology *topo,
						  const struct master *master))
{
	struct bus_users users = { .first = 0 };
	const struct master *master;

	for_each (master, &topo->masters)
		if (master->node->live && master->reach.bus && accept(topo, master))
			*VEC_ADD(topo->arena, &users.list) =
				(struct bus_user){ master->reach.bus, master };
	if (users.list.count)
		qsort(users.list.items, users.list.count, sizeof(*users.list.items),
		      compare_users);
	return users;
}

bool bus_users_next(struct bus_users *users)
{
	if (users->next == users->list.count)
		return false;
	users->first = users->next;
	users->bus = users->list.items[users->first].bus;
	users->master = users->list.items[users->first].master;
	while (users->next < users->list.count &&
	       users->list.items[users->next].bus == users->bus)
		users->next++;
	return true;
}

void bus_users_relate(const struct bus_users *users, struct findings *out,
		      struct finding *finding)
{
	size_t i;

	for (i = users->first; i < users->next && i < users->first + RELATED_MAX; i++)
		finding_relate(out, finding, "master", users->list.items[i].master->node,
			       NULL, -1, NULL);
}
