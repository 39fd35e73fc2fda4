#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What make does not know is neither built, tested nor released: every source,
# test and lesson of the tree must be listed in Makefile.am. And tests are run by
# their names: without the right to be executed they fail in a fresh clone.
set -eu
cd "${top_srcdir:-$(dirname "$0")/..}"

plain=$(find tests -maxdepth 1 \( -name '*.test' -o -name '*.sh' \) ! -perm -100)
if [ -n "$plain" ]; then
	echo "not executable: $plain"
	exit 1
fi

{
	find ./*.md -maxdepth 0 2> /dev/null | sed 's,^[.]/,,'
	find src -name '*.[ch]'
	find tests/unit -name '*_test.c' | sed 's/[.]c$//'
	find tests/helpers -name '*.c' | sed 's/[.]c$//'
	find tests -maxdepth 1 -name '*.test'
	find tests -maxdepth 1 -name 'check-*.sh'
	find lessons -type f ! -name '.*' ! -name '*~' 2> /dev/null || :
} | LC_ALL=C sort | awk '
FILENAME == "Makefile.am" {
	for (i = 1; i <= NF; i++)
		listed[$i] = 1
	next
}

!($0 in listed) {
	print $0 ": not listed in Makefile.am"
	failed = 1
}

{
	n++
}

END {
	if (!failed)
		printf "%d files are listed\n", n
	exit failed
}
' Makefile.am -
