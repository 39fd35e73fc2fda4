/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation that never returns NULL. */
#include "base/alloc.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static _Noreturn void
alloc_die(void)
{
	fputs(_("socksh: out of memory\n"), stderr);
	exit(1);
}

static void *
alloc_check(void *p)
{
	if (p == NULL)
		alloc_die();
	return p;
}

void *
xmalloc(size_t size)
{
	return alloc_check(malloc(size != 0 ? size : 1));
}

void *
xcalloc(size_t n, size_t size)
{
	return alloc_check(calloc(n != 0 ? n : 1, size != 0 ? size : 1));
}

void *
xrealloc(void *p, size_t size)
{
	return alloc_check(realloc(p, size != 0 ? size : 1));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		alloc_die();
	return xrealloc(p, total);
}

void *
xgrow(void *array, size_t n, size_t size)
{
	if ((n & (n - 1)) != 0)
		return array;
	return xreallocarray(array, n != 0 ? n * 2 : 1, size);
}

char *
xstrdup(const char *s)
{
	return alloc_check(strdup(s));
}

char *
xstrndup(const char *s, size_t len)
{
	return alloc_check(strndup(s, len));
}

char *
xvasprintf(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		alloc_die();
	return s;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}

bool
cause_set(char **cause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	*cause = xvasprintf(fmt, ap);
	va_end(ap);
	return false;
}
