/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the lab cannot be made here, as /proc has it. */
#include "wire/cure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/process.h"

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
