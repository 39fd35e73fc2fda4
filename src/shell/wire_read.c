/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire read: the frames of a file, as lines. They get numbers behind those that
 * were seen before, by which layers finds them; of a file of gigabytes the last
 * FRAMES_MAX are kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "wire/pcap.h"
#include "wire/tally.h"

enum {
	ARG_PATH, /* among the words behind the verb */
	ARG_FIRST,
	ARG_COUNT,
	PRINTED_AT_ONCE = 32 << 10, /* bytes of lines */
};

struct reading {
	struct call *call;
	const char *path;
	struct frames *frames;
	int64_t first; /* the frame of the file that is shown first, from 1 */
	int64_t most;  /* how many are */
	int64_t at;    /* the one that was read last */
	int64_t shown;
	int64_t began; /* the time of the first; ns */
	uint64_t from; /* the numbers they got here */
	uint64_t to;
	struct pcap pcap;
	struct pcap_record record;
	struct strbuf data;
	struct strbuf out;
	struct wire_lines lines;
	struct frame decoded;
	struct tally tally;
};

static void
print_out(struct reading *r)
{
	wire_lines_print(r->call, &r->lines, &r->out);
	sb_clear(&r->out);
}

static bool
is_over(const struct reading *r)
{
	return r->shown == r->most || atomic_load(&r->call->task->cancel);
}

/* A frame of those that are asked for. */
static void
show_frame(struct reading *r)
{
	struct frames_head head = {
		.fate = FATE_READ,
		.first = (uint8_t)r->record.first,
		.time = r->record.ns > r->began ? r->record.ns - r->began : 0,
		.len = r->record.wire > r->record.len ? r->record.wire :
							r->record.len,
	};

	frame_decode_from(&r->decoded, r->record.first, r->data.data,
	    r->data.len, r->record.wire);
	tally_add(&r->tally, &r->decoded);
	head.kept = r->record.len;
	head.seq = frames_add(r->frames, &head, r->data.data, r->data.len);
	if (r->shown++ == 0)
		r->from = head.seq;
	r->to = head.seq;
	wire_line(&r->out, &r->lines, &head, r->data.data);
	if (r->out.len >= PRINTED_AT_ONCE)
		print_out(r);
}

/* One that comes before those: only where its connection begins counts. */
static void
pass_frame(struct reading *r)
{
	struct frame_key key;

	if (frame_key_read_from(&key, r->record.first, r->data.data,
		r->data.len))
		frame_talks_note(&r->lines.talks, &key, r->data.data,
		    r->data.len);
}

/* Without the lock. What pcap_next said last. */
static int
read_frames(struct reading *r, char **cause)
{
	int got = 1;

	while (!is_over(r) &&
	    (got = pcap_next(&r->pcap, &r->record, &r->data, cause)) == 1) {
		if (r->at++ == 0)
			r->began = r->record.ns;
		if (r->at >= r->first)
			show_frame(r);
		else
			pass_frame(r);
	}
	return got;
}

/* What is to be known of the whole, behind the lines. */
static void
add_summary(struct reading *r)
{
	tally_text(&r->out, &r->tally);
	if (r->pcap.skipped != 0) {
		char *name = pcap_link_name(r->pcap.skipped_link);

		sb_printf(&r->out,
		    _("not shown, as their link type is not read here: %llu, "
		      "the first of type %s\n"),
		    (unsigned long long)r->pcap.skipped, name);
		free(name);
	}
	if (r->shown > FRAMES_MAX)
		sb_printf(&r->out,
		    _("layers takes the last %d of them, from #%llu on; wire "
		      "read FILE FIRST COUNT shows others\n"),
		    FRAMES_MAX, (unsigned long long)r->to - FRAMES_MAX + 1);
	else if (r->shown != 0)
		sb_printf(&r->out,
		    _("layers %llu takes the first of them apart\n"),
		    (unsigned long long)r->from);
}

static void
finish(struct reading *r, int got, char *cause)
{
	struct call *call = r->call;

	if (atomic_load(&call->task->cancel))
		call->status = CALL_CANCELLED;
	else if (got == -1 && !r->pcap.cut)
		call_mistake(call, 1, _("%.200s, behind frame %lld: %s"),
		    r->path, (long long)r->at, cause);
	else if (r->shown == 0 && r->first > 1)
		call_mistake(call, 1,
		    _("%.200s has only %lld frames that are read here"),
		    r->path, (long long)r->at);
	else
		call_give(call, VALUE_INT(r->shown));
	if (got == -1 && r->pcap.cut)
		call_remark(call, _("%.200s, behind frame %lld: %s"), r->path,
		    (long long)r->at, cause);
}

static void
read_all(struct reading *r, FILE *file)
{
	struct session *s = r->call->task->session;
	char *cause = NULL;
	int got;

	if (!pcap_open(&r->pcap, file, &cause)) {
		call_mistake(r->call, 1, "%.200s: %s", r->path, cause);
		free(cause);
		return;
	}
	wire_lines_init(&r->lines, shell_of(s));
	session_unlock(s);
	got = read_frames(r, &cause);
	print_out(r);
	if (!atomic_load(&r->call->task->cancel)) {
		add_summary(r);
		s->ops->print(s->ops_ctx, r->call->task, sb_text(&r->out),
		    r->out.len);
	}
	session_lock(s);
	finish(r, got, cause);
	free(cause);
}

/* A file, and no pipe or device: such may keep us waiting, and have no end. NULL
 * with a mistake. */
static FILE *
open_file(struct call *call, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	FILE *file;
	int err;

	if (fd != -1)
		fd = session_own_fd(fd);
	if (fd == -1 || fstat(fd, &st) == -1) {
		err = errno;
	} else if (!S_ISREG(st.st_mode)) {
		err = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	} else {
		file = fdopen(fd, "rb");
		if (file != NULL)
			return file;
		err = errno;
	}
	if (fd != -1)
		close(fd);
	if (err == EINVAL)
		call_mistake(call, 1, _("%.200s is not a regular file"), path);
	else
		call_mistake(call, 1, "%.200s: %s", path, strerror(err));
	return NULL;
}

/* A number among the words; preset if it is not there. False with a mistake. */
static bool
take_number(struct call *call, size_t word, int64_t *number)
{
	struct strbuf text = { 0 };
	char *cause = NULL;
	bool ok;

	if (word >= call->nrest)
		return true;
	value_text(&text, &call->rest[word]);
	ok = number_parse(sb_text(&text), text.len, false, number, &cause) ==
		1 &&
	    *number >= 1;
	if (!ok)
		call_mistake(call, 1,
		    _("%.60s: which frame of the file is shown first, and how "
		      "many, are whole numbers from 1 on; a name with blanks "
		      "stands in quotes"),
		    sb_text(&text));
	free(cause);
	sb_free(&text);
	return ok;
}

static bool
is_allowed(struct call *call)
{
	if (call->task->session->confined)
		call_mistake(call, 1,
		    _("this lesson did not come with socksh: it may reach "
		      "neither files nor programs"));
	else if (call->nrest == 0)
		call_mistake(call, 1, _("read: a file's name belongs here"));
	else if (call->nrest > ARG_COUNT + 1)
		call_mistake(call, 1,
		    _("read: a file, its first frame to be shown and how many "
		      "belong here; a name with blanks stands in quotes"));
	else
		return true;
	return false;
}

void
wire_read(struct call *call)
{
	struct session *s = call->task->session;
	struct reading *r = xcalloc(1, sizeof(*r));
	struct strbuf path = { 0 };
	FILE *file = NULL;

	*r = (struct reading){ .call = call, .first = 1, .most = INT64_MAX };
	if (is_allowed(call) && take_number(call, ARG_FIRST, &r->first) &&
	    take_number(call, ARG_COUNT, &r->most)) {
		value_text(&path, &call->rest[ARG_PATH]);
		r->path = sb_text(&path);
		file = open_file(call, r->path);
	}
	if (file != NULL) {
		if (s->frames == NULL)
			s->frames = frames_new();
		r->frames = s->frames;
		read_all(r, file);
		fclose(file);
	}
	sb_free(&r->data);
	sb_free(&r->out);
	sb_free(&path);
	free(r);
}
