/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: addresses, layers, and what travels. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_network[] = {
	{
	    .name = "OSI-layers",
	    .zh = "OSI七层模型",
	    .also = "OSI layers layer-model OSI模型 七层模型 分层",
	    .text =
		N_("Networks are described in layers, each using the one "
		   "below: physical, data link, network, transport, session, "
		   "presentation, application. The Internet has four: link "
		   "(Ethernet), internet (IP), transport (TCP, UDP), "
		   "application. Sockets stand between the last two."),
	    .see = "encapsulation TCP UDP IP-address frame",
	},
	{
	    .name = "encapsulation",
	    .zh = "封装",
	    .also = "encapsulate 解封装",
	    .text = N_("On the way down each layer puts its own header before "
		       "what the layer above gave it: data, TCP segment, IP "
		       "packet, Ethernet frame. On the way up each takes its "
		       "header off again."),
	    .see = "OSI-layers header frame segment MTU",
	},
	{
	    .name = "header",
	    .zh = "首部",
	    .also = "头部",
	    .text =
		N_("What a layer puts before the data it carries: a TCP "
		   "header has ports, sequence and acknowledgement numbers, "
		   "flags and window (20 bytes and options); an IPv4 header "
		   "has the two addresses, TTL and protocol (20 bytes and "
		   "options); a UDP header has ports, length and checksum (8 "
		   "bytes)."),
	    .see = "encapsulation segment datagram checksum",
	},
	{
	    .name = "frame",
	    .zh = "帧",
	    .also = "以太网帧 ethernet-frame",
	    .text =
		N_("What the data link layer sends: with Ethernet the "
		   "hardware addresses of receiver and sender (6 bytes "
		   "each), the type of what is inside (0x0800 for IPv4), up "
		   "to MTU bytes, and a checksum."),
	    .see = "MTU ARP encapsulation",
	},
	{
	    .name = "packet",
	    .zh = "数据包",
	    .also = "分组 包 IP-packet",
	    .text =
		N_("What IP carries from host to host, each by itself: "
		   "packets may be lost, doubled or overtake each other. TCP "
		   "repairs that, UDP does not."),
	    .see = "segment datagram fragmentation TTL",
	},
	{
	    .name = "checksum",
	    .zh = "校验和",
	    .also = "检验和",
	    .text =
		N_("A number computed from the bytes, by which the receiver "
		   "sees that some were changed on the way. IPv4's covers "
		   "its header; TCP's and UDP's cover header, data and both "
		   "addresses. What does not fit is dropped without a word; "
		   "TCP sends it again."),
	    .see = "header retransmission SO_NO_CHECK",
	},
	{
	    .name = "MTU",
	    .zh = "最大传输单元",
	    .also = "maximum-transmission-unit",
	    .text =
		N_("The most bytes that a link carries in one packet: 1500 "
		   "on Ethernet; Linux's loopback has 65536, of which IP can "
		   "use 65535. What is longer is fragmented by IP, or, with "
		   "TCP, never made: segments are kept to the MSS."),
	    .see = "MSS fragmentation IP_MTU IP_MTU_DISCOVER",
	    .example = "s = socket udp\n"
		       "connect s :9000\n"
		       "print getsockopt(s, IPPROTO_IP, IP_MTU)\n"
		       "> 65535",
	},
	{
	    .name = "fragmentation",
	    .zh = "分片",
	    .also = "fragment IP分片",
	    .text = N_("A packet longer than the MTU of a link is cut into "
		       "fragments, which the receiving host puts together; if "
		       "one is lost all are. IPv4 routers may cut, unless the "
		       "bit DF forbids it; with IPv6 only the sender does."),
	    .see = "MTU packet IP_MTU_DISCOVER",
	},
	{
	    .name = "IP-address",
	    .zh = "IP地址",
	    .also = "address 地址类型 IPv4 IPv4地址 ipv4-address",
	    .text =
		N_("The number of an interface in the network: 32 bits with "
		   "IPv4, written as 127.0.0.1, 128 with IPv6, written as "
		   "::1. With a port it is a socket address."),
	    .see = "port IPv6 loopback wildcard-address inet_pton AF_INET",
	    .example = "print hex(inet_pton(AF_INET, \"127.0.0.1\"))\n"
		       "> 7f000001",
	},
	{
	    .name = "IPv6",
	    .also = "ipv6-address IPv6地址",
	    .text =
		N_("The Internet Protocol with addresses of 128 bits. They "
		   "are written in groups of 16 bits in hexadecimal, :: for "
		   "zeros; with a port in brackets: [::1]:8080. An address "
		   "that begins with fe80 is good on one link only and needs "
		   "its interface: [fe80::1%eth0]:80."),
	    .see = "IP-address dual-stack IPV6_V6ONLY AF_INET6",
	},
	{
	    .name = "port",
	    .zh = "端口",
	    .also = "端口号 port-number",
	    .text =
		N_("A number from 0 to 65535 that tells the programs of one "
		   "host apart; TCP and UDP each have their own. Below 1024 "
		   "they need a right (root) by default; 0 asks the system "
		   "for a free one."),
	    .see = "ephemeral-port bind getservbyname socket-pair",
	    .example = "s = socket tcp\n"
		       "bind s 127.0.0.1:0\n"
		       "host, port = getsockname s\n"
		       "print (port > 0)\n"
		       "> 1",
	},
	{
	    .name = "ephemeral-port",
	    .zh = "临时端口",
	    .also = "ephemeral 短暂端口",
	    .text =
		N_("The local port that the system chooses where the program "
		   "does not: at connect, at the first sendto, at bind to "
		   "port 0. Linux takes it from "
		   "net.ipv4.ip_local_port_range, by default 32768 to 60999."),
	    .see = "port connect getsockname IP_BIND_ADDRESS_NO_PORT",
	},
	{
	    .name = "loopback",
	    .zh = "回环",
	    .also =
		"环回 loopback-address 回环地址 环回地址 localhost lo 127.0.0.1 "
		"::1",
	    .text = N_("The interface lo, by which a host talks to itself: "
		       "127.0.0.1 (all of 127.0.0.0/8) and ::1. Nothing of it "
		       "leaves the host, and nobody from outside can reach a "
		       "server that is bound to it."),
	    .see = "IP-address wildcard-address bind",
	},
	{
	    .name = "wildcard-address",
	    .zh = "通配地址",
	    .also = "wildcard any-address INADDR_ANY地址 0.0.0.0",
	    .text =
		N_("0.0.0.0 or :: (here *), the address that stands for all "
		   "of this host's: a server bound to *:80 takes connections "
		   "on every interface. An accepted socket has the one that "
		   "the client used."),
	    .see = "bind loopback INADDR_ANY",
	    .example = "srv = socket tcp\n"
		       "bind srv *:8080\n"
		       "listen srv\n"
		       "c = create_connection 127.0.0.5:8080\n"
		       "conn, peer = accept srv\n"
		       "print getsockname(srv) getsockname(conn)\n"
		       "> ...\n"
		       "> 0.0.0.0:8080 127.0.0.5:8080",
	},
	{
	    .name = "unicast",
	    .zh = "单播",
	    .text = N_("From one host to one other: all of TCP, most of UDP."),
	    .see = "broadcast multicast",
	},
	{
	    .name = "broadcast",
	    .zh = "广播",
	    .also = "广播地址 broadcast-address",
	    .text =
		N_("One datagram to all hosts of a network, at "
		   "255.255.255.255 or the network's last address. UDP and "
		   "IPv4 only; the sender has to switch SO_BROADCAST on, or "
		   "gets EACCES. Routers do not pass it on."),
	    .see = "SO_BROADCAST multicast sendto EACCES",
	    .example = "s = socket udp\n"
		       "sendto s \"hello\" 127.255.255.255:9000\n"
		       "= -1 EACCES",
	},
	{
	    .name = "multicast",
	    .zh = "组播",
	    .also = "多播 multicast-group 组播组",
	    .text =
		N_("One datagram to all who have joined a group, an address "
		   "from 224.0.0.0 to 239.255.255.255 or one that begins "
		   "with ff in IPv6. A receiver joins with "
		   "IP_ADD_MEMBERSHIP; the TTL is 1 unless IP_MULTICAST_TTL "
		   "says otherwise."),
	    .see = "IP_ADD_MEMBERSHIP IP_MULTICAST_TTL IP_MULTICAST_LOOP "
		   "broadcast",
	},
	{
	    .name = "netmask",
	    .zh = "子网掩码",
	    .also = "subnet subnet-mask 子网 CIDR prefix-length",
	    .text = N_("How many bits of an address are the network's: "
		       "192.168.1.7/24 is host 7 in the network 192.168.1.0, "
		       "whose broadcast address is 192.168.1.255. Hosts in one "
		       "network reach each other without a router."),
	    .see = "IP-address route broadcast",
	},
	{
	    .name = "route",
	    .zh = "路由",
	    .also = "routing 路由表 gateway 网关",
	    .text =
		N_("Which interface, and which router next, leads to an "
		   "address: the kernel looks it up in its routing table for "
		   "each packet. Without a route connect fails with "
		   "ENETUNREACH."),
	    .see = "IP-address TTL ENETUNREACH SO_DONTROUTE",
	},
	{
	    .name = "NAT",
	    .zh = "网络地址转换",
	    .also = "网络地址翻译",
	    .text = N_("A router that puts its own address and a port of its "
		       "choice in place of those of the hosts behind it. They "
		       "can call out; they cannot be called, unless the router "
		       "has been told to whom a port belongs. What has been "
		       "silent for long is forgotten: heartbeats keep it."),
	    .see = "heartbeat keepalive port",
	},
	{
	    .name = "ARP",
	    .zh = "地址解析协议",
	    .also = "address-resolution-protocol",
	    .text =
		N_("How a host finds the hardware address of another in its "
		   "network: it asks all (who has 192.168.1.7?), and the one "
		   "answers (RFC 826). Nobody answers: EHOSTUNREACH. IPv6 "
		   "does this by ICMPv6 (neighbour discovery)."),
	    .see = "frame EHOSTUNREACH",
	},
	{
	    .name = "ICMP",
	    .zh = "互联网控制报文协议",
	    .also = "ICMPv6 ping 端口不可达 port-unreachable",
	    .text =
		N_("IP's messages about itself: echo (ping), destination "
		   "unreachable, time exceeded (RFC 792). A UDP datagram to "
		   "a port that nobody has is answered by port unreachable, "
		   "which a connected UDP socket sees as ECONNREFUSED at its "
		   "next call."),
	    .see = "UDP TTL ECONNREFUSED IP_RECVERR",
	    .example = "s = socket udp\n"
		       "connect s :9000\n"
		       "send s \"anybody?\"\n"
		       "= 8\n"
		       "recv s\n"
		       "= -1 ECONNREFUSED",
	},
	{
	    .name = "DNS",
	    .zh = "域名系统",
	    .also = "域名 name-server 域名解析",
	    .text = N_("The system that gives the addresses of names such as "
		       "example.org. Programs ask by getaddrinfo, which looks "
		       "into /etc/hosts first."),
	    .see = "getaddrinfo getnameinfo gethostbyname",
	},
	{
	    .name = "TTL",
	    .zh = "生存时间",
	    .also = "time-to-live hop-limit 跳数限制",
	    .text =
		N_("How many routers a packet may still pass; each takes one "
		   "off, and drops the packet at 0. So none circles for "
		   "ever. 64 is usual; IPv6 calls it hop limit."),
	    .see = "IP_TTL IP_MULTICAST_TTL route",
	    .example = "s = socket tcp\n"
		       "print getsockopt(s, IPPROTO_IP, IP_TTL)\n"
		       "> 64",
	},
	{
	    .name = "dual-stack",
	    .zh = "双栈",
	    .also = "双协议栈 IPv4-mapped",
	    .text =
		N_("An IPv6 socket that serves IPv4 too: bound to [::], with "
		   "IPV6_V6ONLY off, it takes IPv4 clients, whose addresses "
		   "look like ::ffff:127.0.0.1."),
	    .see = "IPV6_V6ONLY IPv6 has_dualstack_ipv6",
	},
	{
	    .name = "byte-order",
	    .zh = "字节序",
	    .also =
		"endianness big-endian little-endian 端序 大端 小端 大小端 大端序 小端序 "
		"主机字节序",
	    .text =
		N_("In which order the bytes of a number lie in memory: the "
		   "high one first (big-endian), or the low one first "
		   "(little-endian, x86 and most of today). What goes to "
		   "another host has to be in an order both know."),
	    .see = "network-byte-order htons pack",
	    .example =
		"print pack(\">H\", 8080).hex() pack(\"<H\", 8080).hex()\n"
		"> 1f90 901f",
	},
	{
	    .name = "network-byte-order",
	    .zh = "网络字节序",
	    .also = "网络序 network-order",
	    .text = N_("Big-endian: the order in which headers have their "
		       "numbers, and sin_port and sin_addr theirs. htons and "
		       "htonl bring a number into it, ntohs and ntohl back."),
	    .see = "byte-order htons ntohl pack",
	    .example = "print htons(8080) ntohs(htons(8080))\n"
		       "> 36895 8080",
	},
	{
	    .name = "UDP",
	    .zh = "用户数据报协议",
	    .also = "user-datagram-protocol",
	    .text =
		N_("Sends datagrams, with a port at each end and nothing "
		   "else: no connection, no order, no repetition (RFC 768). "
		   "What is lost is lost; what comes, comes whole."),
	    .see = "datagram TCP sendto recvfrom",
	    .example = "s = socket udp\n"
		       "bind s :9000\n"
		       "c = socket udp\n"
		       "sendto c \"one\" :9000\n"
		       "sendto c \"two\" :9000\n"
		       "data, peer = recvfrom s\n"
		       "= \"one\"",
	},
	{
	    .name = "datagram",
	    .zh = "数据报",
	    .also = "数据报文 SOCK_DGRAM套接字",
	    .text =
		N_("A message that travels by itself and keeps its borders: "
		   "one sendto, one recvfrom. If the room at recv is too "
		   "small the rest is lost (MSG_TRUNC tells)."),
	    .see = "UDP stream sticky-packets MSG_TRUNC",
	    .example = "a, b = socketpair unixgram\n"
		       "send a \"hello\"\n"
		       "send a \"world\"\n"
		       "recv b 3\n"
		       "= \"hel\"\n"
		       "recv b\n"
		       "= \"world\"",
	},
	{
	    .name = "stream",
	    .zh = "字节流",
	    .also = "流 byte-stream 流式",
	    .text =
		N_("Bytes in order, without borders: what one send wrote may "
		   "come in several recv, and several sends in one. TCP and "
		   "AF_UNIX SOCK_STREAM are streams."),
	    .see = "sticky-packets half-packet datagram TCP",
	    .example = "a, b = socketpair()\n"
		       "send a \"one\"\n"
		       "send a \"two\"\n"
		       "recv b\n"
		       "= \"onetwo\"",
	},
	{
	    .name = "RTT",
	    .zh = "往返时间",
	    .also = "round-trip-time 时延 latency",
	    .text = N_("How long it takes for a segment to go there and its "
		       "acknowledgement to come back. TCP measures it all the "
		       "time and computes the RTO from it."),
	    .see = "RTO TCP_INFO acknowledgement",
	},
	{
	    .name = "socket-pair",
	    .zh = "套接字对",
	    .also = "四元组 五元组 4-tuple four-tuple 5-tuple",
	    .text =
		N_("The two ends of a connection, local address and port and "
		   "remote address and port: they name it. So many clients "
		   "can use one port of a server: each pair is another one. "
		   "(The call socketpair makes two connected sockets.)"),
	    .see = "getsockname getpeername port socketpair",
	},
	{ .name = NULL },
};
