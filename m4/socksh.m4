dnl SPDX-License-Identifier: GPL-3.0-or-later
dnl The options of socksh's configure that shape how the compiler is called.

dnl SOCKSH_TRY_CFLAG(FLAG, VARIABLE)
dnl Appends FLAG to VARIABLE if the compiler takes it. -Werror, because clang
dnl only warns of a flag that it does not know.
AC_DEFUN([SOCKSH_TRY_CFLAG], [
	AC_MSG_CHECKING([whether $CC takes $1])
	socksh_cflags=$CFLAGS
	CFLAGS="$CFLAGS -Werror $1"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
		[AC_MSG_RESULT([yes])
		 $2="$$2 $1"],
		[AC_MSG_RESULT([no])])
	CFLAGS=$socksh_cflags
])

dnl SOCKSH_WARNINGS
dnl --enable-werror; WARN_CFLAGS.
AC_DEFUN([SOCKSH_WARNINGS], [
	AC_ARG_ENABLE([werror],
		[AS_HELP_STRING([--enable-werror],
			[make every warning an error])],
		[], [enable_werror=no])
	WARN_CFLAGS=
	m4_foreach_w([socksh_flag], [-std=gnu11 -Wall -Wextra -Wshadow
		-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith
		-Wwrite-strings -Wvla],
		[SOCKSH_TRY_CFLAG(socksh_flag, [WARN_CFLAGS])])
	AS_IF([test "$enable_werror" = yes],
		[WARN_CFLAGS="$WARN_CFLAGS -Werror"])
	AC_SUBST([WARN_CFLAGS])
])

dnl SOCKSH_SANITIZERS
dnl --enable-sanitizers=LIST; SANITIZE_CFLAGS, which the linker gets too, and
dnl SANITIZERS, the list, which the tests get in their environment.
AC_DEFUN([SOCKSH_SANITIZERS], [
	AC_ARG_ENABLE([sanitizers],
		[AS_HELP_STRING([--enable-sanitizers=LIST],
			[build with these sanitizers, each finding fatal:
			address,undefined (the default of LIST) or thread])],
		[], [enable_sanitizers=no])
	AS_IF([test "$enable_sanitizers" = yes],
		[enable_sanitizers=address,undefined])
	SANITIZERS=
	SANITIZE_CFLAGS=
	AS_IF([test "$enable_sanitizers" != no], [
		SANITIZERS=$enable_sanitizers
		SANITIZE_CFLAGS="-fsanitize=$SANITIZERS"
		SANITIZE_CFLAGS="$SANITIZE_CFLAGS -fno-sanitize-recover=all"
		SANITIZE_CFLAGS="$SANITIZE_CFLAGS -fno-omit-frame-pointer"
		AC_MSG_CHECKING([whether $CC links with -fsanitize=$SANITIZERS])
		socksh_cflags=$CFLAGS
		CFLAGS="$CFLAGS $SANITIZE_CFLAGS"
		AC_LINK_IFELSE([AC_LANG_PROGRAM()],
			[AC_MSG_RESULT([yes])],
			[AC_MSG_RESULT([no])
			 AC_MSG_ERROR([$CC cannot do this: leave out --enable-sanitizers])])
		CFLAGS=$socksh_cflags
	])
	AC_SUBST([SANITIZERS])
	AC_SUBST([SANITIZE_CFLAGS])
])

dnl SOCKSH_COVERAGE
dnl --enable-coverage; COVERAGE_CFLAGS, which the linker gets too, and GCOV, the
dnl program that reads what they leave behind.
AC_DEFUN([SOCKSH_COVERAGE], [
	AC_ARG_ENABLE([coverage],
		[AS_HELP_STRING([--enable-coverage],
			[count which lines run; see also make coverage])],
		[], [enable_coverage=no])
	COVERAGE_CFLAGS=
	dnl Without optimisation, so that each line counts for itself.
	AS_IF([test "$enable_coverage" = yes],
		[COVERAGE_CFLAGS=--coverage
		 CFLAGS="$CFLAGS -O0"])
	AC_SUBST([COVERAGE_CFLAGS])
	AC_ARG_VAR([GCOV], [the gcov that fits the compiler])
	AS_IF([test -z "$GCOV"], [
		AS_IF([$CC --version 2>/dev/null | grep -q clang],
			[GCOV='llvm-cov gcov'],
			[GCOV=gcov])
	])
])
