/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of lines, and its file. */
#include "shell/history.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/state.h"

enum {
	FILE_MAX = 64 << 20, /* a larger one is none of ours */
	KEEP_MS = 10,        /* that appending a line may wait */
	SAVE_MS = 1000,
};

enum kept {
	KEPT,    /* it is in the file */
	WAITS,   /* to be appended */
	PRIVATE, /* never to be */
};

struct entry {
	char *text;
	uint64_t hash;
	enum kept kept;
};

/* Entries, the oldest first. */
struct entries {
	struct entry *v;
	size_t n;
};

struct history {
	pthread_mutex_t lock;
	struct entries list;
	struct strbuf unread; /* of the file: entries not made yet */
	size_t limit;
	char *path;    /* NULL: there is no file */
	bool closed;   /* to us: it is never written */
	bool private;  /* nothing that is noted now is written */
	bool appended; /* something was: the file is to be put in order */
	bool said;     /* that it cannot be written */
	char *trouble; /* to be said */
};

/* FNV-1a. */
static uint64_t
hash_of(const char *s, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)s[i]) * 0x100000001b3;
	return hash;
}

static void
entries_free(struct entries *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].text);
	free(list->v);
	*list = (struct entries){ 0 };
}

static void
entries_add(struct entries *list, char *text, enum kept kept)
{
	list->v = xgrow(list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = (struct entry){ .text = text,
		.hash = hash_of(text, strlen(text)),
		.kept = kept };
}

static void
entries_remove(struct entries *list, size_t i)
{
	free(list->v[i].text);
	list->n--;
	memmove(list->v + i, list->v + i + 1, (list->n - i) * sizeof(*list->v));
}

/* The oldest n. */
static void
entries_drop(struct entries *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list->v[i].text);
	list->n -= n;
	memmove(list->v, list->v + n, list->n * sizeof(*list->v));
}

static bool
entry_same(const struct entry *a, const struct entry *b)
{
	return a->hash == b->hash && strcmp(a->text, b->text) == 0;
}

/* Whether a later entry has the same text; notes it in seen, a table of size
 * slots, a power of two, of which at most half are used. */
static bool
seen_before(const struct entry **seen, size_t size, const struct entry *e)
{
	size_t at = (size_t)e->hash & (size - 1);

	while (seen[at] != NULL && !entry_same(seen[at], e))
		at = (at + 1) & (size - 1);
	if (seen[at] != NULL)
		return true;
	seen[at] = e;
	return false;
}

/* Each text once, where it came last, and no more than there may be. */
static void
entries_tidy(struct entries *list, size_t limit)
{
	const struct entry **seen;
	size_t size = 16, count = 0, bytes = 0, n = 0;
	bool *drop = xcalloc(list->n + 1, sizeof(*drop));

	while (size < 2 * list->n)
		size *= 2;
	seen = xcalloc(size, sizeof(const struct entry *));
	for (size_t i = list->n; i-- > 0;) {
		const struct entry *e = &list->v[i];

		drop[i] = count >= limit || bytes > HISTORY_BYTES_MAX ||
		    seen_before(seen, size, e);
		count += !drop[i];
		bytes += drop[i] ? 0 : strlen(e->text) + 1;
	}
	free(seen);
	for (size_t i = 0; i < list->n; i++) {
		if (drop[i])
			free(list->v[i].text);
		else
			list->v[n++] = list->v[i];
	}
	list->n = n;
	free(drop);
}

/* Where an entry that begins at s ends: before the newline that no tab
 * follows. */
static const char *
entry_end(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));

	while (nl != NULL && nl + 1 < end && nl[1] == '\t')
		nl = memchr(nl + 1, '\n', (size_t)(end - nl - 1));
	return nl != NULL ? nl : end;
}

/* An entry as it was typed, without what marks its further lines. */
static char *
entry_text(const char *s, const char *end)
{
	struct strbuf text = { 0 };

	if (memchr(s, '\n', (size_t)(end - s)) == NULL)
		return xstrndup(s, (size_t)(end - s));
	for (const char *p = s; p < end; p++) {
		sb_char(&text, *p);
		if (*p == '\n' && p + 1 < end)
			p++;
	}
	while (text.len != 0 && text.data[text.len - 1] == '\n')
		sb_truncate(&text, text.len - 1);
	return sb_steal(&text);
}

/* What a file says; what holds a NUL, or is too long, is passed over. */
static void
entries_read(struct entries *list, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		const char *stop = entry_end(s, end);
		size_t n = (size_t)(stop - s);

		if (n != 0 && n <= HISTORY_ENTRY_MAX &&
		    memchr(s, '\0', n) == NULL) {
			char *text = entry_text(s, stop);

			if (text != NULL && *text != '\0')
				entries_add(list, text, KEPT);
			else
				free(text);
		}
		s = stop + 1;
	}
}

static void
entry_write(struct strbuf *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		sb_char(out, *p);
		if (*p == '\n')
			sb_char(out, '\t');
	}
	sb_char(out, '\n');
}

void
history_tidy(struct strbuf *out, const char *s, size_t len, size_t limit)
{
	struct entries list = { 0 };

	entries_read(&list, s, len);
	entries_tidy(&list, limit);
	for (size_t i = 0; i < list.n; i++)
		entry_write(out, list.v[i].text);
	entries_free(&list);
}

static void __attribute__((format(printf, 2, 3)))
trouble(struct history *h, const char *fmt, ...)
{
	va_list ap;

	if (h->trouble != NULL)
		return;
	va_start(ap, fmt);
	h->trouble = xvasprintf(fmt, ap);
	va_end(ap);
}

/* What is no text is no file of ours: it is kept, under another name. */
static void
set_aside(struct history *h)
{
	char *aside = state_set_aside(h->path);

	if (aside != NULL) {
		trouble(h,
		    _("%s is no history: it is kept as %s, and a new one "
		      "begins"),
		    h->path, aside);
	} else {
		trouble(h,
		    _("%s is no history, and cannot be renamed: %s; the "
		      "lines of this session are not kept"),
		    h->path, strerror(errno));
		h->closed = true;
	}
	free(aside);
}

static const char *
file_error(int err)
{
	switch (err) {
	case ELOOP:
		return _("a symbolic link, which is not followed");
	case EINVAL:
		return _("not a file");
	default:
		return strerror(err);
	}
}

/* Reads the file as it is now; false if it is not to be written. */
static bool
read_file(struct history *h, struct strbuf *text)
{
	int err = state_read(h->path, FILE_MAX, text);

	if (err == ENOENT)
		return true;
	if (err == EFBIG ||
	    (err == 0 && text->len != 0 &&
		memchr(text->data, '\0', text->len) != NULL)) {
		set_aside(h);
		sb_clear(text);
		return !h->closed;
	}
	if (err == 0)
		return true;
	trouble(h,
	    _("the history cannot be read: %s: %s; the lines of this session "
	      "are not kept"),
	    h->path, file_error(err));
	h->closed = true;
	return false;
}

struct history *
history_open(char *path)
{
	struct history *h = xcalloc(1, sizeof(*h));

	pthread_mutex_init(&h->lock, NULL);
	h->path = path;
	h->limit = HISTORY_LIMIT;
	if (path == NULL) {
		h->closed = true;
		trouble(h,
		    _("without a HOME the lines of this session are not "
		      "kept"));
	} else if (!read_file(h, &h->unread)) {
		sb_clear(&h->unread);
	}
	return h;
}

/* Locks it, with the entries that the file had. */
static void
history_enter(struct history *h)
{
	pthread_mutex_lock(&h->lock);
	if (h->unread.len == 0)
		return;
	/* Nothing has been noted without them. */
	entries_read(&h->list, h->unread.data, h->unread.len);
	entries_tidy(&h->list, h->limit);
	sb_free(&h->unread);
}

void
history_free(struct history *h)
{
	if (h == NULL)
		return;
	entries_free(&h->list);
	sb_free(&h->unread);
	free(h->path);
	free(h->trouble);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

char *
history_trouble(struct history *h)
{
	char *s;

	pthread_mutex_lock(&h->lock);
	s = h->trouble;
	h->trouble = NULL;
	pthread_mutex_unlock(&h->lock);
	return s;
}

size_t
history_limit(struct history *h)
{
	size_t limit;

	pthread_mutex_lock(&h->lock);
	limit = h->limit;
	pthread_mutex_unlock(&h->lock);
	return limit;
}

void
history_set_limit(struct history *h, size_t limit)
{
	pthread_mutex_lock(&h->lock);
	h->limit = limit;
	/* What came last before this was typed may be to be appended yet. */
	if (h->list.n > limit)
		entries_drop(&h->list, h->list.n - limit);
	pthread_mutex_unlock(&h->lock);
}

bool
history_is_new(struct history *h)
{
	bool is;

	pthread_mutex_lock(&h->lock);
	is = !h->closed && h->unread.len == 0 && h->list.n == 0;
	pthread_mutex_unlock(&h->lock);
	return is;
}

size_t
history_count(struct history *h)
{
	size_t n;

	history_enter(h);
	n = h->list.n;
	pthread_mutex_unlock(&h->lock);
	return n;
}

void
history_each(struct history *h,
    void (*each)(void *ctx, const char *text, size_t len), void *ctx)
{
	history_enter(h);
	for (size_t i = 0; i < h->list.n; i++)
		each(ctx, h->list.v[i].text, strlen(h->list.v[i].text));
	pthread_mutex_unlock(&h->lock);
}

/* The same text as the last entry's, elsewhere in the list, is taken out; where
 * it was, or SIZE_MAX. */
static size_t
remove_twin(struct history *h)
{
	struct entry *last = &h->list.v[h->list.n - 1];

	for (size_t i = 0; i + 1 < h->list.n; i++) {
		if (!entry_same(&h->list.v[i], last))
			continue;
		/* It was not typed in private then. */
		if (h->list.v[i].kept == WAITS)
			last->kept = WAITS;
		entries_remove(&h->list, i);
		return i;
	}
	return SIZE_MAX;
}

bool
history_note(struct history *h, const char *text, bool grows, size_t *twin)
{
	size_t len = strlen(text);

	*twin = SIZE_MAX;
	/* A tab marks what belongs to the line before. */
	while (len > 0 && *text == '\t') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] == '\n')
		len--;
	if (len == 0 || *text == ' ' || *text == '\n' ||
	    len > HISTORY_ENTRY_MAX)
		return false;
	history_enter(h);
	if (grows && h->list.n != 0)
		entries_remove(&h->list, h->list.n - 1);
	entries_add(&h->list, xstrndup(text, len),
	    h->private ? PRIVATE : WAITS);
	*twin = remove_twin(h);
	if (h->list.n > h->limit)
		entries_remove(&h->list, 0);
	pthread_mutex_unlock(&h->lock);
	return true;
}

void
history_private(struct history *h, bool on)
{
	pthread_mutex_lock(&h->lock);
	h->private = on;
	pthread_mutex_unlock(&h->lock);
}

bool
history_is_private(struct history *h)
{
	bool on;

	pthread_mutex_lock(&h->lock);
	on = h->private;
	pthread_mutex_unlock(&h->lock);
	return on;
}

/* With both locks: the file's, too. An errno, or 0. */
static int
append_waiting(struct history *h)
{
	struct strbuf text = { 0 };
	int err = 0;

	for (size_t i = 0; i < h->list.n; i++) {
		if (h->list.v[i].kept == WAITS)
			entry_write(&text, h->list.v[i].text);
	}
	if (text.len != 0)
		err = state_append(h->path, text.data, text.len);
	h->appended |= err == 0 && text.len != 0;
	for (size_t i = 0; err == 0 && i < h->list.n; i++) {
		if (h->list.v[i].kept == WAITS)
			h->list.v[i].kept = KEPT;
	}
	sb_free(&text);
	return err;
}

/* With both locks. An errno, or 0. */
static int
put_in_order(struct history *h)
{
	struct strbuf text = { 0 }, tidy = { 0 };
	int err = 0;

	if (read_file(h, &text) && text.len != 0) {
		history_tidy(&tidy, text.data, text.len, h->limit);
		if (tidy.len != text.len ||
		    memcmp(tidy.data, text.data, text.len) != 0)
			err = state_replace(h->path, sb_text(&tidy), tidy.len);
	}
	sb_free(&text);
	sb_free(&tidy);
	return err;
}

static bool
any_waits(const struct history *h)
{
	/* The newest are at the end. */
	for (size_t i = h->list.n; i-- > 0;) {
		if (h->list.v[i].kept == WAITS)
			return true;
	}
	return false;
}

static void
write_file(struct history *h, int ms, bool order)
{
	int lock, err = 0;

	pthread_mutex_lock(&h->lock);
	if (!h->closed && (any_waits(h) || (order && h->appended))) {
		lock = state_lock(h->path, ms);
		err = lock == -1 ? errno : append_waiting(h);
		if (err == 0 && order)
			err = put_in_order(h);
		if (lock != -1)
			close(lock);
	}
	/* Another has it now: there will be another time, but at the end. */
	if (err != 0 && (err != EWOULDBLOCK || order) && !h->said) {
		trouble(h, _("the history is not kept: %s: %s"), h->path,
		    file_error(err));
		h->said = true;
	}
	pthread_mutex_unlock(&h->lock);
}

void
history_keep(struct history *h)
{
	write_file(h, KEEP_MS, false);
}

void
history_save(struct history *h)
{
	write_file(h, SAVE_MS, true);
}

/* One entry of a list: further lines stand below the first. */
static void
list_entry(struct strbuf *out, size_t number, const char *text)
{
	sb_printf(out, "%5zu  ", number);
	for (const char *p = text; *p != '\0'; p++) {
		sb_char(out, *p);
		if (*p == '\n')
			sb_fill(out, ' ', 7);
	}
	sb_char(out, '\n');
}

size_t
history_show(struct history *h, struct strbuf *out, size_t n, const char *text)
{
	size_t first, found = 0;

	history_enter(h);
	for (first = h->list.n; first > 0 && (n == 0 || found < n); first--)
		found += text == NULL ||
		    strstr(h->list.v[first - 1].text, text) != NULL;
	for (size_t i = first; i < h->list.n; i++) {
		if (text == NULL || strstr(h->list.v[i].text, text) != NULL)
			list_entry(out, i + 1, h->list.v[i].text);
	}
	pthread_mutex_unlock(&h->lock);
	return found;
}
