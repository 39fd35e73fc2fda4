/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: how TCP works. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_tcp[] = {
	{
	    .name = "TCP",
	    .zh = "传输控制协议",
	    .also = "transmission-control-protocol",
	    .text =
		N_("Carries a stream of bytes between two programs, in order "
		   "and without loss: by sequence numbers, acknowledgements "
		   "and repetition (RFC 9293). Both directions are "
		   "independent; there are no messages in it."),
	    .see = "stream three-way-handshake segment UDP sticky-packets",
	},
	{
	    .name = "segment",
	    .zh = "报文段",
	    .also = "TCP-segment TCP报文段 分段",
	    .text =
		N_("What TCP hands to IP: a header of 20 bytes or more "
		   "(ports, sequence number, acknowledgement, flags, window) "
		   "and up to MSS bytes of the stream. Segments are not "
		   "sends: TCP cuts and joins as it likes."),
	    .see = "MSS SYN FIN RST sequence-number",
	},
	{
	    .name = "sequence-number",
	    .zh = "序号",
	    .also = "seq 序列号 ISN 初始序号",
	    .text = N_("Each byte of the stream is numbered, each segment says "
		       "which it begins with; SYN and FIN count as one. The "
		       "first number is chosen by chance, so that old segments "
		       "and strangers are not believed."),
	    .see = "acknowledgement segment SYN",
	},
	{
	    .name = "acknowledgement",
	    .zh = "确认",
	    .also = "ACK ack acknowledgment 确认号 应答",
	    .text = N_("A segment that says which byte is expected next: all "
		       "before it have come. Every segment but the first SYN "
		       "carries one. What is not acknowledged in time is sent "
		       "again."),
	    .see = "retransmission delayed-ACK SACK outq",
	},
	{
	    .name = "SYN",
	    .zh = "同步报文段",
	    .also = "synchronize SYN报文",
	    .text = N_("The flag of the first segment in each direction: it "
		       "gives the initial sequence number, and in its options "
		       "MSS, window scale, SACK and time stamps."),
	    .see = "three-way-handshake SYN_SENT backlog TCP_SYNCNT",
	},
	{
	    .name = "FIN",
	    .zh = "结束报文段",
	    .also = "finish FIN报文",
	    .text =
		N_("The flag that says: I send no more. close and "
		   "shutdown(SHUT_WR) make it; the other end reads on to the "
		   "end and then gets 0 from recv. It can still send."),
	    .see = "four-segment-close half-close EOF shutdown",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"shutdown c SHUT_WR\n"
		"recv conn\n"
		"= 0 \"\"\n"
		"send conn \"still heard\"\n"
		"recv c\n"
		"= \"still heard\"",
	},
	{
	    .name = "RST",
	    .zh = "复位报文段",
	    .also = "reset-segment 复位 重置 RST报文",
	    .text =
		N_("The flag that tears a connection down at once: nobody "
		   "listens at the port (ECONNREFUSED), data came for a "
		   "socket that is closed, or a close left bytes unread "
		   "(ECONNRESET at the other end). It is not acknowledged."),
	    .see = "reset ECONNRESET ECONNREFUSED SO_LINGER",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"send conn \"unread\"\n"
		"wait_until inq(c) == 6\n"
		"close c\n"
		"recv conn\n"
		"= -1 ECONNRESET",
	},
	{
	    .name = "three-way-handshake",
	    .zh = "三次握手",
	    .also = "handshake 握手 3-way-handshake three-way",
	    .text = N_("How a connection begins: SYN from the client, SYN and "
		       "ACK from the server, ACK from the client. Then connect "
		       "returns. The server's kernel does its part alone: the "
		       "program gets the finished connection from accept."),
	    .see = "SYN backlog connect accept ESTABLISHED",
	    .example = "srv = create_server :8080\n"
		       "c = socket tcp\n"
		       "connect c :8080\n"
		       "= 0\n"
		       "print state(c) inq(srv)\n"
		       "> ESTABLISHED 1",
	},
	{
	    .name = "four-segment-close",
	    .zh = "四次挥手",
	    .also =
		"四次握手断开 挥手 four-way-close close-handshake teardown 连接终止",
	    .text =
		N_("How a connection ends: each direction by a FIN and its "
		   "ACK. Whoever closes first goes through FIN_WAIT1, "
		   "FIN_WAIT2 and TIME_WAIT, the other through CLOSE_WAIT "
		   "and LAST_ACK. ACK and FIN often travel in one segment."),
	    .see = "FIN TIME_WAIT CLOSE_WAIT close shutdown",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"shutdown c SHUT_WR\n"
		"wait_until state(c) == \"FIN_WAIT2\"\n"
		"print state(c) state(conn)\n"
		"> FIN_WAIT2 CLOSE_WAIT",
	},
	{
	    .name = "half-close",
	    .zh = "半关闭",
	    .also = "half-closed 半关",
	    .text =
		N_("One direction is ended by shutdown(SHUT_WR), the other "
		   "goes on: 'that was my question, I wait for the answer'. "
		   "close gives both up."),
	    .see = "shutdown FIN FIN_WAIT2 CLOSE_WAIT",
	    .example = "a, b = socketpair()\n"
		       "send a \"question\"; shutdown a SHUT_WR\n"
		       "recvall b 8\n"
		       "= \"question\"\n"
		       "send b \"answer\"\n"
		       "recv a\n"
		       "= \"answer\"",
	},
	{
	    .name = "half-open",
	    .zh = "半打开",
	    .also = "half-open-connection 半开连接",
	    .text =
		N_("One end believes in a connection that the other has "
		   "forgotten: it crashed, or the cable was pulled. It is "
		   "found when something is sent (RST, or ETIMEDOUT), or by "
		   "keep-alive."),
	    .see = "keepalive heartbeat RST ETIMEDOUT",
	},
	{
	    .name = "MSS",
	    .zh = "最大报文段长度",
	    .also = "maximum-segment-size",
	    .text =
		N_("The most bytes of the stream in one segment: the MTU "
		   "less the headers, 1460 on Ethernet with IPv4. Each side "
		   "says in its SYN what it takes."),
	    .see = "MTU TCP_MAXSEG segment",
	},
	{
	    .name = "window",
	    .zh = "窗口",
	    .also = "receive-window 接收窗口 滑动窗口 sliding-window rwnd",
	    .text =
		N_("How many bytes the receiver has room for, told in every "
		   "segment; the sender never has more under way without "
		   "acknowledgement. As the program reads, the window slides "
		   "on."),
	    .see = "flow-control zero-window buffer TCP_INFO",
	},
	{
	    .name = "zero-window",
	    .zh = "零窗口",
	    .also = "window-probe 窗口探测",
	    .text =
		N_("The receiver's buffer is full and it says so: the sender "
		   "stops, and probes now and then whether there is room "
		   "again."),
	    .see = "window flow-control buffer",
	},
	{
	    .name = "flow-control",
	    .zh = "流量控制",
	    .also = "流控 backpressure 背压",
	    .text = N_("The sender is kept to the pace of the receiver, by the "
		       "window. If nobody reads, the receiver's buffer fills, "
		       "then the sender's, and then send waits."),
	    .see = "window zero-window congestion-control EAGAIN",
	    .example = "a, b = socketpair(); setblocking a off\n"
		       "while (n = send(a, \"x\" * 10000)) > 0 { }\n"
		       "expect EAGAIN\n"
		       "print \"full\"\n"
		       "> full",
	},
	{
	    .name = "congestion-control",
	    .zh = "拥塞控制",
	    .also = "congestion 拥塞 CUBIC BBR Reno",
	    .text =
		N_("The sender is kept to what the network carries: it holds "
		   "a congestion window, which grows while acknowledgements "
		   "come and shrinks when segments are lost (RFC 5681). "
		   "Linux does it by cubic unless TCP_CONGESTION says "
		   "otherwise."),
	    .see = "congestion-window slow-start TCP_CONGESTION flow-control",
	},
	{
	    .name = "congestion-window",
	    .zh = "拥塞窗口",
	    .also = "cwnd",
	    .text =
		N_("How many segments may be under way as far as the network "
		   "is concerned; with the receiver's window the smaller "
		   "counts. TCP_INFO shows it as tcpi_snd_cwnd: 10 at first."),
	    .see = "slow-start window TCP_INFO",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"print getsockopt(c, IPPROTO_TCP, TCP_INFO).tcpi_snd_cwnd\n"
		"> 10",
	},
	{
	    .name = "slow-start",
	    .zh = "慢启动",
	    .also = "slow-start-threshold ssthresh 慢开始",
	    .text =
		N_("How the congestion window begins: with 10 segments, one "
		   "more for each that is acknowledged, so that it doubles "
		   "in each round trip, up to a threshold or the first loss "
		   "(RFC 5681, RFC 6928)."),
	    .see = "congestion-window RTT",
	},
	{
	    .name = "retransmission",
	    .zh = "重传",
	    .also = "retransmit 重发 超时重传 快速重传 fast-retransmit",
	    .text =
		N_("What is not acknowledged is sent again: when the RTO is "
		   "over, or at once when three acknowledgements say the "
		   "same (fast retransmit). After many in vain, TCP gives up "
		   "with ETIMEDOUT."),
	    .see = "RTO SACK acknowledgement TCP_USER_TIMEOUT",
	},
	{
	    .name = "RTO",
	    .zh = "重传超时",
	    .also = "retransmission-timeout 超时重传时间",
	    .text =
		N_("How long TCP waits for an acknowledgement before it "
		   "sends again: the measured RTT and its variation, 200 ms "
		   "at least in Linux, 1 s for the first SYN, doubled each "
		   "time (RFC 6298)."),
	    .see = "RTT retransmission TCP_INFO",
	},
	{
	    .name = "SACK",
	    .zh = "选择确认",
	    .also = "selective-acknowledgement 选择性确认",
	    .text =
		N_("The receiver says which parts beyond a gap have come "
		   "already, so that only what is missing is sent again (RFC "
		   "2018). Agreed on in the SYNs."),
	    .see = "retransmission acknowledgement SYN",
	},
	{
	    .name = "Nagle",
	    .zh = "Nagle算法",
	    .also = "nagle-algorithm 纳格算法",
	    .text =
		N_("A small segment waits while an earlier one is not "
		   "acknowledged: so many small sends become few segments "
		   "(RFC 896). With a delayed ACK at the other end that can "
		   "cost 40 ms; TCP_NODELAY switches it off."),
	    .see = "TCP_NODELAY TCP_CORK delayed-ACK",
	},
	{
	    .name = "delayed-ACK",
	    .zh = "延迟确认",
	    .also = "delayed-acknowledgement",
	    .text =
		N_("The receiver waits a little (40 to 200 ms in Linux) with "
		   "an acknowledgement, in the hope that data go back and "
		   "can carry it."),
	    .see = "TCP_QUICKACK Nagle acknowledgement",
	},
	{
	    .name = "keepalive",
	    .zh = "保活",
	    .also = "keep-alive 保活机制 keepalive机制 保活探测",
	    .text =
		N_("If nothing has come for long, TCP asks whether the other "
		   "end is still there: with SO_KEEPALIVE on, first after "
		   "TCP_KEEPIDLE (2 hours), then each TCP_KEEPINTVL (75 s), "
		   "TCP_KEEPCNT (9) times; then ETIMEDOUT."),
	    .see = "SO_KEEPALIVE TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT "
		   "heartbeat",
	    .example = "s = socket tcp\n"
		       "setsockopt s SO_KEEPALIVE 1\n"
		       "print getsockopt(s, IPPROTO_TCP, TCP_KEEPIDLE)\n"
		       "> 7200",
	},
	{
	    .name = "backlog",
	    .zh = "监听队列",
	    .also = "listen-queue accept-queue 全连接队列 连接队列 积压",
	    .text =
		N_("How many finished connections may wait for accept: the "
		   "number at listen, at most net.core.somaxconn. Linux lets "
		   "one more in; when it is full, a SYN is not answered, and "
		   "the client tries again."),
	    .see = "listen accept SYN-queue inq SOMAXCONN",
	    .example = "srv = socket tcp; bind srv :8080; listen srv 5\n"
		       "c = create_connection :8080\n"
		       "d = create_connection :8080\n"
		       "wait_until inq(srv) == 2\n"
		       "print inq(srv) \"connections wait\"\n"
		       "> 2 connections wait",
	},
	{
	    .name = "SYN-queue",
	    .zh = "半连接队列",
	    .also = "syn-backlog SYN-flood SYN洪泛 SYN泛洪 syn-cookies",
	    .text =
		N_("Connections of which a SYN has come and the last ACK has "
		   "not. A flood of false SYNs fills it; with SYN cookies "
		   "Linux answers without remembering."),
	    .see = "backlog SYN_RECV three-way-handshake",
	},
	{
	    .name = "out-of-band",
	    .zh = "带外数据",
	    .also = "OOB urgent urgent-data 紧急数据 urgent-pointer",
	    .text =
		N_("TCP's urgent data: one byte that is marked, sent by "
		   "MSG_OOB, and read by itself with MSG_OOB. It overtakes "
		   "nothing on the way; new programs should not use it (RFC "
		   "6093)."),
	    .see = "MSG_OOB SO_OOBINLINE",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"send c \"!\" MSG_OOB\n"
		"poll([(conn, POLLPRI)], 1000)\n"
		"= 1\n"
		"recv conn 1 MSG_OOB\n"
		"= \"!\"",
	},
	{
	    .name = "MSL",
	    .zh = "最长报文段寿命",
	    .also = "maximum-segment-lifetime 2MSL",
	    .text =
		N_("The longest time that a segment may live in the network, "
		   "2 minutes by RFC 9293. TIME_WAIT lasts twice that; Linux "
		   "takes 60 s for both together."),
	    .see = "TIME_WAIT",
	},
	{
	    .name = "address-reuse",
	    .zh = "地址重用",
	    .also = "端口复用 port-reuse 端口重用 地址复用 reuse",
	    .text =
		N_("A server that starts again finds its port in TIME_WAIT "
		   "of old connections and gets EADDRINUSE; with "
		   "SO_REUSEADDR set before bind it may have it. "
		   "SO_REUSEPORT is another thing: several sockets listen at "
		   "one port at once."),
	    .see = "SO_REUSEADDR SO_REUSEPORT TIME_WAIT EADDRINUSE",
	    .example =
		"srv = create_server :8080; c = create_connection :8080\n"
		"conn, peer = accept srv\n"
		"close conn; close c; close srv\n"
		"s = socket tcp\n"
		"bind s :8080\n"
		"= -1 EADDRINUSE\n"
		"setsockopt s SO_REUSEADDR 1\n"
		"bind s :8080\n"
		"= 0",
	},
	{ .name = NULL },
};
