/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Allocation that never returns NULL: out of memory ends the program with one
 * line and status 1, through exit(3), so that atexit restores the terminal.
 * Sizes that a user typed are checked by the caller before they come here.
 */
#ifndef SOCKSH_BASE_ALLOC_H
#define SOCKSH_BASE_ALLOC_H

#include <stdarg.h>
#include <stddef.h>

/* What is returned is the caller's to free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
/* xrealloc to n elements of size bytes; an overflow counts as no memory. */
void *xreallocarray(void *p, size_t n, size_t size);
/* Room for one more element in an array of n that grows only through here: it
 * doubles whenever n is a power of two. */
void *xgrow(void *array, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t len);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));

/* Sets *cause to a new formatted string, the caller's to free; returns false,
 * so that a check can end in "return cause_set(cause, …)". */
_Bool cause_set(char **cause, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
