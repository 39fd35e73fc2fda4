/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: constants that say more than their number. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_constants[] = {
	{
	    .name = "MSG_PEEK",
	    .text = N_("Look at what waits without taking it: the next recv "
		       "gives the same bytes again."),
	    .see = "recv recvline queue",
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "recv b 5 MSG_PEEK\n"
		       "= \"hello\"\n"
		       "recv b\n"
		       "= \"hello\"",
	},
	{
	    .name = "MSG_DONTWAIT",
	    .text =
		N_("This one call does not wait: where it would have to, it "
		   "fails with EAGAIN. The socket stays as it is."),
	    .see = "non-blocking setblocking EAGAIN",
	    .example = "a, b = socketpair()\n"
		       "recv b 5 MSG_DONTWAIT\n"
		       "= -1 EAGAIN",
	},
	{
	    .name = "MSG_WAITALL",
	    .text =
		N_("recv waits until all of the bytes asked for have come, "
		   "or the end of the stream. A signal or an error may still "
		   "make it shorter."),
	    .see = "recvall half-packet",
	    .example = "a, b = socketpair()\n"
		       "send a \"12\"; send a \"345\"\n"
		       "recv b 4 MSG_WAITALL\n"
		       "= \"1234\"",
	},
	{
	    .name = "MSG_NOSIGNAL",
	    .text =
		N_("send on a connection that the other end has closed fails "
		   "with EPIPE alone, without the signal SIGPIPE, which ends "
		   "a program in C that does not care for it. socksh ignores "
		   "that signal."),
	    .see = "EPIPE send",
	},
	{
	    .name = "MSG_TRUNC",
	    .text =
		N_("In what recvmsg gives: the datagram was longer than the "
		   "room, and the rest is lost. Asked for at recv of a "
		   "datagram socket: give its real length."),
	    .see = "datagram recvmsg",
	    .example = "a, b = socketpair unixgram\n"
		       "send a \"hello\"\n"
		       "recv b 2 MSG_TRUNC\n"
		       "= 5",
	},
	{
	    .name = "MSG_MORE",
	    .text =
		N_("More is to follow: TCP holds back a segment that is not "
		   "full, UDP puts what follows into the same datagram."),
	    .see = "TCP_CORK UDP_CORK send",
	    .example = "s = socket udp; bind s :9000\n"
		       "c = socket udp; connect c :9000\n"
		       "send c \"one\" MSG_MORE; send c \"two\"\n"
		       "recv s\n"
		       "= \"onetwo\"",
	},
	{
	    .name = "MSG_OOB",
	    .text = N_("Send, or receive, the urgent byte of TCP."),
	    .see = "out-of-band SO_OOBINLINE",
	},
	{
	    .name = "SHUT_RD",
	    .text =
		N_("shutdown: no more is received here. TCP tells the other "
		   "end nothing."),
	    .see = "shutdown SHUT_WR",
	},
	{
	    .name = "SHUT_WR",
	    .text = N_("shutdown: no more is sent from here; TCP sends a FIN "
		       "once all has gone. Receiving goes on."),
	    .see = "half-close FIN shutdown",
	},
	{
	    .name = "SHUT_RDWR",
	    .text = N_("shutdown in both directions. Unlike close it acts at "
		       "once on all descriptors of the socket, and wakes calls "
		       "that wait."),
	    .see = "shutdown close",
	},
	{
	    .name = "SOCK_STREAM",
	    .text = N_("A socket that is connected and carries a stream of "
		       "bytes: TCP, or AF_UNIX."),
	    .see = "stream socket SOCK_DGRAM",
	},
	{
	    .name = "SOCK_DGRAM",
	    .text =
		N_("A socket for datagrams, each by itself: UDP, or AF_UNIX."),
	    .see = "datagram socket SOCK_STREAM",
	},
	{
	    .name = "SOCK_SEQPACKET",
	    .text =
		N_("Connected, in order, and with borders between messages: "
		   "AF_UNIX, SCTP."),
	    .see = "SOCK_STREAM SOCK_DGRAM socketpair",
	    .example = "a, b = socketpair seqpacket\n"
		       "send a \"one\"; send a \"two\"\n"
		       "recv b\n"
		       "= \"one\"",
	},
	{
	    .name = "AF_INET",
	    .text = N_("The family of IPv4: an address is 32 bits and a port "
		       "(struct sockaddr_in)."),
	    .see = "IP-address AF_INET6 socket",
	},
	{
	    .name = "AF_INET6",
	    .text = N_("The family of IPv6: an address is 128 bits, a port, a "
		       "flow label and, for link-local ones, an interface "
		       "(struct sockaddr_in6)."),
	    .see = "IPv6 dual-stack AF_INET",
	},
	{
	    .name = "AF_UNIX",
	    .text = N_("The family of sockets within one host, by paths or "
		       "abstract names (struct sockaddr_un)."),
	    .see = "unix-socket socketpair",
	},
	{
	    .name = "SOMAXCONN",
	    .text =
		N_("The greatest backlog that C's headers name. Linux holds "
		   "listen to net.core.somaxconn, which is 4096 by default."),
	    .see = "backlog listen",
	},
	{
	    .name = "INADDR_ANY",
	    .text =
		N_("The number of 0.0.0.0, the wildcard address; in C it is "
		   "put into sin_addr by htonl."),
	    .see = "wildcard-address htonl bind",
	},
	{
	    .name = "INADDR_LOOPBACK",
	    .text =
		N_("The number of 127.0.0.1; in C it is put into sin_addr by "
		   "htonl."),
	    .see = "loopback htonl",
	},
	{ .name = NULL },
};
