/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who holds a socket: /proc/PID/fd has a link "socket:[INODE]" for each
 * descriptor of the processes that we may look into (proc(5)).
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "kernel/diag.h"

struct search {
	uint32_t *inodes; /* sorted */
	size_t n;
	struct diag_owners *out;
};

static int
compare_inodes(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int
compare_owners(const void *a, const void *b)
{
	const struct diag_owner *x = a, *y = b;

	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return (x->fd > y->fd) - (x->fd < y->fd);
}

/* The name of a process, as it stands in /proc/PID/comm. */
static void
read_comm(int process, char comm[16])
{
	int fd = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	memset(comm, 0, 16);
	if (fd >= 0) {
		n = read(fd, comm, 15);
		close(fd);
	}
	if (n > 0)
		comm[strcspn(comm, "\n")] = '\0';
}

/* The inode of a link "socket:[INODE]"; 0 if it is another. */
static uint32_t
link_inode(int dir, const char *name)
{
	char link[64];
	ssize_t n = readlinkat(dir, name, link, sizeof(link) - 1);

	if (n < 8 || memcmp(link, "socket:[", 8) != 0)
		return 0;
	link[n] = '\0';
	return (uint32_t)strtoul(link + 8, NULL, 10);
}

static void
look_at_fds(struct search *s, int process, pid_t pid, DIR *fds)
{
	struct diag_owner owner = { .pid = pid };
	const struct dirent *entry;

	while (s->out->n < DIAG_OWNERS && (entry = readdir(fds)) != NULL) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		owner.inode = link_inode(dirfd(fds), entry->d_name);
		if (owner.inode == 0 ||
		    bsearch(&owner.inode, s->inodes, s->n, sizeof(s->inodes[0]),
			compare_inodes) == NULL)
			continue;
		owner.fd = (int)strtol(entry->d_name, NULL, 10);
		if (owner.comm[0] == '\0')
			read_comm(process, owner.comm);
		s->out->owners =
		    xgrow(s->out->owners, s->out->n, sizeof(s->out->owners[0]));
		s->out->owners[s->out->n++] = owner;
	}
}

static void
look_at_process(struct search *s, int proc, const char *name)
{
	int process = openat(proc, name, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	int fd;
	DIR *fds;

	if (process < 0)
		return;
	fd = openat(process, "fd", O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		s->out->denied |= errno == EACCES || errno == EPERM;
	fds = fd >= 0 ? fdopendir(fd) : NULL;
	if (fds != NULL) {
		look_at_fds(s, process, (pid_t)strtol(name, NULL, 10), fds);
		closedir(fds);
	} else if (fd >= 0) {
		close(fd);
	}
	close(process);
}

/* Our own number as this /proc counts; "" if it does not know us. */
static void
self_name(char self[16])
{
	ssize_t n = readlink("/proc/self", self, 15);

	self[n > 0 ? n : 0] = '\0';
}

void
diag_owners_find(struct diag_owners *out, const uint32_t *inodes, size_t n)
{
	struct search s = { .out = out };
	const struct dirent *entry;
	char self[16];
	DIR *proc;

	memset(out, 0, sizeof(*out));
	s.inodes = xcalloc(n + 1, sizeof(s.inodes[0]));
	for (size_t i = 0; i < n; i++) {
		if (inodes[i] != 0)
			s.inodes[s.n++] = inodes[i];
	}
	proc = s.n != 0 ? opendir("/proc") : NULL;
	if (proc == NULL) {
		out->denied = s.n != 0;
		free(s.inodes);
		return;
	}
	qsort(s.inodes, s.n, sizeof(s.inodes[0]), compare_inodes);
	self_name(self);
	while (out->n < DIAG_OWNERS && (entry = readdir(proc)) != NULL) {
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    strcmp(entry->d_name, self) != 0)
			look_at_process(&s, dirfd(proc), entry->d_name);
	}
	closedir(proc);
	if (out->n != 0)
		qsort(out->owners, out->n, sizeof(out->owners[0]),
		    compare_owners);
	free(s.inodes);
}

const struct diag_owner *
diag_owners_of(const struct diag_owners *owners, uint32_t inode)
{
	size_t low = 0, high = owners->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (owners->owners[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return low < owners->n && owners->owners[low].inode == inode ?
	    &owners->owners[low] :
	    NULL;
}

void
diag_owners_free(struct diag_owners *owners)
{
	free(owners->owners);
	memset(owners, 0, sizeof(*owners));
}
