/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The constants of files, pipes and epoll: open(2), fcntl(2), ioctl(2), … */
#include "model/xlat.h"

#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/sockios.h>

#include "base/i18n.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant
#define TABLE(table, p, w, k)                                     \
	{                                                         \
		.prefix = (p), .what = (w), .rows = (table),      \
		.n = sizeof(table) / sizeof(*table), .kind = (k), \
	}

/* In the order in which strace prints them, which calls O_ASYNC by its old
 * name; O_TMPFILE has the bits of O_DIRECTORY, O_SYNC those of O_DSYNC. The
 * access modes are no flags: they have no bit of their own, or share it. */
static const struct xlat open_flags[] = {
	{ ROW(O_CREAT) },
	{ ROW(O_EXCL) },
	{ ROW(O_NOCTTY) },
	{ ROW(O_TRUNC) },
	{ ROW(O_APPEND) },
	{ ROW(O_NONBLOCK) },
	{ ROW(O_SYNC) },
	{ ROW(O_DSYNC) },
	{ ROW(O_DIRECT) },
	/* The kernel's; libc says 0 where all files may be large. */
	{ .name = "O_LARGEFILE", .value = 0100000 },
	{ ROW(O_NOFOLLOW) },
	{ ROW(O_NOATIME) },
	{ ROW(O_CLOEXEC) },
	{ ROW(O_PATH) },
	{ ROW(O_TMPFILE) },
	{ ROW(O_DIRECTORY) },
	{ ROW(FASYNC) },
	{ ROW(O_ASYNC) },
	{ ROW(O_NDELAY) },
	{ ROW(O_RSYNC) },
	{ ROW(O_FSYNC) },
};

static const struct xlat access_modes[] = {
	{ ROW(O_RDONLY) },
	{ ROW(O_WRONLY) },
	{ ROW(O_RDWR) },
	{ ROW(O_ACCMODE) },
};

static const struct xlat fd_flags[] = {
	{ ROW(FD_CLOEXEC) },
};

static const struct xlat fcntls[] = {
	{ ROW(F_DUPFD) },
	{ ROW(F_GETFD) },
	{ ROW(F_SETFD) },
	{ ROW(F_GETFL) },
	{ ROW(F_SETFL) },
	{ ROW(F_GETLK) },
	{ ROW(F_SETLK) },
	{ ROW(F_SETLKW) },
	{ ROW(F_SETOWN) },
	{ ROW(F_GETOWN) },
	{ ROW(F_SETSIG) },
	{ ROW(F_GETSIG) },
	{ ROW(F_SETOWN_EX) },
	{ ROW(F_GETOWN_EX) },
	{ ROW(F_OFD_GETLK) },
	{ ROW(F_OFD_SETLK) },
	{ ROW(F_OFD_SETLKW) },
	{ ROW(F_SETLEASE) },
	{ ROW(F_GETLEASE) },
	{ ROW(F_NOTIFY) },
	{ ROW(F_DUPFD_CLOEXEC) },
	{ ROW(F_SETPIPE_SZ) },
	{ ROW(F_GETPIPE_SZ) },
	{ ROW(F_ADD_SEALS) },
	{ ROW(F_GET_SEALS) },
	{ ROW(F_GET_RW_HINT) },
	{ ROW(F_SET_RW_HINT) },
	{ ROW(F_GET_FILE_RW_HINT) },
	{ ROW(F_SET_FILE_RW_HINT) },
};

static const struct xlat leases[] = {
	{ ROW(F_RDLCK) },
	{ ROW(F_WRLCK) },
	{ ROW(F_UNLCK) },
};

static const struct xlat seals[] = {
	{ ROW(F_SEAL_SEAL) },
	{ ROW(F_SEAL_SHRINK) },
	{ ROW(F_SEAL_GROW) },
	{ ROW(F_SEAL_WRITE) },
	{ ROW(F_SEAL_FUTURE_WRITE) },
};

static const struct xlat seeks[] = {
	{ ROW(SEEK_SET) },
	{ ROW(SEEK_CUR) },
	{ ROW(SEEK_END) },
	{ ROW(SEEK_DATA) },
	{ ROW(SEEK_HOLE) },
};

/* Of a file's mode, as stat(2) gives it. */
static const struct xlat file_modes[] = {
	{ ROW(S_IFMT) },
	{ ROW(S_IFSOCK) },
	{ ROW(S_IFLNK) },
	{ ROW(S_IFREG) },
	{ ROW(S_IFBLK) },
	{ ROW(S_IFDIR) },
	{ ROW(S_IFCHR) },
	{ ROW(S_IFIFO) },
	{ ROW(S_ISUID) },
	{ ROW(S_ISGID) },
	{ ROW(S_ISVTX) },
	{ ROW(S_IRWXU) },
	{ ROW(S_IRUSR) },
	{ ROW(S_IWUSR) },
	{ ROW(S_IXUSR) },
	{ ROW(S_IRWXG) },
	{ ROW(S_IRGRP) },
	{ ROW(S_IWGRP) },
	{ ROW(S_IXGRP) },
	{ ROW(S_IRWXO) },
	{ ROW(S_IROTH) },
	{ ROW(S_IWOTH) },
	{ ROW(S_IXOTH) },
};

static const struct xlat epoll_flags[] = {
	{ ROW(EPOLL_CLOEXEC) },
};

static const struct xlat epoll_ops[] = {
	{ ROW(EPOLL_CTL_ADD) },
	{ ROW(EPOLL_CTL_DEL) },
	{ ROW(EPOLL_CTL_MOD) },
};

/* In strace's order; libc has no EPOLLNVAL. */
static const struct xlat epoll_events[] = {
	{ ROW(EPOLLIN) },
	{ ROW(EPOLLPRI) },
	{ ROW(EPOLLOUT) },
	{ ROW(EPOLLERR) },
	{ ROW(EPOLLHUP) },
	{ .name = "EPOLLNVAL", .value = 0x20 },
	{ ROW(EPOLLRDNORM) },
	{ ROW(EPOLLRDBAND) },
	{ ROW(EPOLLWRNORM) },
	{ ROW(EPOLLWRBAND) },
	{ ROW(EPOLLMSG) },
	{ ROW(EPOLLRDHUP) },
#ifdef EPOLLEXCLUSIVE
	{ ROW(EPOLLEXCLUSIVE) },
#endif
#ifdef EPOLLWAKEUP
	{ ROW(EPOLLWAKEUP) },
#endif
	{ ROW(EPOLLONESHOT) },
	{ ROW(EPOLLET) },
};

static const struct xlat eventfd_flags[] = {
	{ ROW(EFD_SEMAPHORE) },
	{ ROW(EFD_CLOEXEC) },
	{ ROW(EFD_NONBLOCK) },
};

static const struct xlat splice_flags[] = {
	{ ROW(SPLICE_F_MOVE) },
	{ ROW(SPLICE_F_NONBLOCK) },
	{ ROW(SPLICE_F_MORE) },
	{ ROW(SPLICE_F_GIFT) },
};

/* What stands first is what strace prints: the socket's names for what a
 * terminal has too come after. */
static const struct xlat requests[] = {
	{ ROW(FIONREAD) },
	{ ROW(SIOCINQ) },
	{ ROW(TIOCINQ) },
	{ ROW(TIOCOUTQ) },
	{ ROW(SIOCOUTQ) },
	{ ROW(SIOCOUTQNSD) },
	{ ROW(SIOCATMARK) },
	{ ROW(FIONBIO) },
	{ ROW(FIOASYNC) },
	{ ROW(FIOCLEX) },
	{ ROW(FIONCLEX) },
	{ ROW(FIOGETOWN) },
	{ ROW(FIOSETOWN) },
	{ ROW(SIOCGPGRP) },
	{ ROW(SIOCSPGRP) },
	{ ROW(SIOCGIFNAME) },
	{ ROW(SIOCGIFCONF) },
	{ ROW(SIOCGIFFLAGS) },
	{ ROW(SIOCGIFADDR) },
	{ ROW(SIOCGIFDSTADDR) },
	{ ROW(SIOCGIFBRDADDR) },
	{ ROW(SIOCGIFNETMASK) },
	{ ROW(SIOCGIFMETRIC) },
	{ ROW(SIOCGIFMTU) },
	{ ROW(SIOCGIFHWADDR) },
	{ ROW(SIOCGIFINDEX) },
	{ ROW(SIOCGIFTXQLEN) },
};

static const struct xlat if_flags[] = {
	{ ROW(IFF_UP) },
	{ ROW(IFF_BROADCAST) },
	{ ROW(IFF_DEBUG) },
	{ ROW(IFF_LOOPBACK) },
	{ ROW(IFF_POINTOPOINT) },
	{ ROW(IFF_NOTRAILERS) },
	{ ROW(IFF_RUNNING) },
	{ ROW(IFF_NOARP) },
	{ ROW(IFF_PROMISC) },
	{ ROW(IFF_ALLMULTI) },
	{ ROW(IFF_MASTER) },
	{ ROW(IFF_SLAVE) },
	{ ROW(IFF_MULTICAST) },
	{ ROW(IFF_PORTSEL) },
	{ ROW(IFF_AUTOMEDIA) },
	{ ROW(IFF_DYNAMIC) },
};

static const struct xlat signals[] = {
	{ ROW(SIGHUP) },
	{ ROW(SIGINT) },
	{ ROW(SIGQUIT) },
	{ ROW(SIGILL) },
	{ ROW(SIGTRAP) },
	{ ROW(SIGABRT) },
	{ ROW(SIGBUS) },
	{ ROW(SIGFPE) },
	{ ROW(SIGKILL) },
	{ ROW(SIGUSR1) },
	{ ROW(SIGSEGV) },
	{ ROW(SIGUSR2) },
	{ ROW(SIGPIPE) },
	{ ROW(SIGALRM) },
	{ ROW(SIGTERM) },
	{ ROW(SIGSTKFLT) },
	{ ROW(SIGCHLD) },
	{ ROW(SIGCONT) },
	{ ROW(SIGSTOP) },
	{ ROW(SIGTSTP) },
	{ ROW(SIGTTIN) },
	{ ROW(SIGTTOU) },
	{ ROW(SIGURG) },
	{ ROW(SIGXCPU) },
	{ ROW(SIGXFSZ) },
	{ ROW(SIGVTALRM) },
	{ ROW(SIGPROF) },
	{ ROW(SIGWINCH) },
	{ ROW(SIGIO) },
	{ ROW(SIGPWR) },
	{ ROW(SIGSYS) },
	{ ROW(SIGPOLL) },
};

const struct xlat_table xlat_open_flags =
    TABLE(open_flags, "O_", N_("flag of open"), XLAT_FLAGS);

const struct xlat_table xlat_access_modes =
    TABLE(access_modes, "O_", N_("access mode"), XLAT_NUMBER);

const struct xlat_table xlat_fd_flags =
    TABLE(fd_flags, "FD_", N_("flag of a descriptor"), XLAT_FLAGS);

const struct xlat_table xlat_fcntls =
    TABLE(fcntls, "F_", N_("request of fcntl"), XLAT_NUMBER);

const struct xlat_table xlat_leases =
    TABLE(leases, "F_", N_("kind of lease"), XLAT_NUMBER);

const struct xlat_table xlat_seals =
    TABLE(seals, "F_SEAL_", N_("seal"), XLAT_FLAGS);

const struct xlat_table xlat_seeks =
    TABLE(seeks, "SEEK_", N_("place to count from"), XLAT_NUMBER);

const struct xlat_table xlat_file_modes =
    TABLE(file_modes, "S_", N_("bit of a file's mode"), XLAT_FLAGS);

const struct xlat_table xlat_epoll_flags =
    TABLE(epoll_flags, "EPOLL_", N_("flag of epoll_create1"), XLAT_FLAGS);

const struct xlat_table xlat_epoll_ops =
    TABLE(epoll_ops, "EPOLL_CTL_", N_("operation of epoll_ctl"), XLAT_NUMBER);

const struct xlat_table xlat_epoll_events =
    TABLE(epoll_events, "EPOLL", N_("event"), XLAT_FLAGS);

const struct xlat_table xlat_eventfd_flags =
    TABLE(eventfd_flags, "EFD_", N_("flag of eventfd"), XLAT_FLAGS);

const struct xlat_table xlat_splice_flags =
    TABLE(splice_flags, "SPLICE_F_", N_("flag of splice"), XLAT_FLAGS);

const struct xlat_table xlat_requests =
    TABLE(requests, "", N_("request of ioctl"), XLAT_NUMBER);

const struct xlat_table xlat_if_flags =
    TABLE(if_flags, "IFF_", N_("flag of an interface"), XLAT_FLAGS);

const struct xlat_table xlat_signals =
    TABLE(signals, "SIG", N_("signal"), XLAT_NUMBER);
