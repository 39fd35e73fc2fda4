/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speaker's notes: the second terminal. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lesson/modes.h"
#include "lesson/notes.h"
#include "view/wrap.h"

enum { LOOK_NS = 300000000 }; /* between two looks for a demo */

struct view {
	bool ascii;
	bool plain;
	bool clears; /* the screen, before a page */
	unsigned width;
};

/* recv returns. */
static void
on_resize(int sig)
{
	(void)sig;
}

/* How a line is shown: what stands before it, and before that a line that is
 * empty. */
static const struct look {
	enum notes_line kind;
	bool gap; /* … always, not only before the first of its kind */
	const char *lead;
	const char *plain; /* … for those who hear it; NULL: the same */
} looks[] = {
	{ NOTES_TITLE, true, "--- ", "" },
	{ NOTES_TEXT, true, "", NULL },
	{ NOTES_LISTING, false, "", NULL },
	{ NOTES_NOTE, true, N_("say: "), NULL },
	{ NOTES_QUESTION, true, N_("vote: "), NULL },
	{ NOTES_CHOICE, false, "      ", "" },
	{ NOTES_RIGHT, false, "    * ", N_("right: ") },
	{ NOTES_DONE, false, "  [x] ", N_("done: ") },
	{ NOTES_HERE, false, "   -> ", N_("next: ") },
	{ NOTES_LATER, false, "      ", N_("later: ") },
	{ NOTES_TAKEN, true, N_("The prompt is yours; Ctrl-D goes on."), NULL },
	{ NOTES_FINISHED, true, N_("done: "), NULL },
	{ NOTES_NEXT, true, N_("then: "), NULL },
};

/* Lines that stand together. */
static unsigned
group(enum notes_line kind)
{
	switch (kind) {
	case NOTES_CHOICE:
	case NOTES_RIGHT:
	case NOTES_QUESTION:
		return 1;
	case NOTES_DONE:
	case NOTES_HERE:
	case NOTES_LATER:
		return 2;
	case NOTES_LISTING:
		return 3;
	default:
		return 0;
	}
}

/* A line of a page; what is none that we know is left out. */
static void
show_line(const struct view *v, struct strbuf *out, const char *line,
    size_t len, unsigned *before)
{
	const struct look *look = looks,
			  *end = look + sizeof(looks) / sizeof(looks[0]);
	struct strbuf text = { 0 };
	const char *lead;

	while (look < end && (len == 0 || look->kind != (unsigned char)*line))
		look++;
	if (look == end)
		return;
	if (look->gap || group(look->kind) != *before)
		sb_char(out, '\n');
	*before = group(look->kind);
	text_safe(&text, line + 1, len - 1, v->ascii);
	if (look->kind == NOTES_LISTING) {
		sb_str(out, sb_text(&text));
		sb_char(out, '\n');
	} else {
		lead =
		    v->plain && look->plain != NULL ? look->plain : look->lead;
		wrap_text(out, *lead != '\0' ? _(lead) : "", sb_text(&text),
		    v->width);
	}
	sb_free(&text);
}

static void
show_page(struct view *v, const struct strbuf *page)
{
	const char *s = sb_text(page), *end = s + page->len, *nl;
	struct winsize size = { 0 };
	struct strbuf out = { 0 };
	unsigned before = 0;

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	v->width = wrap_width(size.ws_col);
	/* ECMA-48: CUP, ED. */
	if (v->clears)
		sb_str(&out, "\033[H\033[2J");
	for (; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL)
			nl = end;
		show_line(v, &out, s, (size_t)(nl - s), &before);
	}
	fputs(sb_text(&out), stdout);
	fflush(stdout);
	sb_free(&out);
}

/* A demo that listens there, if it is ours; -1 if none does. A socket that
 * nobody listens at any more is taken away. */
static int
call_demo(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (fd == -1 || strlen(path) >= sizeof(addr.sun_path)) {
		if (fd != -1)
			close(fd);
		return -1;
	}
	memcpy(addr.sun_path, path, strlen(path) + 1);
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) == 0 &&
	    notes_ours(fd))
		return fd;
	if (errno == ECONNREFUSED)
		unlink(path);
	close(fd);
	return -1;
}

static bool
is_newer(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec :
					a->tv_nsec > b->tv_nsec;
}

/* The demo that began last; -1 if there is none. */
static int
find_demo(const char *folder)
{
	DIR *dir = opendir(folder);
	struct timespec newest = { 0 };
	const struct dirent *entry;
	int found = -1;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *path = xasprintf("%s/%s", folder, entry->d_name);
		struct stat st;
		int fd = -1;

		if (strncmp(entry->d_name, "demo-", 5) == 0 &&
		    lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
			fd = call_demo(path);
		free(path);
		if (fd != -1 &&
		    (found == -1 || is_newer(&st.st_ctim, &newest))) {
			int older = found;

			found = fd;
			fd = older;
			newest = st.st_ctim;
		}
		if (fd != -1)
			close(fd);
	}
	if (dir != NULL)
		closedir(dir);
	return found;
}

/* Shows the pages as they come, until the demo has ended. */
static void
follow(struct view *v, int fd)
{
	char *room = xmalloc(NOTES_PAGE_MAX);
	struct strbuf page = { 0 };

	for (;;) {
		ssize_t n = recv(fd, room, NOTES_PAGE_MAX, 0);

		if (n > 0) {
			sb_clear(&page);
			sb_add(&page, room, (size_t)n);
		} else if (n == 0 || errno != EINTR) {
			break;
		}
		if (page.len != 0)
			show_page(v, &page);
	}
	sb_free(&page);
	free(room);
}

/* Waits for a demo, if somebody sits there. */
static int
await_demo(const char *folder, bool waits)
{
	const struct timespec moment = { .tv_nsec = LOOK_NS };
	int fd = find_demo(folder);

	if (fd != -1)
		return fd;
	fputs(_("No demonstration is under way.\n"), waits ? stdout : stderr);
	if (!waits)
		return -1;
	puts(_("It is waited for; Ctrl-C ends."));
	fflush(stdout);
	while ((fd = find_demo(folder)) == -1)
		nanosleep(&moment, NULL);
	return fd;
}

int
notes_view(bool ascii, bool plain)
{
	struct sigaction action = { .sa_handler = on_resize };
	bool terminal = isatty(STDOUT_FILENO);
	struct view v = { .ascii = ascii,
		.plain = plain,
		.clears = terminal && !plain };
	char *cause = NULL, *folder = notes_folder(&cause);
	int fd;

	if (folder == NULL) {
		fprintf(stderr, "socksh: %s\n", cause);
		free(cause);
		return LESSON_FAULT;
	}
	sigaction(SIGWINCH, &action, NULL);
	fd = await_demo(folder, terminal);
	free(folder);
	if (fd == -1)
		return LESSON_FAULT;
	follow(&v, fd);
	close(fd);
	puts(_("\nThe demonstration has ended."));
	return 0;
}
