/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames as lines. wire on: a thread of its own prints them as they pass, so that
 * neither the wire nor a call waits for the terminal; it has no lock while it
 * writes.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "wire/build.h"
#include "wire/capture.h"
#include "wire/lab.h"

enum {
	BEHIND_MAX =
	    2000,       /* frames not printed yet; of more, some are left out */
	HELD_KEPT = 64, /* held frames whose end is told */
	LOOK_NS = 500000000,
	LAST_LINES = 10,
};

struct wire_printer {
	pthread_t thread;
	atomic_bool ends;
	atomic_bool gives_up; /* the terminal takes nothing */
	struct output *out;
	struct frames *frames;
	struct frames_watch watch;
	struct wire_lines lines;
	uint64_t next; /* the frame to be printed next */
	uint64_t held[HELD_KEPT];
	unsigned nheld;
};

/* Those that were printed as held, and have gone since. */
static void
print_released(struct wire_printer *p, struct strbuf *out)
{
	struct frames_kept f;
	unsigned n = 0;

	for (unsigned i = 0; i < p->nheld; i++) {
		if (!frames_get(p->frames, p->held[i], &f) ||
		    f.head.seq != p->held[i])
			continue;
		if (f.head.fate == FATE_HELD)
			p->held[n++] = p->held[i];
		else
			wire_line(out, &p->lines, &f.head, f.data);
	}
	p->nheld = n;
}

static void
say_left_out(struct wire_printer *p, struct strbuf *out, uint64_t n)
{
	char *text = xasprintf(_("... %llu frames are not shown"),
	    (unsigned long long)n);

	wire_said(out, &p->lines, text);
	free(text);
}

/* The next frame, if there is one whose fate is known. */
static bool
print_next(struct wire_printer *p, struct strbuf *out)
{
	struct frames_kept f;

	if (!frames_get(p->frames, p->next, &f) || f.head.fate == FATE_PASSING)
		return false;
	if (f.head.seq != p->next)
		say_left_out(p, out, f.head.seq - p->next);
	p->next = f.head.seq + 1;
	if (f.head.fate == FATE_READ)
		return true; /* whoever read it prints it */
	wire_line(out, &p->lines, &f.head, f.data);
	if (f.head.fate == FATE_HELD && p->nheld < HELD_KEPT)
		p->held[p->nheld++] = f.head.seq;
	return true;
}

static void
skip_many(struct wire_printer *p, struct strbuf *out)
{
	uint64_t last = frames_last(p->frames), behind = last + 1 - p->next;

	if (last < p->next || behind <= BEHIND_MAX)
		return;
	say_left_out(p, out, behind - BEHIND_MAX / 2);
	p->next += behind - BEHIND_MAX / 2;
}

static void
print_new(struct wire_printer *p)
{
	struct strbuf out = { 0 };

	do {
		sb_clear(&out);
		skip_many(p, &out);
		print_released(p, &out);
		if (!print_next(p, &out) && out.len == 0)
			break;
		if (out.len == 0)
			continue;
		wire_lines_plainly(&p->lines, &out);
		output_text(p->out, sb_text(&out), out.len, &p->gives_up);
	} while (!atomic_load(&p->gives_up));
	sb_free(&out);
}

static void *
printer_main(void *arg)
{
	struct wire_printer *p = arg;

	while (!atomic_load(&p->ends)) {
		if (frames_wait(&p->watch, LOOK_NS) == 0)
			print_new(p);
	}
	if (!atomic_load(&p->gives_up))
		frames_settle(p->frames, p->next);
	print_new(p);
	return NULL;
}

static void
print_begin(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	struct wire_printer *p;
	sigset_t all, before;
	int err;

	call_give(call, VALUE_NONE);
	if (sh->wire_printer != NULL)
		return;
	p = xcalloc(1, sizeof(*p));
	p->out = &sh->out;
	p->frames = call->task->session->frames;
	p->next = frames_last(p->frames) + 1;
	wire_lines_init(&p->lines, sh);
	p->lines.asks = true;
	session_share(call->task->session);
	frames_watch(p->frames, &p->watch);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&p->thread, NULL, printer_main, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err == 0) {
		sh->wire_printer = p;
		return;
	}
	frames_unwatch(p->frames, &p->watch);
	free(p);
	call_mistake(call, -1, _("no thread to print frames: %s"),
	    strerror(err));
}

void
wire_print_end(struct shell *sh, bool flush)
{
	struct wire_printer *p = sh->wire_printer;

	if (p == NULL)
		return;
	sh->wire_printer = NULL;
	if (!flush)
		atomic_store(&p->gives_up, true);
	atomic_store(&p->ends, true);
	sem_post(&p->watch.woken);
	pthread_join(p->thread, NULL);
	frames_unwatch(p->frames, &p->watch);
	free(p);
}

static void
end_printer(struct call *call)
{
	struct session *s = call->task->session;

	session_unlock(s);
	wire_print_end(shell_of(s), true);
	session_lock(s);
}

/* The printer first: no frame is captured that it does not print. */
static void
wire_begin(struct call *call, bool all)
{
	struct session *s = call->task->session;
	bool prints = shell_of(s)->wire_printer != NULL;

	if (s->lab != NULL && call->nrest != 0) {
		call_mistake(call, 1,
		    _("the lab has one wire: no interface belongs here"));
		return;
	}
	if (shell_of(s)->wire_began == 0)
		shell_of(s)->wire_began = clock_now();
	if (s->lab == NULL && s->frames == NULL)
		s->frames = frames_new();
	print_begin(call);
	if (call->status == CALL_OK && s->lab == NULL &&
	    !wire_capture(call, all) && !prints)
		end_printer(call);
}

void
wire_on(struct call *call)
{
	wire_begin(call, false);
}

void
wire_all(struct call *call)
{
	wire_begin(call, true);
}

void
wire_off(struct call *call)
{
	capture_stop(call->task->session);
	end_printer(call);
	call_give(call, VALUE_NONE);
}

bool
wire_has_frames(struct call *call)
{
	struct session *s = call->task->session;

	capture_settle(s);
	if (s->frames != NULL)
		return true;
	call_mistake(call, 0,
	    _("no frame was seen yet: wire on, outside the lab, shows them"));
	return false;
}

/* The last frames, by lines; those before are looked at too, as sequence numbers
 * are told from where each connection begins. */
void
wire_last(struct call *call)
{
	struct session *s = call->task->session;
	uint64_t last, from;
	struct wire_lines *lines = xcalloc(1, sizeof(*lines));
	struct strbuf out = { 0 };
	struct frames_kept f;
	struct frame_key key;
	int64_t n = LAST_LINES;

	call_give(call, VALUE_NONE);
	if (wire_number(call, 1, FRAMES_MAX, &n) && wire_has_frames(call)) {
		last = frames_last(s->frames);
		wire_lines_init(lines, shell_of(s));
		from = last > (uint64_t)n ? last - (uint64_t)n + 1 : 1;
		for (uint64_t seq = 1; frames_get(s->frames, seq, &f);
		     seq = f.head.seq + 1) {
			if (f.head.seq >= from)
				wire_line(&out, lines, &f.head, f.data);
			else if (frame_key_read_from(&key,
				     (enum frame_proto)f.head.first, f.data,
				     f.head.kept))
				frame_talks_note(&lines->talks, &key, f.data,
				    f.head.kept);
		}
		session_unlock(s);
		wire_lines_print(call, lines, &out);
		session_lock(s);
	}
	sb_free(&out);
	free(lines);
}

/* From the host we are on to the first of the others. */
static void
ends_of(const struct lab *lab, unsigned from, struct build_ends *ends)
{
	const struct host *src = &lab->hosts[from - 1];
	const struct host *dst = &lab->hosts[from == 1 ? 1 : 0];
	uint32_t addr = host_addr(src);

	*ends = (struct build_ends){ .version = 4 };
	host_mac(src, ends->src_mac);
	host_mac(dst, ends->dst_mac);
	memcpy(ends->src, &addr, sizeof(addr));
	addr = host_addr(dst);
	memcpy(ends->dst, &addr, sizeof(addr));
}

/* "raw", and a frame as it is: bytes, or hexadecimal in quotes, as an unquoted
 * number would be one. False with a mistake. */
static bool
take_raw(struct call *call, struct strbuf *out)
{
	const struct value *v = call->nrest == 2 ? &call->rest[1] : NULL;

	if (v != NULL && v->type == VAL_BYTES)
		build_raw(out, v->bytes->data, v->bytes->len);
	if (out->len != 0 && out->len <= BUILD_MOST)
		return true;
	call_mistake(call, 1,
	    _("raw: 1 to %d bytes of a frame belong here, or as many in "
	      "hexadecimal, in quotes"),
	    BUILD_MOST);
	return false;
}

static bool
take_fields(struct call *call, struct strbuf *out)
{
	struct strbuf text = { 0 };
	struct build_ends ends;
	char *cause = NULL;
	bool ok;

	wire_words(call, &text);
	ends_of(call->task->session->lab, call->task->host, &ends);
	ok = build_frame(out, &ends, sb_text(&text), text.len, &cause);
	if (!ok)
		call_mistake(call, 1, "%s", cause);
	free(cause);
	sb_free(&text);
	return ok;
}

static bool
is_raw(const struct call *call)
{
	const struct value *v = call->nrest != 0 ? &call->rest[0] : NULL;

	return v != NULL && v->type == VAL_BYTES &&
	    strcmp(v->bytes->data, "raw") == 0;
}

void
wire_send(struct call *call)
{
	struct lab *lab = call->task->session->lab;
	struct strbuf out = { 0 };

	if (is_raw(call) ? take_raw(call, &out) : take_fields(call, &out))
		call_give(call,
		    VALUE_INT((int64_t)pump_inject(lab->pump, call->task->host,
			out.data, out.len)));
	sb_free(&out);
}
