/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a call failed: the row that fits, and its text with the holes filled in. */
#include "kernel/why.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/why_row.h"

/* Errors that one call can have reasons for. */
enum { WHY_ERRORS_MAX = 64 };

static const struct why_row *const tables[] = {
	why_bind_rows,
	why_connect_rows,
	why_io_rows,
	why_option_rows,
	why_state_rows,
	why_fd_rows,
	why_make_rows,
	why_path_rows,
	why_name_rows,
	why_general_rows,
};

/* In the texts, and as help shows them. */
static const struct {
	const char *name;
	const char *shown;
} holes[WHY_HOLES] = {
	[HOLE_FD] = { "fd", "FD" },
	[HOLE_S] = { "s", "FD" },
	[HOLE_OTHER] = { "other", "OTHER" },
	[HOLE_O] = { "o", "OTHER" },
	[HOLE_ADDR] = { "addr", "ADDR" },
	[HOLE_LOCAL] = { "local", "LOCAL" },
	[HOLE_PEER] = { "peer", "PEER" },
	[HOLE_TAKEN] = { "taken", "ADDR" },
	[HOLE_PATH] = { "path", "PATH" },
	[HOLE_PORT] = { "port", "PORT" },
	[HOLE_CALL] = { "call", "CALL" },
	[HOLE_OPTION] = { "option", "OPTION" },
	[HOLE_KIND] = { "kind", "KIND" },
	[HOLE_NAME] = { "name", "NAME" },
	[HOLE_N] = { "n", "N" },
	[HOLE_LIMIT] = { "limit", "LIMIT" },
};

/* The hole whose name stands at s, up to a closing brace; -1. */
static int
hole_at(const char *s)
{
	for (int i = 0; i < WHY_HOLES; i++) {
		size_t n = strlen(holes[i].name);

		if (strncmp(s, holes[i].name, n) == 0 && s[n] == '}')
			return i;
	}
	return -1;
}

/* c NULL: for help. */
static void
fill_in(struct strbuf *out, const char *text, const struct why_case *c)
{
	for (; *text != '\0'; text++) {
		int i = *text == '{' ? hole_at(text + 1) : -1;

		if (i == -1) {
			sb_char(out, *text);
			continue;
		}
		text += strlen(holes[i].name) + 1;
		if (c != NULL && c->holes[i].len != 0)
			sb_add(out, c->holes[i].data, c->holes[i].len);
		else
			sb_str(out, holes[i].shown);
	}
}

/*
 * What settimeout makes of a call: connect goes on in a poll, and where somebody
 * else took what that had seen the call is made again.
 */
static bool
is_waited_for(const struct why_case *c)
{
	const struct fd_info *info = session_fd(c->session, c->fd);

	return c->live && info != NULL && info->timeout > 0 &&
	    (c->err == EINPROGRESS || c->err == EAGAIN);
}

static const struct why_row *
find_row(struct why_case *c)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct why_row *row = tables[t]; row->why != NULL;
		     row++) {
			if (row->err == c->err && case_is(c, row->calls) &&
			    (row->holds == NULL || row->holds(c)))
				return row;
		}
	}
	return NULL;
}

bool
why_row_find(struct why_case *c, struct why *why)
{
	const struct why_row *row = find_row(c);

	if (row != NULL) {
		fill_in(&why->why, _(row->why), c);
		fill_in(&why->try, _(row->try), c);
	}
	return row != NULL;
}

bool
why_find(const struct why_asked *asked, struct why *why)
{
	struct why_case c;
	int err = errno;
	bool found;

	*why = (struct why){ 0 };
	why_case_init(&c, asked);
	found = !is_waited_for(&c) && why_row_find(&c, why);
	why_case_free(&c);
	errno = err;
	return found;
}

void
why_free(struct why *why)
{
	sb_free(&why->why);
	sb_free(&why->try);
}

/* Whether a name is among those of a row. */
static bool
names_call(const char *calls, const char *call)
{
	size_t len = strlen(call);

	while (calls != NULL && *calls != '\0') {
		size_t n = strcspn(calls, " ");

		if (n == len && memcmp(calls, call, n) == 0)
			return true;
		calls += n + (calls[n] == ' ');
	}
	return false;
}

int
why_error_of(const char *call, size_t i)
{
	int seen[WHY_ERRORS_MAX];
	size_t n = 0, k;

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct why_row *row = tables[t]; row->why != NULL;
		     row++) {
			if (!names_call(row->calls, call))
				continue;
			for (k = 0; k < n && seen[k] != row->err; k++)
				;
			if (k < n || n == WHY_ERRORS_MAX)
				continue;
			if (n == i)
				return row->err;
			seen[n++] = row->err;
		}
	}
	return 0;
}

bool
why_tell(int err, size_t i, struct why_told *told)
{
	*told = (struct why_told){ 0 };
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const struct why_row *row = tables[t]; row->why != NULL;
		     row++) {
			if (row->err != err || i-- != 0)
				continue;
			told->calls = row->calls;
			fill_in(&told->why.why, _(row->why), NULL);
			fill_in(&told->why.try, _(row->try), NULL);
			return true;
		}
	}
	return false;
}
