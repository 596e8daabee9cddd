/* SPDX-License-Identifier: BSD-2-Clause */
/* How schemas are held while they are read, and after. For src/load and its tests. */
#ifndef LOAD_SCHEMA_H
#define LOAD_SCHEMA_H

#include "base/vec.h"
#include "load/bindings.h"
#include "load/lookup.h"
#include "load/yaml.h"

enum {
#define FIELD(section, key, type, member, words) FACT_##member,
#include "load/binding.def"
#undef FIELD
	FACT_COUNT
};

/* Facts of a family or of a variant, and which of them were stated. */
struct facts {
	struct binding values;
	bool stated[FACT_COUNT];
};

struct variant {
	strings match;
	struct facts facts;
};

enum { VARIANTS_MAX = 64 };

struct family_schema {
	struct facts facts;
	VEC(struct variant) variants;
	VEC(const char *) compatibles;
	VEC(struct kernel_match) matches; /* while read without an end mark */
};

/* What is known of one compatible string. */
struct known_compatible {
	struct family_schema *family; /* NULL: of no IOMMU */
	uint64_t variants;            /* bit n: variant n of the family matches it */
	uint32_t match;               /* number in matches, from 1; 0: not there */
	uint32_t clients;             /* CLIENT_ bits */
	unsigned family_source, client_source; /* the sources that said so last */
};

/* What is known of a compatible on one SoC, beside what is known of it on all. */
struct known_on_soc {
	uint32_t compatible; /* index in compatibles */
	uint32_t clients;
	unsigned source;
};

struct known_soc {
	VEC(struct known_on_soc) compatibles;
};

struct known_name {
	uint32_t clients;
	unsigned source;
};

struct bindings {
	VEC(struct family_schema *) families;
	VEC(struct known_compatible) compatibles;
	struct lookup by_compatible; /* to a number in compatibles, from 1 */
	VEC(struct known_name) names;
	struct lookup by_name; /* to a number in names, from 1 */
	VEC(struct known_soc) socs;
	struct lookup by_soc; /* compatible of a root to a number in socs, from 1 */
};

/* A file that is being read. */
struct schema {
	struct arena *arena;
	struct bindings *bindings;
	struct failure *why;
	const char *file;
	unsigned source; /* 1 for the built-in schemas, then one for each directory */
};

/* The schemas of the program: name and text of each; ends with one without name. */
struct builtin_schema {
	const char *name, *text;
	size_t length;
};

extern const struct builtin_schema builtin_schemas[];

/* The empty list. */
extern const char *const no_strings[];

/* -EINVAL with "file:line: reason". */
int schema_refuse(const struct schema *schema, const struct yaml *at, const char *format,
		  ...) __attribute__((format(printf, 3, 4)));

/* Reads one schema file of either kind. */
int schema_read(const struct schema *schema, const struct yaml *root);

/* The entry of a compatible, node name or SoC, made where it is new. */
struct known_compatible *schema_compatible(const struct schema *schema, const char *text);
struct known_name *schema_name(const struct schema *schema, const char *text);
struct known_soc *schema_soc(const struct schema *schema, const char *text);

/* A non-empty text, or a list of them. */
int schema_text(const struct schema *schema, const struct yaml *item, const char **out);
int schema_texts(const struct schema *schema, const struct yaml *item, strings *out);

/* "vendor,device", or "vendor,device 6.3-" with the kernels that have it. */
int schema_match(const struct schema *schema, const struct yaml *item,
		 struct kernel_match *out);

/* Sets what a new family has without stating it. */
void facts_defaults(struct facts *facts);

/* True where facts_read() takes the member; the others are the caller's. */
bool facts_has_section(const char *name);

/* Reads one section, or "traits". */
int facts_read(const struct schema *schema, const struct yaml *section,
	       struct facts *facts);

/* Puts what was stated over the values; traits are added to them. */
void facts_merge(struct arena *arena, const struct facts *from, struct binding *into);

/* "6.3-", "-6.7", "6.3-6.7", "6.3" or "none"; false for anything else. */
bool kernels_parse(const char *text, struct kernels *out);

/* Makes the lists that binding_for_compatible() hands out. */
void family_finish(struct arena *arena, struct family_schema *family);

int family_read(const struct schema *schema, const struct yaml *root);
int clients_read(const struct schema *schema, const struct yaml *root);

strings strings_join(struct arena *arena, strings a, strings b);

#endif
