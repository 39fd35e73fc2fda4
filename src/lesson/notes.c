/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speaker's notes: the demo's end. */
#include "lesson/notes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/state.h"

/* Where sockets belong by the XDG Base Directory Specification; without such a
 * place, where the user's state is. */
static char *
folder_path(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");

	if (runtime != NULL && *runtime == '/')
		return xasprintf("%s/socksh", runtime);
	return state_path("demo");
}

char *
notes_folder(char **cause)
{
	char *path = folder_path();
	struct stat st;

	if (path == NULL) {
		cause_set(cause, _("there is no XDG_RUNTIME_DIR, and no HOME"));
		return NULL;
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		cause_set(cause, "%s: %s", path, strerror(errno));
	} else if (lstat(path, &st) != 0) {
		cause_set(cause, "%s: %s", path, strerror(errno));
	} else if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    (st.st_mode & 077) != 0) {
		cause_set(cause, _("%s is no folder of yours alone"), path);
	} else {
		return path;
	}
	free(path);
	return NULL;
}

bool
notes_ours(int fd)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
	    peer.uid == geteuid();
}

/* An errno, or 0. */
static int
listen_at(struct notes *n)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	if (strlen(n->path) >= sizeof(addr.sun_path))
		return ENAMETOOLONG;
	memcpy(addr.sun_path, n->path, strlen(n->path) + 1);
	/* One that died here, with our number. */
	unlink(n->path);
	n->listener =
	    socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (n->listener == -1)
		return errno;
	if (bind(n->listener, (struct sockaddr *)&addr, sizeof(addr)) == 0 &&
	    listen(n->listener, NOTES_READERS_MAX) == 0)
		return 0;
	return errno;
}

bool
notes_open(struct notes *n, char **cause)
{
	char *folder = notes_folder(cause);
	int err;

	*n = (struct notes){ .listener = -1 };
	if (folder == NULL)
		return false;
	n->path = xasprintf("%s/demo-%ld.sock", folder, (long)getpid());
	free(folder);
	err = listen_at(n);
	if (err == 0)
		return true;
	cause_set(cause, "%s: %s", n->path, strerror(err));
	notes_close(n);
	return false;
}

size_t
notes_wait(const struct notes *n, struct pollfd *fds)
{
	size_t nfds = 0;

	if (n->listener == -1)
		return 0;
	fds[nfds++] = (struct pollfd){ n->listener, POLLIN, 0 };
	for (size_t i = 0; i < n->n; i++)
		fds[nfds++] = (struct pollfd){ n->readers[i].fd,
			n->readers[i].behind ? POLLIN | POLLOUT : POLLIN, 0 };
	return nfds;
}

/* The newest page, if it can be had without waiting; false if nobody reads. */
static bool
send_page(const struct notes *n, struct notes_reader *reader)
{
	ssize_t sent;

	reader->behind = false;
	if (n->page.len == 0)
		return true;
	sent = send(reader->fd, n->page.data, n->page.len,
	    MSG_DONTWAIT | MSG_NOSIGNAL);
	reader->behind = sent == -1 && (errno == EAGAIN || errno == EINTR);
	return sent != -1 || reader->behind;
}

static void
drop(struct notes *n, size_t i)
{
	close(n->readers[i].fd);
	n->readers[i] = n->readers[--n->n];
}

static void
welcome(struct notes *n)
{
	struct notes_reader *reader = &n->readers[n->n];
	int fd = accept4(n->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd == -1)
		return;
	if (n->n == NOTES_READERS_MAX || !notes_ours(fd)) {
		close(fd);
		return;
	}
	*reader = (struct notes_reader){ .fd = fd };
	n->n++;
	if (!send_page(n, reader))
		drop(n, n->n - 1);
}

/* A reader has nothing to say: what he says all the same is thrown away. False
 * if he has gone. */
static bool
hear(int fd)
{
	char ignored[512];
	ssize_t n = recv(fd, ignored, sizeof(ignored), MSG_DONTWAIT);

	return n > 0 || (n == -1 && (errno == EAGAIN || errno == EINTR));
}

void
notes_heed(struct notes *n, const struct pollfd *fds, size_t nfds)
{
	/* From the last, as dropping one moves the last to its place. */
	for (size_t i = nfds; i > 1; i--) {
		const struct pollfd *fd = &fds[i - 1];
		bool there = true;

		if (fd->revents & (POLLIN | POLLHUP | POLLERR))
			there = hear(fd->fd);
		if (there && (fd->revents & POLLOUT) != 0)
			there = send_page(n, &n->readers[i - 2]);
		if (!there)
			drop(n, i - 2);
	}
	if (nfds != 0 && fds[0].revents != 0)
		welcome(n);
}

/* Text of one line or more, each a line of the page. */
static void
add(struct strbuf *page, enum notes_line kind, const char *text)
{
	for (const char *nl; page->len < NOTES_PAGE_MAX; text = nl + 1) {
		nl = strchrnul(text, '\n');
		sb_char(page, (char)kind);
		sb_add(page, text, (size_t)(nl - text));
		sb_char(page, '\n');
		if (*nl == '\0')
			break;
	}
	if (page->len > NOTES_PAGE_MAX)
		sb_truncate(page, NOTES_PAGE_MAX);
}

static void
add_prediction(struct strbuf *page, const struct step *step)
{
	if (step->question.text == NULL)
		return;
	add(page, NOTES_QUESTION, step->question.text);
	for (size_t i = 0; i < step->nchoices; i++) {
		const struct choice *c = &step->choices[i];
		char *text = xasprintf("%c) %s", c->letter, c->text.text);

		add(page, c->right ? NOTES_RIGHT : NOTES_CHOICE, text);
		free(text);
	}
}

static void
add_commands(struct strbuf *page, const struct step *step, const struct cue *c)
{
	for (size_t i = 0; i < step->model.n; i++)
		add(page,
		    i + 1 < c->place      ? NOTES_DONE :
			i + 1 == c->place ? NOTES_HERE :
					    NOTES_LATER,
		    step->model.v[i].source.text);
	if (c->kind == CUE_TAKEN)
		add(page, NOTES_TAKEN, "");
	else if (c->place == presenter_last(step))
		add(page, NOTES_FINISHED,
		    step->point.text != NULL ? step->point.text : "");
}

void
notes_at(struct notes *n, const struct lesson *l, const struct cue *c)
{
	const struct step *step = &l->steps[c->step];
	char *title = xasprintf("%s %u/%zu  %s", l->id.text, c->step + 1,
	    l->nsteps, step->title);

	if (n->listener == -1) {
		free(title);
		return;
	}
	sb_clear(&n->page);
	add(&n->page, NOTES_TITLE, title);
	free(title);
	for (size_t i = 0; i < step->notes.n; i++)
		add(&n->page, NOTES_NOTE, step->notes.v[i].text);
	for (size_t i = 0; i < step->text.n; i++)
		add(&n->page,
		    piece_is_listing(&step->text.v[i]) ? NOTES_LISTING :
							 NOTES_TEXT,
		    step->text.v[i].text);
	add_prediction(&n->page, step);
	add_commands(&n->page, step, c);
	if (c->step + 1 < l->nsteps)
		add(&n->page, NOTES_NEXT, step[1].title);
	for (size_t i = n->n; i > 0; i--) {
		if (!send_page(n, &n->readers[i - 1]))
			drop(n, i - 1);
	}
}

void
notes_leave(struct notes *n)
{
	while (n->n > 0)
		drop(n, n->n - 1);
	if (n->listener != -1)
		close(n->listener);
	n->listener = -1;
}

void
notes_close(struct notes *n)
{
	notes_leave(n);
	if (n->path != NULL)
		unlink(n->path);
	free(n->path);
	n->path = NULL;
	sb_free(&n->page);
}
