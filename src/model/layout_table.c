/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The structs of C that sockets use, field by field. */
#include "model/layout.h"

#include <endian.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <linux/sock_diag.h>

#include "model/xlat.h"

/* A field of a struct: its kind, and where it lies; what else there is to say
 * of it may follow. */
#define FIELD(type, k, member, ...)                                    \
	{                                                              \
		.name = #member, .kind = LAYOUT_##k,                   \
		.offset = offsetof(struct type, member),               \
		.size = sizeof(((struct type *)0)->member) __VA_ARGS__ \
	}

/*
 * What the kernel writes for TCP_INFO, of Linux 6.18
 * (include/uapi/linux/tcp.h): libc's struct ends at tcpi_total_retrans, that of
 * the kernel's headers wherever they were then. The four bytes after the last
 * field were two other fields in the next version, and are left out.
 */
struct tcp_info_now {
	uint8_t tcpi_state;
	uint8_t tcpi_ca_state;
	uint8_t tcpi_retransmits;
	uint8_t tcpi_probes;
	uint8_t tcpi_backoff;
	uint8_t tcpi_options;
	uint8_t wscale;
	uint8_t bits;
	uint32_t tcpi_rto;
	uint32_t tcpi_ato;
	uint32_t tcpi_snd_mss;
	uint32_t tcpi_rcv_mss;
	uint32_t tcpi_unacked;
	uint32_t tcpi_sacked;
	uint32_t tcpi_lost;
	uint32_t tcpi_retrans;
	uint32_t tcpi_fackets;
	uint32_t tcpi_last_data_sent;
	uint32_t tcpi_last_ack_sent;
	uint32_t tcpi_last_data_recv;
	uint32_t tcpi_last_ack_recv;
	uint32_t tcpi_pmtu;
	uint32_t tcpi_rcv_ssthresh;
	uint32_t tcpi_rtt;
	uint32_t tcpi_rttvar;
	uint32_t tcpi_snd_ssthresh;
	uint32_t tcpi_snd_cwnd;
	uint32_t tcpi_advmss;
	uint32_t tcpi_reordering;
	uint32_t tcpi_rcv_rtt;
	uint32_t tcpi_rcv_space;
	uint32_t tcpi_total_retrans;
	uint64_t tcpi_pacing_rate;
	uint64_t tcpi_max_pacing_rate;
	uint64_t tcpi_bytes_acked;
	uint64_t tcpi_bytes_received;
	uint32_t tcpi_segs_out;
	uint32_t tcpi_segs_in;
	uint32_t tcpi_notsent_bytes;
	uint32_t tcpi_min_rtt;
	uint32_t tcpi_data_segs_in;
	uint32_t tcpi_data_segs_out;
	uint64_t tcpi_delivery_rate;
	uint64_t tcpi_busy_time;
	uint64_t tcpi_rwnd_limited;
	uint64_t tcpi_sndbuf_limited;
	uint32_t tcpi_delivered;
	uint32_t tcpi_delivered_ce;
	uint64_t tcpi_bytes_sent;
	uint64_t tcpi_bytes_retrans;
	uint32_t tcpi_dsack_dups;
	uint32_t tcpi_reord_seen;
	uint32_t tcpi_rcv_ooopack;
	uint32_t tcpi_snd_wnd;
	uint32_t tcpi_rcv_wnd;
	uint32_t tcpi_rehash;
	uint16_t tcpi_total_rto;
	uint16_t tcpi_total_rto_recoveries;
	uint32_t tcpi_total_rto_time;
	uint32_t tcpi_received_ce;
	uint32_t tcpi_delivered_e1_bytes;
	uint32_t tcpi_delivered_e0_bytes;
	uint32_t tcpi_delivered_ce_bytes;
	uint32_t tcpi_received_e1_bytes;
	uint32_t tcpi_received_e0_bytes;
	uint32_t tcpi_received_ce_bytes;
	uint32_t rest;
};
_Static_assert(offsetof(struct tcp_info_now, tcpi_total_retrans) ==
	offsetof(struct tcp_info, tcpi_total_retrans),
    "struct tcp_info is libc's, and more");

/* n bits, of a byte that is filled from its low end; or from its high end. */
#if __BYTE_ORDER == __LITTLE_ENDIAN
#define BITS(low, n) .bit = (low), .bits = (n)
#else
#define BITS(low, n) .bit = 8 - (low) - (n), .bits = (n)
#endif
#define BIT_FIELD(label, type, member, low, n)                      \
	{                                                           \
		.name = (label), .kind = LAYOUT_BITS,               \
		.offset = offsetof(struct type, member), .size = 1, \
		BITS(low, n)                                        \
	}

#define T(k, member, ...) FIELD(tcp_info_now, k, member, ##__VA_ARGS__)
static const struct layout_field tcp_info_fields[] = {
	T(UINT, tcpi_state, , .names = &xlat_tcp_states),
	T(UINT, tcpi_ca_state, , .names = &xlat_tcp_ca_states),
	T(UINT, tcpi_retransmits),
	T(UINT, tcpi_probes),
	T(UINT, tcpi_backoff),
	T(UINT, tcpi_options, , .names = &xlat_tcp_options),
	BIT_FIELD("tcpi_snd_wscale", tcp_info_now, wscale, 0, 4),
	BIT_FIELD("tcpi_rcv_wscale", tcp_info_now, wscale, 4, 4),
	BIT_FIELD("tcpi_delivery_rate_app_limited", tcp_info_now, bits, 0, 1),
	BIT_FIELD("tcpi_fastopen_client_fail", tcp_info_now, bits, 1, 2),
	T(UINT, tcpi_rto),
	T(UINT, tcpi_ato),
	T(UINT, tcpi_snd_mss),
	T(UINT, tcpi_rcv_mss),
	T(UINT, tcpi_unacked),
	T(UINT, tcpi_sacked),
	T(UINT, tcpi_lost),
	T(UINT, tcpi_retrans),
	T(UINT, tcpi_fackets),
	T(UINT, tcpi_last_data_sent),
	T(UINT, tcpi_last_ack_sent),
	T(UINT, tcpi_last_data_recv),
	T(UINT, tcpi_last_ack_recv),
	T(UINT, tcpi_pmtu),
	T(UINT, tcpi_rcv_ssthresh),
	T(UINT, tcpi_rtt),
	T(UINT, tcpi_rttvar),
	T(UINT, tcpi_snd_ssthresh),
	T(UINT, tcpi_snd_cwnd),
	T(UINT, tcpi_advmss),
	T(UINT, tcpi_reordering),
	T(UINT, tcpi_rcv_rtt),
	T(UINT, tcpi_rcv_space),
	T(UINT, tcpi_total_retrans),
	T(UINT, tcpi_pacing_rate),
	T(UINT, tcpi_max_pacing_rate),
	T(UINT, tcpi_bytes_acked),
	T(UINT, tcpi_bytes_received),
	T(UINT, tcpi_segs_out),
	T(UINT, tcpi_segs_in),
	T(UINT, tcpi_notsent_bytes),
	T(UINT, tcpi_min_rtt),
	T(UINT, tcpi_data_segs_in),
	T(UINT, tcpi_data_segs_out),
	T(UINT, tcpi_delivery_rate),
	T(UINT, tcpi_busy_time),
	T(UINT, tcpi_rwnd_limited),
	T(UINT, tcpi_sndbuf_limited),
	T(UINT, tcpi_delivered),
	T(UINT, tcpi_delivered_ce),
	T(UINT, tcpi_bytes_sent),
	T(UINT, tcpi_bytes_retrans),
	T(UINT, tcpi_dsack_dups),
	T(UINT, tcpi_reord_seen),
	T(UINT, tcpi_rcv_ooopack),
	T(UINT, tcpi_snd_wnd),
	T(UINT, tcpi_rcv_wnd),
	T(UINT, tcpi_rehash),
	T(UINT, tcpi_total_rto),
	T(UINT, tcpi_total_rto_recoveries),
	T(UINT, tcpi_total_rto_time),
	T(UINT, tcpi_received_ce),
	T(UINT, tcpi_delivered_e1_bytes),
	T(UINT, tcpi_delivered_e0_bytes),
	T(UINT, tcpi_delivered_ce_bytes),
	T(UINT, tcpi_received_e1_bytes),
	T(UINT, tcpi_received_e0_bytes),
	T(UINT, tcpi_received_ce_bytes),
};

static const struct layout_field timeval_fields[] = {
	FIELD(timeval, INT, tv_sec),
	FIELD(timeval, INT, tv_usec),
};

static const struct layout_field timespec_fields[] = {
	FIELD(timespec, INT, tv_sec),
	FIELD(timespec, INT, tv_nsec),
};

static const struct layout_field linger_fields[] = {
	FIELD(linger, INT, l_onoff),
	FIELD(linger, INT, l_linger),
};

static const struct layout_field ucred_fields[] = {
	FIELD(ucred, INT, pid),
	FIELD(ucred, ID, uid),
	FIELD(ucred, ID, gid),
};

static const struct layout_field in_addr_fields[] = {
	FIELD(in_addr, IN, s_addr),
};

/* s6_addr is a macro: the whole of the struct. */
static const struct layout_field in6_addr_fields[] = {
	{ "s6_addr", LAYOUT_IN6, .size = sizeof(struct in6_addr) },
};

static const struct layout_field ip_mreq_fields[] = {
	FIELD(ip_mreq, IN, imr_multiaddr),
	FIELD(ip_mreq, IN, imr_interface),
};

static const struct layout_field ip_mreqn_fields[] = {
	FIELD(ip_mreqn, IN, imr_multiaddr),
	FIELD(ip_mreqn, IN, imr_address),
	FIELD(ip_mreqn, INDEX, imr_ifindex),
};

static const struct layout_field ip_mreq_source_fields[] = {
	FIELD(ip_mreq_source, IN, imr_multiaddr),
	FIELD(ip_mreq_source, IN, imr_interface),
	FIELD(ip_mreq_source, IN, imr_sourceaddr),
};

static const struct layout_field ipv6_mreq_fields[] = {
	FIELD(ipv6_mreq, IN6, ipv6mr_multiaddr),
	FIELD(ipv6_mreq, INDEX, ipv6mr_interface),
};

static const struct layout_field group_req_fields[] = {
	FIELD(group_req, INDEX, gr_interface),
	FIELD(group_req, ADDR, gr_group),
};

static const struct layout_field group_source_req_fields[] = {
	FIELD(group_source_req, INDEX, gsr_interface),
	FIELD(group_source_req, ADDR, gsr_group),
	FIELD(group_source_req, ADDR, gsr_source),
};

static const struct layout_field in_pktinfo_fields[] = {
	FIELD(in_pktinfo, INDEX, ipi_ifindex),
	FIELD(in_pktinfo, IN, ipi_spec_dst),
	FIELD(in_pktinfo, IN, ipi_addr),
};

static const struct layout_field in6_pktinfo_fields[] = {
	FIELD(in6_pktinfo, IN6, ipi6_addr),
	FIELD(in6_pktinfo, INDEX, ipi6_ifindex),
};

/* Its sockaddr_in6 is no sockaddr_storage, but an address as well. */
static const struct layout_field ip6_mtuinfo_fields[] = {
	FIELD(ip6_mtuinfo, ADDR, ip6m_addr),
	FIELD(ip6_mtuinfo, UINT, ip6m_mtu),
};

static const struct layout_field icmp6_filter_fields[] = {
	FIELD(icmp6_filter, BYTES, icmp6_filt),
};

/* struct icmp_filter of <linux/icmp.h>: a bit for each type that is dropped. */
static const struct layout_field icmp_filter_fields[] = {
	{ "data", LAYOUT_UINT, .size = sizeof(uint32_t) },
};

static const struct layout_field tcp_md5sig_fields[] = {
	FIELD(tcp_md5sig, ADDR, tcpm_addr),
	FIELD(tcp_md5sig, UINT, tcpm_flags),
	FIELD(tcp_md5sig, UINT, tcpm_prefixlen),
	FIELD(tcp_md5sig, UINT, tcpm_keylen),
	/* __tcpm_pad of libc, which the kernel has for VRFs */
	{ .name = "tcpm_ifindex",
	    .kind = LAYOUT_INT,
	    .offset = offsetof(struct tcp_md5sig, __tcpm_pad),
	    .size = sizeof(int32_t) },
	FIELD(tcp_md5sig, BYTES, tcpm_key),
};

static const struct layout_field tcp_repair_opt_fields[] = {
	FIELD(tcp_repair_opt, UINT, opt_code),
	FIELD(tcp_repair_opt, UINT, opt_val),
};

static const struct layout_field tcp_repair_window_fields[] = {
	FIELD(tcp_repair_window, UINT, snd_wl1),
	FIELD(tcp_repair_window, UINT, snd_wnd),
	FIELD(tcp_repair_window, UINT, max_window),
	FIELD(tcp_repair_window, UINT, rcv_wnd),
	FIELD(tcp_repair_window, UINT, rcv_wup),
};

static const struct layout_field tcp_zerocopy_receive_fields[] = {
	FIELD(tcp_zerocopy_receive, UINT, address),
	FIELD(tcp_zerocopy_receive, UINT, length),
	FIELD(tcp_zerocopy_receive, UINT, recv_skip_hint),
};

static const struct layout_field packet_mreq_fields[] = {
	FIELD(packet_mreq, INDEX, mr_ifindex),
	FIELD(packet_mreq, UINT, mr_type, , .names = &xlat_packet_mr),
	FIELD(packet_mreq, UINT, mr_alen),
	FIELD(packet_mreq, BYTES, mr_address),
};

static const struct layout_field tpacket_stats_fields[] = {
	FIELD(tpacket_stats, UINT, tp_packets),
	FIELD(tpacket_stats, UINT, tp_drops),
};

static const struct layout_field tpacket_stats_v3_fields[] = {
	FIELD(tpacket_stats_v3, UINT, tp_packets),
	FIELD(tpacket_stats_v3, UINT, tp_drops),
	FIELD(tpacket_stats_v3, UINT, tp_freeze_q_cnt),
};

static const struct layout_field tpacket_rollover_stats_fields[] = {
	FIELD(tpacket_rollover_stats, UINT, tp_all),
	FIELD(tpacket_rollover_stats, UINT, tp_huge),
	FIELD(tpacket_rollover_stats, UINT, tp_failed),
};

static const struct layout_field tpacket_auxdata_fields[] = {
	FIELD(tpacket_auxdata, UINT, tp_status),
	FIELD(tpacket_auxdata, UINT, tp_len),
	FIELD(tpacket_auxdata, UINT, tp_snaplen),
	FIELD(tpacket_auxdata, UINT, tp_mac),
	FIELD(tpacket_auxdata, UINT, tp_net),
	FIELD(tpacket_auxdata, UINT, tp_vlan_tci),
	FIELD(tpacket_auxdata, UINT, tp_vlan_tpid),
};

static const struct layout_field tpacket_req_fields[] = {
	FIELD(tpacket_req, UINT, tp_block_size),
	FIELD(tpacket_req, UINT, tp_block_nr),
	FIELD(tpacket_req, UINT, tp_frame_size),
	FIELD(tpacket_req, UINT, tp_frame_nr),
};

static const struct layout_field tpacket_req3_fields[] = {
	FIELD(tpacket_req3, UINT, tp_block_size),
	FIELD(tpacket_req3, UINT, tp_block_nr),
	FIELD(tpacket_req3, UINT, tp_frame_size),
	FIELD(tpacket_req3, UINT, tp_frame_nr),
	FIELD(tpacket_req3, UINT, tp_retire_blk_tov),
	FIELD(tpacket_req3, UINT, tp_sizeof_priv),
	FIELD(tpacket_req3, UINT, tp_feature_req_word),
};

static const struct layout_field sock_extended_err_fields[] = {
	FIELD(sock_extended_err, UINT, ee_errno, , .names = &xlat_errnos),
	FIELD(sock_extended_err, UINT, ee_origin),
	FIELD(sock_extended_err, UINT, ee_type),
	FIELD(sock_extended_err, UINT, ee_code),
	FIELD(sock_extended_err, UINT, ee_pad),
	FIELD(sock_extended_err, UINT, ee_info),
	FIELD(sock_extended_err, UINT, ee_data),
};

/* What has pointers in it has no image: an answer's ai_next is the next answer,
 * or 0. */
static const struct layout_field addrinfo_fields[] = {
	FIELD(addrinfo, INT, ai_flags, , .names = &xlat_ai_flags),
	FIELD(addrinfo, INT, ai_family, , .names = &xlat_families),
	FIELD(addrinfo, INT, ai_socktype, , .names = &xlat_types),
	FIELD(addrinfo, INT, ai_protocol, , .names = &xlat_protocols),
	FIELD(addrinfo, UINT, ai_addrlen),
	{ .name = "ai_addr", .kind = LAYOUT_ANY },
	{ .name = "ai_canonname", .kind = LAYOUT_ANY },
	{ .name = "ai_next", .kind = LAYOUT_ANY },
};

/* As Python has it: the addresses as text, the other fields told by them. */
static const struct layout_field hostent_fields[] = {
	{ .name = "h_name", .kind = LAYOUT_ANY },
	{ .name = "h_aliases", .kind = LAYOUT_ANY },
	{ .name = "h_addr_list", .kind = LAYOUT_ANY },
};

/* No struct, but what makefile gives (sock/stream.c). */
static const struct layout_field file_fields[] = {
	{ .name = "fileno", .kind = LAYOUT_ANY },
	{ .name = "mode", .kind = LAYOUT_ANY },
	{ .name = "id", .kind = LAYOUT_ANY },
};

/* struct sock_txtime of <linux/net_tstamp.h> */
static const struct layout_field sock_txtime_fields[] = {
	FIELD(sock_txtime, INT, clockid),
	FIELD(sock_txtime, UINT, flags),
};

/* What SO_MEMINFO gives, by the indexes of <linux/sock_diag.h>, which has no
 * struct for it. */
#define MEMINFO(label, index)                                                  \
	{                                                                      \
		.name = (label), .kind = LAYOUT_UINT,                          \
		.offset = (index) * sizeof(uint32_t), .size = sizeof(uint32_t) \
	}
static const struct layout_field sk_meminfo_fields[] = {
	MEMINFO("rmem_alloc", SK_MEMINFO_RMEM_ALLOC),
	MEMINFO("rcvbuf", SK_MEMINFO_RCVBUF),
	MEMINFO("wmem_alloc", SK_MEMINFO_WMEM_ALLOC),
	MEMINFO("sndbuf", SK_MEMINFO_SNDBUF),
	MEMINFO("fwd_alloc", SK_MEMINFO_FWD_ALLOC),
	MEMINFO("wmem_queued", SK_MEMINFO_WMEM_QUEUED),
	MEMINFO("optmem", SK_MEMINFO_OPTMEM),
	MEMINFO("backlog", SK_MEMINFO_BACKLOG),
	MEMINFO("drops", SK_MEMINFO_DROPS),
};

/* Structs of pointers: what they point to stands in their place. */
static const struct layout_field msghdr_fields[] = {
	{ .name = "msg_name", .kind = LAYOUT_ANY },
	{ .name = "msg_namelen", .kind = LAYOUT_UINT, .size = 4 },
	{ .name = "msg_iov", .kind = LAYOUT_ANY },
	{ .name = "msg_iovlen", .kind = LAYOUT_UINT, .size = 8 },
	{ .name = "msg_control", .kind = LAYOUT_ANY },
	{ .name = "msg_controllen", .kind = LAYOUT_UINT, .size = 8 },
	{ .name = "msg_flags",
	    .kind = LAYOUT_INT,
	    .size = 4,
	    .names = &xlat_msg_flags },
};

static const struct layout_field iovec_fields[] = {
	{ .name = "iov_base", .kind = LAYOUT_ANY },
	{ .name = "iov_len", .kind = LAYOUT_UINT, .size = 8 },
};

/* A program of <linux/filter.h>: its second field is a pointer. */
static const struct layout_field sock_fprog_fields[] = {
	{ .name = "len", .kind = LAYOUT_ANY },
	{ .name = "filter", .kind = LAYOUT_ANY },
};

#define FIELDS(array) .n = sizeof(array) / sizeof((array)[0]), .fields = (array)
/* Of the union epoll_data what nearly every program keeps there, and the rest of
 * its bytes. */
static const struct layout_field epoll_data_fields[] = {
	{ "fd", LAYOUT_INT, .size = sizeof(int) },
	{ "high", LAYOUT_UINT, .offset = sizeof(int),
	    .size = sizeof(uint32_t) },
};

static const struct layout epoll_data_layout = { "epoll_data",
	sizeof(union epoll_data),
	sizeof(epoll_data_fields) / sizeof(epoll_data_fields[0]),
	epoll_data_fields };

static const struct layout_field epoll_event_fields[] = {
	FIELD(epoll_event, UINT, events),
	FIELD(epoll_event, RECORD, data, , .layout = &epoll_data_layout),
};

static const struct layout_field pollfd_fields[] = {
	FIELD(pollfd, INT, fd),
	FIELD(pollfd, INT, events),
	FIELD(pollfd, INT, revents),
};

#define LAYOUT(type)                                        \
	{                                                   \
		.name = #type, .size = sizeof(struct type), \
		FIELDS(type##_fields)                       \
	}

static const struct layout layouts[] = {
	LAYOUT(timeval),
	LAYOUT(timespec),
	LAYOUT(linger),
	LAYOUT(pollfd),
	LAYOUT(epoll_event),
	LAYOUT(ucred),
	LAYOUT(in_addr),
	LAYOUT(in6_addr),
	LAYOUT(ip_mreq),
	LAYOUT(ip_mreqn),
	LAYOUT(ip_mreq_source),
	LAYOUT(ipv6_mreq),
	LAYOUT(group_req),
	LAYOUT(group_source_req),
	LAYOUT(in_pktinfo),
	LAYOUT(in6_pktinfo),
	LAYOUT(ip6_mtuinfo),
	LAYOUT(icmp6_filter),
	{ "icmp_filter", sizeof(uint32_t), FIELDS(icmp_filter_fields) },
	{ "tcp_info", sizeof(struct tcp_info_now), FIELDS(tcp_info_fields) },
	LAYOUT(tcp_md5sig),
	LAYOUT(tcp_repair_opt),
	LAYOUT(tcp_repair_window),
	LAYOUT(tcp_zerocopy_receive),
	LAYOUT(packet_mreq),
	LAYOUT(tpacket_stats),
	LAYOUT(tpacket_stats_v3),
	LAYOUT(tpacket_rollover_stats),
	LAYOUT(tpacket_auxdata),
	LAYOUT(tpacket_req),
	LAYOUT(tpacket_req3),
	LAYOUT(sock_extended_err),
	LAYOUT(sock_txtime),
	{ "sk_meminfo", SK_MEMINFO_VARS * sizeof(uint32_t),
	    FIELDS(sk_meminfo_fields) },
	{ "sock_fprog", 0, FIELDS(sock_fprog_fields) },
	{ "addrinfo", 0, FIELDS(addrinfo_fields) },
	{ "hostent", 0, FIELDS(hostent_fields) },
	{ "file", 0, FIELDS(file_fields) },
	{ "msghdr", 0, FIELDS(msghdr_fields) },
	{ "iovec", 0, FIELDS(iovec_fields) },
};

enum { LAYOUTS = sizeof(layouts) / sizeof(layouts[0]) };

const struct layout *
layout_at(size_t i)
{
	return i < LAYOUTS ? &layouts[i] : layout_look_at(i - LAYOUTS);
}

const struct layout *
layout_find(const char *name)
{
	const struct layout *layout;

	for (size_t i = 0; (layout = layout_at(i)) != NULL; i++) {
		if (strcmp(layout->name, name) == 0)
			return layout;
	}
	return NULL;
}

void
layout_offer(struct nearest *nearest)
{
	const struct layout *layout;

	for (size_t i = 0; (layout = layout_at(i)) != NULL; i++)
		nearest_offer(nearest, layout->name);
}

bool
value_is_file(const struct value *v)
{
	return value_layout(v) != NULL &&
	    value_layout(v)->fields == file_fields &&
	    v->tuple->len == sizeof(file_fields) / sizeof(file_fields[0]);
}
