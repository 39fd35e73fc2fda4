#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/check-tidy.sh [FILE...]
# No finding of clang-tidy, with our .clang-tidy, in any source. What was clean
# once is not read again until it, a header of it or .clang-tidy has changed.
set -eu
export CC=${CC:-cc}
export builddir=${builddir:-.}
builddir=$(cd "$builddir" && pwd)
self=$(cd "$(dirname "$0")" && pwd)/${0##*/}
cd "${top_srcdir:-$(dirname "$0")/..}"

flags=(-std=gnu11 -D_GNU_SOURCE -DHAVE_CONFIG_H "-I$builddir" -Isrc
    '-DLOCALEDIR="/"' '-DPKGDATADIR="/"')
cache=$builddir/tidy-cache

# What decides the outcome, in one word.
key_of()
{
	# shellcheck disable=SC2086 # CC may bring options of its own
	{
		cat .clang-tidy
		clang-tidy --version
		$CC "${flags[@]}" -E "$1"
	} | sha256sum | cut -d ' ' -f 1
}

tidy_one()
{
	local key

	key=$(key_of "$1")
	if [ ! -e "$cache/$key" ]; then
		# It counts what it suppressed in system headers: no news.
		clang-tidy --quiet "$1" -- "${flags[@]}" 2> \
		    >(grep -v 'warnings\? generated\|^Suppressed' >&2)
		: > "$cache/$key"
	fi
}

for tool in clang-tidy "${CC%% *}"; do
	if ! command -v "$tool" > /dev/null; then
		echo "$tool is not installed: clang-tidy did not run"
		exit 77
	fi
done
mkdir -p "$cache"
if [ $# != 0 ]; then
	for file; do
		tidy_one "$file"
	done
	exit
fi

mapfile -t files < <(find src tests -name '*.c' | LC_ALL=C sort)
if ! printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" "$self"; then
	exit 1
fi
echo "${#files[@]} files without a finding"
