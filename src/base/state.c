/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of state: the XDG Base Directory Specification. */
#include "base/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

enum { READ_SIZE = 64 << 10, ASIDE_MAX = 1000, LOCK_MS = 5 };

/* A relative path is to be ignored, says the specification. */
static char *
path_below(const char *variable, const char *below_home, const char *name)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");

	if (base != NULL && *base == '/')
		return xasprintf("%s/socksh/%s", base, name);
	if (home != NULL && *home == '/')
		return xasprintf("%s/%s/socksh/%s", home, below_home, name);
	return NULL;
}

char *
state_config_path(const char *name)
{
	return path_below("XDG_CONFIG_HOME", ".config", name);
}

char *
state_path(const char *name)
{
	char *path = path_below("XDG_STATE_HOME", ".local/state", name);

	if (path == NULL)
		return NULL;
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	return path;
}

/* A descriptor of a regular file; -1 with errno. */
static int
open_file(const char *path, int flags, struct stat *st)
{
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	int err = 0;

	if (fd == -1)
		return -1;
	if (fstat(fd, st) == -1)
		err = errno;
	else if (!S_ISREG(st->st_mode))
		err = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
	if (err == 0)
		return fd;
	close(fd);
	errno = err;
	return -1;
}

int
state_read(const char *path, size_t max, struct strbuf *text)
{
	struct stat st;
	int fd = open_file(path, O_RDONLY, &st);
	size_t before = text->len;
	int err = 0;

	if (fd == -1)
		return errno;
	while (err == 0) {
		ssize_t n = read(fd, sb_reserve(text, READ_SIZE), READ_SIZE);

		if (n == 0)
			break;
		if (n == -1 && errno != EINTR)
			err = errno;
		if (n > 0) {
			text->len += (size_t)n;
			text->data[text->len] = '\0';
		}
		if (text->len - before > max) {
			sb_truncate(text, before + max);
			err = EFBIG;
		}
	}
	close(fd);
	return err;
}

int
state_lock(const char *path, int ms)
{
	const struct timespec moment = { .tv_nsec = LOCK_MS * 1000000 };
	char *lock = xasprintf("%s.lock", path);
	int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int err;

	free(lock);
	while (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		err = errno;
		if (err == EINTR)
			continue;
		if (err == EWOULDBLOCK && ms > 0) {
			nanosleep(&moment, NULL);
			ms -= LOCK_MS;
			continue;
		}
		close(fd);
		errno = err;
		return -1;
	}
	return fd;
}

static int
write_whole(int fd, const char *s, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, s, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return errno;
		s += n;
		len -= (size_t)n;
	}
	return 0;
}

int
state_append(const char *path, const char *s, size_t len)
{
	struct stat st;
	int fd = open_file(path, O_RDWR | O_CREAT | O_APPEND, &st);
	char last = '\n';
	int err = 0;

	if (fd == -1)
		return errno;
	if (st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == -1)
		err = errno;
	if (err == 0 && last != '\n')
		err = write_whole(fd, "\n", 1);
	if (err == 0)
		err = write_whole(fd, s, len);
	/* Of a full disk nothing must remain but what was there before. */
	if (err != 0 && ftruncate(fd, st.st_size) == -1)
		err = err != 0 ? err : errno;
	if (close(fd) == -1 && err == 0)
		err = errno;
	return err;
}

/* Under "sudo" with the user's HOME the file stays the user's. */
static void
keep_owner(int fd, const char *path)
{
	struct stat st;

	if (geteuid() == 0 && lstat(path, &st) == 0 && st.st_uid != 0 &&
	    fchown(fd, st.st_uid, st.st_gid) == -1)
		return;
}

int
state_replace(const char *path, const char *s, size_t len)
{
	char *new = xasprintf("%s.new-%ld", path, (long)getpid());
	int fd = open(new,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int err = fd == -1 ? errno : 0;

	if (err == 0) {
		keep_owner(fd, path);
		err = write_whole(fd, s, len);
	}
	if (err == 0 && fsync(fd) == -1)
		err = errno;
	if (fd != -1 && close(fd) == -1 && err == 0)
		err = errno;
	if (err == 0 && rename(new, path) == -1)
		err = errno;
	if (err != 0)
		unlink(new);
	free(new);
	return err;
}

char *
state_set_aside(const char *path)
{
	char *aside = xasprintf("%s.damaged", path);
	int err;

	for (int i = 1; access(aside, F_OK) == 0 && i < ASIDE_MAX; i++) {
		free(aside);
		aside = xasprintf("%s.damaged-%d", path, i);
	}
	if (rename(path, aside) == 0)
		return aside;
	err = errno;
	free(aside);
	errno = err;
	return NULL;
}
