/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socksh myth, lessons --claims: what is said, tried out, and what holds. */
#include "lesson/myth.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/claim.h"
#include "lesson/library.h"
#include "lesson/modes.h"
#include "lesson/replay.h"
#include "model/layout.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/jsonl.h"
#include "view/plain.h"
#include "view/wrap.h"

enum { TRANSCRIPT_MAX = 1 << 20 };

/* What a play of the step has shown. */
struct tried {
	const char *outcome; /* NULL: not tried */
	struct strbuf reason;
	struct strbuf transcript;
};

bool
myth_known(const char *word, char **cause)
{
	const struct claim *near = claim_nearest(word);

	if (claim_find(word) != NULL)
		return true;
	if (near != NULL)
		return cause_set(cause,
		    _("the numbers are C1 to C118 and M01 to M25; did you "
		      "mean %s?"),
		    near->tag);
	for (const struct claim *c = claim_rows; c->tag != NULL; c++) {
		if (*word != '\0' && claim_mentions(c, word))
			return true;
	}
	return cause_set(cause,
	    _("no claim is about that; myth lists them all"));
}

/* All of the file that a play has written, but no more than a record may have. */
static void
take_file(struct strbuf *out, int fd)
{
	ssize_t n =
	    pread(fd, sb_reserve(out, TRANSCRIPT_MAX), TRANSCRIPT_MAX, 0);

	if (n > 0)
		out->len += (size_t)n;
	out->data[out->len] = '\0';
	/* A record's texts end at a NUL. */
	for (size_t i = 0; i < out->len; i++) {
		if (out->data[i] == '\0')
			out->data[i] = ' ';
	}
}

static void
try_step(const struct lesson_host *host, struct lesson *l, size_t step,
    struct tried *t)
{
	int fd = memfd_create("socksh-myth", MFD_CLOEXEC);
	struct replayed r = { 0 };

	if (fd == -1) {
		t->outcome = "not run";
		sb_str(&t->reason, strerror(errno));
		return;
	}
	replay_step(host, l, step, fd, &r);
	if (replayed_ok(&r) && r.skip == NULL) {
		t->outcome = "confirmed";
	} else if (r.skip != NULL) {
		t->outcome = "not run";
		sb_str(&t->reason, r.skip);
	} else {
		t->outcome = "not confirmed";
		if (r.nruns != 0 && r.runs[0].fault != NULL)
			sb_printf(&t->reason, "%s:%u: %s", l->path,
			    r.runs[0].fault_line, r.runs[0].fault);
		else
			sb_str(&t->reason, sb_text(&r.refused));
	}
	take_file(&t->transcript, fd);
	close(fd);
	replayed_free(&r);
}

static void
pack(struct strbuf *out, const char *text)
{
	sb_str(out, text != NULL ? text : "");
	sb_char(out, '\0');
}

/* Appends a record; trying: the experiment is made. False if it was, and did not
 * show what is told. */
static bool
pack_claim(struct strbuf *out, const struct lesson_host *host,
    const struct library *lib, const struct claim *c, bool trying)
{
	size_t at = 0;
	struct lesson *l = claim_settled(c, lib, &at);
	struct tried t = { .outcome = NULL };

	if (l != NULL && trying)
		try_step(host, l, at, &t);
	pack(out, c->tag);
	pack(out, verdict_word(c->verdict));
	pack(out, _(c->says));
	pack(out, _(c->right));
	pack(out, l != NULL ? l->id.text : NULL);
	pack(out, l != NULL ? l->steps[at].id : NULL);
	pack(out, l != NULL ? l->steps[at].title : NULL);
	pack(out, t.outcome);
	pack(out, sb_text(&t.reason));
	pack(out, sb_text(&t.transcript));
	sb_free(&t.reason);
	sb_free(&t.transcript);
	return t.outcome == NULL || strcmp(t.outcome, "not confirmed") != 0;
}

/* Of one claim with its experiment, of those that speak of a word, or of all. */
static bool
pack_all(struct strbuf *out, const struct lesson_host *host, const char *word)
{
	const struct claim *one = word != NULL ? claim_find(word) : NULL;
	struct library lib = { 0 };
	struct faults faults = { 0 };
	bool ok = true;

	library_add_course(&lib, &faults);
	faults_free(&faults);
	if (one != NULL)
		ok = pack_claim(out, host, &lib, one, true);
	for (const struct claim *c = claim_rows; one == NULL && c->tag != NULL;
	     c++) {
		if (word == NULL || claim_mentions(c, word))
			pack_claim(out, host, &lib, c, false);
	}
	library_free(&lib);
	return ok;
}

/* One record from the text at *at; false if there is none. */
static bool
unpack(const struct strbuf *packed, size_t *at, struct value *out)
{
	struct value items[CLAIM_FIELDS];
	size_t n = 0;

	for (; n < CLAIM_FIELDS && *at < packed->len; n++) {
		const char *text = packed->data + *at;
		size_t len = strnlen(text, packed->len - *at);

		if (*at + len == packed->len)
			break;
		items[n] = n >= CLAIM_LESSON && len == 0 ?
		    VALUE_NONE :
		    value_bytes(text, len);
		*at += len + 1;
	}
	if (n == CLAIM_FIELDS) {
		*out = picture_record(layout_find("claim"), items);
		return true;
	}
	while (n > 0)
		value_drop(&items[--n]);
	return false;
}

bool
myth_value(const struct strbuf *packed, struct value *out)
{
	struct value *items = NULL, record;
	char *cause = NULL;
	size_t n = 0, at = 0;
	bool ok;

	while (at < packed->len && unpack(packed, &at, &record)) {
		items = xgrow(items, n, sizeof(items[0]));
		items[n++] = record;
	}
	ok = at == packed->len && n != 0;
	if (ok) {
		ok = value_tuple(out, items, n, &cause);
	} else {
		for (size_t i = 0; i < n; i++)
			value_drop(&items[i]);
	}
	free(cause);
	free(items);
	return ok;
}

static unsigned
terminal_columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void
show(const struct lesson_host *host, const struct strbuf *packed, bool json)
{
	struct draw_page page = {
		.width = wrap_width(terminal_columns()),
		.columns = terminal_columns(),
		.ascii = host->ascii,
		.plain = host->plain,
	};
	struct strbuf text = { 0 };
	struct value v = VALUE_NONE;

	if (!myth_value(packed, &v))
		return;
	if (json)
		jsonl_look(&text, "myth", (struct jsonl_who){ 0 }, &v);
	else
		draw_value(&text, "myth", &v, &page);
	if (host->plain && !json)
		plain_text(&text);
	fputs(sb_text(&text), stdout);
	value_drop(&v);
	sb_free(&text);
}

/* What is asked for by --json cannot be had where jansson was not built in. */
static bool
json_possible(void)
{
	if (jsonl_library() != NULL) {
		jsonl_start();
		return true;
	}
	fprintf(stderr, "socksh: --json: %s\n",
	    _("this socksh was built without jansson"));
	return false;
}

int
myth_run(const struct lesson_host *host, char **args)
{
	struct strbuf packed = { 0 };
	bool json = false, records = false, ok;
	char *cause = NULL;

	for (; *args != NULL && **args == '-'; args++) {
		json |= strcmp(*args, "--json") == 0;
		records |= strcmp(*args, MYTH_RECORDS) == 0;
		if (!json && !records)
			return lesson_usage("myth");
	}
	if (*args != NULL && args[1] != NULL)
		return lesson_usage("myth");
	if (json && !json_possible())
		return LESSON_USAGE;
	if (*args != NULL && !myth_known(*args, &cause)) {
		fprintf(stderr, "socksh: myth: %s\n", cause);
		free(cause);
		return LESSON_USAGE;
	}
	ok = pack_all(&packed, host, *args);
	if (records)
		fwrite(packed.data, 1, packed.len, stdout);
	else
		show(host, &packed, json);
	sb_free(&packed);
	return ok ? 0 : LESSON_FAULT;
}

int
claims_run(const struct lesson_host *host, char **args)
{
	bool json = *args != NULL && strcmp(*args, "--json") == 0;
	struct strbuf packed = { 0 };

	if (args[json ? 1 : 0] != NULL)
		return lesson_usage("lessons");
	if (json && !json_possible())
		return LESSON_USAGE;
	pack_all(&packed, host, NULL);
	show(host, &packed, json);
	sb_free(&packed);
	return 0;
}
