/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landlock and seccomp for a stranger's lesson. */
#include "wire/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/place.h"
#include "base/state.h"

/* Of ABI 3; the header of Debian 12 has ABI 2. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE)
#define RUN (READ | LANDLOCK_ACCESS_FS_EXECUTE)
/* Making, renaming and removing files of the student's own. */
#define KEEP                                          \
	(READ | WRITE | LANDLOCK_ACCESS_FS_MAKE_REG | \
	    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
/* All that a file may be asked for; the rest is for folders. */
#define FILE_RIGHTS \
	(LANDLOCK_ACCESS_FS_READ_FILE | WRITE | LANDLOCK_ACCESS_FS_EXECUTE)

enum { FILE_MAX = 64 << 20 }; /* bytes, of a file that it writes */

/* What libraries read: of the loader, of names, of terminals, of languages. */
static const struct {
	const char *path;
	uint64_t rights;
} places[] = {
	/* The program starts itself, to look up names (sock/lookup.h), for which
	 * the loader is run. */
	{ "/lib", RUN },
	{ "/lib64", RUN },
	{ "/usr/lib", RUN },
	{ "/usr/lib64", RUN },
	{ "/proc/self/exe", RUN },
	{ "/usr/local/lib", READ },
	{ "/usr/share/locale", READ },
	{ "/usr/share/terminfo", READ },
	{ "/usr/share/zoneinfo", READ },
	{ "/etc/terminfo", READ },
	{ "/etc/gai.conf", READ },
	{ "/etc/host.conf", READ },
	{ "/etc/hosts", READ },
	{ "/etc/inputrc", READ },
	{ "/etc/ld.so.cache", READ },
	{ "/etc/ld.so.preload", READ },
	{ "/etc/localtime", READ },
	{ "/etc/nsswitch.conf", READ },
	{ "/etc/protocols", READ },
	{ "/etc/resolv.conf", READ },
	{ "/etc/services", READ },
	{ "/proc", READ },
	{ "/proc/sys/net", READ | WRITE },
	{ "/dev/null", READ | WRITE },
	{ "/dev/tty", READ | WRITE },
	{ "/dev/pts", READ | WRITE },
	{ "/dev/urandom", READ },
};

/* What a lesson has no need of, and others have broken out by. */
static const int refused[] = {
	SYS_add_key,
	SYS_bpf,
	SYS_init_module,
	SYS_finit_module,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_io_uring_setup,
	SYS_kexec_load,
	SYS_keyctl,
	SYS_mount,
	SYS_open_by_handle_at,
	SYS_perf_event_open,
	SYS_pivot_root,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_request_key,
	SYS_swapon,
	SYS_umount2,
	SYS_userfaultfd,
#ifndef __SANITIZE_ADDRESS__ /* which traces us, to look for leaks */
	SYS_ptrace,
#endif
};

enum { NREFUSED = sizeof(refused) / sizeof(refused[0]) };

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

/* What is not there needs no right. */
static bool
allow(int rules, const char *path, uint64_t rights, uint64_t handled)
{
	struct landlock_path_beneath_attr rule = { .allowed_access =
						       rights & handled };
	bool is_dir, ok;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC | O_DIRECTORY);
	is_dir = rule.parent_fd != -1;
	if (!is_dir) {
		rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
		rule.allowed_access &= FILE_RIGHTS;
	}
	if (rule.parent_fd == -1)
		return true;
	ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		 &rule, 0) == 0;
	close(rule.parent_fd);
	return ok;
}

/* The folder that a path lies in, made if need be; the caller's to free. */
static char *
folder_of(char *path)
{
	char *slash = path != NULL ? strrchr(path, '/') : NULL;

	if (slash != NULL)
		*slash = '\0';
	return path;
}

/* What is the student's: his history, and how he edits lines. */
static bool
allow_own(int rules, uint64_t handled)
{
	const char *home = getenv("HOME"), *keys = getenv("INPUTRC");
	char *state = folder_of(state_path("history"));
	char *built = place_built();
	char *inputrc = home != NULL ? xasprintf("%s/.inputrc", home) : NULL;
	char *terminfo = home != NULL ? xasprintf("%s/.terminfo", home) : NULL;
	bool ok = true;

	if (state != NULL)
		ok = allow(rules, state, KEEP, handled);
	/* Where it was built its catalogues are beside it. */
	if (built != NULL)
		ok = ok && allow(rules, built, READ, handled);
	if (home != NULL)
		ok = ok && allow(rules, inputrc, READ, handled) &&
		    allow(rules, terminfo, READ, handled);
	if (keys != NULL)
		ok = ok && allow(rules, keys, READ, handled);
	free(state);
	free(built);
	free(inputrc);
	free(terminfo);
	return ok;
}

/* 0, or an errno; where the kernel has no Landlock it is 0. */
static int
landlock(const char *folder)
{
	struct landlock_ruleset_attr attr = { 0 };
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	bool ok;
	int rules, err = 0;

	if (abi < 1)
		return 0;
	/* All rights of the file system that this ABI has; 13 are of ABI 1. */
	attr.handled_access_fs = (1ULL << 13) - 1;
	if (abi >= 2)
		attr.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		attr.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
	rules =
	    (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (rules == -1)
		return errno;
	ok = allow(rules, folder, READ, attr.handled_access_fs) &&
	    allow(rules, LOCALEDIR, READ, attr.handled_access_fs) &&
	    allow_own(rules, attr.handled_access_fs);
	for (size_t i = 0; ok && i < sizeof(places) / sizeof(places[0]); i++)
		ok = allow(rules, places[i].path, places[i].rights,
		    attr.handled_access_fs);
	if (!ok || syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		err = errno;
	close(rules);
	return err;
}

#ifdef ARCH
#define STMT(code, k) ((struct sock_filter)BPF_STMT(code, k))
#define JUMP(how, k, yes, no)                                                 \
	((struct sock_filter)BPF_JUMP(BPF_JMP | (how) | BPF_K, (uint32_t)(k), \
	    (uint8_t)(yes), (uint8_t)(no)))
#define LOAD(member) \
	STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))

/* Refused calls give EPERM; those by another architecture's numbers all do.
 * TIOCSTI types into the terminal, TIOCLINUX pastes there. */
static int
filter(void)
{
	enum { REFUSE = NREFUSED + 9 }; /* where in the code that is */
	struct sock_filter code[REFUSE + 1];
	struct sock_fprog program = { .filter = code, .len = REFUSE + 1 };
	unsigned n = 0;

	code[n++] = LOAD(arch);
	code[n++] = JUMP(BPF_JEQ, ARCH, 0, REFUSE - 2);
	code[n++] = LOAD(nr);
	/* x32: the same calls by other numbers. */
	code[n++] = JUMP(BPF_JGE, 0x40000000, REFUSE - 4, 0);
	for (size_t i = 0; i < NREFUSED; i++, n++)
		code[n] = JUMP(BPF_JEQ, refused[i], REFUSE - n - 1, 0);
	code[n++] = JUMP(BPF_JEQ, SYS_ioctl, 0, 3);
	/* The kernel looks at the lower half of the number alone. */
	code[n++] = LOAD(args[1]);
	code[n++] = JUMP(BPF_JEQ, TIOCSTI, 2, 0);
	code[n++] = JUMP(BPF_JEQ, TIOCLINUX, 1, 0);
	code[n++] = STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[n++] = STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	/* EINVAL: this kernel has no filters. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0 &&
	    errno != EINVAL)
		return errno;
	return 0;
}
#else
static int
filter(void)
{
	return 0;
}
#endif

bool
sandbox_enter(const char *folder, char **cause)
{
	const struct rlimit none = { 0, 0 };
	struct rlimit file = { FILE_MAX, FILE_MAX };
	int err = 0;

	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_FSIZE, &file);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		err = errno;
	if (err == 0)
		err = landlock(folder);
	if (err == 0)
		err = filter();
	if (err != 0)
		return cause_set(cause,
		    _("a stranger's lesson cannot be confined here: %s"),
		    strerror(err));
	return true;
}
