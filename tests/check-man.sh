#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages as they were built are correct mdoc, and no mark is left in them.
set -eu
cd "${top_builddir:-.}"

for page in man/socksh.1 man/socksh-lesson.5; do
	if grep -n '@[A-Z]*@' "$page"; then
		echo "$page: a mark that the build should have replaced"
		exit 1
	fi
done
if ! command -v mandoc > /dev/null; then
	echo "mandoc is not installed: the man pages were not checked"
	exit 77
fi
# Names of pages that this machine does not have are no fault of ours.
mandoc -Tlint -Wwarning man/socksh.1 man/socksh-lesson.5
echo "the man pages are clean"
