/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing byte string. It may hold NUL bytes; data[len] is always NUL, so
 * text can be used as a C string. A zeroed struct is an empty one.
 */
#ifndef SOCKSH_BASE_STRBUF_H
#define SOCKSH_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
	char *data; /* NULL until something is added */
	size_t len;
	size_t size;
};

void sb_free(struct strbuf *sb);
/* Forgets the content, keeps the memory. */
void sb_clear(struct strbuf *sb);
void sb_truncate(struct strbuf *sb, size_t len);
/* Makes room for len more bytes and returns where they go. */
char *sb_reserve(struct strbuf *sb, size_t len);
void sb_add(struct strbuf *sb, const void *data, size_t len);
void sb_str(struct strbuf *sb, const char *s);
void sb_char(struct strbuf *sb, char c);
void sb_fill(struct strbuf *sb, char c, size_t n);
void sb_printf(struct strbuf *sb, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void sb_vprintf(struct strbuf *sb, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
/* Reads fd to its end: 0, or an errno, EFBIG if there is more than max. */
int sb_read(struct strbuf *sb, int fd, size_t max);
/* The content as a C string, never NULL; valid until the next change. */
const char *sb_text(const struct strbuf *sb);
/* Hands the content over: the caller frees it; sb is empty again. */
char *sb_steal(struct strbuf *sb);

#endif
