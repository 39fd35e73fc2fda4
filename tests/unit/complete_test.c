/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion: what can stand where the cursor is, by value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "lang/complete.h"
#include "model/layout.h"
#include "model/session.h"
#include "shell/shell.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

struct world {
	struct session session;
	struct knowledge known;
};

static void
knows_fd(struct knowledge *k, const char *name, int number, int family,
    const char *what)
{
	struct known *known = knowledge_add(k, KNOWN_FD,
	    name != NULL ? xstrdup(name) : NULL, xstrdup(what));

	known->number = number;
	known->family = family;
}

static struct known *
knows(struct knowledge *k, enum known_kind kind, const char *text,
    const char *what)
{
	return knowledge_add(k, kind, xstrdup(text), xstrdup(what));
}

static int
world_init(void **state)
{
	static const struct session_ops no_ops;
	struct world *w = xcalloc(1, sizeof(*w));
	struct knowledge *k = &w->known;

	session_init(&w->session, &no_ops, NULL);
	shell_add_rows(&w->session);
	k->commands = w->session.commands;
	k->ncommands = w->session.ncommands;
	knows_fd(k, "srv", 3, AF_INET, "TCP LISTEN 127.0.0.1:8080");
	knows_fd(k, "cli", 4, AF_INET, "TCP ESTABLISHED");
	knows_fd(k, NULL, 5, AF_UNIX, "unix stream");
	knows_fd(k, "six", 16, AF_INET6, "TCP6 CLOSE");
	knows(k, KNOWN_VAR, "Count", "int 3");
	knows(k, KNOWN_VAR, "peer", "127.0.0.1:9")->family = AF_INET;
	knows(k, KNOWN_VAR, "left", "{tv_sec=5}")->layout =
	    layout_find("timeval");
	knows(k, KNOWN_DEF, "serve_all", "def");
	knows(k, KNOWN_ADDR, "127.0.0.1:40000", "4 cli");
	knows(k, KNOWN_ADDR, "127.0.0.1:8080", "3 srv")->listens = true;
	knows(k, KNOWN_HOST, "localhost", "127.0.0.1");
	knows(k, KNOWN_JOB, "server", "accept(3, …)")->number = 2;
	knows(k, KNOWN_TOPIC, "TIME_WAIT", "a term");
	knows(k, KNOWN_LAB_HOST, "client", "10.0.0.1");
	knows(k, KNOWN_LAB_HOST, "server", "10.0.0.2");
	*state = w;
	return 0;
}

static int
world_free(void **state)
{
	struct world *w = *state;

	knowledge_free(&w->known);
	session_free(&w->session);
	free(w);
	return 0;
}

/* What is offered: "typed>one two(": what is replaced, then each candidate with
 * what stands behind it; … where there are more than are named. */
static char *
offered(const struct world *w, const char *text)
{
	struct candidates c;
	struct strbuf out = { 0 };

	complete_find(&w->known, text, strlen(text), &c);
	sb_printf(&out, "%s>", text + c.start);
	for (size_t i = 0; i < c.n; i++) {
		sb_printf(&out, "%s%s", i != 0 ? " " : "", c.v[i].text);
		if (c.v[i].append != '\0')
			sb_char(&out,
			    c.v[i].append == ' ' ? '_' : c.v[i].append);
	}
	if (c.files)
		sb_str(&out, "<files>");
	candidates_free(&c);
	return sb_steal(&out);
}

struct row {
	const char *text;
	const char *want; /* the beginning is enough if it ends in … */
};

static void
check_rows(void **state, const struct row *rows, size_t n)
{
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		char *got = offered(*state, rows[i].text);
		const char *more = strstr(rows[i].want, "…");
		bool same = more != NULL ?
		    strncmp(got, rows[i].want, (size_t)(more - rows[i].want)) ==
			0 :
		    strcmp(got, rows[i].want) == 0;

		if (!same)
			print_error("%s\n  gave   %.300s\n  wanted %s\n",
			    rows[i].text, got, rows[i].want);
		all &= same;
		free(got);
	}
	assert_true(all);
}

static void
test_commands(void **state)
{
	static const struct row rows[] = {
		{ "liste", "liste>listen_" },
		{ "LISTE", "LISTE>listen_" },
		{ "close srv; liste", "liste>listen_" },
		{ "if x { liste", "liste>listen_" },
		{ "if x { close srv }\nliste", "liste>listen_" },
		{ "try liste", "liste>listen_" },
		{ "whi", "whi>while_" },
		{ "wai", "wai>wait_ wait_until_" },
		{ "serve_", "serve_>serve_all(" },
		{ "Cou", "Cou>Count" },
		{ "x = sock", "sock>socket_ socketpair_ sockets(" },
		{ "x = listen(", ">srv cli 5 six Count…" },
		{ "x = 1 + liste", "liste>listen(" },
		{ "print(liste", "liste>listen(" },
		{ "nosuchthing", "nosuchthing>" },
		{ "help sockn", "sockn>" },
		{ "calls liste", "liste>listen_" },
		{ "calls lower", "lower>" },
		{ "why liste", "liste>listen_" },
		{ "why of", "of>off_" },
		{ "why TIME", "TIME>" },
		{ "sockets tc", "tc>tcp_ tcp6_" },
		{ "sockets LIS", "LIS>" },
		{ "sockets tcp LIS", "LIS>LISTEN_" },
		{ "sockets tcp TCP_", "TCP_>" },
		{ "sockets tcp LISTEN tc", "tc>" },
		{ "ladder las", "las>last_" },
		{ "ladder svg las", "las><files>" },
		{ "ladder last las", "las>" },
		{ "sysctl LIS", "LIS>" },
		{ "help TIME", "TIME>TIME_WAIT_" },
		{ "help soc", "soc>socket_…" },
		{ "x ", ">" },
		{ "# lis", ">" },
		{ "1 // lis", ">" },
		{ "print \"liste", "liste>" },
		{ "send(srv, \"liste", "liste>" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_fds(void **state)
{
	static const struct row rows[] = {
		{ "listen ", ">srv_ cli_ 5_ six_" },
		{ "listen s", "s>srv_ six_" },
		{ "listen S", "S>srv_ six_" },
		{ "listen 1", "1>16_" },
		{ "listen 3", "3>3_" },
		{ "x = listen s", "s>srv_ six_" },
		/* Signs of full width. */
		{ "x ＝ listen s", "s>srv_ six_" },
		{ "listen　s", "s>srv_ six_" },
		{ "print 1；listen s", "s>srv_ six_" },
		{ "repeat ３ ｛ listen s", "s>srv_ six_" },
		{ "“a, listen s”；listen s", "s>srv_ six_" },
		{ "socket AF_INET SOCK_STREAM｜SOCK_NON",
		    "SOCK_NON>SOCK_NONBLOCK_" },
		{ "# “a\nlisten s", "s>srv_ six_" },
		{ "listen(s", "s>srv six" },
		{ "listen（s", "s>srv six" },
		{ "（1，“，”）；listen　（s", "s>srv six" },
		{ "listen(1", "1>16" },
		{ "dup2 srv ", ">srv_ cli_ 5_ six_…" },
		{ "spawn { listen s", "s>srv_ six_" },
		{ "send $s", "s>srv six…" },
		{ "listen srv 5 x y z ", ">" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_addresses(void **state)
{
	static const struct row rows[] = {
		{ "bind srv ", ">127.0.0.1:40000_ 127.0.0.1:8080_" },
		{ "connect cli ", ">127.0.0.1:8080_ 127.0.0.1:40000_" },
		{ "connect cli 127", "127>127.0.0.1:8080_ 127.0.0.1:40000_" },
		{ "connect cli 127.0.0.1:8", "127.0.0.1:8>127.0.0.1:8080_" },
		{ "connect(cli, 127.0.0.1:8", "127.0.0.1:8>127.0.0.1:8080" },
		{ "cli.connect(127.0.0.1:8", "127.0.0.1:8>127.0.0.1:8080" },
		{ "cli.connect(addr=127.0.0.1:8",
		    "127.0.0.1:8>127.0.0.1:8080" },
		{ "sendto cli hi ", ">127.0.0.1:8080_ 127.0.0.1:40000_…" },
		{ "getaddrinfo loc", "loc>localhost_" },
		{ "getaddrinfo(\"loc", "loc>localhost" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_constants(void **state)
{
	static const struct row rows[] = {
		{ "socket tcp", "tcp>tcp_ tcp6_" },
		{ "socket inet str", "str>SOCK_STREAM_" },
		{ "socket(AF_INET, SOCK_STR", "SOCK_STR>SOCK_STREAM" },
		{ "recv cli 10 MSG_P", "MSG_P>MSG_PEEK_…" },
		{ "recv cli 10 peek", "peek>MSG_PEEK_" },
		{ "recv cli 10 MSG_WAITALL|MSG_PE", "MSG_PE>MSG_PEEK_" },
		{ "recv(cli, 10, MSG_WAITALL | MSG_PE", "MSG_PE>MSG_PEEK" },
		{ "cli.recv(10, MSG_PE", "MSG_PE>MSG_PEEK" },
		{ "recv(cli, 10, flags=MSG_PE", "MSG_PE>MSG_PEEK" },
		{ "recv(cli, 10, fl", "fl>flags=" },
		{ "shutdown cli w", "w>SHUT_WR_" },
		{ "x = EADDRINU", "EADDRINU>EADDRINUSE" },
		{ "quiet o", "o>on_ off_" },
		{ "kill ", ">2_" },
		{ "kill ser", "ser>server_" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_options(void **state)
{
	static const struct row rows[] = {
		{ "setsockopt srv SO_REUSE",
		    "SO_REUSE>SO_REUSEADDR_ SO_REUSEPORT_" },
		{ "setsockopt srv so_reusea", "so_reusea>SO_REUSEADDR_" },
		{ "setsockopt srv TCP_NOD", "TCP_NOD>TCP_NODELAY_" },
		{ "setsockopt 5 TCP_NOD", "TCP_NOD>" },
		{ "setsockopt srv IPV6_V6", "IPV6_V6>" },
		{ "setsockopt six IPV6_V6", "IPV6_V6>IPV6_V6ONLY_" },
		{ "setsockopt srv SOL_SOCKET TCP_NOD", "TCP_NOD>" },
		{ "setsockopt srv IPPROTO_TCP TCP_NOD",
		    "TCP_NOD>TCP_NODELAY_" },
		{ "setsockopt(srv, IPPROTO_TCP, TCP_NOD",
		    "TCP_NOD>TCP_NODELAY" },
		{ "srv.setsockopt(IPPROTO_TCP, TCP_NOD",
		    "TCP_NOD>TCP_NODELAY" },
		{ "getsockopt(srv, SOL_SOCKET, SO_REUSEA",
		    "SO_REUSEA>SO_REUSEADDR" },
		{ "setsockopt srv SO_REUSEADDR o", "o>on_ off_" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_members(void **state)
{
	static const struct row rows[] = {
		{ "srv.liste", "liste>listen(" },
		{ "x = srv.acc", "acc>accept( accept4(" },
		{ "print srv.getsockn", "getsockn>getsockname(" },
		{ "peer.sin_p", "sin_p>sin_port" },
		{ "peer.sin6_p", "sin6_p>" },
		{ "left.", ">tv_sec tv_usec" },
		{ "print left.tv_u", "tv_u>tv_usec" },
		{ "print(left.tv_u", "tv_u>tv_usec" },
		{ "5.x", "5.x>" },
	};

	check_rows(state, rows, LEN(rows));
}

static void
test_files(void **state)
{
	static const struct row rows[] = {
		{ "open /tm", "/tm><files>" },
		{ "open \"/tm", "/tm><files>" },
		{ "open(\"/tm", "/tm><files>" },
		{ "open(\"a\", \"/tm", "/tm>" },
		{ "open /tmp/x rd", "rd>O_RDONLY_ O_RDWR_…" },
	};

	check_rows(state, rows, LEN(rows));
}

/* Half a program, and what is none: nothing breaks. */
static void
test_hostile(void **state)
{
	static const char text[] =
	    "if (a) { x = bind(srv, \"a\\\"b\", f(1, [2, {3}]))); }"
	    "/* c */ send srv \"q\" $(a.b(\xff\xfe 端口 = socket tcp\n}}]])";
	struct world *w = *state;
	struct candidates c;
	char *deep = xmalloc(100001);

	for (size_t i = 0; i < sizeof(text); i++) {
		complete_find(&w->known, text, i, &c);
		assert_true(c.start <= i);
		candidates_free(&c);
		complete_find(&w->known, text + i, sizeof(text) - i, &c);
		assert_true(c.start <= sizeof(text) - i);
		candidates_free(&c);
	}
	for (const char *s = "([{\"'$.|,;="; *s != '\0'; s++) {
		memset(deep, *s, 100000);
		deep[100000] = '\0';
		complete_find(&w->known, deep, 100000, &c);
		candidates_free(&c);
	}
	free(deep);
}

/* What all have in common, in the case that they have. */
static void
test_common(void **state)
{
	static const struct {
		const char *text;
		const char *common;
	} rows[] = {
		{ "recv cli 10 msg_pe", "MSG_PEEK" },
		{ "setsockopt srv so_reu", "SO_REUSE" },
		{ "listen s", "s" },
		{ "shutdown cli nosuch", "nosuch" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		const char *text = rows[i].text;
		struct candidates c;
		struct strbuf out = { 0 };

		complete_find(&w->known, text, strlen(text), &c);
		candidates_common(&c, text + c.start, strlen(text) - c.start,
		    &out);
		assert_string_equal(sb_text(&out), rows[i].common);
		sb_free(&out);
		candidates_free(&c);
	}
}

/* Each says what it is. */
static void
test_explained(void **state)
{
	static const struct row rows[] = {
		{ "listen sr", "3  TCP LISTEN 127.0.0.1:8080" },
		{ "listen 3", "srv  TCP LISTEN 127.0.0.1:8080" },
		{ "recv cli 10 MSG_PEEK", "MSG_PEEK" },
		{ "setsockopt srv TCP_NODELAY", "SOL_TCP, on or off" },
		{ "x = EADDRINUSE", "Address already in use" },
		{ "socket udp6", "AF_INET6, SOCK_DGRAM" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < LEN(rows); i++) {
		struct candidates c;

		complete_find(&w->known, rows[i].text, strlen(rows[i].text),
		    &c);
		assert_int_equal(c.n, 1);
		assert_non_null(c.v[0].what);
		if (i != 2)
			assert_string_equal(c.v[0].what, rows[i].want);
		candidates_free(&c);
	}
}

/* Behind on a host, and behind that what could have begun before it. */
static void
test_hosts(void **state)
{
	static const struct row rows[] = {
		{ "on ", ">client_ server_" },
		{ "on se", "se>server_" },
		{ "x = on ser", "ser>server_" },
		{ "{ on ser", "ser>server_" },
		{ "on server liste", "liste>listen_" },
		{ "x = on server accep", "accep>accept_ accept4_" },
		{ "on server listen sr", "sr>srv_" },
		{ "on server { liste", "liste>listen_" },
		{ "on; liste", "liste>listen_" },
		{ "host ser", "ser>server_" },
	};

	check_rows(state, rows, LEN(rows));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_fds),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_common),
		cmocka_unit_test(test_explained),
		cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests(tests, world_init, world_free);
}
