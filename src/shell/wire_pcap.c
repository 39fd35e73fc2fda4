/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire pcap: the frames that pass, written to a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "wire/capture.h"
#include "wire/dump.h"

/* By the thread that writes: the disk is full, or gone. It is said once. */
static void
on_failed(void *ctx, const char *path, const struct dump_state *state)
{
	struct output *out = ctx;
	char *text = xasprintf(
	    _("socksh: wire pcap: %.200s: %s; the first %llu frames are in it, "
	      "and no more will be; the wire goes on\n"),
	    path, strerror(state->err), (unsigned long long)state->frames);

	output_error(out, text, strlen(text));
	free(text);
}

void
wire_pcap_text(struct strbuf *out, const struct shell *sh)
{
	struct dump_state state;

	if (sh->wire_dump == NULL)
		return;
	dump_state(sh->wire_dump, &state);
	sb_printf(out,
	    _("written to %.200s: frames: %llu, bytes: %llu, missing: %llu"),
	    dump_path(sh->wire_dump), (unsigned long long)state.frames,
	    (unsigned long long)state.bytes, (unsigned long long)state.missed);
	if (state.err != 0)
		sb_printf(out, "; %s", strerror(state.err));
	sb_char(out, '\n');
}

static void
show(struct call *call)
{
	struct session *s = call->task->session;
	struct strbuf text = { 0 };

	wire_pcap_text(&text, shell_of(s));
	if (text.len == 0)
		sb_str(&text,
		    _("no file is being written; wire pcap FILE begins one\n"));
	call_give(call, VALUE_NONE);
	session_unlock(s);
	s->ops->print(s->ops_ctx, call->task, sb_text(&text), text.len);
	session_lock(s);
	sb_free(&text);
}

void
wire_pcap_end(struct shell *sh)
{
	struct dump *d = sh->wire_dump;
	struct dump_state state;

	sh->wire_dump = NULL;
	if (d != NULL)
		dump_stop(d, &state);
}

/* With the lock, dropped meanwhile. What the file that was being written has;
 * false if there was none. */
static bool
stop(struct call *call, struct dump_state *state)
{
	struct session *s = call->task->session;
	struct dump *d = shell_of(s)->wire_dump;

	if (d == NULL)
		return false;
	shell_of(s)->wire_dump = NULL;
	call_remark(call, _("%.200s is finished"), dump_path(d));
	session_unlock(s);
	dump_stop(d, state);
	session_lock(s);
	if (state->missed != 0 && state->err == 0)
		call_remark(call,
		    _("%llu frames are missing there: they came faster than "
		      "the disk took them"),
		    (unsigned long long)state->missed);
	return true;
}

static void
turn_off(struct call *call)
{
	struct dump_state state;

	capture_settle(call->task->session);
	if (stop(call, &state))
		call_give(call, VALUE_INT((int64_t)state.frames));
	else
		call_mistake(call, 1, _("no file is being written"));
}

/* Gives how many frames are in the file so far. */
static void
begin(struct call *call, const char *path)
{
	struct session *s = call->task->session;
	struct shell *sh = shell_of(s);
	struct dump *d = dump_new(path);
	struct dump_state state;
	int err;

	if (d == NULL) {
		if (errno == EEXIST)
			call_mistake(call, 1,
			    _("%.200s: there is such a file already"), path);
		else
			call_mistake(call, 1, "%.200s: %s", path,
			    strerror(errno));
		return;
	}
	stop(call, &state);
	err = sh->wire_dump != NULL ?
	    EBUSY :
	    dump_start(d, s->frames, on_failed, &sh->out);
	if (err != 0) {
		unlink(path);
		dump_free(d);
		call_mistake(call, 1, "%.200s: %s", path, strerror(err));
		return;
	}
	sh->wire_dump = d;
	session_unlock(s);
	dump_settle(d, &call->task->cancel);
	dump_state(d, &state);
	session_lock(s);
	call_give(call, VALUE_INT((int64_t)state.frames));
}

void
wire_pcap(struct call *call)
{
	struct session *s = call->task->session;
	struct strbuf path = { 0 };

	wire_words(call, &path);
	if (path.len == 0)
		show(call);
	else if (strcmp(path.data, "off") == 0)
		turn_off(call);
	else if (s->confined)
		call_mistake(call, 1,
		    _("this lesson did not come with socksh: it may reach "
		      "neither files nor programs"));
	else if (wire_has_frames(call))
		begin(call, path.data);
	sb_free(&path);
}
