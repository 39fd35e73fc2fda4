/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What completion is to know: the session, the sockets, the hosts. */
#include "shell/know.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "kernel/look.h"
#include "lesson/claim.h"
#include "model/layout.h"
#include "model/nearby.h"
#include "model/xlat.h"
#include "shell/help.h"
#include "shell/shell.h"
#include "view/choices.h"
#include "view/wrap.h"
#include "wire/lab.h"

enum {
	LOCK_WAIT_NS = 20000000,
	REPR_MAX = 60,
	HOSTS_LINE = 1024,
	HOSTS_MAX = 1000,
	OFFERS_MAX = 80, /* candidates that ? lists */
	WIDTH = 80,      /* where there is no terminal */
};

/* A descriptor as the session knows it. */
struct live {
	int fd;
	enum fd_kind kind;
	int family;
	int type;
	int protocol;
	uint32_t slot; /* of the variable that name is of */
	char *name;
	bool in_lab; /* on host, whose name is copied to host_name */
	struct nearby host;
	char host_name[HOST_NAME_MAX + 1];
};

void
know_escape(struct strbuf *out, const char *s, size_t len, bool quoted)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		uint32_t cp;
		size_t n = utf8_decode(s + i, len - i, &cp);
		bool special = strchr("\"'\\", c) != NULL ||
		    (!quoted && strchr(" ;#$(){}&|", c) != NULL);

		if (c < 0x20 || special || n == 0 || !text_printable(cp)) {
			sb_printf(out, "\\x%02x", c);
			continue;
		}
		sb_add(out, s + i, n);
		i += n - 1;
	}
}

/* The number of the descriptor that a value is, or has in it as accept's pair;
 * -1 if it is none that is open. */
static int
value_fd(const struct session *s, const struct value *v)
{
	const struct fd_info *info;

	if (v->type == VAL_TUPLE && v->tuple->layout == NULL &&
	    v->tuple->len == 2 && v->tuple->items[1].type == VAL_ADDR)
		v = &v->tuple->items[0];
	if (v->type != VAL_INT || v->tag != VALUE_TAG_FD)
		return -1;
	info = session_fd(s, v->i);
	return info != NULL && info->generation == v->generation ? (int)v->i :
								   -1;
}

/* By number: which of the live ones it is. */
static size_t *
index_live(const struct session *s, struct live *live, size_t n)
{
	size_t *at = xcalloc(s->nfds + 1, sizeof(*at));

	for (size_t i = 0; i < n; i++)
		at[live[i].fd] = i + 1;
	return at;
}

/* The first variable that holds a descriptor gives it its name. */
static void
name_fd(struct live *live, const struct symbol *sym)
{
	if (live->name != NULL && live->slot < sym->slot)
		return;
	free(live->name);
	live->name = xstrdup(sym->name);
	live->slot = sym->slot;
}

static void
know_variable(struct knowledge *k, const struct symbol *sym,
    const struct value *v)
{
	struct strbuf what = { 0 };
	struct known *known;

	sb_printf(&what, "%s ", value_type_name(v));
	value_repr(&what, v, REPR_MAX);
	known =
	    knowledge_add(k, KNOWN_VAR, xstrdup(sym->name), sb_steal(&what));
	known->layout = value_layout(v);
	if (v->type == VAL_ADDR)
		known->family = v->addr->u.sa.sa_family;
}

static void
know_symbols(struct shell *sh, struct knowledge *k, struct live *live, size_t n)
{
	const struct session *s = &sh->session;
	size_t *at = index_live(s, live, n);
	struct symbol *sym = NULL;
	size_t bucket = 0;

	while ((sym = symbol_walk(&sh->symbols, &bucket, sym)) != NULL) {
		const struct value *v;
		int fd;

		if (sym->def != NULL)
			knowledge_add(k, KNOWN_DEF, xstrdup(sym->name),
			    xstrdup(_("a function of yours")));
		/* $0, $1, … are no names. */
		if (sym->slot >= sh->vars.n ||
		    (*sym->name >= '0' && *sym->name <= '9'))
			continue;
		v = &sh->vars.v[sym->slot];
		fd = value_fd(s, v);
		if (fd >= 0 && at[fd] != 0)
			name_fd(&live[at[fd] - 1], sym);
		else if (v->type != VAL_UNSET)
			know_variable(k, sym, v);
	}
	free(at);
}

static struct live *
take_fds(const struct session *s, size_t *n)
{
	struct live *live = NULL;

	*n = 0;
	for (size_t i = 0; i < s->nfds; i++) {
		const struct fd_info *info = session_fd(s, (int64_t)i);
		struct live *one;

		if (info == NULL)
			continue;
		live = xgrow(live, *n, sizeof(live[0]));
		one = &live[(*n)++];
		*one = (struct live){ .fd = (int)i,
			.kind = info->kind,
			.family = info->family,
			.type = info->type,
			.protocol = info->protocol };
		if (s->nearby == NULL || !s->nearby(s, info->host, &one->host))
			continue;
		one->in_lab = true;
		snprintf(one->host_name, sizeof(one->host_name), "%s",
		    one->host.name);
	}
	return live;
}

static void
know_jobs(struct shell *sh, struct knowledge *k)
{
	for (struct job *job = sh->jobs.first; job != NULL; job = job->next) {
		struct known *known;

		if (job->number == 0)
			continue;
		known = knowledge_add(k, KNOWN_JOB,
		    job->name != NULL ? xstrdup(job->name) : NULL,
		    xasprintf("%s  %s",
			job->state == JOB_RUNS ? _("runs") : job_ending(job),
			job->text));
		known->number = job->number;
	}
}

/* "TCP", "UNIX", …: the kind of a socket. */
static void
add_kind(struct strbuf *what, const struct live *live)
{
	const struct sock_kind *kind;

	for (size_t i = 0; (kind = sock_kind_at(i)) != NULL; i++) {
		if (kind->family != live->family || kind->type != live->type)
			continue;
		for (const char *c = kind->name; *c != '\0'; c++)
			sb_char(what,
			    *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') :
						     *c);
		return;
	}
	sb_str(what, _("socket"));
}

static bool
has_port(const struct sockaddr_storage *a, socklen_t len)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	switch (a->ss_family) {
	case AF_INET:
		memcpy(&in, a, sizeof(in));
		return in.sin_port != 0;
	case AF_INET6:
		memcpy(&in6, a, sizeof(in6));
		return in6.sin6_port != 0;
	default:
		return a->ss_family == AF_UNIX && len > sizeof(a->ss_family);
	}
}

/* Appends an address as it can be typed in words. */
static void
add_addr(struct strbuf *out, const struct sockaddr_storage *a, socklen_t len)
{
	struct strbuf text = { 0 };
	size_t at = 0;

	addr_text(&text, (const struct sockaddr *)a, len);
	/* What is not printable is escaped in it already. */
	while (at < text.len) {
		size_t n = strcspn(text.data + at, "\\");

		know_escape(out, text.data + at, n, false);
		at += n;
		if (at < text.len)
			sb_char(out, text.data[at++]);
	}
	sb_free(&text);
}

/* Whether a socket of the lab is reached at its host's name: the port then, else
 * 0. *any: by IPv4 and by IPv6. */
static unsigned
port_by_name(const struct live *live, const struct sockaddr_storage *a,
    bool *any)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	*any = false;
	if (!live->in_lab)
		return 0;
	if (a->ss_family == AF_INET) {
		memcpy(&in, a, sizeof(in));
		return in.sin_addr.s_addr == INADDR_ANY ||
			in.sin_addr.s_addr == live->host.in.s_addr ?
		    ntohs(in.sin_port) :
		    0;
	}
	if (a->ss_family != AF_INET6)
		return 0;
	memcpy(&in6, a, sizeof(in6));
	*any = IN6_IS_ADDR_UNSPECIFIED(&in6.sin6_addr);
	return *any ||
		memcmp(&in6.sin6_addr, &live->host.in6,
		    sizeof(in6.sin6_addr)) == 0 ?
	    ntohs(in6.sin6_port) :
	    0;
}

/* A peer's address; where the socket itself has the same it is known already. */
static void
know_addr(struct knowledge *k, const struct live *live,
    const struct sockaddr_storage *a, socklen_t len, bool listens,
    const char *what)
{
	struct strbuf text = { 0 };
	struct known *known;
	bool any = false;
	unsigned port = listens ? port_by_name(live, a, &any) : 0;

	if (port != 0)
		sb_printf(&text, "%s:%u", live->host_name, port);
	else
		add_addr(&text, a, len);
	known = knowledge_add(k, KNOWN_ADDR, sb_steal(&text),
	    xasprintf("%d  %s%s%s", live->fd,
		live->name != NULL ? live->name : "",
		live->name != NULL ? "  " : "", what));
	known->family = any ? AF_UNSPEC : a->ss_family;
	known->type = live->type;
	known->listens = listens;
}

static void
look_socket(struct knowledge *k, const struct live *live, struct strbuf *what)
{
	struct sockaddr_storage local, peer;
	socklen_t len = sizeof(local), peer_len = sizeof(peer);
	int state = look_state(live->fd);
	const char *name = xlat_name(&xlat_tcp_states, state);
	bool bound, connected, listens = state == TCP_LISTEN;

	add_kind(what, live);
	if (name != NULL &&
	    (live->type == SOCK_STREAM || live->type == SOCK_SEQPACKET))
		sb_printf(what, " %s", name + strlen(xlat_tcp_states.prefix));
	bound = getsockname(live->fd, (struct sockaddr *)&local, &len) == 0 &&
	    has_port(&local, len);
	connected =
	    getpeername(live->fd, (struct sockaddr *)&peer, &peer_len) == 0 &&
	    has_port(&peer, peer_len);
	if (bound) {
		know_addr(k, live, &local, len,
		    listens || (live->type == SOCK_DGRAM && !connected),
		    sb_text(what));
		sb_char(what, ' ');
		add_addr(what, &local, len);
	}
	if (connected) {
		sb_str(what, " -> ");
		add_addr(what, &peer, peer_len);
	}
}

static void
know_fd(struct knowledge *k, struct live *live)
{
	struct strbuf what = { 0 };
	struct known *known;

	switch (live->kind) {
	case FD_SOCKET:
		look_socket(k, live, &what);
		break;
	case FD_PIPE:
		sb_str(&what, _("pipe"));
		break;
	case FD_FILE:
		sb_str(&what, _("file"));
		break;
	case FD_EPOLL:
		sb_str(&what, "epoll");
		break;
	case FD_EVENTFD:
		sb_str(&what, "eventfd");
		break;
	}
	known = knowledge_add(k, KNOWN_FD, live->name, sb_steal(&what));
	known->number = live->fd;
	known->family = live->kind == FD_SOCKET ? live->family : AF_UNSPEC;
	known->type = live->kind == FD_SOCKET ? live->type : 0;
}

static void
know_settings(const struct shell *sh, struct knowledge *k)
{
	const char *name, *help;
	struct strbuf words = { 0 };

	for (size_t i = 0; setting_at(sh, i, &name, &help, &words); i++) {
		struct known *known;

		if (name != NULL) {
			known = knowledge_add(k, KNOWN_SETTING, xstrdup(name),
			    xstrdup(_(help)));
			known->words =
			    words.len != 0 ? xstrdup(words.data) : NULL;
		}
		sb_clear(&words);
	}
	sb_free(&words);
}

/* What myth tells of. */
static void
know_claims(struct knowledge *k)
{
	for (const struct claim *c = claim_rows; c->tag != NULL; c++)
		knowledge_add(k, KNOWN_CLAIM, xstrdup(c->tag),
		    xstrdup(_(c->says)));
}

/* The names in hosts(5). */
static void
know_hosts(struct knowledge *k)
{
	FILE *file = fopen("/etc/hosts", "re");
	char line[HOSTS_LINE];
	unsigned n = 0;

	while (file != NULL && n < HOSTS_MAX &&
	    fgets(line, sizeof(line), file) != NULL) {
		char *rest = NULL, *addr, *name;

		line[strcspn(line, "#\n")] = '\0';
		addr = strtok_r(line, " \t\r", &rest);
		while (addr != NULL &&
		    (name = strtok_r(NULL, " \t\r", &rest)) != NULL) {
			if (!text_plain(name, strlen(name)))
				continue;
			knowledge_add(k, KNOWN_HOST, xstrdup(name),
			    xstrdup(addr));
			n++;
		}
	}
	if (file != NULL)
		fclose(file);
}

static void
know_lab(const struct session *s, struct knowledge *k)
{
	static const enum known_kind kinds[] = { KNOWN_LAB_HOST, KNOWN_HOST };
	char text[INET_ADDRSTRLEN];
	struct nearby host;

	for (unsigned i = 1; s->nearby != NULL && s->nearby(s, i, &host); i++) {
		inet_ntop(AF_INET, &host.in, text, sizeof(text));
		for (int kind = 0; kind < 2; kind++)
			knowledge_add(k, kinds[kind], xstrdup(host.name),
			    xstrdup(text));
	}
}

void
know_session(struct shell *sh, struct knowledge *k)
{
	struct session *s = &sh->session;
	struct live *live;
	size_t n;

	/* The table is made before the first prompt and stays. */
	*k = (struct knowledge){ .commands = s->commands,
		.ncommands = s->ncommands };
	know_hosts(k);
	know_settings(sh, k);
	know_claims(k);
	help_know(k);
	if (!session_lock_within(s, LOCK_WAIT_NS))
		return;
	live = take_fds(s, &n);
	know_symbols(sh, k, live, n);
	know_jobs(sh, k);
	know_lab(s, k);
	session_unlock(s);
	for (size_t i = 0; i < n; i++)
		know_fd(k, &live[i]);
	free(live);
}

void
know_draw(const struct shell *sh, const struct candidates *c, unsigned height,
    struct strbuf *out)
{
	struct shown_choice *choices = xcalloc(c->n + 1, sizeof(*choices));

	for (size_t i = 0; i < c->n; i++)
		choices[i] =
		    (struct shown_choice){ c->v[i].text, c->v[i].what };
	choices_draw(out, choices, c->n,
	    shell_width(sh) != 0 ? shell_width(sh) : WIDTH, height, sh->ascii);
	free(choices);
}

void
know_ask(const struct shell *sh, const char *ask, struct strbuf *out)
{
	while (*ask != '\0') {
		size_t len = strcspn(ask, "\n");
		char *line = xstrndup(ask, len);

		wrap_text(out, "", line,
		    shell_width(sh) != 0 ? shell_width(sh) : WIDTH);
		free(line);
		ask += len + (ask[len] == '\n');
	}
}

void
know_offers(struct interp *in, const char *text, size_t len, struct strbuf *out)
{
	struct shell *sh = shell_of(in->task.session);
	struct candidates c;
	struct knowledge k;

	know_session(sh, &k);
	complete_find(&k, text, len, &c);
	/* Where anything goes a list of all would say nothing. */
	if (c.n != 0 && c.n <= OFFERS_MAX)
		know_draw(sh, &c, OFFERS_MAX, out);
	shell_plainly(sh, out);
	candidates_free(&c);
	knowledge_free(&k);
}
