#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages as they were built are correct mdoc, no mark is left in them, and
# the first says all that the program knows of: its options, statements, settings
# and commands, the variables of the environment that it reads.
set -eu
cd "${top_builddir:-.}"
src=${top_srcdir:-$(dirname "$0")/..}
page=man/socksh.1
status=0

for name in "$page" man/socksh-lesson.5; do
	if grep -n '@[A-Z]*@' "$name"; then
		echo "$name: a mark that the build should have replaced"
		exit 1
	fi
done

# lacks WHAT PATTERN: the page has no such line.
lacks()
{
	grep -Eq -- "$2" "$page" && return
	echo "$page lacks $1"
	status=1
}

for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'THE LANGUAGE' KEYS SETTINGS \
    COMMANDS ENVIRONMENT FILES 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
	lacks "the section $section" "^\.Sh $section\$"
done
words=$(LC_ALL=C LANGUAGE='' ./socksh --list-words)
synopsis=$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$page")
for option in $(echo "$words" | sed -n 's/^option	-\([^	=]*\).*/\1/p'); do
	lacks "the option -$option" "^\.It Fl $option( |\$)"
	echo "$synopsis" | grep -Eq -- "Fl( -help \|)? $option( |\$)" || {
		echo "the synopsis of $page lacks -$option"
		status=1
	}
done
for mode in $(echo "$words" | sed -n 's/^mode	\([^	]*\).*/\1/p'); do
	lacks "the mode $mode" "^\.(It )?Cm $mode( |\$)"
done
for setting in $(./socksh -c 'for s in set() { print s.name }'); do
	lacks "the setting $setting" "^\.It Cm $setting( |\$)"
done
# A script knows of no prompt: help lists the commands of both.
for topic in $(./socksh -c help | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
	case $topic in
	sockopt | errors | terms) continue ;;
	esac
	for name in $(./socksh -c "help $topic" |
	    sed -n 's/^  \([A-Za-z_0-9]*\)  .*/\1/p'); do
		lacks "$name, of help $topic" "^\.It Ic $name( |\$)"
	done
done
for name in $(grep -rhoE 'getenv\("[A-Z_]+"' "$src/src" | cut -d '"' -f 2 |
    sort -u) XDG_CONFIG_HOME XDG_STATE_HOME; do
	lacks "the variable $name" "^\.It Ev .*$name"
done
[ $status = 0 ] || exit 1

if ! command -v mandoc > /dev/null; then
	echo "mandoc is not installed: the man pages were not checked"
	exit 77
fi
# Names of pages that this machine does not have are no fault of ours.
mandoc -Tlint -Wwarning "$page" man/socksh-lesson.5
echo "the man pages are clean"
