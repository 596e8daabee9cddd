/* SPDX-License-Identifier: BSD-2-Clause */
/* What the binding of an IOMMU asks of its node. */
#include <string.h>

#include "base/text.h"
#include "rules/provider.h"

/* A property that was probably meant to be #iommu-cells. */
static const char *find_misspelt(const struct node *node)
{
	const struct property *property;

	for_each_property (property, node)
		if (strstr(property->name, "iommu") && strstr(property->name, "cell"))
			return property->name;
	return NULL;
}

void check_without_cells(const struct topology *topo, struct findings *out)
{
	const char *misspelt;
	struct iommu *iommu;
	struct finding *f;

	for_each (iommu, &topo->iommus) {
		if (!iommu_lacks_cells(iommu))
			continue;
		misspelt = find_misspelt(iommu->node);
		f = finding_add(out, iommu->node, misspelt, -1,
				"has %s%s, expected #iommu-cells as %s has it",
				misspelt ? misspelt : "no #iommu-cells",
				node_has(iommu->node, PROP_IOMMU_CELLS)
					? " shorter than a cell"
					: "",
				iommu->binding->title);
		if (iommu->binding->cells_too_few == CELLS_PROBE_FAILS &&
		    kernel_has(&topo->kernel, KERNEL_CELLS_FAIL_PROBE))
			finding_consequence(out, f,
					    "does not probe this IOMMU (-EINVAL), and "
					    "cannot read the iommus that name it");
	}
}

static bool has_compatible(const struct node *node, const char *compatible)
{
	return property_find_string(node_find(node, PROP_COMPATIBLE), compatible) >= 0;
}

static bool is_matched(const struct topology *topo, const struct iommu *iommu)
{
	const struct kernel_match *match;

	for (match = iommu->binding->driver_matches; match->compatible; match++)
		if (kernels_include(match->kernels, topo->kernel.version) &&
		    has_compatible(iommu->node, match->compatible))
			return true;
	return false;
}

static void report_no_driver(const struct topology *topo, const struct iommu *iommu,
			     struct findings *out)
{
	const struct kernel_match *match;
	struct finding *f;

	if (!kernels_include(iommu->binding->kernels, topo->kernel.version)) {
		f = finding_add(out, iommu->node, "compatible", -1,
				"is of %s, for which Linux %s has no driver",
				iommu->binding->title, topo->kernel.name);
		finding_fix(out, f,
			    "disable the IOMMU, or take a kernel with its driver");
		if (iommu->masters.count)
			return;
		finding_severity(f, SEVERITY_NOTE);
		finding_consequence(
			out, f, "finds no driver; no master of the tree waits for it");
		return;
	}
	for (match = iommu->binding->driver_matches; match->compatible; match++)
		if (kernels_include(match->kernels, topo->kernel.version))
			break;
	finding_add(out, iommu->node, "compatible", -1,
		    "has no compatible that %s of Linux %s matches, expected %s%s",
		    iommu->binding->driver, topo->kernel.name,
		    match->compatible ? match->compatible : "a newer kernel",
		    match->compatible && match[1].compatible ? " or another of its table"
							     : "");
}

static bool is_of_vendor(const char *compatible, const char *vendor)
{
	const size_t length = strlen(vendor);

	return !strncmp(compatible, vendor, length) && compatible[length] == ',';
}

static bool is_generic(const struct binding *binding, const char *compatible)
{
	const struct kernel_match *match;

	for (match = binding->driver_matches; match->compatible; match++)
		if (!strcmp(match->compatible, compatible))
			return true;
	return false;
}

/* True where a compatible is of the vendor ("qcom,...") and not a generic one of his. */
static bool names_vendor(const struct node *node, const char *vendor,
			 const struct binding *binding)
{
	const struct property *list = node_find(node, PROP_COMPATIBLE);
	uint32_t position = 0;
	const char *text;

	while (list && (text = property_next_string(list, &position)))
		if (is_of_vendor(text, vendor) && !is_generic(binding, text))
			return true;
	return false;
}

static void check_vendor(const struct topology *topo, const struct iommu *iommu,
			 struct findings *out)
{
	struct finding *f;
	strings vendor;

	for (vendor = iommu->binding->vendor_compatibles; *vendor; vendor++) {
		if (!names_vendor(tree_root(topo->tree), *vendor, iommu->binding) ||
		    names_vendor(iommu->node, *vendor, iommu->binding))
			continue;
		f = finding_add(
			out, iommu->node, "compatible", -1,
			"has generic compatibles alone, expected one of the %s SoC",
			*vendor);
		finding_consequence(out, f,
				    "runs the generic driver without the quirks that "
				    "the hardware of this vendor needs");
		finding_fix(out, f,
			    "put the compatible of the SoC before the generic one");
	}
}

void check_unmatched(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;

	for_each (iommu, &topo->iommus) {
		if (!iommu->node->live || !iommu->binding)
			continue;
		if (!kernels_include(iommu->binding->kernels, topo->kernel.version) ||
		    !is_matched(topo, iommu))
			report_no_driver(topo, iommu, out);
		else
			check_vendor(topo, iommu, out);
	}
}

static bool has_named(const struct node *node, const char *name, size_t length)
{
	const struct property *property;

	for_each_property (property, node)
		if (!strncmp(property->name, name, length) && !property->name[length])
			return true;
	return length == strlen("interrupts") && !strncmp(name, "interrupts", length) &&
	       node_has(node, PROP_INTERRUPTS_EXTENDED);
}

/* True where the node has one of "a|b". */
static bool has_any(const struct node *node, const char *names)
{
	size_t length;

	for (;;) {
		length = strcspn(names, "|");
		if (has_named(node, names, length))
			return true;
		if (!names[length])
			return false;
		names += length + 1;
	}
}

/* "a or b" of "a|b". */
static const char *spell(struct findings *out, const char *names)
{
	struct text text = { .arena = out->arena };
	size_t length;

	for (; *names; names += length + (names[length] == '|')) {
		length = strcspn(names, "|");
		text_printf(&text, "%s%.*s", text.length ? " or " : "", (int)length,
			    names);
	}
	return text.chars;
}

/* Without clocks their names need no finding of their own. */
static bool names_absent_clocks(const struct node *node, const char *name)
{
	return !strcmp(name, "clock-names") && !node_has(node, PROP_CLOCKS);
}

void check_property_missing(const struct topology *topo, struct findings *out)
{
	struct iommu *iommu;
	struct finding *f;
	strings required;

	for_each (iommu, &topo->iommus) {
		if (!iommu->node->live || !iommu->binding)
			continue;
		for (required = iommu->binding->required; *required; required++) {
			if (has_any(iommu->node, *required) ||
			    names_absent_clocks(iommu->node, *required))
				continue;
			f = finding_add(out, iommu->node, NULL, -1,
					"has no %s, which %s needs",
					spell(out, *required), iommu->binding->title);
			finding_key(out, f, "%s", *required);
		}
	}
}
