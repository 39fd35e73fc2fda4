/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links, routes and the sockets in TIME_WAIT, by netlink(7). */
#include "wire/netlink.h"

#include <errno.h>

#include "base/i18n.h"

#ifdef HAVE_LIBMNL /* config.h, by base/i18n.h */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/inet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/veth.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	REQUEST_MAX = 1024,
	ANSWER_MAX = 16 << 10,
};

/* A request while it is built; aligned as netlink wants it. */
struct request {
	union {
		struct nlmsghdr header;
		char room[REQUEST_MAX];
	};
};

bool
netlink_built(void)
{
	return true;
}

static int
netlink_open(int protocol)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
}

/* Reads the kernel's answer to one request: 0, or an errno. */
static int
read_answer(int fd)
{
	union {
		struct nlmsghdr header;
		char room[ANSWER_MAX];
	} answer;
	const struct nlmsgerr *error;
	ssize_t n;

	do
		n = recv(fd, &answer, sizeof(answer), 0);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return errno;
	if (!mnl_nlmsg_ok(&answer.header, (int)n) ||
	    answer.header.nlmsg_type != NLMSG_ERROR)
		return EPROTO;
	error = mnl_nlmsg_get_payload(&answer.header);
	return -error->error;
}

/* Sends a request, and waits for what the kernel says of it. */
static int
talk(struct request *request)
{
	int fd = netlink_open(NETLINK_ROUTE), err;

	if (fd == -1)
		return errno;
	request->header.nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	if (send(fd, request, request->header.nlmsg_len, 0) == -1)
		err = errno;
	else
		err = read_answer(fd);
	close(fd);
	return err;
}

static struct ifinfomsg *
link_request(struct request *request, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(request);

	header->nlmsg_type = type;
	header->nlmsg_flags = flags;
	return mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
}

int
link_pair(const char *name, const char *peer, const uint8_t mac[MAC_LEN],
    int ns)
{
	struct request request;
	struct nlmsghdr *header = &request.header;
	struct nlattr *info, *data, *other;

	link_request(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	mnl_attr_put_strz(header, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(header, IFLA_LINKINFO);
	mnl_attr_put_strz(header, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(header, IFLA_INFO_DATA);
	other = mnl_attr_nest_start(header, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(header, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(header, IFLA_IFNAME, peer);
	mnl_attr_put(header, IFLA_ADDRESS, MAC_LEN, mac);
	mnl_attr_put_u32(header, IFLA_NET_NS_FD, (uint32_t)ns);
	mnl_attr_nest_end(header, other);
	mnl_attr_nest_end(header, data);
	mnl_attr_nest_end(header, info);
	return talk(&request);
}

int
link_quiet(const char *name)
{
	struct request request;
	struct nlmsghdr *header = &request.header;
	struct nlattr *families, *inet6;
	int err;

	link_request(&request, RTM_NEWLINK, 0);
	mnl_attr_put_strz(header, IFLA_IFNAME, name);
	families = mnl_attr_nest_start(header, IFLA_AF_SPEC);
	inet6 = mnl_attr_nest_start(header, AF_INET6);
	mnl_attr_put_u8(header, IFLA_INET6_ADDR_GEN_MODE,
	    IN6_ADDR_GEN_MODE_NONE);
	mnl_attr_nest_end(header, inet6);
	mnl_attr_nest_end(header, families);
	err = talk(&request);
	/* A kernel without IPv6 is quiet. */
	return err == EAFNOSUPPORT ? 0 : err;
}

int
route_rto_min(const char *dev, uint32_t net, int prefix, uint32_t source,
    uint32_t ms)
{
	struct request request;
	struct nlmsghdr *header = mnl_nlmsg_put_header(&request);
	struct rtmsg *route;
	struct nlattr *metrics;

	header->nlmsg_type = RTM_NEWROUTE;
	header->nlmsg_flags = NLM_F_CREATE | NLM_F_REPLACE;
	route = mnl_nlmsg_put_extra_header(header, sizeof(*route));
	*route = (struct rtmsg){ .rtm_family = AF_INET,
		.rtm_dst_len = (unsigned char)prefix,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_KERNEL,
		.rtm_scope = RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST };
	mnl_attr_put_u32(header, RTA_DST, net);
	mnl_attr_put_u32(header, RTA_PREFSRC, source);
	mnl_attr_put_u32(header, RTA_OIF, if_nametoindex(dev));
	if (ms != 0) {
		metrics = mnl_attr_nest_start(header, RTA_METRICS);
		mnl_attr_put_u32(header, RTAX_LOCK, 1u << RTAX_RTO_MIN);
		mnl_attr_put_u32(header, RTAX_RTO_MIN, ms);
		mnl_attr_nest_end(header, metrics);
	}
	return talk(&request);
}

/* Of that family, to be filled in. */
static struct nlmsghdr *
address_new(struct request *request, struct ifaddrmsg what)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(request);
	struct ifaddrmsg *address;

	header->nlmsg_type = RTM_NEWADDR;
	header->nlmsg_flags = NLM_F_CREATE | NLM_F_REPLACE;
	address = mnl_nlmsg_put_extra_header(header, sizeof(*address));
	*address = what;
	return header;
}

int
address_set(const char *dev, uint32_t addr, int prefix)
{
	struct request request;
	struct nlmsghdr *header = address_new(&request,
	    (struct ifaddrmsg){ .ifa_family = AF_INET,
		.ifa_prefixlen = (unsigned char)prefix,
		.ifa_index = if_nametoindex(dev) });

	mnl_attr_put_u32(header, IFA_LOCAL, addr);
	mnl_attr_put_u32(header, IFA_ADDRESS, addr);
	mnl_attr_put_u32(header, IFA_BROADCAST, addr | htonl(~0u >> prefix));
	return talk(&request);
}

int
address_set6(const char *dev, const struct in6_addr *addr, int prefix)
{
	struct request request;
	struct nlmsghdr *header = address_new(&request,
	    (struct ifaddrmsg){ .ifa_family = AF_INET6,
		.ifa_prefixlen = (unsigned char)prefix,
		.ifa_flags = IFA_F_NODAD | IFA_F_PERMANENT,
		.ifa_index = if_nametoindex(dev) });

	mnl_attr_put(header, IFA_LOCAL, sizeof(*addr), addr);
	mnl_attr_put(header, IFA_ADDRESS, sizeof(*addr), addr);
	return talk(&request);
}

int
neighbour_set_patience(const char *dev,
    const struct neighbour_patience *patience)
{
	struct request request;
	struct nlmsghdr *header = mnl_nlmsg_put_header(&request);
	struct ndtmsg *table;
	struct nlattr *parameters;

	header->nlmsg_type = RTM_SETNEIGHTBL;
	table = mnl_nlmsg_put_extra_header(header, sizeof(*table));
	table->ndtm_family = AF_INET;
	mnl_attr_put_strz(header, NDTA_NAME, "arp_cache");
	parameters = mnl_attr_nest_start(header, NDTA_PARMS);
	mnl_attr_put_u32(header, NDTPA_IFINDEX, if_nametoindex(dev));
	mnl_attr_put_u32(header, NDTPA_MCAST_PROBES, patience->mcast_solicit);
	mnl_attr_put_u32(header, NDTPA_UCAST_PROBES, patience->ucast_solicit);
	mnl_attr_put_u64(header, NDTPA_BASE_REACHABLE_TIME,
	    patience->base_reachable_time);
	mnl_attr_put_u64(header, NDTPA_GC_STALETIME, patience->gc_stale_time);
	mnl_attr_put_u64(header, NDTPA_DELAY_PROBE_TIME,
	    patience->delay_first_probe_time);
	mnl_attr_nest_end(header, parameters);
	return talk(&request);
}

int
neighbour_set(const char *dev, int family, const void *addr,
    const uint8_t mac[MAC_LEN])
{
	struct request request;
	struct nlmsghdr *header = mnl_nlmsg_put_header(&request);
	struct ndmsg *neighbour;

	header->nlmsg_type = RTM_NEWNEIGH;
	header->nlmsg_flags = NLM_F_CREATE | NLM_F_REPLACE;
	neighbour = mnl_nlmsg_put_extra_header(header, sizeof(*neighbour));
	neighbour->ndm_family = (unsigned char)family;
	neighbour->ndm_ifindex = (int)if_nametoindex(dev);
	neighbour->ndm_state = NUD_PERMANENT;
	mnl_attr_put(header, NDA_DST,
	    family == AF_INET6 ? sizeof(struct in6_addr) :
				 sizeof(struct in_addr),
	    addr);
	mnl_attr_put(header, NDA_LLADDR, MAC_LEN, mac);
	return talk(&request);
}

/* Asks for the sockets in TIME_WAIT, or to end one. */
static int
diag_send(int fd, uint16_t type, uint16_t flags, int family,
    const struct inet_diag_sockid *id)
{
	struct request request;
	struct nlmsghdr *header = mnl_nlmsg_put_header(&request);
	struct inet_diag_req_v2 *what;

	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	what = mnl_nlmsg_put_extra_header(header, sizeof(*what));
	what->sdiag_family = (uint8_t)family;
	what->sdiag_protocol = IPPROTO_TCP;
	what->idiag_states = 1u << TCP_TIME_WAIT;
	if (id != NULL)
		what->id = *id;
	return send(fd, &request, header->nlmsg_len, 0) == -1 ? errno : 0;
}

/* The sockets found, to be ended once all have been told. */
struct waiting {
	struct inet_diag_sockid *ids;
	unsigned n;
};

/* Takes in one message of the list; -1: more comes, else an errno. */
static int
waiting_read(struct waiting *found, const struct nlmsghdr *header)
{
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(header);

	if (header->nlmsg_type == NLMSG_DONE)
		return 0;
	if (header->nlmsg_type == NLMSG_ERROR)
		return -((const struct nlmsgerr *)mnl_nlmsg_get_payload(header))
			    ->error;
	if (msg->idiag_state != TCP_TIME_WAIT)
		return -1;
	found->ids = reallocarray(found->ids, found->n + 1, sizeof(msg->id));
	if (found->ids == NULL)
		abort();
	found->ids[found->n++] = msg->id;
	return -1;
}

static int
waiting_list(int fd, int family, struct waiting *found)
{
	int err = diag_send(fd, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, family, NULL);
	union {
		struct nlmsghdr header;
		char room[ANSWER_MAX];
	} answer;

	while (err == 0) {
		ssize_t got = recv(fd, &answer, sizeof(answer), 0);
		const struct nlmsghdr *header = &answer.header;
		int left = (int)got;

		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return errno;
		for (; mnl_nlmsg_ok(header, left);
		     header = mnl_nlmsg_next(header, &left)) {
			err = waiting_read(found, header);
			if (err != -1)
				return err;
		}
		err = 0;
	}
	return err;
}

static int
waiting_destroy(int fd, int family, unsigned *n)
{
	struct waiting found = { 0 };
	int err = waiting_list(fd, family, &found);

	for (unsigned i = 0; i < found.n && err == 0; i++) {
		err = diag_send(fd, SOCK_DESTROY, NLM_F_ACK, family,
		    &found.ids[i]);
		if (err == 0)
			err = read_answer(fd);
		*n += err == 0;
		/* It has gone by itself meanwhile. */
		if (err == ENOENT)
			err = 0;
	}
	free(found.ids);
	return err;
}

int
timewait_destroy(unsigned *n)
{
	int fd = netlink_open(NETLINK_SOCK_DIAG), err;

	*n = 0;
	if (fd == -1)
		return errno;
	err = waiting_destroy(fd, AF_INET, n);
	if (err == 0)
		err = waiting_destroy(fd, AF_INET6, n);
	close(fd);
	return err;
}

#else

bool
netlink_built(void)
{
	return false;
}

int
link_pair(const char *name, const char *peer, const uint8_t mac[MAC_LEN],
    int ns)
{
	(void)name;
	(void)peer;
	(void)mac;
	(void)ns;
	return ENOSYS;
}

int
link_quiet(const char *name)
{
	(void)name;
	return ENOSYS;
}

int
route_rto_min(const char *dev, uint32_t net, int prefix, uint32_t source,
    uint32_t ms)
{
	(void)dev;
	(void)net;
	(void)prefix;
	(void)source;
	(void)ms;
	return ENOSYS;
}

int
address_set(const char *dev, uint32_t addr, int prefix)
{
	(void)dev;
	(void)addr;
	(void)prefix;
	return ENOSYS;
}

int
neighbour_set_patience(const char *dev,
    const struct neighbour_patience *patience)
{
	(void)dev;
	(void)patience;
	return ENOSYS;
}

int
address_set6(const char *dev, const struct in6_addr *addr, int prefix)
{
	(void)dev;
	(void)addr;
	(void)prefix;
	return ENOSYS;
}

int
neighbour_set(const char *dev, int family, const void *addr,
    const uint8_t mac[MAC_LEN])
{
	(void)dev;
	(void)family;
	(void)addr;
	(void)mac;
	return ENOSYS;
}

int
timewait_destroy(unsigned *n)
{
	*n = 0;
	return ENOSYS;
}

#endif
