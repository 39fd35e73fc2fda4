/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding one of our own descriptors by what it is rather than by its name. */
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"

static bool
option_is(int fd, int option, int wanted)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, option, &value, &len) == 0 &&
	    value == wanted;
}

static bool
fd_fits(const struct look_match *m, int fd)
{
	struct sockaddr_storage sa = { 0 };
	socklen_t len = sizeof(sa);

	if ((m->family != AF_UNSPEC && !option_is(fd, SO_DOMAIN, m->family)) ||
	    (m->type != 0 && !option_is(fd, SO_TYPE, m->type)) ||
	    (m->protocol != 0 && !option_is(fd, SO_PROTOCOL, m->protocol)))
		return false;
	if (m->state != 0 && look_state(fd) != m->state)
		return false;
	if (getsockname(fd, (struct sockaddr *)&sa, &len) != 0 ||
	    !look_match_addr(m, 0, (struct sockaddr *)&sa, len))
		return false;
	if (m->port[1] < 0 && m->addr[1] == NULL)
		return true;
	len = sizeof(sa);
	return getpeername(fd, (struct sockaddr *)&sa, &len) == 0 &&
	    look_match_addr(m, 1, (struct sockaddr *)&sa, len);
}

static void
find_call(struct call *call)
{
	const struct session *s = call->task->session;
	struct look_match m;
	struct value found = VALUE_NONE;

	if (!look_match_init(call, &m))
		return;
	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (s->fds[fd].open && fd_fits(&m, (int)fd)) {
			found = VALUE_INT((int64_t)fd);
			break;
		}
	}
	look_match_free(&m);
	call_give(call, found);
}

const struct prim look_find_prims[] = {
	{
	    .name = "find",
	    .params = { { "kind", PARAM_MATCH, 0 }, { "state", PARAM_MATCH, 0 },
		{ "local", PARAM_MATCH, 0 }, { "peer", PARAM_MATCH, 0 } },
	    .forms = { "kind [state] [local] [peer]" },
	    .call = find_call,
	    .flags = PRIM_PURE,
	    .method = "text_find",
	    .help = N_("look for a descriptor by what it is: find(tcp, "
		       "LISTEN, :8080)"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "print (find(tcp, LISTEN, :8080) == srv)\n"
		       "> 1",
	},
	{ .name = NULL },
};

void
look_add(struct session *s)
{
	session_add(s, look_fd_prims);
	session_add(s, look_log_prims);
	session_add(s, look_find_prims);
	session_add(s, look_fds_prims);
	session_add(s, look_sockets_prims);
	session_add(s, look_buffers_prims);
	session_add(s, look_info_prims);
	session_add(s, look_option_prims);
	session_add(s, look_queue_prims);
	session_add(s, look_state_prims);
}
