/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of hosts and services, looked up by a child: getaddrinfo cannot be
 * interrupted, and in a thread of ours it would take descriptor numbers that
 * the user sees.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "sock/sock.h"

/* What the child writes to its standard output. */
struct answer {
	int32_t rc;  /* 0 or EAI_ */
	int32_t err; /* errno of EAI_SYSTEM */
	uint32_t len;
	struct sockaddr_storage sa;
};

/* Only ever seen in the echo: the call that the child made. */
static const struct prim getaddrinfo_prim = {
	.name = "getaddrinfo",
	.params = { { "node", PARAM_TEXT, 0 }, { "service", PARAM_TEXT, 0 },
	    { "hints", PARAM_HINTS, 0 }, { "res", PARAM_OUT_INFO, 0 } },
	.flags = PRIM_BLOCKS | PRIM_HIDDEN,
};

int
sock_resolve_main(char **argv)
{
	struct addrinfo hints = { 0 }, *list = NULL;
	struct answer answer = { 0 };

	if (argv[0] == NULL || argv[1] == NULL || argv[2] == NULL ||
	    argv[3] == NULL)
		return 2;
	hints.ai_family = (int)strtol(argv[2], NULL, 10);
	hints.ai_socktype = (int)strtol(argv[3], NULL, 10);
	answer.rc = getaddrinfo(argv[0], argv[1], &hints, &list);
	answer.err = errno;
	if (answer.rc == 0 && list->ai_addrlen <= sizeof(answer.sa)) {
		answer.len = list->ai_addrlen;
		memcpy(&answer.sa, list->ai_addr, list->ai_addrlen);
	}
	if (list != NULL)
		freeaddrinfo(list);
	return write(STDOUT_FILENO, &answer, sizeof(answer)) !=
	    (ssize_t)sizeof(answer);
}

/* Starts the child; *fd is where its answer comes from. 0 or an errno. */
static int
child_start(const struct addr_names *names, int family, int type, pid_t *pid,
    int *fd)
{
	char numbers[2][16], host[sizeof(names->host)],
	    service[sizeof(names->service)];
	char self[] = "socksh", option[] = SOCK_RESOLVE_OPTION;
	char *argv[] = { self, option, host, service, numbers[0], numbers[1],
		NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int ends[2], rc;

	memcpy(host, names->host, sizeof(host));
	memcpy(service, names->service, sizeof(service));
	snprintf(numbers[0], sizeof(numbers[0]), "%d", family);
	snprintf(numbers[1], sizeof(numbers[1]), "%d", type);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	for (int i = 0; i < 2; i++)
		ends[i] = session_own_fd(ends[i]);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn(pid, "/proc/self/exe", &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (rc != 0)
		close(ends[0]);
	*fd = ends[0];
	return rc;
}

/* The child's answer; EAI_SYSTEM with *err if none came. */
static int
child_answer(struct task *task, pid_t pid, int fd, struct answer *answer,
    int *err)
{
	ssize_t n;
	int status, rc = EAI_SYSTEM;

	do
		n = read(fd, answer, sizeof(*answer));
	while (n == -1 && errno == EINTR && !atomic_load(&task->cancel));
	*err = n == -1 ? errno : EIO;
	if (n == (ssize_t)sizeof(*answer)) {
		rc = answer->rc;
		*err = answer->err != 0 ? answer->err : EIO;
	} else {
		kill(pid, SIGKILL);
	}
	close(fd);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return rc;
}

static void
text_arg(struct arg *arg, const char *s)
{
	arg->given = true;
	arg->data = s;
	arg->len = strlen(s);
}

int
sock_resolve(struct task *task, const struct addr_names *names, int family,
    int type, struct addr **out)
{
	struct command cmd;
	int hints[2] = { family == AF_INET6 || family == AF_INET ? family :
								   AF_UNSPEC,
		type };
	struct answer answer = { .rc = EAI_SYSTEM };
	struct call call;
	pid_t pid = -1;
	int fd = -1, err;

	command_init(&cmd, &getaddrinfo_prim);
	call_init(&call, &cmd, task);
	text_arg(&call.args[0], names->host);
	text_arg(&call.args[1], names->service);
	call.args[2].data = hints;
	call.args[2].len = sizeof(hints);
	if (!call_enter(&call))
		return EINTR;
	err = child_start(names, hints[0], type, &pid, &fd);
	if (err == 0)
		answer.rc = child_answer(task, pid, fd, &answer, &err);
	call.result = answer.rc;
	call.err = answer.rc == EAI_SYSTEM ? err : answer.rc;
	call.args[3].out = &answer.sa;
	call.args[3].room = answer.len;
	call_leave_as(&call, &getaddrinfo_prim);
	if (answer.rc == 0)
		*out = addr_from_sa((struct sockaddr *)&answer.sa, answer.len);
	call_free(&call);
	return call.err;
}
