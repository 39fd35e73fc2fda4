/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What info says of a descriptor that is no socket. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/look_info.h"

enum { INFO_MAX = 64 * 1024 }; /* bytes of /proc/self/fdinfo that are read */

static void
add_path(struct info_look *look)
{
	char path[32], target[4096];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", look->fd);
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return;
	target[n] = '\0';
	info_add(look, N_("file"), N_("path"), value_bytes(target, (size_t)n),
	    "%s", target);
}

static void
add_pipe(struct info_look *look)
{
	int n = 0, room = fcntl(look->fd, F_GETPIPE_SZ);

	if (ioctl(look->fd, FIONREAD, &n) == 0)
		info_add(look, N_("file"), N_("waiting"), VALUE_INT(n),
		    _("%d of %d bytes were written and not read yet"), n, room);
}

static void
add_regular(struct info_look *look, const struct stat *st)
{
	off_t at = lseek(look->fd, 0, SEEK_CUR);

	info_add(look, N_("file"), N_("size"), VALUE_INT(st->st_size),
	    _("%lld bytes"), (long long)st->st_size);
	if (at >= 0)
		info_add(look, N_("file"), N_("place"), VALUE_INT(at),
		    _("the next read or write is at byte %lld"), (long long)at);
}

/* Lines of /proc/self/fdinfo: "tfd:  5 events:  19 data: …" of an epoll for each
 * descriptor that it watches, "eventfd-count:  2a" in hexadecimal (proc(5)). */
static void
add_line(struct info_look *look, const char *line)
{
	static const char watched[] = "tfd:", counter[] = "eventfd-count:";
	unsigned long long n;
	char *rest;
	long fd;

	if (strncmp(line, watched, sizeof(watched) - 1) == 0) {
		fd = strtol(line + sizeof(watched) - 1, &rest, 10);
		rest += strspn(rest, " ");
		if (strncmp(rest, "events:", 7) == 0)
			info_add(look, N_("file"), N_("watches"), VALUE_INT(fd),
			    _("descriptor %ld, events 0x%lx"), fd,
			    strtoul(rest + 7, NULL, 16));
	} else if (strncmp(line, counter, sizeof(counter) - 1) == 0) {
		n = strtoull(line + sizeof(counter) - 1, NULL, 16);
		info_add(look, N_("file"), N_("counter"), VALUE_INT((int64_t)n),
		    "%llu", n);
	}
}

static void
add_fdinfo(struct info_look *look)
{
	struct strbuf text = { 0 };
	char path[32], *rest, *line;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", look->fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	if (sb_read(&text, fd, INFO_MAX) != 0)
		sb_clear(&text);
	close(fd);
	rest = text.data;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL)
		add_line(look, line);
	sb_free(&text);
}

void
info_file(struct info_look *look)
{
	struct stat st;

	add_path(look);
	if (fstat(look->fd, &st) != 0)
		return;
	if (S_ISFIFO(st.st_mode))
		add_pipe(look);
	else if (S_ISREG(st.st_mode))
		add_regular(look, &st);
	else
		add_fdinfo(look);
	info_add(look, N_("file"), N_("socket"), VALUE_NONE,
	    _("does not apply: state, addresses, timers and options are a "
	      "socket's"));
}
