/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info: one descriptor in depth, as a list of facts in words. */
#include "kernel/look_info.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/xlat.h"

/* What a state means for what can be done now (RFC 9293, 3.3.2). */
static const struct {
	int state;
	const char *means;
} meanings[] = {
	{ TCP_ESTABLISHED, N_("both sides may send") },
	{ TCP_SYN_SENT, N_("connect has sent a SYN: no answer yet") },
	{ TCP_SYN_RECV, N_("a SYN came and was answered: its ACK is missing") },
	{ TCP_FIN_WAIT1,
	    N_("this side has sent its FIN: the ACK of it is missing") },
	{ TCP_FIN_WAIT2,
	    N_("this side has ended sending: the peer may still send") },
	{ TCP_TIME_WAIT, N_("all is over: late segments are waited for") },
	{ TCP_CLOSE,
	    N_("no connection: neither begun nor listening, or over") },
	{ TCP_CLOSE_WAIT,
	    N_("the peer has ended sending: this side may send, and should "
	       "close") },
	{ TCP_LAST_ACK,
	    N_("both have ended: the ACK of this side's FIN is missing") },
	{ TCP_LISTEN, N_("connections may come, for accept to take") },
	{ TCP_CLOSING,
	    N_("both have sent a FIN at once: the ACK of this one is missing") },
};

void
info_add(struct info_look *look, const char *section, const char *name,
    struct value v, const char *fmt, ...)
{
	struct value fields[4] = { value_str(section), value_str(name), v };
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	fields[3] = value_str(text);
	free(text);
	look_add_record(&look->list, "fact", fields, 4);
}

static void
add_number(struct info_look *look)
{
	uint32_t inode = diag_inode(look->fd);
	struct strbuf text = { 0 };

	info_fd(look, &text, look->fd);
	for (size_t i = 0; inode != 0 && i < look->own.n; i++) {
		const struct look_own *own = &look->own.own[i];

		if (own->inode != inode || own->fd == look->fd)
			continue;
		sb_str(&text, _("; the same socket: "));
		info_fd(look, &text, own->fd);
	}
	info_add(look, N_("descriptor"), N_("number"),
	    session_fd_value(look->session, look->fd), "%s", sb_text(&text));
	sb_free(&text);
}

static void
add_flags(struct info_look *look)
{
	int status = fcntl(look->fd, F_GETFL);
	int flags = fcntl(look->fd, F_GETFD);
	const struct fd_info *info = session_fd(look->session, look->fd);

	if (status == -1 || flags == -1)
		return;
	info_add(look, N_("descriptor"), N_("blocking"),
	    VALUE_INT((status & O_NONBLOCK) == 0), "%s",
	    status & O_NONBLOCK ?
		_("no: O_NONBLOCK, what would wait fails with EAGAIN") :
		_("yes: calls wait until they can do their work"));
	if (info != NULL && info->timeout >= 0)
		info_add(look, N_("descriptor"), N_("timeout"),
		    VALUE_FLOAT(info->timeout),
		    _("%g s: after that, calls fail (settimeout)"),
		    info->timeout);
	if (flags & FD_CLOEXEC)
		info_add(look, N_("descriptor"), N_("inherited"), VALUE_INT(0),
		    _("no: FD_CLOEXEC, a program that is started does not "
		      "get it"));
}

/* Who sleeps in a call on it. */
static void
add_waiters(struct info_look *look)
{
	const struct task *task = look->session->waiting;
	const struct fd_info *info = session_fd(look->session, look->fd);

	for (; info != NULL && task != NULL; task = task->next_waiting) {
		unsigned job = atomic_load(&task->job);

		if (task->waits_fd != look->fd || task->waits_in == NULL ||
		    task->waits_generation != info->generation)
			continue;
		info_add(look, N_("descriptor"), N_("waits"), VALUE_INT(job),
		    _("job %u, in %s for %.1f s"), job, task->waits_in->name,
		    (double)(clock_now() - task->waits_since) / 1e9);
	}
}

static void
add_kind(struct info_look *look)
{
	struct value kind =
	    look_kind_value(look->family, look->type, look->protocol);
	struct strbuf text = { 0 };

	sb_printf(&text, "%s: ", kind.bytes->data);
	xlat_text(&text, &xlat_families, look->family);
	sb_str(&text, ", ");
	xlat_text(&text, &xlat_types, look->type);
	if (look->family == AF_INET || look->family == AF_INET6) {
		sb_str(&text, ", ");
		xlat_text(&text, &xlat_protocols, look->protocol);
	}
	info_add(look, N_("socket"), N_("kind"), kind, "%s", sb_text(&text));
	sb_free(&text);
}

static void
add_addr(struct info_look *look, const char *name,
    int (*ask)(int, struct sockaddr *, socklen_t *), const char *none)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);
	struct strbuf text = { 0 };

	if (ask(look->fd, (struct sockaddr *)&sa, &len) != 0) {
		info_add(look, N_("socket"), name, VALUE_NONE, "%s", none);
		return;
	}
	if (look->family == AF_UNIX && len <= sizeof(sa_family_t)) {
		info_add(look, N_("socket"), name, VALUE_NONE, "%s",
		    _("it has no name"));
		return;
	}
	addr_text(&text, (struct sockaddr *)&sa, len);
	if (addr_sa_port((struct sockaddr *)&sa) == 0)
		sb_str(&text, _(": no port yet"));
	info_add(look, N_("socket"), name,
	    value_from_addr(addr_from_sa((struct sockaddr *)&sa, len)), "%s",
	    sb_text(&text));
	sb_free(&text);
}

static bool
has_state(const struct info_look *look)
{
	return info_is_tcp(look) ||
	    (look->family == AF_UNIX && look->type != SOCK_DGRAM);
}

static void
add_state(struct info_look *look)
{
	const char *name = xlat_name(&xlat_tcp_states, look->state);
	const char *means = "";

	if (!has_state(look)) {
		info_add(look, N_("state"), N_("state"), VALUE_NONE, "%s",
		    _("does not apply: there is no connection to have one"));
		return;
	}
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].state == look->state)
			means = _(meanings[i].means);
	}
	if (name != NULL)
		info_add(look, N_("state"), N_("state"),
		    look_state_value(look->state), _("%s: %s"),
		    name + strlen(xlat_tcp_states.prefix), means);
}

static void
add_listen_queue(struct info_look *look)
{
	const struct diag_sock *self = look->self;

	if (self == NULL || (self->has & DIAG_HAS_QUEUES) == 0)
		return;
	if (self->has & DIAG_HAS_LIMIT)
		info_add(look, N_("state"), N_("to accept"),
		    VALUE_INT(self->rqueue),
		    _("%u of at most %u connections wait"), self->rqueue,
		    self->wqueue);
	else
		info_add(look, N_("state"), N_("to accept"),
		    VALUE_INT(self->rqueue), _("%u connections wait"),
		    self->rqueue);
}

static void
add_queues(struct info_look *look)
{
	int n = 0;

	if (look->state == TCP_LISTEN) {
		add_listen_queue(look);
		return;
	}
	if (ioctl(look->fd, FIONREAD, &n) == 0)
		info_add(look, N_("state"), N_("to read"), VALUE_INT(n),
		    look->type == SOCK_STREAM ?
			_("%d bytes have come and wait") :
			_("the next message has %d bytes"),
		    n);
	/* fds says why a connection that is over has nothing to send. */
	if (info_is_tcp(look) && look->state == TCP_CLOSE)
		info_add(look, N_("state"), N_("to send"), VALUE_INT(0),
		    _("%d bytes are not acknowledged yet"), 0);
	else if (ioctl(look->fd, SIOCOUTQ, &n) == 0)
		info_add(look, N_("state"), N_("to send"), VALUE_INT(n),
		    info_is_tcp(look) ?
			_("%d bytes are not acknowledged yet") :
			_("%d bytes of memory are still taken by what was "
			  "sent"),
		    n);
}

static void
add_timer(struct info_look *look)
{
	static const char *const what[] = {
		[DIAG_TIMER_RETRANSMIT] = N_("then a segment is sent again"),
		[DIAG_TIMER_KEEPALIVE] =
		    N_("then the peer is asked whether it is there"),
		[DIAG_TIMER_TIMEWAIT] = N_("then the kernel forgets it"),
		[DIAG_TIMER_PROBE] =
		    N_("then the peer is asked whether its window has opened"),
	};
	const struct diag_sock *self = look->self;
	struct strbuf text = { 0 };

	if (!info_is_tcp(look)) {
		info_add(look, N_("state"), N_("timer"), VALUE_NONE, "%s",
		    _("does not apply: only TCP has timers"));
		return;
	}
	if (self == NULL || self->timer == DIAG_TIMER_OFF ||
	    self->timer > DIAG_TIMER_PROBE) {
		info_add(look, N_("state"), N_("timer"), VALUE_NONE, "%s",
		    _("none is running"));
		return;
	}
	sb_printf(&text, _("%s: %.1f s, %s"), diag_timer_name(self->timer),
	    self->timer_ms / 1000.0, _(what[self->timer]));
	if (self->retransmits != 0)
		sb_printf(&text, _("; %u without an answer so far"),
		    self->retransmits);
	info_add(look, N_("state"), N_("timer"),
	    VALUE_FLOAT(self->timer_ms / 1000.0), "%s", sb_text(&text));
	sb_free(&text);
}

/* Those that are not as a new socket has them; buffers tells of the sizes. */
static void
add_options(struct info_look *look)
{
	struct look_list list = { 0 };
	size_t n = 0;

	if (!look_options(look->fd, &list))
		return;
	for (size_t i = 0; i < list.n; i++) {
		const struct value *f = list.v[i].tuple->items;
		struct strbuf text = { 0 };

		if (value_truth(&f[4])) {
			value_repr(&text, &f[2], 200);
			sb_str(&text, _("; of a new socket: "));
			value_repr(&text, &f[3], 200);
			info_add(look, N_("options that differ"),
			    f[0].bytes->data, value_copy(&f[2]), "%s",
			    sb_text(&text));
			n++;
		}
		sb_free(&text);
		value_drop(&list.v[i]);
	}
	free(list.v);
	if (n == 0)
		info_add(look, N_("options that differ"), N_("none"),
		    VALUE_INT(0), "%s", _("all are as a new socket has them"));
}

static void
look_at_socket(struct info_look *look)
{
	look->state = look_state(look->fd);
	info_look_at_port(look);
	add_kind(look);
	add_addr(look, N_("local"), getsockname, _("none"));
	add_addr(look, N_("peer"), getpeername, _("none: it is not connected"));
	info_peer(look);
	add_state(look);
	add_queues(look);
	add_timer(look);
	add_options(look);
	if (!info_is_tcp(look))
		info_add(look, N_("connection"), "TCP_INFO", VALUE_NONE, "%s",
		    _("does not apply: it is TCP's"));
	else if (look->state == TCP_LISTEN || look->state == TCP_CLOSE)
		info_add(look, N_("connection"), "TCP_INFO", VALUE_NONE, "%s",
		    _("does not apply: there is no connection"));
	else
		info_tcp(look);
	info_port(look);
}

static int
option(int fd, int number)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, number, &value, &len) == 0 ? value :
								       -1;
}

static void
info_free(struct info_look *look)
{
	for (size_t fd = 0; fd < look->session->nfds; fd++)
		free(look->names[fd]);
	free(look->names);
	look_owns_free(&look->own);
	diag_owners_free(&look->owners);
	diag_free(&look->table);
}

static void
info_call(struct call *call)
{
	struct info_look look = { .call = call,
		.session = call->task->session,
		.fd = call_fd(call, 0),
		.family = AF_UNSPEC };

	if (fcntl(look.fd, F_GETFD) == -1) {
		call->status = CALL_FAILED;
		call->err = errno;
		call->result = -1;
		return;
	}
	look.names = session_fd_names(call->task);
	look_owns_init(&look.own, look.session, -1);
	add_number(&look);
	add_flags(&look);
	add_waiters(&look);
	look.type = option(look.fd, SO_TYPE);
	look.family = look.type >= 0 ? option(look.fd, SO_DOMAIN) : AF_UNSPEC;
	look.protocol = option(look.fd, SO_PROTOCOL);
	if (look.type >= 0)
		look_at_socket(&look);
	else
		info_file(&look);
	look_give(call, &look.list);
	look_lacks(call, &look.table);
	info_free(&look);
}

const struct prim look_info_prims[] = {
	{
	    .name = "info",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = info_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at one descriptor in depth: state, timers, "
		       "options, TCP_INFO in words, who else has the port"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "for fact in info(srv) { if fact.name == \"state\" { "
		       "print fact.value } }\n"
		       "> LISTEN",
	},
	{ .name = NULL },
};
