/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "load/bindings.h"
#include "load/schema.h"
#include "unit.h"

static struct arena *arena;
static struct failure why;
static char directory[64];

static void setup(void)
{
	arena = arena_new();
	memset(&why, 0, sizeof(why));
	strcpy(directory, "test-bindings.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(directory));
}

static const char *path_of(const char *name)
{
	return arena_printf(arena, "%s/%s", directory, name);
}

static void teardown(void)
{
	unlink(path_of("a.yaml"));
	unlink(path_of("b.yaml"));
	rmdir(directory);
	arena_free(arena);
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

static int read_directory(const struct bindings **out)
{
	const char *const directories[] = { directory };

	return bindings_read(arena, directories, 1, out, &why);
}

static const struct bindings *read_texts(const char *a, const char *b)
{
	const struct bindings *bindings = NULL;
	int err;

	if (a)
		write_file("a.yaml", a);
	if (b)
		write_file("b.yaml", b);
	err = read_directory(&bindings);
	ck_assert_msg(!err, "%s", why.text);
	return bindings;
}

static const struct binding *find(const struct bindings *bindings,
				  const char *compatibles, size_t length)
{
	return binding_for_compatible(bindings, arena, compatibles, length);
}

#define FAMILY                                                                           \
	"binding: new\n"                                                                 \
	"title: New\n"                                                                   \
	"driver: {name: new, source: s}\n"                                               \
	"compatibles: {driver: ['x,one', 'x,two 6.5-6.9'], others: ['x,soc'], source: "  \
	"s}\n"                                                                           \
	"cells: {allowed: [0, 2], too-many: misread, source: s}\n"                       \
	"instances: {behaviour: last, source: s}\n"                                      \
	"shared-id: {behaviour: corrupts, source: s}\n"                                  \
	"groups: {policy: any-id, source: s}\n"

static const struct {
	const char *text, *reason; /* behind the file's name */
} errors[] = {
	{ "", ":1: the file is empty" },
	{ "a: [\n", ":2: did not find expected node content" },
	{ "- a\n", ":1: a list, expected a map" },
	{ "a: 1\n", ":1: neither 'binding' nor 'clients' is there" },
	{ "clients: &a []\n", ":1: anchors, aliases and tags are not allowed" },
	{ "clients: *a\n", ":1: anchors, aliases and tags are not allowed" },
	{ "clients: !!seq []\n", ":1: anchors, aliases and tags are not allowed" },
	{ "clients: []\nclients: []\n", ":2: key 'clients' again, first in line 1" },
	{ "clients: []\n---\nclients: []\n", ":2: more than one document" },
	{ "? [a]\n: b\n", ":1: a key must be a plain text" },
	{ "clients: [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]\n", ":1: nested too deeply" },
	{ "clients: \"\\0\"\n", ":1: a NUL inside a text" },
	{ "binding: [x]\n", ":1: a list, expected a text" },
	{ "binding: ''\n", ":1: an empty text" },
	{ "binding: new\n", ":1: a new binding needs 'title'" },
	{ FAMILY "colour: red\n", ":9: unknown key 'colour'" },
	{ FAMILY "node: {size: 1, source: s}\n", ":9: unknown key 'size' in 'node'" },
	{ FAMILY "node: {reg-required: true}\n",
	  ":9: no 'source': where was this read?" },
	{ FAMILY "node: 1\n", ":9: a text, expected a map" },
	{ FAMILY "node: {reg-required: yes, source: s}\n", ":9: expected true or false" },
	{ FAMILY "node: {required: a, source: s}\n",
	  ":9: a text, expected a list of texts" },
	{ FAMILY "node: {required: [''], source: s}\n", ":9: an empty text" },
	{ FAMILY "ids: {max: -1, source: s}\n", ":9: expected a number" },
	{ FAMILY "ids: {max: '1', source: s}\n", ":9: expected a number" },
	{ FAMILY "ids: {max: 0x10000000000000000, source: s}\n",
	  ":9: expected a number" },
	{ FAMILY "contexts: {count: 0x100000000, source: s}\n",
	  ":9: 0x100000000 is too big, at most 0xffffffff" },
	{ FAMILY "ids: {matching: best, source: s}\n",
	  ":9: 'best' is no word that 'matching' knows" },
	{ FAMILY "reserved: {iommu-addresses: 6, source: s}\n",
	  ":9: expected kernels such as 6.3- or 6.1-6.7 or none" },
	{ FAMILY "traits: [odd]\n", ":9: unknown trait 'odd'" },
	{ FAMILY "variants: {}\n", ":9: a map, expected a list of maps" },
	{ FAMILY "variants:\n- {source: s}\n", ":10: a variant without 'match'" },
	{ FAMILY "variants:\n- {match: ['x,one']}\n",
	  ":10: no 'source': where was this read?" },
	{ FAMILY "variants:\n- {match: ['x,no'], source: s}\n",
	  ":10: 'x,no' is no compatible of this binding" },
	{ FAMILY "variants:\n- {match: ['x,one'], title: t, source: s}\n",
	  ":10: unknown key 'title' in a variant" },
	{ "binding: rockchip\ncompatibles:\n  driver:\n    - 'arm,smmu-v3'\n",
	  ":4: compatible 'arm,smmu-v3' is claimed by 'arm-smmu-v3': list it under "
	  "'taken' to override" },
	{ "binding: rockchip\ncompatibles:\n  driver: [a, b]\n  others: [a]\n",
	  ":4: compatible 'a' again" },
	{ "binding: rockchip\ncompatibles:\n  taken: ['x,free']\n",
	  ":3: no other binding has 'x,free'" },
	{ "binding: rockchip\ncompatibles:\n  driver: ['a 6.x']\n",
	  ":3: expected kernels such as 6.3- or 6.1-6.7, got '6.x'" },
	{ "binding: rockchip\ncompatibles: {kin: []}\n",
	  ":2: unknown key 'kin' in 'compatibles'" },
	{ "clients: []\nmore: 1\n", ":1: another key beside 'clients'" },
	{ "clients: {}\n", ":1: a map, expected a list of maps" },
	{ "clients:\n- {names: [a], source: s}\n", ":2: a client without 'traits'" },
	{ "clients:\n- {names: [a], traits: [bus]}\n",
	  ":2: no 'source': where was this read?" },
	{ "clients:\n- {traits: [bus], source: s}\n",
	  ":2: neither 'compatibles' nor 'names'" },
	{ "clients:\n- {traits: [bus], names: [a], socs: ['x,soc'], source: s}\n",
	  ":2: 'socs' goes with 'compatibles' only" },
	{ "clients:\n- {traits: [bus], compatibles: [a], socs: x, source: s}\n",
	  ":2: a text, expected a list of texts" },
	{ "clients:\n- names: [a]\n  traits: [odd]\n", ":3: unknown trait 'odd'" },
	{ "clients:\n- names: [a]\n  colour: red\n",
	  ":3: unknown key 'colour' in a client" },
};

START_TEST(bad_schemas_are_refused)
{
	const struct bindings *bindings;
	int err;

	write_file("a.yaml", errors[_i].text);
	err = read_directory(&bindings);
	ck_assert_int_eq(err, -EINVAL);
	ck_assert_str_eq(why.text, arena_printf(arena, "%s%s", path_of("a.yaml"),
						errors[_i].reason));
}
END_TEST

START_TEST(missing_directory_is_refused)
{
	static const char *const none[] = { "test-bindings-none" };
	const struct bindings *bindings;

	ck_assert_int_eq(bindings_read(arena, none, 1, &bindings, &why), -ENOENT);
	ck_assert_str_eq(why.text, "test-bindings-none: No such file or directory");
}
END_TEST

START_TEST(builtin_schemas_load)
{
	const struct bindings *bindings;
	int err = bindings_read(arena, NULL, 0, &bindings, &why);

	ck_assert_msg(!err, "%s", why.text);
	ck_assert_uint_eq(bindings->families.count, 20);
}
END_TEST

START_TEST(new_family_has_defaults)
{
	static const char soc[] = "y,no\0x,soc\0x,one";
	const struct bindings *bindings = read_texts(FAMILY, NULL);
	const struct binding *binding = find(bindings, soc, sizeof(soc));

	ck_assert_ptr_nonnull(binding);
	ck_assert_str_eq(binding->id, "new");
	ck_assert_uint_eq(binding->cells_allowed, 5);
	ck_assert_int_eq(binding->cells_too_few, CELLS_IGNORED);
	ck_assert_int_eq(binding->cells_too_many, CELLS_MISREAD);
	ck_assert(binding->cells_required);
	ck_assert(binding->reg_required);
	ck_assert_ptr_null(binding->id_name);
	ck_assert_int_eq(binding->instances, INSTANCES_LAST);
	ck_assert_int_eq(binding->shared_id, SHARED_CORRUPTS);
	ck_assert_int_eq(binding->group, GROUP_ANY_ID);
	ck_assert_uint_eq(binding->aperture_last, UINT64_MAX);
	ck_assert(!kernels_include(binding->iommu_addresses, 7002));
	ck_assert(kernels_include(binding->kernels, 6001));
	ck_assert_str_eq(binding->driver_matches[1].compatible, "x,two");
	ck_assert(!kernels_include(binding->driver_matches[1].kernels, 6004));
	ck_assert(kernels_include(binding->driver_matches[1].kernels, 6005));
	ck_assert(!kernels_include(binding->driver_matches[1].kernels, 6010));
	ck_assert_ptr_null(binding->driver_matches[2].compatible);
	ck_assert_str_eq(binding->compatibles[2], "x,soc");
	ck_assert_ptr_null(binding->compatibles[3]);
	ck_assert_ptr_null(binding->required[0]);
	ck_assert_ptr_null(binding->identity_clients[0].compatible);
}
END_TEST

START_TEST(later_files_override_facts)
{
	const struct bindings *bindings = read_texts(
		FAMILY "ids: {name: port, max: 7, source: s}\ntraits: [no-xlate]\n",
		"binding: new\nids: {max: 9, source: s}\ntraits: [larb-ports]\n"
		"compatibles: {driver: ['x,three'], source: s}\n");
	const struct binding *binding = find(bindings, "x,three", 8);

	ck_assert_ptr_nonnull(binding);
	ck_assert_str_eq(binding->id_name, "port");
	ck_assert_uint_eq(binding->id_max, 9);
	ck_assert(binding_has(binding, "no-xlate"));
	ck_assert(binding_has(binding, "larb-ports"));
	ck_assert(!binding_has(binding, "larb-split"));
	ck_assert_ptr_eq(binding, find(bindings, "x,one", 6));
}
END_TEST

START_TEST(variants_merge_in_order)
{
	static const char both[] = "x,soc\0x,one";
	const struct bindings *bindings = read_texts(
		FAMILY "ids: {max: 1, source: s}\n"
		       "variants:\n"
		       "- {match: ['x,one'], ids: {max: 2, name: a}, source: s}\n"
		       "- {match: ['x,soc', 'x,two'], ids: {max: 3}, traits: [one-kind],"
		       " source: s}\n",
		NULL);
	const struct binding *binding = find(bindings, both, sizeof(both));

	ck_assert_uint_eq(binding->id_max, 3);
	ck_assert_str_eq(binding->id_name, "a");
	ck_assert(binding_has(binding, "one-kind"));
	binding = find(bindings, "x,one", 6);
	ck_assert_uint_eq(binding->id_max, 2);
	ck_assert(!binding_has(binding, "one-kind"));
}
END_TEST

START_TEST(a_compatible_can_be_taken)
{
	const struct bindings *bindings = read_texts(
		FAMILY "variants:\n- {match: ['x,one'], ids: {max: 2}, source: s}\n",
		"binding: rockchip\n"
		"compatibles: {driver: ['x,one'], taken: ['x,one'], source: s}\n");
	const struct binding *binding = find(bindings, "x,one", 6);

	ck_assert_str_eq(binding->id, "rockchip");
	ck_assert_uint_eq(binding->id_max, UINT32_MAX);
}
END_TEST

START_TEST(unknown_compatibles_have_no_binding)
{
	const struct bindings *bindings = read_texts(FAMILY, NULL);

	ck_assert_ptr_null(find(bindings, "x,on", 5));
	ck_assert_ptr_null(find(bindings, "x,one1", 7));
	ck_assert_ptr_null(find(bindings, "", 1));
	ck_assert_ptr_null(find(bindings, "", 0));
	/* Without its NUL a string does not count, as in Linux. */
	ck_assert_ptr_null(find(bindings, "x,one", 5));
}
END_TEST

START_TEST(clients_add_up_within_a_source)
{
	static const char list[] = "x,a\0x,b";
	const struct bindings *bindings = read_texts(
		"clients:\n"
		"- {traits: [bus], compatibles: ['x,a'], names: [n], source: s}\n"
		"- {traits: [no-dma], compatibles: ['x,b', 'x,a'], source: s}\n",
		NULL);

	ck_assert_uint_eq(client_traits(bindings, list, 4, "", 0),
			  CLIENT_BUS | CLIENT_NO_DMA);
	ck_assert_uint_eq(client_traits(bindings, list + 4, 4, "n", 1),
			  CLIENT_BUS | CLIENT_NO_DMA);
	ck_assert_uint_eq(client_traits(bindings, list + 4, 4, "nn", 2), CLIENT_NO_DMA);
	ck_assert_uint_eq(client_traits(bindings, NULL, 0, "n@1", 1), CLIENT_BUS);
}
END_TEST

START_TEST(a_later_source_replaces_clients)
{
	const struct bindings *bindings = read_texts(
		"clients:\n- {traits: [], compatibles: ['simple-bus'], source: s}\n",
		NULL);

	ck_assert_uint_eq(client_traits(bindings, "simple-bus", 11, "", 0), 0);
	ck_assert_uint_eq(client_traits(bindings, "simple-mfd", 11, "", 0),
			  CLIENT_BUS | CLIENT_BOOT_BUS);
}
END_TEST

/* Of a node with the compatible x,a in a tree whose root has these. */
static uint32_t traits_on(const struct bindings *bindings, const char *root,
			  size_t length)
{
	const struct soc_traits soc = soc_traits_find(bindings, arena, root, length);

	return client_traits_on(&soc, "x,a", 4, "", 0);
}

START_TEST(traits_can_hold_on_some_socs)
{
	static const char root[] = "x,board\0x,soc1\0x,soc2";
	const struct bindings *bindings =
		read_texts("clients:\n"
			   "- {traits: [bus], compatibles: ['x,a'], source: s}\n"
			   "- {traits: [no-dma], compatibles: ['x,a'], socs: ['x,soc1'], "
			   "source: s}\n"
			   "- {traits: [gic], compatibles: ['x,b', 'x,a'], socs: "
			   "['x,soc2', 'x,soc3'],"
			   " source: s}\n",
			   NULL);

	ck_assert_uint_eq(traits_on(bindings, "", 0), CLIENT_BUS);
	ck_assert_uint_eq(traits_on(bindings, root, 8), CLIENT_BUS);
	ck_assert_uint_eq(traits_on(bindings, root, 15), CLIENT_BUS | CLIENT_NO_DMA);
	ck_assert_uint_eq(traits_on(bindings, root, sizeof(root)),
			  CLIENT_BUS | CLIENT_NO_DMA | CLIENT_GIC);
	/* Without its NUL a string does not count. */
	ck_assert_uint_eq(traits_on(bindings, root, sizeof(root) - 1),
			  CLIENT_BUS | CLIENT_NO_DMA);
	ck_assert_uint_eq(client_traits(bindings, "x,a", 4, "", 0), CLIENT_BUS);
}
END_TEST

START_TEST(what_all_trees_say_is_of_the_first_compatible)
{
	static const char first[] = "x,board\0x,soc";
	const struct bindings *bindings = read_texts(
		"clients:\n"
		"- {traits: [always-coherent, bus], compatibles: ['x,b'], source: s}\n"
		"- {traits: [always-behind-iommu], compatibles: ['x,b', 'x,a'],"
		" socs: ['x,soc'], source: s}\n",
		NULL);
	const struct soc_traits soc =
		soc_traits_find(bindings, arena, first, sizeof(first));

	ck_assert_uint_eq(client_traits_on(&soc, "x,b\0x,a", 8, "", 0),
			  CLIENT_ALWAYS_COHERENT | CLIENT_ALWAYS_BEHIND_IOMMU |
				  CLIENT_BUS);
	ck_assert_uint_eq(client_traits_on(&soc, "x,a\0x,b", 8, "", 0),
			  CLIENT_ALWAYS_BEHIND_IOMMU | CLIENT_BUS);
	ck_assert_uint_eq(client_traits_on(&soc, "x,c\0x,b", 8, "", 0), CLIENT_BUS);
}
END_TEST

START_TEST(a_later_source_replaces_what_is_said_of_socs)
{
	static const char qup[] = "qcom,geni-se-qup";
	const struct bindings *bindings = read_texts(
		"clients:\n- {traits: [bus], compatibles: ['qcom,geni-se-qup'],"
		" source: s}\n",
		NULL);
	const struct soc_traits soc =
		soc_traits_find(bindings, arena, "qcom,sm8550", sizeof("qcom,sm8550"));

	ck_assert_uint_eq(client_traits_on(&soc, qup, sizeof(qup), "", 0), CLIENT_BUS);
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	unsigned from, to;
} ranges[] = {
	{ "6.3-", true, 6003, 0 },
	{ "-6.7", true, 0, 6007 },
	{ "6.3-6.10", true, 6003, 6010 },
	{ "7.2", true, 7002, 7002 },
	{ "6.3-6.2", false, 0, 0 },
	{ "", false, 0, 0 },
	{ "-", false, 0, 0 },
	{ "6", false, 0, 0 },
	{ "6.", false, 0, 0 },
	{ "6.1-x", false, 0, 0 },
	{ "6.1-6.2-", false, 0, 0 },
	{ "6.1000", false, 0, 0 },
};

START_TEST(kernels_are_parsed)
{
	struct kernels kernels;

	ck_assert_msg(kernels_parse(ranges[_i].text, &kernels) == ranges[_i].ok, "'%s'",
		      ranges[_i].text);
	if (ranges[_i].ok) {
		ck_assert_uint_eq(kernels.from, ranges[_i].from);
		ck_assert_uint_eq(kernels.to, ranges[_i].to);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bindings");
	TCase *tcase = add_case(suite, "bindings");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, bad_schemas_are_refused, 0, ARRAY_SIZE(errors));
	tcase_add_test(tcase, missing_directory_is_refused);
	tcase_add_test(tcase, builtin_schemas_load);
	tcase_add_test(tcase, new_family_has_defaults);
	tcase_add_test(tcase, later_files_override_facts);
	tcase_add_test(tcase, variants_merge_in_order);
	tcase_add_test(tcase, a_compatible_can_be_taken);
	tcase_add_test(tcase, unknown_compatibles_have_no_binding);
	tcase_add_test(tcase, clients_add_up_within_a_source);
	tcase_add_test(tcase, a_later_source_replaces_clients);
	tcase_add_test(tcase, traits_can_hold_on_some_socs);
	tcase_add_test(tcase, what_all_trees_say_is_of_the_first_compatible);
	tcase_add_test(tcase, a_later_source_replaces_what_is_said_of_socs);
	tcase_add_loop_test(tcase, kernels_are_parsed, 0, ARRAY_SIZE(ranges));
	return run_suite(suite);
}
