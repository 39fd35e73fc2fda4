#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The style of the C files: as clang-format sets it with our .clang-format, the
# licence in the first line, files of 600 lines and functions of 70 at most.
set -eu
cd "${top_srcdir:-$(dirname "$0")/..}"

files=$(find src tests -name '*.[ch]' | LC_ALL=C sort)
status=0

# shellcheck disable=SC2086 # our file names have no spaces
awk '
function bad(line, why)
{
	printf "%s:%d: %s\n", FILENAME, line, why
	failed = 1
}

FNR == 1 {
	start = 0
	if ($0 != "/* SPDX-License-Identifier: GPL-3.0-or-later */")
		bad(1, "the first line is not the licence")
}

FNR == 601 {
	bad(601, "more than 600 lines: is there a module in it?")
}

/^\{/ {
	start = FNR
}

/^\}/ {
	if (start != 0 && FNR - start > 70)
		bad(start, "a function of " FNR - start " lines: 70 at most")
	start = 0
}

END {
	exit failed
}
' $files || status=1

if ! command -v clang-format > /dev/null; then
	[ $status = 0 ] || exit 1
	echo "clang-format is not installed: the layout was not checked"
	exit 77
fi
for file in $files; do
	if ! clang-format --dry-run -Werror "$file" 2> /dev/null; then
		echo "$file: clang-format sets it otherwise; see make format"
		status=1
	fi
done
[ $status = 0 ] && echo "$files" | wc -l | sed 's/$/ files are in style/'
exit $status
