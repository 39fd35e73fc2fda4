/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a socket is asked to be: a kind, a state, addresses, as they are typed. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"
#include "model/nearby.h"
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
	enum addr_form form;
	struct nearby host;
	uint16_t port;

	if (strcmp(word->data, "*") == 0)
		return true;
	form =
	    addr_parse(word->data, word->len, m->family, &addr, &names, &cause);
	if (form == ADDR_NAMED &&
	    nearby_named(call->task->session, names.host, &host) &&
	    addr_parse_port(names.service, &port, &cause))
		addr = nearby_addr(&host, m->family, port);
	if (addr == NULL) {
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

void
look_match_free(struct look_match *m)
{
	for (int i = 0; i < 2; i++) {
		if (m->addr[i] != NULL)
			value_drop(&(struct value){ .type = VAL_ADDR,
			    .addr = m->addr[i] });
	}
}

/* "*" is any. */
static bool
match_kind(struct call *call, struct look_match *m)
{
	const char *word = call->args[MATCH_KIND].v.bytes->data;
	const struct sock_kind *kind = sock_kind_find(word);

	if (strcmp(word, "*") == 0)
		return true;
	if (kind == NULL) {
		call_mistake(call, MATCH_KIND,
		    _("%.60s is not %s; * is any kind: sockets * LISTEN"), word,
		    param_wants(PARAM_KIND));
		return false;
	}
	m->family = kind->family;
	m->type = kind->type;
	m->protocol = kind->protocol;
	return true;
}

bool
look_match_init(struct call *call, struct look_match *m)
{
	*m = (struct look_match){ .port = { -1, -1 } };
	if (call_given(call, MATCH_KIND) && !match_kind(call, m))
		return false;
	if (call_given(call, MATCH_STATE) &&
	    !match_state(call, call->args[MATCH_STATE].v.bytes->data, m))
		return false;
	for (int i = MATCH_LOCAL; i <= MATCH_PEER; i++) {
		if (call_given(call, i) && !match_addr(call, i, m)) {
			look_match_free(m);
			return false;
		}
	}
	return true;
}

bool
look_match_addr(const struct look_match *m, int side, const struct sockaddr *sa,
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
