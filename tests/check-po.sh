#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each catalogue is well formed and its formats fit, and po/POTFILES.in names
# exactly the sources that have messages.
set -eu
cd "${top_srcdir:-$(dirname "$0")/..}"
status=0

listed=$(grep -v '^#' po/POTFILES.in | grep . | LC_ALL=C sort)
marked=$(find src -name '*.c' \
    -exec grep -lE '(^|[^A-Za-z0-9_])(N?_|ngettext)\(' {} + | LC_ALL=C sort)
if [ "$listed" != "$marked" ]; then
	echo "po/POTFILES.in should list these files:"
	echo "$marked"
	status=1
fi

if ! command -v msgfmt > /dev/null; then
	[ $status = 0 ] || exit 1
	echo "msgfmt is not installed: the catalogues were not checked"
	exit 77
fi
languages=$(grep -v '^#' po/LINGUAS)
for language in $languages; do
	echo "$language:"
	msgfmt -c --statistics -o /dev/null "po/$language.po" || status=1
done
exit $status
