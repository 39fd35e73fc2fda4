/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking sock_diag(7): the request, and receiving the answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/diag.h"
#include "model/session.h"

#ifdef HAVE_LIBMNL
#include <libmnl/libmnl.h>

enum {
	REQUEST_MAX = 512,
	ANSWER_MAX = 64 * 1024, /* what the kernel fills at most in one recv */
	PATIENCE = 2,           /* seconds for one piece of the answer */
	BOUND_INACTIVE = 13, /* TCP_BOUND_INACTIVE, include/net/tcp_states.h */
};

/* A filter of inet_diag: a jump to yes or no bytes further on, where its end is
 * "yes" and four bytes behind that "no" (inet_diag_bc_run). A comparison has the
 * port in the next op's no. */
struct port_filter {
	struct inet_diag_bc_op local_from[2];
	struct inet_diag_bc_op local_to[2];
	struct inet_diag_bc_op or [1];
	struct inet_diag_bc_op peer_from[2];
	struct inet_diag_bc_op peer_to[2];
};

static void
put_port(struct nlmsghdr *head, int port)
{
	const unsigned short p = (unsigned short)port;
	const struct port_filter filter = {
		.local_from = { { INET_DIAG_BC_S_GE, 8, 20 }, { .no = p } },
		.local_to = { { INET_DIAG_BC_S_LE, 8, 12 }, { .no = p } },
		.or = { { INET_DIAG_BC_JMP, 4, 20 } },
		.peer_from = { { INET_DIAG_BC_D_GE, 8, 20 }, { .no = p } },
		.peer_to = { { INET_DIAG_BC_D_LE, 8, 12 }, { .no = p } },
	};

	_Static_assert(sizeof(filter) == 36, "the jumps would be wrong");
	mnl_attr_put(head, INET_DIAG_REQ_BYTECODE, sizeof(filter), &filter);
}

static void
put_inet(struct nlmsghdr *head, const struct diag_query *query,
    const struct diag_request *request)
{
	struct inet_diag_req_v2 *req =
	    mnl_nlmsg_put_extra_header(head, sizeof(*req));

	req->sdiag_family = (uint8_t)request->family;
	req->sdiag_protocol = (uint8_t)request->protocol;
	req->idiag_states = query->states != 0 ? query->states : ~0U;
	/* Linux 6.8 has those that are bound and do nothing under a state of
	 * their own, which it calls TCP_CLOSE in its answer. */
	if (req->idiag_states & 1U << TCP_CLOSE)
		req->idiag_states |= 1U << BOUND_INACTIVE;
	if (query->details)
		req->idiag_ext = 1 << (INET_DIAG_INFO - 1) |
		    1 << (INET_DIAG_CONG - 1) | 1 << (INET_DIAG_TOS - 1) |
		    1 << (INET_DIAG_TCLASS - 1) |
		    1 << (INET_DIAG_SKMEMINFO - 1) |
		    1 << (INET_DIAG_SHUTDOWN - 1);
	if (query->port != 0 && request->part != DIAG_RAW)
		put_port(head, query->port);
}

static void
put_unix(struct nlmsghdr *head, const struct diag_query *query)
{
	struct unix_diag_req *req =
	    mnl_nlmsg_put_extra_header(head, sizeof(*req));

	req->sdiag_family = AF_UNIX;
	req->udiag_states = query->states != 0 ? query->states : ~0U;
	req->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN |
	    UDIAG_SHOW_UID;
	if (query->details)
		req->udiag_show |= UDIAG_SHOW_MEMINFO;
}

static void
put_packet(struct nlmsghdr *head)
{
	struct packet_diag_req *req =
	    mnl_nlmsg_put_extra_header(head, sizeof(*req));

	req->sdiag_family = AF_PACKET;
	req->pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO;
}

static int
ask(int fd, const struct diag_query *query, const struct diag_request *request)
{
	uint64_t room[REQUEST_MAX / sizeof(uint64_t)] = { 0 };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct nlmsghdr *head = mnl_nlmsg_put_header(room);

	head->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	head->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	head->nlmsg_seq = request->seq;
	if (request->part == DIAG_UNIX)
		put_unix(head, query);
	else if (request->part == DIAG_PACKET)
		put_packet(head);
	else
		put_inet(head, query, request);
	return sendto(fd, room, head->nlmsg_len, 0, (struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0 ?
	    errno :
	    0;
}

/* One piece of the answer, from nobody but the kernel: its length, or -1. */
static ssize_t
hear(int fd, void *buf)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { .iov_base = buf, .iov_len = ANSWER_MAX };
	struct msghdr msg = { .msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1 };
	ssize_t n;

	do {
		msg.msg_namelen = sizeof(from);
		n = recvmsg(fd, &msg, 0);
	} while ((n == -1 && errno == EINTR) || (n >= 0 && from.nl_pid != 0));
	if (n >= 0 && (n == 0 || (msg.msg_flags & MSG_TRUNC))) {
		errno = EPROTO;
		return -1;
	}
	return n;
}

static int
receive(int fd, const struct diag_query *query,
    const struct diag_request *request, struct diag_table *table)
{
	void *buf = xmalloc(ANSWER_MAX);
	enum diag_step step;
	int err = 0;

	do {
		ssize_t n = hear(fd, buf);

		step = n < 0 ?
		    DIAG_FAILED :
		    diag_parse(query, request, buf, (size_t)n, table);
		if (step == DIAG_FAILED)
			err = errno;
		else if (step == DIAG_INTERRUPTED)
			err = EINTR;
	} while (step == DIAG_MORE);
	free(buf);
	return err;
}

/* A socket of our own, at the top of the numbers; -1 with errno. */
static int
open_netlink(void)
{
	struct timeval patience = { .tv_sec = PATIENCE };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	if (fd >= 0)
		fd = session_own_fd(fd);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		    sizeof(patience));
	return fd;
}

int
diag_netlink(const struct diag_query *query, const struct diag_request *request,
    struct diag_table *table)
{
	struct diag_request asked = *request;
	struct sockaddr_nl self = { 0 };
	socklen_t len = sizeof(self);
	int fd = open_netlink(), err;

	if (fd < 0)
		return errno;
	asked.seq = 1;
	err = ask(fd, query, &asked);
	/* The kernel has chosen our address when we sent. */
	if (err == 0 && getsockname(fd, (struct sockaddr *)&self, &len) == 0)
		asked.portid = self.nl_pid;
	if (err == 0)
		err = receive(fd, query, &asked, table);
	close(fd);
	return err;
}

#else /* !HAVE_LIBMNL */

int
diag_netlink(const struct diag_query *query, const struct diag_request *request,
    struct diag_table *table)
{
	(void)query;
	(void)request;
	(void)table;
	return ENOSYS;
}

#endif
