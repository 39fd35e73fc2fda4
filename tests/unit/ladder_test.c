/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sequence diagram, drawn from values made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/ladder.h"
#include "view/width.h"

/* A step of a lane at so many us. */
static struct ladder_step *
step(struct ladder *l, int64_t us, enum ladder_kind kind, int lane,
    const char *text, int64_t result)
{
	struct ladder_step *s = ladder_add_step(l, kind);

	s->call = l->nsteps;
	s->at = us * 1000;
	s->lane = lane;
	s->text = xstrdup(text);
	s->returned = true;
	s->result = result;
	return s;
}

static void
state(struct ladder_step *s, int lane, const char *name)
{
	s->states[0].lane = lane;
	s->states[0].name = xstrdup(name);
}

static void
arrow(struct ladder_step *s, int from, int to)
{
	s->from = from;
	s->to = to;
}

static void
bytes(struct ladder_step *s, const char *data, size_t len, int64_t whole)
{
	s->data = xmalloc(len + 1);
	memcpy(s->data, data, len);
	s->data[len] = '\0';
	s->data_len = len;
	s->bytes = whole;
}

/* A conversation with all that a picture can have in it. */
static void
conversation(struct ladder *l)
{
	int srv = ladder_add_lane(l, "srv", false);
	int c = ladder_add_lane(l, "c", false);
	int x = ladder_add_lane(l, "x", false);
	int out = ladder_add_lane(l, "10.0.0.7:9000", true);
	struct ladder_step *s;

	s = step(l, 0, LADDER_CALL, -1, "socket(tcp)", 3);
	s->opens[0] = srv;
	state(s, srv, "CLOSED");
	s = step(l, 310, LADDER_CALL, srv, "listen(srv, 128)", 0);
	state(s, srv, "LISTEN");
	s = step(l, 400, LADDER_CALL, srv, "accept(srv)", 0);
	s->returned = false;
	s->part = LADDER_BEGINS;
	s->job = 1;
	s->job_name = xstrdup("server");
	s = step(l, 1200000, LADDER_CONNECT, c, "connect(c, 127.0.0.1:8080)",
	    0);
	arrow(s, c, srv);
	state(s, c, "ESTABLISHED");
	s = step(l, 1200100, LADDER_ACCEPT, srv, "accept(srv)", 5);
	s->part = LADDER_ENDS;
	s->waited = 1199700000;
	s->job = 1;
	s->job_name = xstrdup("server");
	s->opens[0] = x;
	arrow(s, srv, x);
	state(s, x, "ESTABLISHED");
	s = step(l, 1201000, LADDER_DATA, c, "send(c, \"hello\")", 5);
	bytes(s, "hello", 5, 5);
	arrow(s, c, x);
	s = step(l, 1202000, LADDER_TAKE, x, "recv(x, 1024)", 5);
	bytes(s, "hello", 5, 5);
	s = step(l, 1203000, LADDER_DATA, x, "send(x, ...)", 6);
	bytes(s, "\xe4\xbd\xa0\xe5\xa5\xbd", 6, 6);
	arrow(s, x, c);
	s = step(l, 1204000, LADDER_DATA, c, "recvfrom(c, 1024)", 300);
	bytes(s, "\033[2J\001", 5, 300);
	arrow(s, out, c);
	s = step(l, 1205000, LADDER_CALL, c, "connect(c, 127.0.0.1:8080)", -1);
	s->error = xstrdup("EISCONN");
	s = step(l, 1206000, LADDER_FIN, c, "shutdown(c, SHUT_WR)", 0);
	arrow(s, c, x);
	state(s, c, "FIN_WAIT");
	s = step(l, 1207000, LADDER_RESET, x, "close(x)", 0);
	arrow(s, x, c);
	s->closes = x;
	s = step(l, 1208000, LADDER_NOW, srv, "now", 0);
	s->returned = false;
	state(s, srv, "LISTEN");
	s = step(l, 1208000, LADDER_NOW, c, "now", 0);
	s->returned = false;
	state(s, c, "CLOSED");
	ladder_note(l,
	    xstrdup("3 earlier steps are left out; ladder last 15 "
		    "draws them"));
}

static void
drawn(struct strbuf *out, unsigned columns, bool ascii)
{
	const struct draw_page page = { .width = columns < 80 ? columns : 80,
		.columns = columns,
		.ascii = ascii };
	struct ladder l = { 0 };

	conversation(&l);
	ladder_text(out, &l, &page);
	ladder_free(&l);
}

static void
assert_drawn(unsigned columns, bool ascii, const char *want)
{
	struct strbuf out = { 0 };

	drawn(&out, columns, ascii);
	if (getenv("SHOW") != NULL)
		printf("%s\n", sb_text(&out));
	else
		assert_string_equal(sb_text(&out), want);
	sb_free(&out);
}
/* GOLDEN */
/* clang-format off: a line of the picture is a line here */
static void
golden_40(void **state)
{
	(void)state;
	assert_drawn(40, false,
	    "ms\n"
	    "  srv      c        x        :9000\n"
	    "0.00     socket(tcp) = 3\n"
	    "  ┬ CLOSED │                 ┊\n"
	    "0.31     listen(srv, 128) = 0\n"
	    "  ● LISTEN │                 ┊\n"
	    "0.40     [1 server] accept(srv) ...\n"
	    "  ●        │                 ┊\n"
	    "1200.00  connect(c, 127.0.0.1:8080) = 0\n"
	    "  ║◀───────● ESTAB           ┊\n"
	    "1200.10  [1 server] accept(srv) = 5\n"
	    "  ●────────┼───────▶┬ ESTAB  ┊\n"
	    "1201.00  send(c, \"hello\") = 5\n"
	    "  │        ●───5───▶│        ┊\n"
	    "1202.00  recv(x, 1024) = 5\n"
	    "  │        │        ● 5      ┊\n"
	    "1203.00  send(x, ...) = 6\n"
	    "  │        │◀──6────●        ┊\n"
	    "1204.00  recvfrom(c, 1024) = 300\n"
	    "  │        ●◀─300 \"\\33[\"...──┊\n"
	    "1205.00  connect(c, 127.... = -1 EISCONN\n"
	    "  │        ✗        │        ┊\n"
	    "1206.00  shutdown(c, SHUT_WR) = 0\n"
	    "  │        ●──FIN──▶│        ┊\n"
	    "  │        │ FIN-W  │        ┊\n"
	    "1207.00  close(x) = 0\n"
	    "  │        │◀─RST───┴        ┊\n"
	    "1208.00  now\n"
	    "  │ LISTEN │ CLOSED          ┊\n"
	    "3 earlier steps are left out; ladder\n"
	    "last 15 draws them\n");
	assert_drawn(40, true,
	    "ms\n"
	    "  srv      c        x        :9000\n"
	    "0.00     socket(tcp) = 3\n"
	    "  o CLOSED |                 :\n"
	    "0.31     listen(srv, 128) = 0\n"
	    "  * LISTEN |                 :\n"
	    "0.40     [1 server] accept(srv) ...\n"
	    "  *        |                 :\n"
	    "1200.00  connect(c, 127.0.0.1:8080) = 0\n"
	    "  #<-------* ESTAB           :\n"
	    "1200.10  [1 server] accept(srv) = 5\n"
	    "  *--------+------->o ESTAB  :\n"
	    "1201.00  send(c, \"hello\") = 5\n"
	    "  |        *---5--->|        :\n"
	    "1202.00  recv(x, 1024) = 5\n"
	    "  |        |        * 5      :\n"
	    "1203.00  send(x, ...) = 6\n"
	    "  |        |<--6----*        :\n"
	    "1204.00  recvfrom(c, 1024) = 300\n"
	    "  |        *<-300 \"\\33[\"...--:\n"
	    "1205.00  connect(c, 127.... = -1 EISCONN\n"
	    "  |        x        |        :\n"
	    "1206.00  shutdown(c, SHUT_WR) = 0\n"
	    "  |        *--FIN-->|        :\n"
	    "  |        | FIN-W  |        :\n"
	    "1207.00  close(x) = 0\n"
	    "  |        |<-RST---_        :\n"
	    "1208.00  now\n"
	    "  | LISTEN | CLOSED          :\n"
	    "3 earlier steps are left out; ladder\n"
	    "last 15 draws them\n");
}

static void
golden_60(void **state)
{
	(void)state;
	assert_drawn(60, false,
	    "ms\n"
	    "  srv           c             x             10.0.0.7:9000\n"
	    "0.00     socket(tcp) = 3\n"
	    "  ┬ CLOSED      │                           ┊\n"
	    "0.31     listen(srv, 128) = 0\n"
	    "  ● LISTEN      │                           ┊\n"
	    "0.40     [1 server] accept(srv) ...\n"
	    "  ●             │                           ┊\n"
	    "1200.00  connect(c, 127.0.0.1:8080) = 0\n"
	    "  ║◀────────────● ESTABLISHED               ┊\n"
	    "1200.10  [1 server] accept(srv) = 5 [1199.70 ms]\n"
	    "  ●─────────────┼────────────▶┬ ESTABLISHED ┊\n"
	    "1201.00  send(c, \"hello\") = 5\n"
	    "  │             ●─5 \"hello\"──▶│             ┊\n"
	    "1202.00  recv(x, 1024) = 5\n"
	    "  │             │             ● 5 \"hello\"   ┊\n"
	    "1203.00  send(x, ...) = 6\n"
	    "  │             │◀─6 \"你好\"───●             ┊\n"
	    "1204.00  recvfrom(c, 1024) = 300\n"
	    "  │             ●◀────300 \"\\33[2J\\1\"...─────┊\n"
	    "1205.00  connect(c, 127.0.0.1:8080) = -1 EISCONN\n"
	    "  │             ✗             │             ┊\n"
	    "1206.00  shutdown(c, SHUT_WR) = 0\n"
	    "  │             ●────FIN─────▶│             ┊\n"
	    "  │             │ FIN_WAIT    │             ┊\n"
	    "1207.00  close(x) = 0\n"
	    "  │             │◀────RST─────┴             ┊\n"
	    "1208.00  now\n"
	    "  │ LISTEN      │ CLOSED                    ┊\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
	assert_drawn(60, true,
	    "ms\n"
	    "  srv           c             x             10.0.0.7:9000\n"
	    "0.00     socket(tcp) = 3\n"
	    "  o CLOSED      |                           :\n"
	    "0.31     listen(srv, 128) = 0\n"
	    "  * LISTEN      |                           :\n"
	    "0.40     [1 server] accept(srv) ...\n"
	    "  *             |                           :\n"
	    "1200.00  connect(c, 127.0.0.1:8080) = 0\n"
	    "  #<------------* ESTABLISHED               :\n"
	    "1200.10  [1 server] accept(srv) = 5 [1199.70 ms]\n"
	    "  *-------------+------------>o ESTABLISHED :\n"
	    "1201.00  send(c, \"hello\") = 5\n"
	    "  |             *-5 \"hello\"-->|             :\n"
	    "1202.00  recv(x, 1024) = 5\n"
	    "  |             |             * 5 \"hello\"   :\n"
	    "1203.00  send(x, ...) = 6\n"
	    "  |             |<-----6------*             :\n"
	    "1204.00  recvfrom(c, 1024) = 300\n"
	    "  |             *<----300 \"\\33[2J\\1\"...-----:\n"
	    "1205.00  connect(c, 127.0.0.1:8080) = -1 EISCONN\n"
	    "  |             x             |             :\n"
	    "1206.00  shutdown(c, SHUT_WR) = 0\n"
	    "  |             *----FIN----->|             :\n"
	    "  |             | FIN_WAIT    |             :\n"
	    "1207.00  close(x) = 0\n"
	    "  |             |<----RST-----_             :\n"
	    "1208.00  now\n"
	    "  | LISTEN      | CLOSED                    :\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
}

static void
golden_80(void **state)
{
	(void)state;
	assert_drawn(80, false,
	    "      ms                     srv         c           x           :9000\n"
	    "    0.00 socket(tcp) = 3     ┬ CLOSED    │                       ┊\n"
	    "    0.31 listen(srv, ... = 0 ● LISTEN    │                       ┊\n"
	    "    0.40 [1] accept(srv) ... ●           │                       ┊\n"
	    " 1200.00 connect(c, 1... = 0 ║◀──────────● ESTAB                 ┊\n"
	    " 1200.10 [1] accept(srv) = 5 ●───────────┼──────────▶┬ ESTAB     ┊\n"
	    " 1201.00 send(c, \"hel... = 5 │           ●────5─────▶│           ┊\n"
	    " 1202.00 recv(x, 1024) = 5   │           │           ● 5 \"hello\" ┊\n"
	    " 1203.00 send(x, ...) = 6    │           │◀────6─────●           ┊\n"
	    " 1204.00 recvfrom(c... = 300 │           ●◀──300 \"\\33[2J\\1\"...───┊\n"
	    " 1205.00 connect(c, 127.0... │           ✗           │           ┊\n"
	    "          = -1 EISCONN       │           │           │           ┊\n"
	    " 1206.00 shutdown(c, ... = 0 │           ●───FIN────▶│           ┊\n"
	    "                             │           │ FIN_WAIT  │           ┊\n"
	    " 1207.00 close(x) = 0        │           │◀───RST────┴           ┊\n"
	    " 1208.00 now                 │ LISTEN    │ CLOSED                ┊\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
	assert_drawn(80, true,
	    "      ms                     srv         c           x           :9000\n"
	    "    0.00 socket(tcp) = 3     o CLOSED    |                       :\n"
	    "    0.31 listen(srv, ... = 0 * LISTEN    |                       :\n"
	    "    0.40 [1] accept(srv) ... *           |                       :\n"
	    " 1200.00 connect(c, 1... = 0 #<----------* ESTAB                 :\n"
	    " 1200.10 [1] accept(srv) = 5 *-----------+---------->o ESTAB     :\n"
	    " 1201.00 send(c, \"hel... = 5 |           *----5----->|           :\n"
	    " 1202.00 recv(x, 1024) = 5   |           |           * 5 \"hello\" :\n"
	    " 1203.00 send(x, ...) = 6    |           |<----6-----*           :\n"
	    " 1204.00 recvfrom(c... = 300 |           *<--300 \"\\33[2J\\1\"...---:\n"
	    " 1205.00 connect(c, 127.0... |           x           |           :\n"
	    "          = -1 EISCONN       |           |           |           :\n"
	    " 1206.00 shutdown(c, ... = 0 |           *---FIN---->|           :\n"
	    "                             |           | FIN_WAIT  |           :\n"
	    " 1207.00 close(x) = 0        |           |<---RST----_           :\n"
	    " 1208.00 now                 | LISTEN    | CLOSED                :\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
}

static void
golden_120(void **state)
{
	(void)state;
	assert_drawn(120, false,
	    "      ms                                                 srv            c              x              10.0.0.7:9000\n"
	    "    0.00 socket(tcp) = 3                                 ┬ CLOSED       │                             ┊\n"
	    "    0.31 listen(srv, 128) = 0                            ● LISTEN       │                             ┊\n"
	    "    0.40 [1 server] accept(srv) ...                      ●              │                             ┊\n"
	    " 1200.00 connect(c, 127.0.0.1:8080) = 0                  ║◀─────────────● ESTABLISHED                 ┊\n"
	    " 1200.10 [1 server] accept(srv) = 5 [1199.70 ms]         ●──────────────┼─────────────▶┬ ESTABLISHED  ┊\n"
	    " 1201.00 send(c, \"hello\") = 5                            │              ●──5 \"hello\"──▶│              ┊\n"
	    " 1202.00 recv(x, 1024) = 5                               │              │              ● 5 \"hello\"    ┊\n"
	    " 1203.00 send(x, ...) = 6                                │              │◀──6 \"你好\"───●              ┊\n"
	    " 1204.00 recvfrom(c, 1024) = 300                         │              ●◀─────300 \"\\33[2J\\1\"...──────┊\n"
	    " 1205.00 connect(c, 127.0.0.1:8080) = -1 EISCONN         │              ✗              │              ┊\n"
	    " 1206.00 shutdown(c, SHUT_WR) = 0                        │              ●─────FIN─────▶│              ┊\n"
	    "                                                         │              │ FIN_WAIT     │              ┊\n"
	    " 1207.00 close(x) = 0                                    │              │◀────RST──────┴              ┊\n"
	    " 1208.00 now                                             │ LISTEN       │ CLOSED                      ┊\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
	assert_drawn(120, true,
	    "      ms                                                 srv            c              x              10.0.0.7:9000\n"
	    "    0.00 socket(tcp) = 3                                 o CLOSED       |                             :\n"
	    "    0.31 listen(srv, 128) = 0                            * LISTEN       |                             :\n"
	    "    0.40 [1 server] accept(srv) ...                      *              |                             :\n"
	    " 1200.00 connect(c, 127.0.0.1:8080) = 0                  #<-------------* ESTABLISHED                 :\n"
	    " 1200.10 [1 server] accept(srv) = 5 [1199.70 ms]         *--------------+------------->o ESTABLISHED  :\n"
	    " 1201.00 send(c, \"hello\") = 5                            |              *--5 \"hello\"-->|              :\n"
	    " 1202.00 recv(x, 1024) = 5                               |              |              * 5 \"hello\"    :\n"
	    " 1203.00 send(x, ...) = 6                                |              |<-----6-------*              :\n"
	    " 1204.00 recvfrom(c, 1024) = 300                         |              *<-----300 \"\\33[2J\\1\"...------:\n"
	    " 1205.00 connect(c, 127.0.0.1:8080) = -1 EISCONN         |              x              |              :\n"
	    " 1206.00 shutdown(c, SHUT_WR) = 0                        |              *-----FIN----->|              :\n"
	    "                                                         |              | FIN_WAIT     |              :\n"
	    " 1207.00 close(x) = 0                                    |              |<----RST------_              :\n"
	    " 1208.00 now                                             | LISTEN       | CLOSED                      :\n"
	    "3 earlier steps are left out; ladder last 15 draws them\n");
}

/* clang-format on */

/* Each line, in cells. */
static void
assert_fits(const struct strbuf *out, unsigned columns, bool ascii)
{
	const char *line = sb_text(out);

	while (*line != '\0') {
		size_t n = strcspn(line, "\n");

		if (text_width(line, n) > columns)
			fail_msg("%u columns: %.*s", columns, (int)n, line);
		assert_true(utf8_valid(line, n));
		for (size_t i = 0; i < n; i++) {
			assert_true((unsigned char)line[i] >= ' ');
			assert_true(!ascii || (unsigned char)line[i] < 0x7f);
		}
		assert_int_equal(line[n], '\n');
		line += n + 1;
	}
}

static void
every_width_fits(void **state)
{
	(void)state;
	for (unsigned columns = 40; columns <= 220; columns++) {
		for (int ascii = 0; ascii <= 1; ascii++) {
			struct strbuf out = { 0 };

			drawn(&out, columns, ascii);
			assert_fits(&out, columns, ascii);
			sb_free(&out);
		}
	}
}

/* The value that an expression has holds all that is drawn. */
static void
value_and_back(void **state)
{
	const struct draw_page page = { .width = 80, .columns = 100 };
	struct ladder l = { 0 }, again;
	struct strbuf first = { 0 }, second = { 0 };
	struct value v;

	(void)state;
	conversation(&l);
	v = ladder_give(&l);
	assert_true(ladder_take(&again, &v));
	ladder_text(&first, &l, &page);
	ladder_text(&second, &again, &page);
	assert_string_equal(sb_text(&first), sb_text(&second));
	sb_clear(&first);
	sb_clear(&second);
	ladder_plain(&first, &l, &page);
	ladder_plain(&second, &again, &page);
	assert_string_equal(sb_text(&first), sb_text(&second));
	sb_clear(&first);
	sb_clear(&second);
	ladder_svg(&first, &l);
	ladder_svg(&second, &again);
	assert_string_equal(sb_text(&first), sb_text(&second));
	value_drop(&v);
	ladder_free(&l);
	ladder_free(&again);
	sb_free(&first);
	sb_free(&second);
}

/* What an expression may have made of the value: any field another type. */
static void
other_values(void **state)
{
	const struct value odd[] = { VALUE_NONE, VALUE_INT(-7),
		VALUE_INT(INT64_MAX), VALUE_FLOAT(1e300) };
	struct ladder l = { 0 }, again;
	struct strbuf out = { 0 };
	struct draw_page page = { .width = 80, .columns = 80 };
	struct value v;
	unsigned taken = 0;

	(void)state;
	conversation(&l);
	v = ladder_give(&l);
	for (size_t i = 0; i < v.tuple->len; i++) {
		struct tuple *t = v.tuple->items[i].tuple;

		for (size_t k = 0; k < t->len * 4; k++) {
			struct value was = t->items[k / 4];

			t->items[k / 4] = odd[k % 4];
			if (ladder_take(&again, &v)) {
				taken++;
				ladder_text(&out, &again, &page);
				ladder_plain(&out, &again, &page);
				ladder_svg(&out, &again);
				sb_clear(&out);
			}
			ladder_free(&again);
			t->items[k / 4] = was;
		}
	}
	assert_in_range(taken, 1, v.tuple->len * 20 * 4 - 1);
	value_drop(&v);
	ladder_free(&l);
	sb_free(&out);
}

static void
names_are_told_apart(void **state)
{
	struct ladder l = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		ladder_add_lane(&l, "4", false);
	assert_string_equal(l.lanes[0].name, "4");
	assert_string_equal(l.lanes[1].name, "4#2");
	assert_string_equal(l.lanes[999].name, "4#1000");
	assert_int_equal(ladder_lane(&l, "4#500"), 499);
	assert_int_equal(ladder_lane(&l, "5"), -1);
	ladder_free(&l);
}

static void
times(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = { { 0, "0.00" }, { 1234567, "1.23" },
		{ 9999999999, "9999.99" }, { 10000000000, "10000.0" },
		{ 100000000000, "100 s" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strbuf out = { 0 };

		ladder_time(&out, cases[i].ns);
		assert_string_equal(sb_text(&out), cases[i].text);
		sb_free(&out);
	}
}

/* Too many lanes for the screen: those that did something last are drawn, and
 * the others are told. */
static void
many_lanes(void **state)
{
	const struct draw_page page = { .width = 80, .columns = 80 };
	struct ladder l = { 0 };
	struct strbuf out = { 0 };

	(void)state;
	for (int i = 0; i < 30; i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%d", i);
		ladder_add_lane(&l, name, false);
		step(&l, i, LADDER_CALL, i, "listen(x, 5)", 0);
	}
	ladder_text(&out, &l, &page);
	assert_fits(&out, 80, false);
	assert_non_null(strstr(sb_text(&out), "s29"));
	assert_non_null(strstr(sb_text(&out),
	    "21 lines have no room here, and their calls are left out: s0, s1, "
	    "s2, s3, s4,\ns5, s6, s7, s8, s9, ...; ladder with names"));
	ladder_free(&l);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_40),
		cmocka_unit_test(golden_60),
		cmocka_unit_test(golden_80),
		cmocka_unit_test(golden_120),
		cmocka_unit_test(every_width_fits),
		cmocka_unit_test(value_and_back),
		cmocka_unit_test(other_values),
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(times),
		cmocka_unit_test(many_lanes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
