/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * makefile: a file on a descriptor, as Python's socket.makefile gives it. It
 * reads ahead, holds back what is written until flush, and holds the connection:
 * a socket that is closed while a file of it is open is closed with the file.
 *
 * Its value is a record (fileno, mode, id). The buffers are the session's; the
 * id, bytes that are shared by all copies of the record, leads to them. When
 * nobody else has the id any more, nobody can name the file: it is then closed,
 * as Python's garbage collector does, before the next makefile or close.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/layout.h"
#include "sock/sock.h"
#include "sock/stream.h"

/* Parameters by their place in the row below. */
enum {
	MAKE_FD,
	MAKE_MODE,
	MAKE_BUFFERING,

	STREAM_ID = 2, /* its place in the record */

	CHUNK = 8192, /* io.DEFAULT_BUFFER_SIZE */
};

struct stream *
stream_take_up(struct call *call)
{
	const struct session *s = call->task->session;
	const struct value *id = NULL;
	struct stream *st = s->streams;
	const struct fd_info *info;

	if (value_is_file(&call->file))
		id = &call->file.tuple->items[STREAM_ID];
	while (st != NULL &&
	    (id == NULL || id->type != VAL_BYTES || st->id != id->bytes))
		st = st->next;
	if (st == NULL) {
		call_mistake(call, 0,
		    _("%s: %s is for what makefile gives; for a descriptor "
		      "there are recvline, recv and send"),
		    call->prim->params[0].name, call->prim->name);
		return NULL;
	}
	info = session_fd(s, st->fd);
	if (st->busy)
		call_mistake(call, 0, _("%s: another job is in a call on it"),
		    call->prim->params[0].name);
	else if (st->closed)
		call_mistake(call, 0, _("%s: this file is closed"),
		    call->prim->params[0].name);
	else if ((info != NULL ? info->generation : 0) != st->generation)
		call_mistake(call, 0,
		    _("%s: its descriptor %d is closed, or another one now"),
		    call->prim->params[0].name, st->fd);
	if (call->status != CALL_OK)
		return NULL;
	st->busy = true;
	return st;
}

void
stream_done(struct stream *st)
{
	st->busy = false;
}

/* Whether an open file stands on a descriptor, beside one. */
static bool
is_held(const struct session *s, int fd, uint32_t generation,
    const struct stream *beside)
{
	for (const struct stream *st = s->streams; st != NULL; st = st->next) {
		if (st != beside && !st->closed && st->fd == fd &&
		    st->generation == generation)
			return true;
	}
	return false;
}

/* The file is closed whether or not its bytes could be sent, as in Python; the
 * last one of a socket that was closed before closes that. */
static void
stream_close(struct call *call, struct stream *st)
{
	struct session *s = call->task->session;
	struct fd_info *info = session_fd(s, st->fd);
	struct command cmd;
	struct call sub;
	bool last;

	if (info == NULL || info->generation != st->generation) {
		st->closed = true;
		return;
	}
	call->fd = st->fd;
	call->generation = st->generation;
	stream_flush(call, st);
	st->closed = true;
	sb_free(&st->in);
	sb_free(&st->out);
	info = session_fd(s, st->fd);
	last = info != NULL && info->generation == st->generation &&
	    info->closing && !is_held(s, st->fd, st->generation, st);
	if (!last)
		return;
	session_fd_closed(s, st->fd);
	sock_sub_begin(&sub, &cmd, call, sock_row(call, "close"));
	sub.generation = UINT32_MAX;
	CALL(&sub, close(st->fd));
	if (call->status == CALL_OK)
		sock_sub_ended(call, &sub);
}

/* Closes the files that nobody can name any more, and forgets those closed. */
static void
streams_sweep(struct call *call)
{
	struct session *s = call->task->session;
	struct stream **link = &s->streams, *st;

	while ((st = *link) != NULL) {
		struct call own = *call;

		if (st->id->refs != 1 || st->busy) {
			link = &st->next;
			continue;
		}
		if (!st->closed) {
			st->busy = true;
			stream_close(&own, st);
			stream_done(st);
			/* The lock was dropped: the list may be another. */
			link = &s->streams;
			continue;
		}
		*link = st->next;
		value_drop(
		    &(struct value){ .type = VAL_BYTES, .bytes = st->id });
		sb_free(&st->in);
		sb_free(&st->out);
		free(st);
	}
}

/* Once more is no mistake, as in Python. */
static bool
is_closed(const struct call *call)
{
	const struct value *id = &call->file.tuple->items[STREAM_ID];

	for (const struct stream *st = call->task->session->streams; st != NULL;
	     st = st->next) {
		if (id->type == VAL_BYTES && st->id == id->bytes)
			return st->closed && !st->busy;
	}
	return false;
}

bool
sock_stream_close(struct call *call)
{
	struct session *s = call->task->session;
	struct fd_info *info;
	struct stream *st;

	if (s->streams == NULL)
		return false;
	streams_sweep(call);
	if (call->file.type == VAL_TUPLE) {
		st = is_closed(call) ? NULL : stream_take_up(call);
		if (st != NULL) {
			stream_close(call, st);
			stream_done(st);
		}
		if (call->status == CALL_OK)
			call_give(call, VALUE_NONE);
		return true;
	}
	info = session_fd(s, call->fd);
	if (info == NULL || info->generation != call->generation ||
	    !is_held(s, call->fd, info->generation, NULL))
		return false;
	info->closing = true;
	call_remark(call,
	    _("note: %d stays open as long as a file made of it: that is "
	      "closed first, then the connection ends"),
	    call->fd);
	call_give(call, VALUE_NONE);
	return true;
}

void
sock_streams_free(struct session *s)
{
	struct stream *st = s->streams, *next;

	for (; st != NULL; st = next) {
		next = st->next;
		value_drop(
		    &(struct value){ .type = VAL_BYTES, .bytes = st->id });
		sb_free(&st->in);
		sb_free(&st->out);
		free(st);
	}
	s->streams = NULL;
}

/* "r", "w", "rw", "rb", "rwb", …; as Python's, in any order. */
static bool
mode_parse(struct call *call, struct stream *st)
{
	const char *mode = call_given(call, MAKE_MODE) ?
	    call->args[MAKE_MODE].v.bytes->data :
	    "r";

	if (strspn(mode, "rwb") != strlen(mode)) {
		call_mistake(call, MAKE_MODE,
		    _("%s: r, w and b are understood, as in \"rw\" and \"rb\""),
		    call->prim->params[MAKE_MODE].name);
		return false;
	}
	st->writes = strchr(mode, 'w') != NULL;
	st->reads = strchr(mode, 'r') != NULL || !st->writes;
	return true;
}

/* A record of it; its id is shared with the list. */
static bool
stream_value(struct call *call, struct stream *st, struct value *out)
{
	const char *mode = st->reads && st->writes ? "rw" :
	    st->reads                              ? "r" :
						     "w";
	struct strbuf id = { 0 };
	struct value items[3] = {
		session_fd_value(call->task->session, st->fd),
		value_str(mode),
	};

	sb_printf(&id, "%d.%u.%zu", st->fd, (unsigned)st->generation,
	    ++call->task->session->streams_made);
	items[STREAM_ID] = value_bytes(sb_text(&id), id.len);
	sb_free(&id);
	st->id = items[STREAM_ID].bytes;
	st->id->refs++;
	return layout_record(layout_find("file"), items, 3, out, &call->cause);
}

static void
makefile_call(struct call *call)
{
	struct session *s = call->task->session;
	const struct fd_info *info = session_fd(s, call->fd);
	int64_t buffering = call_num(call, MAKE_BUFFERING);
	struct stream *st = xcalloc(1, sizeof(*st));
	struct value v;

	streams_sweep(call);
	st->fd = call->fd;
	st->generation = info != NULL ? info->generation : 0;
	st->direct = buffering == 0;
	st->by_line = buffering == 1;
	st->size =
	    buffering > 1 && buffering < BYTES_MAX ? (size_t)buffering : CHUNK;
	if (info == NULL)
		call_mistake(call, MAKE_FD,
		    _("%s: %d is no descriptor that was opened here"),
		    call->prim->params[MAKE_FD].name, call->fd);
	if (info == NULL || !mode_parse(call, st) ||
	    !stream_value(call, st, &v)) {
		free(st);
		return;
	}
	st->next = s->streams;
	s->streams = st;
	call_give(call, v);
}

const struct prim sock_stream_prims[] = {
	{
	    .name = "makefile",
	    .params = { { "fd", PARAM_FD, 0 }, { "mode", PARAM_TEXT, 0 },
		{ "buffering", PARAM_INT, -1 }, { "encoding", PARAM_VALUE, 0 },
		{ "errors", PARAM_VALUE, 0 }, { "newline", PARAM_VALUE, 0 } },
	    .forms = { "fd [mode] [buffering] [encoding] [errors] [newline]" },
	    .call = makefile_call,
	    .flags = PRIM_PURE,
	    .help = N_("a file on a socket: readline, read, write, flush, "
		       "close"),
	    .topic = TOPIC_RECEIVING,
	    .example = "a, b = socketpair()\n"
		       "f = makefile(b)\n"
		       "sendall a \"one\\ntwo\\n\"\n"
		       "print strip(f.readline())\n"
		       "> one",
	},
	{ .name = NULL },
};
