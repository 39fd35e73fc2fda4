#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man page as it was built is correct mdoc, and no mark is left in it.
set -eu
page=${top_builddir:-.}/man/socksh.1

if grep -n '@[A-Z]*@' "$page"; then
	echo "$page: a mark that the build should have replaced"
	exit 1
fi
if ! command -v mandoc > /dev/null; then
	echo "mandoc is not installed: the man page was not checked"
	exit 77
fi
# Names of pages that this machine does not have are no fault of ours.
mandoc -Tlint -Wwarning "$page"
echo "the man page is clean"
