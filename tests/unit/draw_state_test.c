/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What state draws, by value: tests/pictures/state-*.txt. */
#include "picture_fixture.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "model/addr.h"
#include "model/tcp_arrow.h"

static struct value
text(const char *s)
{
	return s != NULL ? value_str(s) : VALUE_NONE;
}

/* How a step is known. */
enum known { BY_CALL, BY_PEER, INFERRED };

static struct value
step(enum tcp_arrow_id id, int from, int to, const char *call, enum known known)
{
	const struct tcp_arrow *arrow = tcp_arrow(id);
	struct value items[STEP_FIELDS] = {
		[STEP_FROM] = text(tcp_state_name(from)),
		[STEP_TO] = text(tcp_state_name(to)),
		[STEP_CALL] = text(call),
		[STEP_RECEIVED] = text(arrow->received),
		[STEP_SENT] = text(arrow->sent),
		[STEP_BY_PEER] = VALUE_INT(known == BY_PEER),
		[STEP_INFERRED] = VALUE_INT(known == INFERRED),
		[STEP_ARROW] = VALUE_INT(id),
	};

	return picture_record(&step_layout, items);
}

static struct value
arrow_step(enum tcp_arrow_id id, const char *call, enum known known)
{
	const struct tcp_arrow *arrow = tcp_arrow(id);

	return step(id, arrow->from, arrow->to, call, known);
}

static struct value
address(uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	if (port == 0)
		return VALUE_NONE;
	return value_from_addr(
	    addr_from_sa((struct sockaddr *)&in, sizeof(in)));
}

struct some {
	const char *name;
	const char *kind;
	const char *state;
	const char *value;
	const char *made;
	int64_t left;
	uint16_t local;
	uint16_t peer;
	struct value seconds;
	struct value orphan;
};

static struct value
state_of(struct some s, struct value *steps, size_t n)
{
	struct value items[STATE_FIELDS] = {
		[STATE_FD] = VALUE_INT(5),
		[STATE_NAME] = text(s.name),
		[STATE_KIND] = text(s.kind),
		[STATE_STATE] = text(s.state),
		[STATE_VALUE] = text(s.value),
		[STATE_STEPS] = list(steps, n),
		[STATE_MADE] = text(s.made),
		[STATE_LEFT] = VALUE_INT(s.left),
		[STATE_LOCAL] = address(s.local),
		[STATE_PEER] = address(s.peer),
		[STATE_SECONDS] = s.seconds,
		[STATE_ORPHAN] = s.orphan,
	};

	return picture_record(&state_layout, items);
}

static void
all(void **state)
{
	struct value arrows[ARROWS];
	size_t n = 0;

	(void)state;
	for (int id = ARROW_NONE + 1; id < ARROWS; id++) {
		if (tcp_arrow(id)->drawn)
			arrows[n++] = arrow_step(id, NULL, BY_CALL);
	}
	for (size_t i = 0; i < n; i++)
		arrows[i].tuple->items[STEP_CALL] = text(
		    tcp_arrow((int)arrows[i].tuple->items[STEP_ARROW].i)->call);
	assert_picture("state-all", "state",
	    state_of((struct some){ .kind = "all" }, arrows, n));
}

static void
client(void **state)
{
	struct value steps[] = {
		arrow_step(ARROW_CONNECT, "connect(c)", BY_CALL),
		arrow_step(ARROW_SYN_ACK, "connect(c)", BY_CALL),
		arrow_step(ARROW_CLOSE, "shutdown(c, SHUT_WR)", BY_CALL),
		arrow_step(ARROW_FIN_ACKED, NULL, INFERRED),
		arrow_step(ARROW_FIN_LAST, "close(a)", BY_PEER),
	};

	(void)state;
	assert_picture("state-client", "state",
	    state_of((struct some){ "c", "tcp", "TIME_WAIT", "CLOSE",
			 "socket()", 0, 40000, 0, VALUE_FLOAT(58.2),
			 VALUE_INT(1) },
		steps, LEN(steps)));
}

static void
server(void **state)
{
	struct value steps[] = {
		arrow_step(ARROW_SYN, "accept(s)", BY_CALL),
		arrow_step(ARROW_ACK, "accept(s)", BY_CALL),
		arrow_step(ARROW_FIN, "recv(conn)", INFERRED),
		arrow_step(ARROW_CLOSE_LAST, "close(conn)", BY_CALL),
		arrow_step(ARROW_LAST_ACKED, NULL, INFERRED),
	};

	(void)state;
	assert_picture("state-server", "state",
	    state_of((struct some){ "conn", "tcp", "CLOSED", NULL, "accept(s)",
			 0, 0, 0, VALUE_NONE, VALUE_INT(0) },
		steps, LEN(steps)));
}

static void
refused(void **state)
{
	struct value steps[] = {
		arrow_step(ARROW_CONNECT, "connect(5)", BY_CALL),
		arrow_step(ARROW_REFUSED, "connect(5)", BY_CALL),
	};

	(void)state;
	assert_picture("state-refused", "state",
	    state_of((struct some){ NULL, "tcp", "CLOSED", "CLOSE", NULL, 3,
			 40000, 0, VALUE_NONE, VALUE_NONE },
		steps, LEN(steps)));
}

/* Ends that are no lines in the figure. */
static void
odd_ends(void **state)
{
	struct value reset[] = {
		arrow_step(ARROW_CONNECT, "connect(c)", BY_CALL),
		arrow_step(ARROW_SYN_ACK, "connect(c)", BY_CALL),
		step(ARROW_RST, TCP_ESTABLISHED, TCP_CLOSE, "send(c)",
		    INFERRED),
	};
	struct value unseen[] = {
		step(ARROW_UNSEEN, TCP_LISTEN, TCP_ESTABLISHED, NULL, INFERRED),
	};

	(void)state;
	assert_picture("state-reset", "state",
	    state_of((struct some){ "c", "tcp", "CLOSED", "CLOSE", "socket()",
			 0, 40000, 0, VALUE_NONE, VALUE_NONE },
		reset, LEN(reset)));
	assert_picture("state-unseen", "state",
	    state_of((struct some){ "c", "tcp", "ESTABLISHED", "ESTABLISHED",
			 NULL, 0, 40000, 8080, VALUE_NONE, VALUE_NONE },
		unseen, LEN(unseen)));
}

static void
without_states(void **state)
{
	(void)state;
	assert_picture("state-udp", "state",
	    state_of((struct some){ "u", "udp", "CLOSED", "CLOSE", NULL, 0, 0,
			 0, VALUE_NONE, VALUE_NONE },
		NULL, 0));
	assert_picture("state-udp-connected", "state",
	    state_of((struct some){ "u", "udp", "ESTABLISHED", "ESTABLISHED",
			 NULL, 0, 40000, 8080, VALUE_NONE, VALUE_NONE },
		NULL, 0));
	assert_picture("state-unix", "state",
	    state_of((struct some){ "l", "unix", "LISTEN", "LISTEN", NULL, 0, 0,
			 0, VALUE_NONE, VALUE_NONE },
		NULL, 0));
	assert_picture("state-other", "state",
	    state_of((struct some){ "\033]0;x\007", "other", "CLOSED", "CLOSE",
			 NULL, 0, 0, 0, VALUE_NONE, VALUE_NONE },
		NULL, 0));
}

static void
no_state(void **state)
{
	const struct draw_page page = { .width = 80, .columns = 80 };
	struct value one = VALUE_INT(1), v;
	struct strbuf out = { 0 };

	(void)state;
	v = state_of((struct some){ .kind = "tcp", .state = "CLOSED" }, &one,
	    1);
	assert_false(draw_value(&out, "state", &v, &page));
	value_drop(&v);
	v = state_of((struct some){ .kind = "tcp", .value = "CLOSE" }, NULL, 0);
	assert_false(draw_value(&out, "state", &v, &page));
	value_drop(&v);
	v = value_str("ESTABLISHED");
	assert_false(draw_value(&out, "state", &v, &page));
	value_drop(&v);
	assert_int_equal(out.len, 0);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all),
		cmocka_unit_test(client),
		cmocka_unit_test(server),
		cmocka_unit_test(refused),
		cmocka_unit_test(odd_ends),
		cmocka_unit_test(without_states),
		cmocka_unit_test(no_state),
	};

	return cmocka_run_group_tests(tests, picture_locale, NULL);
}
