/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: descriptors, calls, data. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_programs[] = {
	{
	    .name = "socket",
	    .zh = "套接字",
	    .also = "sockets-API 插口",
	    .text =
		N_("An end point of communication, which a program holds as "
		   "a descriptor: it has a family (AF_INET), a type "
		   "(SOCK_STREAM) and a protocol, soon a local address, and, "
		   "if it is connected, that of its peer."),
	    .see = "file-descriptor bind connect socket-pair",
	},
	{
	    .name = "file-descriptor",
	    .zh = "文件描述符",
	    .also = "descriptor 描述符 fd",
	    .text =
		N_("A small number by which a process names an open file, "
		   "socket or pipe: the place in its table. A new one is the "
		   "lowest that is free; 0, 1 and 2 are standard input, "
		   "output and error. dup gives a second number for the same "
		   "thing."),
	    .see = "socket dup close EMFILE",
	    .example = "s = socket tcp\n"
		       "= 3\n"
		       "t = socket tcp\n"
		       "= 4\n"
		       "close s\n"
		       "u = socket tcp\n"
		       "= 3",
	},
	{
	    .name = "system-call",
	    .zh = "系统调用",
	    .also = "syscall",
	    .text =
		N_("A function of the kernel that a program calls, as socket "
		   "or bind. socksh makes just those that you type, and "
		   "shows them as strace does."),
	    .see = "blocking errno",
	},
	{
	    .name = "errno",
	    .zh = "错误码",
	    .also = "error-number 错误号",
	    .text =
		N_("The variable in which a failed call leaves the reason, "
		   "such as 98, EADDRINUSE; the call itself returns -1. "
		   "Success leaves it alone. help EADDRINUSE explains one."),
	    .see = "errors strerror perror try",
	    .example = "c = socket tcp\n"
		       "try connect c :8080\n"
		       "print errno strerror(errno)\n"
		       "> 111 Connection refused",
	},
	{
	    .name = "blocking",
	    .zh = "阻塞",
	    .also = "block 阻塞模式 blocking-call 同步",
	    .text =
		N_("A call waits until it can do its work: recv until a byte "
		   "is there, accept until somebody connects, send until "
		   "there is room. Sockets are so at first."),
	    .see = "non-blocking settimeout poll background",
	},
	{
	    .name = "non-blocking",
	    .zh = "非阻塞",
	    .also = "nonblocking 非阻塞模式 O_NONBLOCK模式",
	    .text =
		N_("A call does what it can at once: where it would have to "
		   "wait it fails with EAGAIN. Set by setblocking off "
		   "(O_NONBLOCK), or for one call by MSG_DONTWAIT; poll "
		   "tells when it is worth trying again."),
	    .see = "blocking setblocking EAGAIN poll MSG_DONTWAIT",
	    .example = "a, b = socketpair()\n"
		       "setblocking b off\n"
		       "recv b\n"
		       "= -1 EAGAIN",
	},
	{
	    .name = "timeout",
	    .zh = "超时",
	    .also = "time-out 超时时间",
	    .text =
		N_("The longest time that a call may wait. settimeout does "
		   "as Python does, by a poll before each call; SO_RCVTIMEO "
		   "is the kernel's own, and fails with EAGAIN."),
	    .see = "settimeout SO_RCVTIMEO ETIMEDOUT",
	    .example = "a, b = socketpair()\n"
		       "setsockopt b SO_RCVTIMEO 0.05\n"
		       "recv b\n"
		       "= -1 EAGAIN",
	},
	{
	    .name = "buffer",
	    .zh = "缓冲区",
	    .also =
		"socket-buffer send-buffer receive-buffer 发送缓冲区 接收缓冲区 缓存",
	    .text =
		N_("Room in the kernel for bytes under way: send copies into "
		   "the send buffer and returns, recv takes from the receive "
		   "buffer. They have limits (SO_SNDBUF, SO_RCVBUF); when "
		   "the sender's is full, send waits or gives EAGAIN."),
	    .see = "SO_SNDBUF SO_RCVBUF inq outq window",
	    .example = "a, b = socketpair()\n"
		       "send a \"waiting\"\n"
		       "print inq(b)\n"
		       "> 7",
	},
	{
	    .name = "sticky-packets",
	    .zh = "粘包",
	    .also = "sticky-packet packet-sticking 粘包问题 TCP粘包",
	    .text =
		N_("What several sends wrote comes in one recv: TCP carries "
		   "bytes, not messages, and keeps no borders. It is no "
		   "fault of the network; the program has to mark where a "
		   "message ends: by its length in front, or by a sign "
		   "behind it."),
	    .see = "half-packet framing stream recvall recvline",
	    .example = "a, b = socketpair()\n"
		       "send a \"one\"\n"
		       "send a \"two\"\n"
		       "recv b\n"
		       "= 6 \"onetwo\"",
	},
	{
	    .name = "half-packet",
	    .zh = "半包",
	    .also = "half-packets 拆包 半包问题 partial-read",
	    .text =
		N_("recv gives a part of a message only: the rest has not "
		   "come, or the room was too small. One recv is never the "
		   "whole for certain; recvall goes on until all is there."),
	    .see = "sticky-packets framing recvall",
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "recv b 3\n"
		       "= \"hel\"\n"
		       "recv b\n"
		       "= \"lo\"",
	},
	{
	    .name = "framing",
	    .zh = "消息边界",
	    .also = "message-boundary 报头 分帧 成帧 定长头 length-prefix",
	    .text =
		N_("How a program marks messages in a stream: a length of "
		   "fixed size in front (pack \"!I\"), a separator behind (a "
		   "newline), or one fixed length for all."),
	    .see = "sticky-packets half-packet pack recvall recvline",
	    .example = "a, b = socketpair()\n"
		       "send a $(pack(\"!I\", 5) + \"hello\")\n"
		       "= 9\n"
		       "n = unpack(\"!I\", recvall(b, 4))[0]\n"
		       "recvall b $n\n"
		       "= \"hello\"",
	},
	{
	    .name = "short-count",
	    .zh = "部分发送",
	    .also = "partial-write short-write 短写 部分写",
	    .text =
		N_("send may take fewer bytes than it was given and says how "
		   "many: the rest is the caller's to send again, which "
		   "sendall does. On a non-blocking socket that is usual."),
	    .see = "sendall send non-blocking buffer",
	},
	{
	    .name = "EOF",
	    .zh = "流结束",
	    .also = "end-of-file end-of-stream 文件尾 对端关闭",
	    .text =
		N_("recv gives 0 bytes: the other end has finished sending "
		   "(close, or shutdown), and all it sent has been read. It "
		   "is no error. A datagram of 0 bytes is no end."),
	    .see = "recv FIN half-close shutdown",
	    .example = "a, b = socketpair()\n"
		       "close a\n"
		       "recv b\n"
		       "= 0 \"\"",
	},
	{
	    .name = "IO-multiplexing",
	    .zh = "I/O多路复用",
	    .also =
		"multiplexing I/O-multiplexing 多路复用 IO多路复用 event-loop "
		"事件循环",
	    .text =
		N_("One thread that waits for many descriptors at once: "
		   "select, poll or epoll say which are ready, and the calls "
		   "on those do not wait."),
	    .see = "poll select epoll level-triggered",
	    .example =
		"a, b = socketpair()\n"
		"send a \"hello\"\n"
		"for fd, events in poll((a, b), 1000) { print (fd == b) }\n"
		"> 1",
	},
	{
	    .name = "level-triggered",
	    .zh = "水平触发",
	    .also = "LT",
	    .text = N_("epoll's usual way, and that of poll and select: a "
		       "descriptor is told of as long as there is something to "
		       "read."),
	    .see = "edge-triggered epoll_ctl",
	    .example = "ep = epoll(); a, b = socketpair()\n"
		       "ep.register(b, EPOLLIN); send a \"x\"\n"
		       "print len(ep.poll(0)) len(ep.poll(0))\n"
		       "> 1 1",
	},
	{
	    .name = "edge-triggered",
	    .zh = "边缘触发",
	    .also = "ET 边沿触发",
	    .text = N_("With EPOLLET a descriptor is told of once, when "
		       "something new has come: read until EAGAIN, or what is "
		       "left is not told of again."),
	    .see = "level-triggered epoll_ctl EPOLLET non-blocking",
	    .example = "ep = epoll(); a, b = socketpair()\n"
		       "ep.register(b, EPOLLIN | EPOLLET); send a \"x\"\n"
		       "print len(ep.poll(0)) len(ep.poll(0))\n"
		       "> 1 0",
	},
	{
	    .name = "client",
	    .zh = "客户端",
	    .also = "客户机 客户",
	    .text = N_("The side that calls: socket, connect, then send and "
		       "recv. Its port is chosen by the system."),
	    .see = "server connect ephemeral-port create_connection",
	},
	{
	    .name = "server",
	    .zh = "服务器",
	    .also = "服务端 服务器端",
	    .text = N_("The side that is called: socket, bind, listen, then "
		       "accept for each client, which gives a new socket for "
		       "that one connection; the first goes on listening."),
	    .see = "client backlog bind listen accept create_server",
	    .example = "srv = socket tcp\n"
		       "bind srv :8080\n"
		       "listen srv\n"
		       "c = create_connection :8080\n"
		       "conn, peer = accept srv\n"
		       "= 5",
	},
	{
	    .name = "concurrent-server",
	    .zh = "并发服务器",
	    .also = "iterative-server 迭代服务器 循环服务器 并发",
	    .text = N_("A server that serves many at once: by a thread or "
		       "process for each client, or by one loop over poll or "
		       "epoll. An iterative one serves them one after another: "
		       "the others wait in the backlog."),
	    .see = "spawn IO-multiplexing backlog server",
	},
	{
	    .name = "peer",
	    .zh = "对端",
	    .also = "对方 remote-end",
	    .text = N_("The other end of a connection, or the one that a "
		       "datagram came from. getpeername gives its address."),
	    .see = "getpeername recvfrom socket-pair",
	},
	{
	    .name = "heartbeat",
	    .zh = "心跳",
	    .also = "心跳包 heart-beat",
	    .text = N_("A small message now and then, by which each side knows "
		       "that the other lives; NAT and firewalls keep the "
		       "connection for it. TCP's own is the keep-alive, much "
		       "slower by default."),
	    .see = "keepalive NAT SO_KEEPALIVE",
	},
	{
	    .name = "ancillary-data",
	    .zh = "辅助数据",
	    .also = "control-message 控制消息 cmsg 附属数据",
	    .text =
		N_("What sendmsg and recvmsg carry beside the bytes: "
		   "descriptors (SCM_RIGHTS), who sent it (SCM_CREDENTIALS), "
		   "TTL, time stamps; cmsg(3)."),
	    .see = "sendmsg recvmsg send_fds CMSG_FIRSTHDR",
	},
	{
	    .name = "raw-socket",
	    .zh = "原始套接字",
	    .also = "raw 原始",
	    .text =
		N_("A socket below TCP and UDP: what is written are the data "
		   "of IP packets, what comes has the IP header (IPv4). It "
		   "takes root, or CAP_NET_RAW. ping is such a program."),
	    .see = "socket IP_HDRINCL SOCK_RAW ICMP",
	},
	{
	    .name = "unix-socket",
	    .zh = "本地套接字",
	    .also =
		"unix-domain unix-domain-socket UNIX域套接字 域套接字 AF_UNIX套接字",
	    .text = N_("A socket between processes of one host: AF_UNIX, named "
		       "by a path or by an abstract name (@name). It can hand "
		       "over descriptors and tell who is at the other end."),
	    .see = "AF_UNIX socketpair unlink SO_PEERCRED send_fds",
	    .example = "srv = socket unix; bind srv @lab; listen srv\n"
		       "c = socket unix\n"
		       "connect c @lab\n"
		       "= 0",
	},
	{
	    .name = "network-namespace",
	    .zh = "网络命名空间",
	    .also = "netns network-namespaces",
	    .text = N_("A network of its own inside the kernel: interfaces, "
		       "addresses, ports, routes. Processes in two of them do "
		       "not meet, so a port may be taken in both; lessons are "
		       "played so."),
	    .see = "loopback port",
	},
	{
	    .name = "zero-copy",
	    .zh = "零拷贝",
	    .also = "zerocopy",
	    .text = N_("Sending without copying the bytes through the program: "
		       "sendfile and splice leave them in the kernel, "
		       "MSG_ZEROCOPY sends from the program's own pages."),
	    .see = "sendfile splice SO_ZEROCOPY",
	},
	{
	    .name = "scatter-gather",
	    .zh = "分散聚集",
	    .also = "gather scatter vectored-IO 向量IO iovec",
	    .text = N_("Several buffers in one call: writev and sendmsg gather "
		       "them, readv and recvmsg fill one after the other. A "
		       "header and its data need not be copied together."),
	    .see = "writev readv sendmsg",
	},
	{ .name = NULL },
};
