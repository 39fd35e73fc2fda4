/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a program, its output and errors apart. */
#include "shell/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "model/session.h"

enum {
	CHILD_READ = 4096,
};

/* What the child gets of ours: no descriptor but 0 to 2, no blocked signal. */
static int
child_spawn(struct child *c, const char *path, char *const *argv,
    const int *ends)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	process_spawn_attr(&attr, POSIX_SPAWN_SETPGROUP);
	rc = posix_spawn(&c->pid, path, &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

/* Starts it; an errno, or 0. */
static int
child_start(struct child *c, const char *path, char *const *argv)
{
	int ends[2] = { -1, -1 }, rc = 0;

	for (int i = 0; i < 2 && rc == 0; i++) {
		int both[2];

		if (pipe2(both, O_CLOEXEC) != 0) {
			rc = errno;
			break;
		}
		c->fds[i] = session_own_fd(both[0]);
		ends[i] = session_own_fd(both[1]);
		if (c->fds[i] == -1 || ends[i] == -1)
			rc = EMFILE;
	}
	if (rc == 0)
		rc = child_spawn(c, path, argv, ends);
	for (int i = 0; i < 2; i++) {
		if (ends[i] != -1)
			close(ends[i]);
		if (rc != 0 && c->fds[i] != -1) {
			close(c->fds[i]);
			c->fds[i] = -1;
		}
	}
	return rc;
}

static void
child_read(struct child *c, int i)
{
	ssize_t n =
	    read(c->fds[i], sb_reserve(&c->text[i], CHILD_READ), CHILD_READ);

	if (n > 0) {
		c->text[i].len += (size_t)n;
		c->text[i].data[c->text[i].len] = '\0';
		c->too_much = c->text[i].len > CHILD_OUTPUT_MAX;
	} else if (n == 0 || errno != EINTR) {
		close(c->fds[i]);
		c->fds[i] = -1;
	}
}

int
child_run(struct child *c, const char *path, char *const *argv)
{
	if (c->pid == 0 && (errno = child_start(c, path, argv)) != 0)
		return -1;
	while ((c->fds[0] != -1 || c->fds[1] != -1) && !c->too_much) {
		struct pollfd p[2] = { { c->fds[0], POLLIN, 0 },
			{ c->fds[1], POLLIN, 0 } };

		if (poll(p, 2, -1) == -1)
			return -1;
		for (int i = 0; i < 2; i++) {
			if (p[i].revents != 0)
				child_read(c, i);
		}
	}
	if (c->too_much)
		kill(-c->pid, SIGKILL);
	if (waitpid(c->pid, &c->status, 0) == -1)
		return -1;
	c->pid = 0;
	return 0;
}

void
child_end(struct child *c)
{
	if (c->pid != 0) {
		kill(-c->pid, SIGKILL);
		while (waitpid(c->pid, &c->status, 0) == -1 && errno == EINTR)
			;
	}
	for (int i = 0; i < 2; i++) {
		if (c->fds[i] != -1)
			close(c->fds[i]);
		sb_free(&c->text[i]);
	}
}

int64_t
child_status(const struct child *c)
{
	return WIFEXITED(c->status) ? WEXITSTATUS(c->status) :
				      128 + WTERMSIG(c->status);
}
