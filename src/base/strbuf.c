/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing byte string. */
#include "base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

enum {
	SB_FIRST = 64,
	SB_READ = 64 << 10,
};

void
sb_free(struct strbuf *sb)
{
	free(sb->data);
	*sb = (struct strbuf){ 0 };
}

void
sb_clear(struct strbuf *sb)
{
	sb_truncate(sb, 0);
}

void
sb_truncate(struct strbuf *sb, size_t len)
{
	if (sb->data == NULL || len > sb->len)
		return;
	sb->len = len;
	sb->data[len] = '\0';
}

char *
sb_reserve(struct strbuf *sb, size_t len)
{
	size_t need = sb->len + len + 1;
	size_t size = sb->size != 0 ? sb->size : SB_FIRST;

	if (need > sb->size) {
		while (size < need)
			size += size / 2;
		sb->data = xrealloc(sb->data, size);
		sb->size = size;
		sb->data[sb->len] = '\0';
	}
	return sb->data + sb->len;
}

void
sb_add(struct strbuf *sb, const void *data, size_t len)
{
	char *to = sb_reserve(sb, len);

	if (len != 0)
		memcpy(to, data, len);
	sb->len += len;
	sb->data[sb->len] = '\0';
}

void
sb_str(struct strbuf *sb, const char *s)
{
	sb_add(sb, s, strlen(s));
}

void
sb_char(struct strbuf *sb, char c)
{
	sb_add(sb, &c, 1);
}

void
sb_fill(struct strbuf *sb, char c, size_t n)
{
	memset(sb_reserve(sb, n), c, n);
	sb->len += n;
	sb->data[sb->len] = '\0';
}

void
sb_vprintf(struct strbuf *sb, const char *fmt, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	if (len > 0) {
		vsnprintf(sb_reserve(sb, len), (size_t)len + 1, fmt, again);
		sb->len += len;
	}
	va_end(again);
}

void
sb_printf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(sb, fmt, ap);
	va_end(ap);
}

int
sb_read(struct strbuf *sb, int fd, size_t max)
{
	while (sb->len <= max) {
		ssize_t n = read(fd, sb_reserve(sb, SB_READ), SB_READ);

		if (n == 0)
			return 0;
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return errno;
		sb->len += (size_t)n;
		sb->data[sb->len] = '\0';
	}
	return EFBIG;
}

const char *
sb_text(const struct strbuf *sb)
{
	return sb->data != NULL ? sb->data : "";
}

char *
sb_steal(struct strbuf *sb)
{
	char *data = sb->data != NULL ? sb->data : xstrdup("");

	*sb = (struct strbuf){ 0 };
	return data;
}
