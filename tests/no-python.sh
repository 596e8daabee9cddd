#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Stands in for every Python test where configure found no python3 with jsonschema.
if [ -n "${CI:-}" ]; then
	echo "1..1"
	echo "not ok 1 - python3 with jsonschema is missing (Debian: python3-jsonschema)"
	exit 1
fi
echo "1..0 # SKIP python3 with jsonschema is missing (Debian: python3-jsonschema)"
