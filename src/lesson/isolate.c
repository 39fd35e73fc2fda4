/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Namespaces for lessons. */
#include "lesson/isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wire/cure.h"
#include "wire/lab.h"
#include "wire/sandbox.h"

/* Writes text to a file of /proc in one piece, as it wants it; an errno or 0. */
static int
write_proc(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd == -1)
		return errno;
	if (write(fd, text, strlen(text)) == -1)
		err = errno;
	close(fd);
	return err;
}

/* In a new user namespace we are root, and nobody else is there:
 * user_namespaces(7), "User and group ID mappings". */
static int
map_ids(uid_t uid, gid_t gid)
{
	char map[64];
	int err = write_proc("/proc/self/setgroups", "deny");

	if (err != 0 && err != ENOENT)
		return err;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	err = write_proc("/proc/self/uid_map", map);
	if (err != 0)
		return err;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_proc("/proc/self/gid_map", map);
}

/* netdevice(7): what "ip link set lo up" does. */
static int
lo_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), err = 0;

	if (fd == -1)
		return errno;
	if (ioctl(fd, SIOCGIFFLAGS, &request) == -1) {
		err = errno;
	} else {
		request.ifr_flags |= IFF_UP;
		if (ioctl(fd, SIOCSIFFLAGS, &request) == -1)
			err = errno;
	}
	close(fd);
	return err;
}

int
network_enter(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int err;

	if (unshare(CLONE_NEWNET) == -1) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1)
			return errno;
		err = map_ids(uid, gid);
		if (err != 0)
			return err;
	}
	return lo_up();
}

int
network_possible(void)
{
	int status;
	pid_t pid = fork();

	if (pid == -1)
		return errno;
	if (pid == 0)
		_exit(network_enter());
	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return errno;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

bool
network_set(const struct pieces *sets, char **cause)
{
	for (size_t i = 0; i < sets->n; i++) {
		const char *set = sets->v[i].text;
		size_t name = strcspn(set, "=");
		char *path = xasprintf("/proc/sys/%.*s", (int)name, set);
		int err;

		for (char *c = path + strlen("/proc/sys/"); *c != '\0'; c++) {
			if (*c == '.')
				*c = '/';
		}
		err = write_proc(path, set + name + 1);
		free(path);
		if (err != 0)
			return cause_set(cause, _("%s cannot be set: %s"), set,
			    strerror(err));
	}
	return true;
}

/* On each host in turn, and back on the first. */
static bool
hosts_set(struct task *task, const struct pieces *sets, char **cause)
{
	for (unsigned i = task->session->lab->n; i != 0; i--) {
		if (!lab_go(task, (uint8_t)i, cause) ||
		    !network_set(sets, cause))
			return false;
	}
	return true;
}

static bool
no_network(int err, char **cause)
{
	const struct host_fault fault = { NS_NET, err };
	char *cure = cure_text(&fault);
	bool ok = cause_set(cause, _("no network of its own: %s%s%s"),
	    strerror(err), *cure != '\0' ? "; " : "", cure);

	free(cure);
	return ok;
}

bool
network_lab(struct task *task, const struct lesson *l, char **cause)
{
	struct session *s = task->session;
	struct lab_names names;
	bool ok;
	int err = s->confined ? network_enter() : 0;

	if (err != 0)
		return no_network(err, cause);
	if (!lab_names(&names, NULL, cause))
		return false;
	session_lock(s);
	ok = lab_start(task, &names, cause) && hosts_set(task, &l->sets, cause);
	session_unlock(s);
	return ok;
}

bool
network_confine(const struct session *s, const struct lesson *l, char **cause)
{
	const char *slash = strrchr(l->path, '/');
	char *folder = slash == NULL ?
	    xstrdup(".") :
	    xstrndup(l->path, (size_t)(slash - l->path) + 1);
	bool ok = !s->confined || sandbox_enter(folder, cause);

	free(folder);
	return ok;
}
