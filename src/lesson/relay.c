/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pty, and what goes through it. */
#include "base/io.h"
#include "lesson/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/presenter.h"
#include "model/call.h"

enum {
	READ_SIZE = 4096,
	ROWS = 24,
	MARK_MAX = 64, /* bytes of a whole mark */
};

static void
go_raw(struct relay *r)
{
	struct termios raw;

	if (!r->terminal || tcgetattr(STDIN_FILENO, &r->before) != 0)
		return;
	raw = r->before;
	cfmakeraw(&raw);
	r->raw = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
}

bool
relay_open(struct relay *r, unsigned columns, char **cause)
{
	struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = ROWS };

	if (r->terminal && ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 &&
	    (size.ws_col == 0 || size.ws_row == 0))
		size = (struct winsize){ .ws_col = (unsigned short)columns,
			.ws_row = ROWS };
	if (openpty(&r->master, &r->slave, NULL, NULL, &size) != 0) {
		r->master = -1;
		return cause_set(cause, _("no terminal for the demo: %s"),
		    strerror(errno));
	}
	fcntl(r->master, F_SETFD, FD_CLOEXEC);
	fcntl(r->slave, F_SETFD, FD_CLOEXEC);
	fcntl(r->master, F_SETFL, O_NONBLOCK);
	go_raw(r);
	return true;
}

void
relay_enter(const struct relay *r)
{
	if (r->master == -1)
		return;
	close(r->master);
	setsid();
	ioctl(r->slave, TIOCSCTTY, 0);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(r->slave, fd);
	close(r->slave);
	if (r->lines)
		setenv("TERM", "dumb", 1);
}

/* A character at the cursor, over what is there. */
static void
put_char(struct relay *r, const char *s, size_t n)
{
	size_t over = 0;

	if (r->at < r->line.len)
		for (over = 1; r->at + over < r->line.len &&
		     (r->line.data[r->at + over] & 0xc0) == 0x80;
		     over++)
			;
	if (n > over)
		sb_reserve(&r->line, n - over);
	if (n != over && r->line.len != 0)
		memmove(r->line.data + r->at + n, r->line.data + r->at + over,
		    r->line.len - r->at - over);
	memcpy(r->line.data + r->at, s, n);
	r->line.len = r->line.len + n - over;
	r->line.data[r->line.len] = '\0';
	r->at += n;
}

static void
end_line(struct relay *r)
{
	size_t len = r->line.len;

	while (len != 0 && r->line.data[len - 1] == ' ')
		len--;
	sb_truncate(&r->line, len);
	sb_char(&r->line, '\n');
	if (r->err == 0)
		r->err = io_write_all(STDOUT_FILENO, r->line.data, r->line.len);
	sb_clear(&r->line);
	r->at = 0;
}

/* The lines that stand on a dumb terminal in the end: a line editor goes to the
 * beginning of one, and writes over it. */
static void
to_lines(struct relay *r, const char *s, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = 1;
		if (s[i] == '\n') {
			end_line(r);
		} else if (s[i] == '\r') {
			r->at = 0;
		} else if (s[i] == '\b') {
			while (
			    r->at > 0 && (r->line.data[--r->at] & 0xc0) == 0x80)
				;
		} else if ((unsigned char)s[i] >= ' ') {
			while (i + n < len && (s[i + n] & 0xc0) == 0x80)
				n++;
			put_char(r, s + i, n);
		}
	}
}

static void
pass_on(struct relay *r, const char *s, size_t len)
{
	if (len == 0)
		return;
	if (r->cast != NULL)
		cast_output(r->cast, clock_now(), s, len);
	if (r->terminal && r->err == 0)
		r->err = io_write_all(STDOUT_FILENO, s, len);
	if (r->lines)
		to_lines(r, s, len);
}

/* The step begins that a mark names. */
static void
set_marker(struct relay *r, const char *number)
{
	size_t step = strtoul(number, NULL, 10);
	struct strbuf label = { 0 };
	const char *title;

	if (r->cast == NULL || step >= r->l->nsteps)
		return;
	title = r->l->steps[step].title;
	sb_printf(&label, "%zu/%zu ", step + 1, r->l->nsteps);
	text_safe(&label, title, strlen(title), false);
	cast_marker(r->cast, clock_now(), sb_text(&label));
	sb_free(&label);
}

/* How many bytes at the end may be the beginning of a mark. */
static size_t
mark_begun(const char *s, size_t len)
{
	static const char mark[] = PRESENTER_MARK;
	size_t n = sizeof(mark) - 2;

	for (n = n < len ? n : len; n > 0; n--) {
		if (memcmp(s + len - n, mark, n) == 0)
			break;
	}
	return n;
}

/* Takes the marks out of what is held, and passes the rest on. */
static void
sort_out(struct relay *r)
{
	static const char mark[] = PRESENTER_MARK;
	char *s = r->held.data, *end = s + r->held.len, *at, *st;
	size_t keep;

	for (; (at = memmem(s, (size_t)(end - s), mark, sizeof(mark) - 1)) !=
	     NULL;
	     s = st + 2) {
		st = memmem(at, (size_t)(end - at), "\033\\", 2);
		if (st == NULL && end - at < MARK_MAX) {
			pass_on(r, s, (size_t)(at - s));
			keep = (size_t)(end - at);
			goto out;
		}
		if (st == NULL)
			break;
		pass_on(r, s, (size_t)(at - s));
		set_marker(r, at + sizeof(mark) - 1);
	}
	keep = mark_begun(s, (size_t)(end - s));
	pass_on(r, s, (size_t)(end - s) - keep);
out:
	memmove(r->held.data, end - keep, keep);
	sb_truncate(&r->held, keep);
}

bool
relay_output(struct relay *r)
{
	ssize_t n = read(r->master, sb_reserve(&r->held, READ_SIZE), READ_SIZE);

	/* EIO: nobody has the other end open. */
	if (n <= 0)
		return n == -1 && errno == EINTR;
	r->held.len += (size_t)n;
	r->held.data[r->held.len] = '\0';
	sort_out(r);
	return true;
}

bool
relay_keys(const struct relay *r)
{
	char keys[256];
	ssize_t n = read(STDIN_FILENO, keys, sizeof(keys));

	if (n == 0 || (n == -1 && errno != EINTR && errno != EAGAIN))
		return false;
	/* What the lesson has no room for is lost, as on any terminal. */
	if (n > 0 && write(r->master, keys, (size_t)n) == -1)
		return errno == EAGAIN || errno == EINTR;
	return true;
}

void
relay_size(const struct relay *r, unsigned *columns, unsigned *rows)
{
	struct winsize size = { 0 };

	ioctl(r->master, TIOCGWINSZ, &size);
	*columns = size.ws_col;
	*rows = size.ws_row;
}

void
relay_resize(struct relay *r)
{
	struct winsize size;

	if (!r->terminal || ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col == 0 || size.ws_row == 0)
		return;
	ioctl(r->master, TIOCSWINSZ, &size);
	if (r->cast != NULL)
		cast_resize(r->cast, clock_now(), size.ws_col, size.ws_row);
}

void
relay_close(struct relay *r)
{
	if (r->master == -1)
		return;
	if (r->held.len != 0)
		pass_on(r, r->held.data, r->held.len);
	/* A line of blanks is what a prompt was that is gone. */
	if (strspn(sb_text(&r->line), " ") != r->line.len)
		end_line(r);
	if (r->raw)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &r->before);
	close(r->master);
	close(r->slave);
	r->master = -1;
	sb_free(&r->held);
	sb_free(&r->line);
}
