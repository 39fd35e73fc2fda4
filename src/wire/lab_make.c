/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lab's namespaces: made here, or by a child that hands them over. */
#include "wire/lab_make.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/session.h"

enum {
	ALONE_TRIES = 1000, /* a millisecond each */
	HANDED_MAX = 2 * LAB_HOSTS_MAX + 2,
};

static void
close_one(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

static void
name_hosts(struct lab *lab, const struct lab_names *names)
{
	lab->n = names->n;
	for (unsigned i = 0; i < names->n; i++) {
		struct host *h = &lab->hosts[i];

		*h = (struct host){ .number = i + 1, .ns = -1, .packet = -1 };
		snprintf(h->name, sizeof(h->name), "%s", names->name[i]);
	}
}

void
lab_unmake(struct lab *lab)
{
	while (lab->n != 0)
		host_close(&lab->hosts[--lab->n]);
	close_one(&lab->wire);
	close_one(&lab->outside);
}

bool
lab_make_beside(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault)
{
	name_hosts(lab, names);
	lab->wire = ns_new(fault);
	if (lab->wire == -1)
		return false;
	for (unsigned i = 0; i < lab->n; i++) {
		if (!host_open(&lab->hosts[i], lab->wire, fault))
			return false;
	}
	return true;
}

/* setns(2) to where we are does nothing, and wants the right that we need for all
 * that follows: CAP_SYS_ADMIN in our own user namespace. */
static bool
may_move(const struct lab *lab)
{
	return ns_enter(lab->outside) == 0;
}

/* What the child found out. A step is a constant's address, which is the same in
 * both processes. */
struct report {
	bool ok;
	bool user; /* it is in a user namespace, which is handed over too */
	struct host_fault fault;
};

/* The descriptors that are handed over, in an order that both know. */
static unsigned
handed(struct lab *lab, int *user, int *fds[HANDED_MAX])
{
	unsigned n = 0;

	fds[n++] = &lab->wire;
	for (unsigned i = 0; i < lab->n; i++) {
		fds[n++] = &lab->hosts[i].ns;
		fds[n++] = &lab->hosts[i].packet;
	}
	if (user != NULL)
		fds[n++] = user;
	return n;
}

/* unix(7), SCM_RIGHTS: room for the descriptors. */
union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(HANDED_MAX * sizeof(int))];
};

static void
hand_over(int out, struct report *report, struct lab *lab, int user)
{
	union control control = { 0 };
	struct iovec iov = { report, sizeof(*report) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int *fds[HANDED_MAX];
	unsigned n;

	if (report->ok) {
		n = handed(lab, report->user ? &user : NULL, fds);
		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(n * sizeof(int));
		control.align = (struct cmsghdr){ CMSG_LEN(n * sizeof(int)),
			SOL_SOCKET, SCM_RIGHTS };
		for (unsigned i = 0; i < n; i++)
			memcpy(CMSG_DATA(&control.align) + i * sizeof(int),
			    fds[i], sizeof(int));
	}
	if (sendmsg(out, &msg, MSG_NOSIGNAL) == -1)
		_exit(1); /* nobody is there any more */
}

/* Puts those that have come where they belong; false if some are missing: the
 * kernel leaves out what finds no number here. */
static bool
sort_in(struct lab *lab, int *user, struct msghdr *msg)
{
	const struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	size_t came = c != NULL ? (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;
	int *fds[HANDED_MAX];
	unsigned n = handed(lab, user, fds);

	for (unsigned i = 0; i < n && i < came; i++) {
		memcpy(fds[i], CMSG_DATA(c) + i * sizeof(int), sizeof(int));
		*fds[i] = session_own_fd(*fds[i]);
	}
	return came == n;
}

/* Reads what the child says; false if it said nothing. */
static bool
take_over(int in, struct report *report, struct lab *lab, int *user)
{
	union control control;
	struct iovec iov = { report, sizeof(*report) };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n;

	do
		n = recvmsg(in, &msg, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n != (ssize_t)sizeof(*report))
		return false;
	if (report->ok && !sort_in(lab, report->user ? user : NULL, &msg)) {
		report->ok = false;
		host_fails(&report->fault, N_("the hosts' descriptors"),
		    EMFILE);
	}
	return true;
}

static bool
child_make(struct lab *lab, const struct lab_names *names,
    struct report *report, int *user)
{
	report->user = !may_move(lab);
	if (report->user) {
		if (!user_enter(&report->fault))
			return false;
		*user = ns_keep(NS_USER, &report->fault);
		if (*user == -1)
			return false;
	}
	return lab_make_beside(lab, names, &report->fault);
}

/* The child's end; only its parent has to know how it went. */
_Noreturn static void
child(int out, struct lab *lab, const struct lab_names *names)
{
	struct report report = { 0 };
	int user = -1;

	report.ok = child_make(lab, names, &report, &user);
	hand_over(out, &report, lab, user);
	_exit(0);
}

/* Waits for its end: what it has to say stands in the socket then. The errno that
 * would explain it if it did not come to say anything. */
static int
child_end(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	/* A filter of system calls can kill instead of refusing: seccomp(2). */
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS ? EPERM :
								   EAGAIN;
}

static bool
follow(int user, struct host_fault *fault)
{
	const struct timespec moment = { .tv_nsec = 1000000 };
	int tries = 0;

	/* A thread that was joined is still counted for a moment: EINVAL. */
	while (setns(user, CLONE_NEWUSER) == -1) {
		if (errno != EINVAL || tries++ == ALONE_TRIES)
			return host_fails(fault, N_("a user namespace"), errno);
		nanosleep(&moment, NULL);
	}
	return true;
}

static bool
make_by_child(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault)
{
	static const char step[] = N_("a child that makes it");
	struct report report = { 0 };
	int ends[2], user = -1, err;
	bool ok;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return host_fails(fault, step, errno);
	pid = fork();
	err = errno;
	if (pid == 0)
		child(ends[1], lab, names);
	close(ends[1]);
	if (pid != -1)
		err = child_end(pid);
	if (pid == -1 || !take_over(ends[0], &report, lab, &user))
		host_fails(&report.fault, step, err);
	close(ends[0]);
	ok = report.ok && (!report.user || follow(user, &report.fault));
	*fault = report.fault;
	close_one(&user);
	return ok;
}

/* A filter that kills whoever makes a call that it forbids (seccomp(2)) may kill a
 * child, but not the shell. */
static bool
is_filtered(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 0;
}

/* Here, and back. */
static bool
make_directly(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault)
{
	bool ok = lab_make_beside(lab, names, fault);

	ns_enter(lab->outside);
	return ok;
}

bool
lab_make(struct lab *lab, const struct lab_names *names,
    struct host_fault *fault)
{
	bool ok;

	name_hosts(lab, names);
	lab->wire = -1;
	lab->outside = ns_keep(NS_NET, fault);
	if (lab->outside == -1)
		return false;
	if (!is_filtered() && may_move(lab))
		ok = make_directly(lab, names, fault);
	else
		ok = make_by_child(lab, names, fault);
	if (!ok)
		lab_unmake(lab);
	return ok;
}
