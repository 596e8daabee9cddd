# SPDX-License-Identifier: BSD-2-Clause
# Makes src/report/samples.c of the samples named as arguments: samples/RULE/NAME.dts.

function flush() {
	if (rule != "")
		printf "\t{ \"%s\", \"%s\", \"%s\",%s },\n", rule, name, version, \
			text == "" ? " \"\"" : text
}

function quote(line) {
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	return "\n\t  \"" line "\\n\""
}

BEGIN {
	print "/* SPDX-License-Identifier: BSD-2-Clause */"
	print "/* Made by src/report/samples.awk. */"
	print "#include \"report/samples.h\"\n"
	print "const struct sample samples[] = {"
}

FNR == 1 {
	flush()
	split(FILENAME, part, "/")
	rule = part[2]
	name = part[3]
	sub(/\.dts$/, "", name)
	text = version = ""
	blank = inside = 0
}

{ kept = $0 }

inside {
	if (!sub(/^.*\*\//, "", kept))
		next
	inside = 0
}

/\/\* *linux:/ {
	version = $0
	sub(/^.*\/\* *linux: */, "", version)
	sub(/ .*$/, "", version)
}

/SPDX-License-Identifier/ { next }

/\/\* *(expect|not-checked|verdict|linux|options):/ {
	if (!sub(/\/\* *(expect|not-checked|verdict|linux|options):.*\*\//, "", kept)) {
		sub(/\/\* *(expect|not-checked|verdict|linux|options):.*$/, "", kept)
		inside = 1
	}
	if (kept ~ /^[ \t]*$/)
		next
}

kept ~ /^[ \t]*$/ {
	blank = 1
	next
}

{
	if (blank && text != "")
		text = text quote("")
	blank = 0
	text = text quote(kept)
}

END {
	flush()
	print "\t{ 0, 0, 0, 0 },"
	print "};"
}
