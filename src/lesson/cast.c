/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recordings of a terminal. */
#include "lesson/cast.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/state.h"
#include "base/text.h"
#include "model/call.h"

enum { NS_PER_US = 1000, US_PER_S = 1000000 };

/* Between quotes, by RFC 8259; what is no UTF-8 becomes U+FFFD. */
static void
add_string(struct strbuf *out, const char *s, size_t len)
{
	sb_char(out, '"');
	while (len != 0) {
		uint32_t cp;
		size_t n = utf8_decode(s, len, &cp);

		if (n == 0)
			sb_str(out, "\\ufffd");
		else if (cp == '"' || cp == '\\')
			sb_printf(out, "\\%c", (int)cp);
		else if (cp < 0x20 || cp == 0x7f)
			sb_printf(out, "\\u%04x", (unsigned)cp);
		else
			sb_add(out, s, n);
		n = n == 0 ? 1 : n;
		s += n;
		len -= n;
	}
	sb_char(out, '"');
}

/* The intervals add up to the time that has passed: each is rounded with what
 * the others left. */
static void
add_event(struct cast *c, int64_t now, char code, const char *s, size_t len)
{
	int64_t us = (now - c->began) / NS_PER_US - c->told;

	if (c->full)
		return;
	if (us < 0)
		us = 0;
	c->told += us;
	sb_printf(&c->text, "[%" PRId64 ".%06" PRId64 ", \"%c\", ",
	    us / US_PER_S, us % US_PER_S, code);
	add_string(&c->text, s, len);
	sb_str(&c->text, "]\n");
	c->full = c->text.len > CAST_SIZE_MAX;
}

/* Whether a file can be made there; it is not left. */
static bool
try_path(const char *path, char **cause)
{
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		return cause_set(cause, "%s: %s", path, strerror(errno));
	close(fd);
	unlink(path);
	return true;
}

bool
cast_begin(struct cast *c, const char *path, unsigned columns, unsigned rows,
    const char *title, char **cause)
{
	const char *term = getenv("TERM");
	struct strbuf safe = { 0 };

	if (!try_path(path, cause))
		return false;
	*c = (struct cast){ .path = xstrdup(path), .began = clock_now() };
	sb_printf(&c->text,
	    "{\"version\": 3, \"term\": {\"cols\": %u, \"rows\": %u", columns,
	    rows);
	if (term != NULL && *term != '\0') {
		sb_str(&c->text, ", \"type\": ");
		add_string(&c->text, term, strlen(term));
	}
	sb_printf(&c->text,
	    "}, \"timestamp\": %lld, \"title\": ", (long long)time(NULL));
	text_safe(&safe, title, strlen(title), false);
	add_string(&c->text, sb_text(&safe), safe.len);
	sb_free(&safe);
	sb_str(&c->text, "}\n");
	return true;
}

/* How many bytes at the end may be the beginning of a character. */
static size_t
begun(const char *s, size_t len)
{
	for (size_t n = 1; n <= 3 && n <= len; n++) {
		unsigned char c = (unsigned char)s[len - n];

		if ((c & 0xc0) == 0x80)
			continue;
		return (c >= 0xc0 && n < 2) || (c >= 0xe0 && n < 3) ||
			(c >= 0xf0 && n < 4) ?
		    n :
		    0;
	}
	return 0;
}

void
cast_output(struct cast *c, int64_t now, const char *s, size_t len)
{
	size_t keep;

	if (c->full)
		return;
	sb_add(&c->rest, s, len);
	keep = begun(sb_text(&c->rest), c->rest.len);
	if (c->rest.len == keep)
		return;
	add_event(c, now, 'o', c->rest.data, c->rest.len - keep);
	memmove(c->rest.data, c->rest.data + c->rest.len - keep, keep);
	sb_truncate(&c->rest, keep);
}

void
cast_marker(struct cast *c, int64_t now, const char *label)
{
	add_event(c, now, 'm', label, strlen(label));
}

void
cast_resize(struct cast *c, int64_t now, unsigned columns, unsigned rows)
{
	char *size = xasprintf("%ux%u", columns, rows);

	add_event(c, now, 'r', size, strlen(size));
	free(size);
}

int
cast_end(struct cast *c, int64_t now, int status)
{
	char *code = xasprintf("%d", status);
	int err;

	if (c->rest.len != 0)
		add_event(c, now, 'o', c->rest.data, c->rest.len);
	add_event(c, now, 'x', code, strlen(code));
	free(code);
	/* What somebody else has put there meanwhile is not lost. */
	err = access(c->path, F_OK) == 0 ?
	    EEXIST :
	    state_replace(c->path, c->text.data, c->text.len);
	sb_free(&c->text);
	sb_free(&c->rest);
	return err;
}

void
cast_free(struct cast *c)
{
	free(c->path);
	sb_free(&c->text);
	sb_free(&c->rest);
}
