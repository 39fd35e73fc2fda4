/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What errno's values mean to sockets: errno(3), and the man page of each call. */
#include <errno.h>
#include <netdb.h>
#include <stddef.h>

#include "base/i18n.h"
#include "kernel/why.h"

static const struct {
	int err;
	const char *text;
} meanings[] = {
	{ EACCES,
	    N_("the permission is missing: for a port, a path, a kind of "
	       "socket, a broadcast") },
	{ EADDRINUSE,
	    N_("the local address is taken; an address, port and protocol "
	       "belong to one socket at a time") },
	{ EADDRNOTAVAIL,
	    N_("the local address cannot be had: this host has no such "
	       "one, or no free port for it") },
	{ EAFNOSUPPORT,
	    N_("the address family is not known, or is not that of the "
	       "socket") },
	{ EAGAIN,
	    N_("the call would have to wait, but is not to; EWOULDBLOCK "
	       "is the same number. It is no failure of the connection") },
	{ EALREADY,
	    N_("a non-blocking connect has not ended yet, and connect was "
	       "called again") },
	{ EBADF, N_("the number is no open descriptor, or not one for this") },
	{ ECONNABORTED,
	    N_("the connection was ended on this side. Linux does not "
	       "give it from accept for TCP: accept gives the connection, "
	       "and recv on it says ECONNRESET") },
	{ ECONNREFUSED,
	    N_("the other host is there, and says that nobody takes "
	       "connections at this address") },
	{ ECONNRESET,
	    N_("the other end has torn the connection down (TCP: a "
	       "segment with RST); what was under way is lost. It is told "
	       "once") },
	{ EDESTADDRREQ,
	    N_("a datagram is to be sent, and it is not said to whom") },
	{ EDOM, N_("a number is outside of what a field can hold") },
	{ EEXIST, N_("what is to be made or added is there already") },
	{ EFAULT,
	    N_("a pointer leads to no memory of the program. The calls of "
	       "socksh pass only good ones, but for NULL") },
	{ EHOSTDOWN,
	    N_("the host is down. Linux does not give it for IP: there it "
	       "is EHOSTUNREACH") },
	{ EHOSTUNREACH,
	    N_("there is a route, but the host or the next router on the "
	       "way does not answer") },
	{ EINPROGRESS,
	    N_("a non-blocking connect has begun; its end is told by poll "
	       "and SO_ERROR") },
	{ EINTR,
	    N_("a signal came while the call waited; it did nothing, and "
	       "may be made again") },
	{ EINVAL,
	    N_("an argument is impossible, or the socket is not in the "
	       "state that the call needs") },
	{ EISCONN, N_("the socket is connected already") },
	{ EISDIR, N_("the path is a directory") },
	{ ELOOP, N_("a path has too many symbolic links") },
	{ EMFILE, N_("this process may have no more descriptors") },
	{ EMSGSIZE,
	    N_("a datagram is too long to be sent in one; a stream never "
	       "gives it") },
	{ ENAMETOOLONG,
	    N_("a path, or a name in it, is too long. An address of "
	       "AF_UNIX has room for 107 bytes, so bind and connect never "
	       "get that far") },
	{ ENETDOWN, N_("the interface is down") },
	{ ENETRESET,
	    N_("keep-alive found the connection dead; Linux says "
	       "ETIMEDOUT for this") },
	{ ENETUNREACH,
	    N_("this host has no route to the address: nothing was sent") },
	{ ENFILE,
	    N_("the whole system has no more room for open files. It "
	       "takes all of the system to be so, not this process") },
	{ ENOBUFS,
	    N_("a limit of the kernel for buffers or memberships is "
	       "reached") },
	{ ENODEV, N_("no such interface or device is there") },
	{ ENOENT, N_("no such file, or nothing of that name") },
	{ ENOMEM,
	    N_("the kernel has no memory for it, or a limit is reached") },
	{ ENOPROTOOPT,
	    N_("the option is not known at that level, or not for this "
	       "kind of socket") },
	{ ENOTCONN, N_("the socket has no other end: not yet, or no more") },
	{ ENOTDIR, N_("a part of a path is no directory") },
	{ ENOTSOCK, N_("the descriptor is open, but is no socket") },
	{ ENOTTY,
	    N_("the descriptor does not know this ioctl request; the name "
	       "comes from terminals, the first to have had them") },
	{ ENXIO,
	    N_("what the path names cannot be opened: open is not for "
	       "sockets") },
	{ EOPNOTSUPP,
	    N_("this kind of socket does not have the operation; ENOTSUP "
	       "is the same number") },
	{ EPERM, N_("it is for root, or for whoever has the capability") },
	{ EPIPE,
	    N_("nobody will read what is to be sent. In C the signal "
	       "SIGPIPE comes with it and kills the program, unless "
	       "MSG_NOSIGNAL is given or the signal ignored; socksh "
	       "ignores it") },
	{ EPROTONOSUPPORT,
	    N_("the protocol does not exist, or not for this type of "
	       "socket") },
	{ EPROTOTYPE, N_("the two sockets are of different types") },
	{ EROFS, N_("the file system cannot be written to") },
	{ ESOCKTNOSUPPORT, N_("the family has no sockets of this type") },
	{ ESHUTDOWN,
	    N_("the direction was ended by shutdown; TCP and AF_UNIX say "
	       "EPIPE for this") },
	{ ESPIPE, N_("only files have a position that can be moved") },
	{ ETIMEDOUT,
	    N_("the other end did not answer in time, although everything "
	       "was sent again several times") },
	{ ETOOMANYREFS, N_("too many descriptors are under way in messages") },
	{ EXDEV,
	    N_("a file cannot be moved to another file system. No call on "
	       "sockets gives it") },
	{ EAI_AGAIN,
	    N_("the name could not be looked up now; later it may be") },
	{ EAI_BADFLAGS, N_("the flags of the look-up are impossible") },
	{ EAI_FAIL, N_("the look-up failed, and will fail again") },
	{ EAI_FAMILY, N_("the family of the look-up is not known") },
	{ EAI_MEMORY, N_("no memory is left for the look-up") },
	{ EAI_NONAME, N_("the name or the service does not exist") },
	{ EAI_OVERFLOW, N_("the room for the answer is too small") },
	{ EAI_SERVICE,
	    N_("the service does not exist for this type of socket") },
	{ EAI_SOCKTYPE,
	    N_("the type of socket of the look-up does not exist") },
	{ EAI_SYSTEM,
	    N_("the look-up failed in a system call; errno says why") },
#ifdef EAI_ADDRFAMILY
	{ EAI_ADDRFAMILY, N_("the host has no address of that family") },
#endif
#ifdef EAI_NODATA
	{ EAI_NODATA, N_("the host exists, and has no address") },
#endif
};

const char *
why_meaning(int err)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].err == err)
			return _(meanings[i].text);
	}
	return NULL;
}
