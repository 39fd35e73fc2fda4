/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding sockets by what they are rather than by a name: among our own
 * descriptors, or in the kernel's tables, where those that no descriptor leads
 * to any more (TIME_WAIT) stand too.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"
#include "model/xlat.h"

enum { MATCH_KIND, MATCH_STATE, MATCH_LOCAL, MATCH_PEER };

static bool
match_state(struct call *call, const char *word, struct look_match *m)
{
	const struct xlat *row;

	if (strcmp(word, "*") == 0)
		return true;
	row = xlat_guess(&xlat_tcp_states, word);
	if (row == NULL) {
		struct nearest nearest = { .name = word };

		for (size_t i = 0; i < xlat_tcp_states.n; i++)
			nearest_offer(&nearest,
			    xlat_tcp_states.rows[i].name +
				strlen(xlat_tcp_states.prefix));
		if (nearest.best != NULL)
			call_mistake(call, MATCH_STATE,
			    _("%.60s: no such state; did you mean %s?"), word,
			    nearest.best);
		else
			call_mistake(call, MATCH_STATE,
			    _("%.60s: no such state; LISTEN is one, * is any"),
			    word);
		return false;
	}
	m->state = (int)row->value;
	return true;
}

/* ":8080" is a port of any address; "*" is anything. */
static bool
match_addr(struct call *call, int i, struct look_match *m)
{
	const struct bytes *word = call->args[i].v.bytes;
	int side = i - MATCH_LOCAL;
	struct addr_names names;
	struct addr *addr = NULL;
	char *cause = NULL;

	if (strcmp(word->data, "*") == 0)
		return true;
	if (addr_parse(word->data, word->len, m->family, &addr, &names,
		&cause) != ADDR_NUMERIC) {
		call_mistake(call, i, "%s",
		    cause != NULL ? cause :
				    _("an address in numbers belongs here: "
				      ":8080, 127.0.0.1:8080 or *"));
		free(cause);
		return false;
	}
	m->port[side] = addr_sa_port(&addr->u.sa);
	if (*word->data != ':' && *word->data != '*')
		m->addr[side] = addr;
	else
		value_drop(&(struct value){ .type = VAL_ADDR, .addr = addr });
	return true;
}

static void
match_free(struct look_match *m)
{
	for (int i = 0; i < 2; i++) {
		if (m->addr[i] != NULL)
			value_drop(&(struct value){ .type = VAL_ADDR,
			    .addr = m->addr[i] });
	}
}

/* What the arguments ask for; false with a mistake. */
static bool
match_init(struct call *call, struct look_match *m)
{
	const char *word = call->args[MATCH_KIND].v.bytes->data;
	const struct sock_kind *kind = sock_kind_find(word);

	*m = (struct look_match){ .port = { -1, -1 } };
	if (kind == NULL) {
		call_mistake(call, MATCH_KIND, _("%.60s is not %s"), word,
		    param_wants(PARAM_KIND));
		return false;
	}
	m->family = kind->family;
	m->type = kind->type;
	m->protocol = kind->protocol;
	if (call_given(call, MATCH_STATE) &&
	    !match_state(call, call->args[MATCH_STATE].v.bytes->data, m))
		return false;
	for (int i = MATCH_LOCAL; i <= MATCH_PEER; i++) {
		if (call_given(call, i) && !match_addr(call, i, m)) {
			match_free(m);
			return false;
		}
	}
	return true;
}

/* Whether a local (0) or peer (1) address is the one asked for. */
static bool
addr_fits(const struct look_match *m, int side, const struct sockaddr *sa,
    socklen_t len)
{
	struct addr *addr;
	bool same;

	if (m->port[side] >= 0 && addr_sa_port(sa) != m->port[side])
		return false;
	if (m->addr[side] == NULL)
		return true;
	addr = addr_from_sa(sa, len);
	same = addr_equal(addr, m->addr[side]);
	value_drop(&(struct value){ .type = VAL_ADDR, .addr = addr });
	return same;
}

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

	if (!option_is(fd, SO_DOMAIN, m->family) ||
	    !option_is(fd, SO_TYPE, m->type) ||
	    (m->protocol != 0 && !option_is(fd, SO_PROTOCOL, m->protocol)))
		return false;
	if (m->state != 0 && look_state(fd) != m->state)
		return false;
	if (getsockname(fd, (struct sockaddr *)&sa, &len) != 0 ||
	    !addr_fits(m, 0, (struct sockaddr *)&sa, len))
		return false;
	if (m->port[1] < 0 && m->addr[1] == NULL)
		return true;
	len = sizeof(sa);
	return getpeername(fd, (struct sockaddr *)&sa, &len) == 0 &&
	    addr_fits(m, 1, (struct sockaddr *)&sa, len);
}

static void
find_call(struct call *call)
{
	const struct session *s = call->task->session;
	struct look_match m;
	struct value found = VALUE_NONE;

	if (!match_init(call, &m))
		return;
	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (s->fds[fd].open && fd_fits(&m, (int)fd)) {
			found = VALUE_INT((int64_t)fd);
			break;
		}
	}
	match_free(&m);
	call_give(call, found);
}

/* An address of a line of /proc/net/tcp: "0100007F:1F90", the words of the
 * address in the host's order, the port in hexadecimal. */
static bool
proc_addr(const char *text, int family, struct sockaddr_storage *ss)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;
	uint32_t words[4] = { 0 };
	int n = family == AF_INET ? 1 : 4;
	unsigned port;

	memset(ss, 0, sizeof(*ss));
	for (int i = 0; i < n; i++, text += 8) {
		char word[9];

		if (strnlen(text, 8) < 8)
			return false;
		memcpy(word, text, 8);
		word[8] = '\0';
		words[i] = (uint32_t)strtoul(word, NULL, 16);
	}
	if (*text != ':')
		return false;
	port = (unsigned)strtoul(text + 1, NULL, 16);
	ss->ss_family = (sa_family_t)family;
	if (family == AF_INET) {
		memcpy(&in->sin_addr, words, sizeof(in->sin_addr));
		in->sin_port = htons((uint16_t)port);
	} else {
		memcpy(&in6->sin6_addr, words, sizeof(in6->sin6_addr));
		in6->sin6_port = htons((uint16_t)port);
	}
	return true;
}

/* Whether a line of the table stands for a socket that is asked for:
 *   sl  local_address rem_address   st tx_queue rx_queue … */
static bool
line_fits(const struct look_match *m, const char *line)
{
	char local[64], peer[64], hex[16];
	struct sockaddr_storage ss;
	socklen_t len = m->family == AF_INET ? sizeof(struct sockaddr_in) :
					       sizeof(struct sockaddr_in6);

	if (sscanf(line, " %*[^:]: %63s %63s %15s", local, peer, hex) != 3)
		return false;
	if (m->state != 0 && strtol(hex, NULL, 16) != m->state)
		return false;
	return proc_addr(local, m->family, &ss) &&
	    addr_fits(m, 0, (struct sockaddr *)&ss, len) &&
	    proc_addr(peer, m->family, &ss) &&
	    addr_fits(m, 1, (struct sockaddr *)&ss, len);
}

/* The kernel's table of such sockets in the network that this thread is in;
 * NULL if proc(5) has none that we read. */
static const char *
table_path(const struct look_match *m)
{
	bool stream = m->type == SOCK_STREAM;

	if ((!stream && m->type != SOCK_DGRAM) ||
	    (m->protocol != 0 &&
		m->protocol != (stream ? IPPROTO_TCP : IPPROTO_UDP)))
		return NULL;
	if (m->family == AF_INET)
		return stream ? "/proc/thread-self/net/tcp" :
				"/proc/thread-self/net/udp";
	if (m->family == AF_INET6)
		return stream ? "/proc/thread-self/net/tcp6" :
				"/proc/thread-self/net/udp6";
	return NULL;
}

static void
sockets_call(struct call *call)
{
	struct look_match m;
	const char *path;
	char line[512];
	int64_t n = 0;
	FILE *table;

	if (!match_init(call, &m))
		return;
	path = table_path(&m);
	if (path == NULL) {
		call_mistake(call, MATCH_KIND,
		    _("tcp, udp, tcp6 and udp6 have tables to look at"));
		match_free(&m);
		return;
	}
	table = fopen(path, "re");
	if (table == NULL) {
		call->status = CALL_FAILED;
		call->err = errno;
		call->result = -1;
	} else {
		while (fgets(line, sizeof(line), table) != NULL)
			n += line_fits(&m, line);
		fclose(table);
		call_give(call, VALUE_INT(n));
	}
	match_free(&m);
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
	{
	    .name = "sockets",
	    .params = { { "kind", PARAM_MATCH, 0 }, { "state", PARAM_MATCH, 0 },
		{ "local", PARAM_MATCH, 0 }, { "peer", PARAM_MATCH, 0 } },
	    .forms = { "kind [state] [local] [peer]" },
	    .call = sockets_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many such sockets the kernel has, without "
		       "descriptors too: sockets(tcp, TIME_WAIT)"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "print sockets(tcp, LISTEN, :8080)\n"
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
	session_add(s, look_option_prims);
	session_add(s, look_queue_prims);
}
