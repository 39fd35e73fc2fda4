/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the lab cannot be made here: tried in a child, and looked at in /proc. */
#include "wire/cure.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/process.h"

/* What the child found. The step is a constant's address, which is the same in
 * both. */
struct report {
	bool ok;
	struct host_fault fault;
};

static void
child(int out)
{
	struct report report = { 0 };
	struct host host = { .number = 1, .name = "x" };
	int wire, outside;

	report.ok = wire_enter(&wire, &outside, &report.fault) &&
	    host_open(&host, wire, &report.fault);
	if (write(out, &report, sizeof(report)) < 0)
		_exit(1);
	_exit(0);
}

/* A child without threads tries, and its namespaces end with it. That takes the
 * kernel 20 ms: so it is a child's child, for whose end we need not wait. */
static bool
try_in_child(struct report *report)
{
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return false;
	pid = fork();
	if (pid == 0) {
		if (fork() == 0)
			child(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	do
		n = pid == -1 ? -1 : read(ends[0], report, sizeof(*report));
	while (n == -1 && pid != -1 && errno == EINTR);
	close(ends[0]);
	while (pid != -1 && waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (n == 0)
		errno = EAGAIN; /* it could not be made */
	return n == (ssize_t)sizeof(*report);
}

/* Whether a network namespace can be had without a user namespace: then there is
 * a way back, and nothing has to be tried first. CAP_SYS_ADMIN, capabilities(7). */
static bool
may_unshare(void)
{
	unsigned long long capabilities;

	return process_status("CapEff:", 16, &capabilities) &&
	    (capabilities >> 21 & 1) != 0;
}

bool
cure_try(struct host_fault *fault)
{
	struct report report = { 0 };

	if (may_unshare())
		return true;
	if (!try_in_child(&report)) {
		*fault =
		    (struct host_fault){ N_("a child that tries it"), errno };
		return false;
	}
	*fault = report.fault;
	return report.ok;
}

/* The number in a file of /proc/sys; -1 if there is none. */
static long
number_of(const char *path)
{
	char text[32] = "";
	FILE *f = fopen(path, "re");
	long n = -1;

	if (f == NULL)
		return -1;
	if (fgets(text, sizeof(text), f) != NULL)
		n = strtol(text, NULL, 10);
	fclose(f);
	return n;
}

/* Whether a filter of system calls is on us, as containers set one:
 * proc_pid_status(5), Seccomp. */
static bool
is_filtered(void)
{
	unsigned long long mode;

	return process_status("Seccomp:", 10, &mode) && mode != 0;
}

static const char *
cure_refused(void)
{
	if (number_of("/proc/sys/kernel/"
		      "apparmor_restrict_unprivileged_userns") == 1)
		return _("Ubuntu's AppArmor keeps user namespaces from "
			 "programs: sudo sysctl -w "
			 "kernel.apparmor_restrict_unprivileged_userns=0, or "
			 "run as root");
	if (number_of("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		return _("this system keeps user namespaces for root: sudo "
			 "sysctl -w kernel.unprivileged_userns_clone=1, or "
			 "run as root");
	if (is_filtered())
		return _("a filter of system calls forbids it, as Docker's "
			 "does: docker run --security-opt "
			 "seccomp=unconfined, or --cap-add SYS_ADMIN");
	return _("ask who looks after this system, or run as root");
}

static const char *
cure_quota(void)
{
	if (number_of("/proc/sys/user/max_user_namespaces") == 0)
		return _("user namespaces are switched off: sudo sysctl -w "
			 "user.max_user_namespaces=15000, or run as root");
	if (number_of("/proc/sys/user/max_net_namespaces") == 0)
		return _("network namespaces are switched off: sudo sysctl -w "
			 "user.max_net_namespaces=15000");
	return _("there are too many namespaces: sudo sysctl -w "
		 "user.max_user_namespaces=15000 "
		 "user.max_net_namespaces=15000");
}

char *
cure_text(const struct host_fault *fault)
{
	bool veth = strcmp(fault->step, "a veth pair") == 0;

	if (veth && (fault->err == EOPNOTSUPP || fault->err == ENODEV))
		return xstrdup(
		    _("this kernel has no veth: sudo modprobe veth"));
	switch (fault->err) {
	case EPERM:
	case EACCES:
		return xstrdup(cure_refused());
	case ENOSPC:
	case EUSERS:
		return xstrdup(cure_quota());
	case EMFILE:
	case ENFILE:
		return xstrdup(_("close some descriptors, or raise ulimit -n"));
	case EINVAL:
	case ENOSYS:
		return xstrdup(_("this kernel was built without namespaces, or "
				 "other threads run: wait for the jobs"));
	default:
		return xstrdup("");
	}
}
