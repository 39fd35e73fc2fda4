#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The folders of src/ know of each other only downwards: an #include that points
# up, or to readline or the kernel's headers from elsewhere than allowed, fails.
set -eu
cd "${top_srcdir:-$(dirname "$0")/..}"

files=$(find src -name '*.[ch]' | LC_ALL=C sort)
# shellcheck disable=SC2086 # our file names have no spaces
awk '
BEGIN {
	# Which folders each one may include from, beside itself.
	knows["base"] = ""
	knows["model"] = "base"
	knows["lang"] = "base model"
	knows["sock"] = "base model"
	knows["kernel"] = "base model"
	knows["wire"] = "base model"
	knows["view"] = "base model wire"
	knows["export"] = "base model"
	knows["lesson"] = "base model lang wire view"
	knows["shell"] = "base model lang sock kernel wire view lesson export"

	readline = "^src/shell/prompt(_complete)?[.]c$"
	kernel = "^src/(sock|kernel|wire)/|^src/model/(xlat|option|layout|request|cmsg)(_[a-z]+)?[.]c$"
}

function bad(why)
{
	printf "%s:%d: %s: %s\n", FILENAME, FNR, $0, why
	failed = 1
}

FNR == 1 {
	split(FILENAME, part, "/")
	folder = part[2]
	if (!(folder in knows)) {
		bad("this folder has no place in the order")
		nextfile
	}
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	slash = index(quoted[2], "/")
	to = substr(quoted[2], 1, slash - 1)
	if (slash == 0 || to ~ /^[.]/)
		bad("write it as \"folder/file.h\"")
	else if (to != folder && index(" " knows[folder] " ", " " to " ") == 0)
		bad("src/" folder " does not know of src/" to)
	n++
}

/^[ \t]*#[ \t]*include[ \t]*<readline\// && FILENAME !~ readline {
	bad("readline is for src/shell/prompt.c and prompt_complete.c alone")
}

/^[ \t]*#[ \t]*include[ \t]*<linux\// && FILENAME !~ kernel {
	bad("linux/ is for sock, kernel, wire and the constant tables")
}

END {
	if (!failed)
		printf "%d includes of our own point down\n", n
	exit failed
}
' $files
