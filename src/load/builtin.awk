# SPDX-License-Identifier: BSD-2-Clause
# Makes a C file of schemas: awk -f builtin.awk FILE... > builtin.c

BEGIN {
	print "/* Made from schemas/ by builtin.awk. */"
	print "#include \"load/schema.h\"\n"
}

FNR == 1 {
	if (count)
		print ";\n"
	name = FILENAME
	sub(/.*\//, "", name)
	names[count++] = name
	printf "static const char text%d[] = ", count
}

# A literal for each line, so that none grows long.
{
	gsub(/\\/, "&&")
	parts = split($0, part, "\"")
	line = part[1]
	for (i = 2; i <= parts; i++)
		line = line "\\\"" part[i]
	printf "\n\t\"%s\\n\"", line
}

END {
	print ";\n\nconst struct builtin_schema builtin_schemas[] = {"
	for (i = 0; i < count; i++)
		printf "\t{ \"%s\", text%d, sizeof(text%d) - 1 },\n", names[i], i + 1, i + 1
	print "\t{ NULL, NULL, 0 },\n};"
}
