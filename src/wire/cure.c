/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the lab cannot be made here, as /proc has it. */
#include "wire/cure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	if (geteuid() == 0)
		return _("root lacks CAP_SYS_ADMIN here: docker run --cap-add "
			 "SYS_ADMIN, or run as an ordinary user");
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

/* What the kernel lacks for a step, as far as that is known by the errno. */
static const char *
cure_lacks(const struct host_fault *fault)
{
	static const char module_packet[] =
	    N_("this kernel has no AF_PACKET: sudo modprobe af_packet");
	static const char module_veth[] =
	    N_("this kernel has no veth: sudo modprobe veth");

	if (strcmp(fault->step, "a veth pair") == 0 &&
	    (fault->err == EOPNOTSUPP || fault->err == ENODEV))
		return _(module_veth);
	if (strcmp(fault->step, "an AF_PACKET socket") == 0 &&
	    fault->err == EAFNOSUPPORT)
		return _(module_packet);
	return NULL;
}

/* For those of /proc, whose step is a path. */
static const char *
cure_proc(const struct host_fault *fault)
{
	if (strncmp(fault->step, "/proc/", strlen("/proc/")) != 0)
		return NULL;
	if (fault->err == ENOENT && access("/proc/self", F_OK) != 0)
		return _("/proc is not mounted: sudo mount -t proc proc /proc");
	if (fault->err == EROFS &&
	    strncmp(fault->step, "/proc/sys", strlen("/proc/sys")) == 0)
		return _("sudo mount -o remount,rw /proc/sys");
	if (fault->err == EROFS)
		return _("sudo mount -o remount,rw /proc");
	return NULL;
}

static const char *
cure_by_errno(int err)
{
	switch (err) {
	case EPERM:
	case EACCES:
		return cure_refused();
	case ENOSPC:
	case EUSERS:
		return cure_quota();
	case EAGAIN:
		return _("this user has too many processes: end some, or raise "
			 "ulimit -u");
	case EMFILE:
	case ENFILE:
		return _("close some descriptors, or raise ulimit -n");
	case EINVAL:
	case ENOSYS:
		if (is_filtered())
			return cure_refused();
		return _("this kernel was built without namespaces, or other "
			 "threads run: wait for the jobs");
	default:
		return "";
	}
}

char *
cure_text(const struct host_fault *fault)
{
	const char *cure = cure_lacks(fault);

	if (cure == NULL)
		cure = cure_proc(fault);
	return xstrdup(cure != NULL ? cure : cure_by_errno(fault->err));
}
