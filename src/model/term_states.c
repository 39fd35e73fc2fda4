/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: the states of TCP, RFC 9293 3.3.2. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_states[] = {
	{
	    .name = "CLOSED",
	    .zh = "关闭状态",
	    .also = "CLOSE状态 TCP_CLOSE",
	    .text = N_("A TCP socket that has no connection: new, or one whose "
		       "connection has ended. Linux calls it CLOSE."),
	    .see = "socket connect listen",
	    .example = "s = socket tcp\n"
		       "print state(s)\n"
		       "> CLOSE",
	},
	{
	    .name = "LISTEN",
	    .zh = "监听状态",
	    .also = "监听 listening TCP_LISTEN",
	    .text =
		N_("A TCP socket that lets connections come in (listen). It "
		   "has none itself: accept gives a new socket for each."),
	    .see = "listen accept backlog",
	    .example = "srv = create_server :8080\n"
		       "print state(srv)\n"
		       "> LISTEN",
	},
	{
	    .name = "SYN_SENT",
	    .also = "SYN-SENT TCP_SYN_SENT",
	    .text =
		N_("connect has sent its SYN and waits for the answer; "
		   "without one the SYN is sent again, 6 times in Linux, for "
		   "about two minutes, then ETIMEDOUT."),
	    .see = "SYN connect TCP_SYNCNT ETIMEDOUT",
	},
	{
	    .name = "SYN_RECV",
	    .also = "SYN_RECEIVED SYN-RECEIVED SYN_RCVD TCP_SYN_RECV",
	    .text = N_("A SYN has come and has been answered; the last ACK of "
		       "the handshake is awaited. No program sees this socket "
		       "yet."),
	    .see = "SYN-queue three-way-handshake",
	},
	{
	    .name = "ESTABLISHED",
	    .zh = "已建立",
	    .also = "TCP_ESTABLISHED 连接已建立",
	    .text =
		N_("The connection stands: both sides may send and receive."),
	    .see = "three-way-handshake send recv",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"print state(c)\n"
		"> ESTABLISHED",
	},
	{
	    .name = "FIN_WAIT1",
	    .also = "FIN_WAIT_1 FIN-WAIT-1 TCP_FIN_WAIT1",
	    .text = N_("We have sent our FIN, and it is not acknowledged yet."),
	    .see = "FIN four-segment-close FIN_WAIT2",
	},
	{
	    .name = "FIN_WAIT2",
	    .also = "FIN_WAIT_2 FIN-WAIT-2 TCP_FIN_WAIT2",
	    .text =
		N_("Our FIN is acknowledged, the other side has not sent its "
		   "own: it may still send, and we may still read (after "
		   "shutdown). After close Linux waits 60 s here and then "
		   "forgets the connection."),
	    .see = "half-close CLOSE_WAIT TCP_LINGER2",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"shutdown c SHUT_WR\n"
		"wait_until state(c) == \"FIN_WAIT2\"\n"
		"print state(c)\n"
		"> FIN_WAIT2",
	},
	{
	    .name = "CLOSE_WAIT",
	    .also = "CLOSE-WAIT TCP_CLOSE_WAIT",
	    .text =
		N_("The other side has sent its FIN, and our program has not "
		   "closed yet. Many of them that stay mean a program that "
		   "forgets to close."),
	    .see = "EOF close LAST_ACK",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"close c\n"
		"wait_until state(conn) == \"CLOSE_WAIT\"\n"
		"print state(conn)\n"
		"> CLOSE_WAIT",
	},
	{
	    .name = "CLOSING",
	    .also = "TCP_CLOSING",
	    .text = N_("Both sides sent their FINs at once: ours is not "
		       "acknowledged, theirs has come. Rare."),
	    .see = "four-segment-close TIME_WAIT",
	},
	{
	    .name = "LAST_ACK",
	    .also = "LAST-ACK TCP_LAST_ACK",
	    .text =
		N_("The other side closed first, then we; our FIN awaits its "
		   "acknowledgement."),
	    .see = "CLOSE_WAIT four-segment-close",
	},
	{
	    .name = "TIME_WAIT",
	    .zh = "时间等待",
	    .also = "TIME-WAIT TIMEWAIT TCP_TIME_WAIT 2MSL状态",
	    .text =
		N_("Where the side that closed first waits (60 s in Linux): "
		   "so that it can repeat the last ACK, and so that old "
		   "segments are not taken for those of a new connection "
		   "with the same two ends. No program has it any more, but "
		   "bind to its port fails without SO_REUSEADDR."),
	    .see = "MSL address-reuse SO_REUSEADDR EADDRINUSE sockets",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"close c; close conn\n"
		"wait_until len(sockets(tcp, TIME_WAIT)) == 1\n"
		"print len(sockets(tcp, TIME_WAIT))\n"
		"> 1",
	},
	{ .name = NULL },
};
