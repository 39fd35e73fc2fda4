/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all threads of one shell share, behind one lock. */
#include "model/session.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/frames.h"

/* No table for descriptors above this; they work, but nothing is known. */
enum { FD_KNOWN_MAX = 1 << 20 };

void
session_init(struct session *s, const struct session_ops *ops, void *ctx)
{
	*s = (struct session){ .ops = ops,
		.ops_ctx = ctx,
		.default_timeout = -1 };
	pthread_mutex_init(&s->lock, NULL);
	s->log = log_new();
}

void
session_free(struct session *s)
{
	if (s->streams_free != NULL)
		s->streams_free(s);
	log_free(s->log);
	frames_free(s->frames);
	free(s->commands);
	free(s->fds);
	pthread_mutex_destroy(&s->lock);
	*s = (struct session){ 0 };
}

void
session_lock_shared(struct session *s)
{
	if (pthread_mutex_trylock(&s->lock) == 0)
		return;
	atomic_fetch_add(&s->wanted, 1);
	pthread_mutex_lock(&s->lock);
	atomic_fetch_sub(&s->wanted, 1);
}

bool
session_lock_within(struct session *s, long ns)
{
	struct timespec until;
	int err;

	if (s->alone) {
		session_lock(s);
		return true;
	}
	if (pthread_mutex_trylock(&s->lock) == 0)
		return true;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += (until.tv_nsec + ns) / 1000000000;
	until.tv_nsec = (until.tv_nsec + ns) % 1000000000;
	atomic_fetch_add(&s->wanted, 1);
	err = pthread_mutex_timedlock(&s->lock, &until);
	atomic_fetch_sub(&s->wanted, 1);
	return err == 0;
}

void
session_share(struct session *s)
{
	/* Others read it from now on: it is not written again. */
	if (!s->alone)
		return;
	s->alone = false;
	if (s->alone_holds)
		pthread_mutex_lock(&s->lock);
}

void
session_yield(struct session *s)
{
	const struct timespec moment = { .tv_nsec = 20000 };

	if (atomic_load_explicit(&s->wanted, memory_order_relaxed) == 0)
		return;
	session_unlock(s);
	nanosleep(&moment, NULL);
	session_lock(s);
}

void
session_waits(struct task *task)
{
	struct session *s = task->session;

	task->waiting_link = &s->waiting;
	task->next_waiting = s->waiting;
	if (s->waiting != NULL)
		s->waiting->waiting_link = &task->next_waiting;
	s->waiting = task;
}

void
session_waited(struct task *task)
{
	*task->waiting_link = task->next_waiting;
	if (task->next_waiting != NULL)
		task->next_waiting->waiting_link = task->waiting_link;
	task->waits_in = NULL;
}

static int
command_compare(const void *a, const void *b)
{
	const struct command *x = a, *y = b;

	return strcmp(x->prim->name, y->prim->name);
}

static void
commands_sort(struct session *s)
{
	qsort(s->commands, s->ncommands, sizeof(s->commands[0]),
	    command_compare);
	for (size_t i = 1; i < s->ncommands; i++)
		assert(
		    command_compare(&s->commands[i - 1], &s->commands[i]) < 0);
}

void
session_add_begin(struct session *s)
{
	s->adding = true;
}

void
session_add_end(struct session *s)
{
	s->adding = false;
	commands_sort(s);
}

void
session_add(struct session *s, const struct prim *prims)
{
	size_t n = 0;

	while (prims[n].name != NULL)
		n++;
	s->commands = xreallocarray(s->commands, s->ncommands + n,
	    sizeof(s->commands[0]));
	for (size_t i = 0; i < n; i++) {
		if (!(prims[i].flags & PRIM_HIDDEN))
			command_init(&s->commands[s->ncommands++], &prims[i]);
	}
	if (!s->adding)
		commands_sort(s);
}

const struct command *
session_command(const struct session *s, const char *name)
{
	const struct prim prim = { .name = name };
	const struct command key = { .prim = &prim };

	if (s->ncommands == 0)
		return NULL;
	return bsearch(&key, s->commands, s->ncommands, sizeof(s->commands[0]),
	    command_compare);
}

void
session_replace(struct session *s, const struct prim *prim)
{
	const struct command *old = session_command(s, prim->name);

	assert(old != NULL);
	command_init(&s->commands[old - s->commands], prim);
}

void
session_command_offer(const struct session *s, struct nearest *nearest)
{
	for (size_t i = 0; i < s->ncommands; i++)
		nearest_offer(nearest, s->commands[i].prim->name);
}

static bool
fds_grow(struct session *s, size_t need)
{
	size_t n = s->nfds != 0 ? s->nfds : 32;

	if (need > FD_KNOWN_MAX)
		return false;
	while (n < need)
		n *= 2;
	s->fds = xreallocarray(s->fds, n, sizeof(s->fds[0]));
	memset(s->fds + s->nfds, 0, (n - s->nfds) * sizeof(s->fds[0]));
	s->nfds = n;
	return true;
}

struct fd_info *
session_fd_opened(struct session *s, int fd, int family, int type, int protocol)
{
	struct fd_info *info;

	if (fd < 0 || ((size_t)fd >= s->nfds && !fds_grow(s, (size_t)fd + 1)))
		return NULL;
	info = &s->fds[fd];
	*info = (struct fd_info){
		.generation = info->generation + 1,
		.open = true,
		.timeout = -1,
		.family = family,
		.type = type,
		.protocol = protocol,
	};
	if (s->fd_host != NULL)
		info->host = s->fd_host(s, fd);
	if (s->fd_called != NULL)
		s->fd_called(s, fd, true);
	return info;
}

struct value
session_fd_value(const struct session *s, int64_t fd)
{
	const struct fd_info *info = session_fd(s, fd);

	return (struct value){
		.type = VAL_INT,
		.tag = VALUE_TAG_FD,
		.generation = info != NULL ? info->generation : 0,
		.i = fd,
	};
}

void
session_fd_made(struct session *s, int fd, enum fd_kind kind)
{
	struct fd_info *info = session_fd_opened(s, fd, AF_UNSPEC, 0, 0);

	if (info != NULL)
		info->kind = kind;
}

/* What a descriptor is that we did not make, as our own terminal: fstat(2). */
static enum fd_kind
kind_of(int fd)
{
	struct stat stat;

	if (fstat(fd, &stat) != 0 || S_ISSOCK(stat.st_mode))
		return FD_SOCKET;
	return S_ISFIFO(stat.st_mode) ? FD_PIPE : FD_FILE;
}

void
session_fd_duplicated(struct session *s, int from, int fd)
{
	struct fd_info old = { .family = AF_UNSPEC, .kind = kind_of(fd) };
	struct fd_info *info;

	if (session_fd(s, from) != NULL)
		old = *session_fd(s, from);
	info = session_fd_opened(s, fd, old.family, old.type, old.protocol);
	if (info == NULL)
		return;
	info->kind = old.kind;
	/* dup2 has put it there: whose variable it was wants that. */
	info->told_again = true;
}

bool
session_fd_field(const struct session *s, int64_t fd, const char *name,
    struct value *out)
{
	const struct fd_info *info = session_fd(s, fd);

	if (info == NULL || info->kind != FD_SOCKET)
		return false;
	if (strcmp(name, "family") == 0)
		*out = VALUE_INT(info->family);
	else if (strcmp(name, "type") == 0)
		*out = VALUE_INT(info->type);
	else if (strcmp(name, "proto") == 0)
		*out = VALUE_INT(info->protocol);
	else if (strcmp(name, "timeout") == 0)
		*out =
		    info->timeout < 0 ? VALUE_NONE : VALUE_FLOAT(info->timeout);
	else
		return false;
	return true;
}

void
session_fd_closed(struct session *s, int fd)
{
	struct fd_info *info = session_fd(s, fd);

	if (info != NULL)
		info->open = false;
}

struct value
session_fd_name(struct task *task, int fd)
{
	const struct session *s = task->session;
	struct value v = VALUE_NONE;
	struct strbuf name = { 0 };

	if (s->ops != NULL && s->ops->fd_name != NULL)
		s->ops->fd_name(s->ops_ctx, task, fd, &name);
	if (name.len != 0)
		v = value_bytes(name.data, name.len);
	sb_free(&name);
	return v;
}

char **
session_fd_names(struct task *task)
{
	const struct session *s = task->session;
	char **names = xcalloc(s->nfds + 1, sizeof(*names));

	if (s->ops != NULL && s->ops->fd_names != NULL)
		s->ops->fd_names(s->ops_ctx, task, names, s->nfds);
	return names;
}

void
session_fd_read(const struct task *task, int fd)
{
	struct fd_info *info = session_fd(task->session, fd);

	if (info != NULL)
		info->reader = task->job;
}

/* The number from which on our own are put. */
static int
own_base(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 128 &&
	    limit.rlim_cur < FD_KNOWN_MAX)
		return (int)limit.rlim_cur - 64;
	return 512;
}

int
session_own_fd(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, own_base());

	if (high == -1)
		high = fcntl(fd, F_DUPFD_CLOEXEC, 512);
	if (high == -1)
		high = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return high;
}

bool
session_fd_users(const struct session *s, int64_t fd, char **cause)
{
	static const char *const names[] = { N_("standard input"),
		N_("standard output"), N_("standard error") };

	if (fd >= 0 && fd <= 2)
		return cause_set(cause,
		    _("descriptor %d is socksh's own %s; the first of yours "
		      "is 3"),
		    (int)fd, _(names[fd]));
	/* What stands up there and was not made for the user. */
	if (fd >= own_base() && fd <= INT_MAX && session_fd(s, fd) == NULL &&
	    fcntl((int)fd, F_GETFD) != -1)
		return cause_set(cause,
		    _("descriptor %d is socksh's own; the first of yours is "
		      "3"),
		    (int)fd);
	return true;
}
