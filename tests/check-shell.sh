#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No finding of shellcheck in any shell script of ours.
set -eu
cd "${top_srcdir:-$(dirname "$0")/..}"

if ! command -v shellcheck > /dev/null; then
	echo "shellcheck is not installed: the scripts were not checked"
	exit 77
fi
scripts=$(find bootstrap .ci completions/socksh tests lessons -type f \
    -exec awk 'FNR <= 3 && /^#!.*(ba)?sh|^# shellcheck shell=bash/ { print FILENAME }' {} \; \
    2> /dev/null | LC_ALL=C sort)
# shellcheck disable=SC2086 # our file names have no spaces
shellcheck -x $scripts
echo "$scripts" | wc -l | sed 's/$/ scripts without a finding/'
