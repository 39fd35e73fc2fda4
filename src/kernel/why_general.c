/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left where no row of a call has an answer: for any call, at the end. */
#include <errno.h>
#include <stddef.h>

#include "base/i18n.h"
#include "kernel/why_row.h"

static bool
by_hand(struct why_case *c)
{
	return c->asked->cancelled;
}

const struct why_row why_general_rows[] = {
	WHY(ENOENT, NULL, NULL, N_("what was named is not there"),
	    N_("look at the name")),
	WHY(EACCES, NULL, NULL,
	    N_("this user has not got the right to do this"),
	    N_("run socksh as root, or choose what is yours")),
	WHY(ENODEV, NULL, NULL, N_("no such device or interface is there"),
	    N_("sh \"ip link\" shows the interfaces")),
	WHY(ENXIO, NULL, NULL, N_("no such device or interface is there"),
	    N_("sh \"ip link\" shows the interfaces")),
	WHY(EMFILE, NULL, limit_reached,
	    N_("this process has as many descriptors as it may have: "
	       "RLIMIT_NOFILE is {limit}"),
	    N_("close what you do not need, or start socksh after ulimit -n "
	       "4096")),
	WHY(ENFILE, NULL, NULL,
	    N_("the whole system has as many files open as it can (sysctl "
	       "fs.file-max)"),
	    N_("close what you do not need, here and in other programs")),
	WHY(ENOBUFS, NULL, NULL,
	    N_("the kernel has no room for it: either memory or a queue of an "
	       "interface is full"),
	    N_("wait a little and try again; send less at once")),
	WHY(ENOMEM, NULL, NULL,
	    N_("the kernel has no memory for it, or a limit is reached"),
	    N_("close what you do not need, and try again")),
	WHY(EAFNOSUPPORT, NULL, NULL,
	    N_("this address family is not known here"),
	    N_("AF_INET, AF_INET6 and AF_UNIX are the usual ones")),
	WHY(ESPIPE, NULL, NULL,
	    N_("a socket or a pipe has no positions: only files can be read "
	       "from the middle"),
	    N_("leave the offset out")),
	WHY(ETOOMANYREFS, NULL, NULL,
	    N_("too many descriptors are under way in messages that nobody has "
	       "received (SCM_RIGHTS)"),
	    N_("let the other end receive them")),
	WHY(EINVAL, NULL, NULL,
	    N_("either one of the arguments is not possible, or the call is "
	       "not, in the state in which its descriptor is"),
	    N_("its man page says under EINVAL what it takes")),
	WHY(EOPNOTSUPP, NULL, NULL,
	    N_("this kind of socket has no {call}, or not with these flags"),
	    N_("the man page of its protocol says what it has: tcp(7), udp(7), "
	       "unix(7), packet(7)")),
	WHY(EPROTONOSUPPORT, NULL, NULL, N_("this protocol is not known here"),
	    N_("0 chooses the usual one")),
	WHY(EPERM, NULL, NULL,
	    N_("it is for root, or a firewall of this host forbids it"),
	    N_("run socksh as root, or in a namespace of your own: unshare "
	       "-rn")),
	WHY(ESHUTDOWN, NULL, NULL,
	    N_("the other direction was ended by shutdown"),
	    N_("send everything first, then shutdown")),
	WHY(ENETDOWN, NULL, NULL,
	    N_("the interface that the packet would take is down"),
	    N_("sh \"ip link\" shows which; as root: ip link set lo up")),
	WHY(ENETRESET, NULL, NULL,
	    N_("the connection was ended because keep-alive found it dead"),
	    N_("make a new socket, and connect again")),
	WHY(EINTR, NULL, by_hand,
	    N_("Ctrl-C or kill has interrupted the call while it waited"),
	    N_("call again: nothing was lost; in C, a signal whose handler has "
	       "no SA_RESTART does this")),
	WHY(EINTR, NULL, NULL,
	    N_("a signal has interrupted the call while it waited"),
	    N_("call again")),
	{ .why = NULL },
};
