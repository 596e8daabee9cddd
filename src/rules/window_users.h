/* SPDX-License-Identifier: BSD-2-Clause */
/* The masters that share the windows of a bus, for rules that report each bus once. */
#ifndef RULES_WINDOW_USERS_H
#define RULES_WINDOW_USERS_H

#include "rules/rule.h"

struct bus_user {
	const struct bus *bus;
	const struct master *master;
};

struct bus_users {
	VEC(struct bus_user) list; /* by bus, then master, in document order */
	size_t first, next;
	const struct bus *bus;       /* the current one */
	const struct master *master; /* its first master */
};

/* The live masters with a bus that are accepted. Before the first bus. */
struct bus_users bus_users_collect(const struct topology *topo,
				   bool (*accept)(const struct topology *topo,
						  const struct master *master));

/* Goes to the next bus; false after the last. */
bool bus_users_next(struct bus_users *users);

/* Adds the masters of the current bus to the finding, the first RELATED_MAX of them. */
void bus_users_relate(const struct bus_users *users, struct findings *out,
		      struct finding *finding);

#endif
