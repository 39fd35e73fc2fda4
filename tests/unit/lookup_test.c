/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking names up by a child that may be anything: this program is its own
 * child, as socksh is, and answers as the name that is asked for tells it to.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/answer.h"
#include "model/nearby.h"
#include "model/xlat.h"
#include "sock/lookup.h"

static struct session session;
static struct task task = { .session = &session };

/* What stands behind the head that says len bytes, and how many of them. */
static void
say(int32_t err, uint32_t len, const void *data, size_t n)
{
	struct lookup_head head = { LOOKUP_MAGIC, err, len };
	ssize_t done = write(STDOUT_FILENO, &head, sizeof(head));

	done += write(STDOUT_FILENO, data, n);
	(void)done;
}

static int
hostile(const char *how)
{
	char flood[4096] = { 0 };

	if (strcmp(how, "good") == 0)
		say(0, 6, "\3\3\0abc", 6);
	else if (strcmp(how, "empty") == 0)
		say(0, 0, "", 0);
	else if (strcmp(how, "none") == 0)
		say(ERR_HOST - HOST_NOT_FOUND, 0, "", 0);
	else if (strcmp(how, "short") == 0)
		say(0, 7, "\3\3\0abc", 6);
	else if (strcmp(how, "long") == 0)
		say(0, 5, "\3\3\0abc", 6);
	else if (strcmp(how, "overrun") == 0)
		say(0, 6, "\3\377\377abc", 6);
	else if (strcmp(how, "nul") == 0)
		say(0, 6, "\3\3\0a\0c", 6);
	else if (strcmp(how, "kind") == 0)
		say(0, 6, "\100\3\0abc", 6);
	else if (strcmp(how, "address") == 0)
		say(0, 6, "\5\3\0abc", 6);
	else if (strcmp(how, "sockaddr") == 0)
		say(0, 16, "\1\15\0aaaabbbbccccd", 16);
	else if (strcmp(how, "error") == 0)
		say(987654, 0, "", 0);
	else if (strcmp(how, "magic") == 0)
		puts("it is not to be read as an answer");
	else if (strcmp(how, "dies") == 0)
		raise(SIGKILL);
	else if (strcmp(how, "sleeps") == 0)
		for (;;)
			pause();
	else if (strcmp(how, "closes") == 0 && close(STDOUT_FILENO) == 0)
		for (;;)
			pause();
	else if (strcmp(how, "floods") == 0)
		while (write(STDOUT_FILENO, flood, sizeof(flood)) > 0)
			;
	return 0;
}

static int
ask(const char *how, struct strbuf *out)
{
	sb_clear(out);
	return lookup_host(&task, how, out);
}

static void
test_good(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	assert_int_equal(ask("good", &out), 0);
	assert_int_equal(out.len, 6);
	assert_int_equal(ask("empty", &out), 0);
	assert_int_equal(out.len, 0);
	assert_int_equal(ask("none", &out), ERR_HOST - HOST_NOT_FOUND);
	sb_free(&out);
}

static void
test_hostile(void **state)
{
	static const char *const bad[] = { "short", "long", "overrun", "nul",
		"kind", "address", "sockaddr", "error", "magic" };
	struct strbuf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(ask(bad[i], &out), EBADMSG);
		assert_int_equal(out.len, 0);
	}
	assert_int_equal(ask("floods", &out), EMSGSIZE);
	sb_free(&out);
}

/* One that dies, or shuts its mouth and stays, ends the look-up at once. */
static void
test_silent(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	assert_int_equal(ask("dies", &out), EIO);
	assert_int_equal(ask("closes", &out), EIO);
	assert_int_equal(ask("says nothing", &out), EIO);
	sb_free(&out);
}

static void
on_alarm(int sig)
{
	(void)sig;
	atomic_store(&task.cancel, true);
}

/* Ctrl-C: a signal, and the mark. */
static void
test_interrupted(void **state)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct itimerspec often = { { 0, 20000000 }, { 0, 100000000 } };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGALRM };
	struct strbuf out = { 0 };
	timer_t timer;

	(void)state;
	sigaction(SIGALRM, &sa, NULL);
	assert_int_equal(timer_create(CLOCK_MONOTONIC, &event, &timer), 0);
	assert_int_equal(timer_settime(timer, 0, &often, NULL), 0);
	assert_int_equal(ask("sleeps", &out), EINTR);
	timer_delete(timer);
	atomic_store(&task.cancel, false);
	assert_int_equal(ask("good", &out), 0);
	sb_free(&out);
}

/* What is a number needs no child. */
static void
test_numbers(void **state)
{
	struct lookup_hints hints = { .type = SOCK_STREAM };
	struct strbuf out = { 0 };
	const unsigned char *at;
	struct answer record;
	struct answer_info info;
	const void *sa;
	size_t len;

	(void)state;
	assert_int_equal(lookup_info(&task, "127.0.0.1", "80", &hints, &out),
	    0);
	at = (unsigned char *)out.data;
	assert_true(answer_next(&at, at + out.len, &record));
	assert_true(answer_info(&record, &info, &sa, &len));
	assert_int_equal(info.type, SOCK_STREAM);
	assert_int_equal(len, 16);
	sb_clear(&out);
	assert_int_equal(lookup_info(&task, "::1", NULL, &hints, &out), 0);
	sb_clear(&out);
	assert_int_equal(ask("127.0.0.1", &out), 0);
	assert_int_not_equal(lookup_info(&task, "x", "80", &hints, &out), 0);
	sb_free(&out);
}

/* Two hosts, of which the second has IPv6 too. */
static bool
nearby_two(const struct session *s, unsigned i, struct nearby *out)
{
	static const char *const names[] = { "one", "two" };

	(void)s;
	if (i == 0 || i > 2)
		return false;
	*out = (struct nearby){ .name = names[i - 1],
		.in = { htonl(0x0a000000 + i) } };
	if (i == 2)
		out->in6.s6_addr[0] = 0xfd;
	return true;
}

/* The kinds of the records, each a letter; the addresses' families with them. */
static void
kinds_of(const struct strbuf *found, struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)sb_text(found);
	const unsigned char *end = at + found->len;
	struct answer record;
	struct answer_info info;
	const void *sa;
	size_t len;

	sb_clear(out);
	while (answer_next(&at, end, &record)) {
		if (answer_info(&record, &info, &sa, &len))
			sb_printf(out, "%zu ", len);
		else
			sb_printf(out, "%.*s ", (int)record.len, record.data);
	}
}

/* Hosts that nobody else knows need no child either. */
static void
test_nearby(void **state)
{
	static const struct {
		const char *host;
		int family;
		int flags;
		const char *want; /* NULL: it is asked for, in vain */
	} rows[] = {
		{ "one", AF_UNSPEC, 0, "16 " },
		{ "two", AF_UNSPEC, 0, "16 28 " },
		{ "two", AF_INET6, 0, "28 " },
		{ "two", AF_INET, AI_CANONNAME, "16 two " },
		{ "two", AF_UNSPEC, AI_CANONNAME, "16 two 28 " },
		{ "one", AF_INET6, 0, NULL },
		{ "two", AF_UNSPEC, AI_NUMERICHOST, NULL },
		{ "three", AF_UNSPEC, 0, NULL },
	};
	struct strbuf found = { 0 }, kinds = { 0 };
	const struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(80),
		.sin_addr = { htonl(0x0a000001) } };

	(void)state;
	session.nearby = nearby_two;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct lookup_hints hints = { rows[i].flags,
			rows[i].family, SOCK_STREAM, 0 };

		sb_clear(&found);
		assert_int_equal(lookup_info(&task, rows[i].host, "80", &hints,
				     &found) == 0,
		    rows[i].want != NULL);
		kinds_of(&found, &kinds);
		assert_string_equal(sb_text(&kinds),
		    rows[i].want != NULL ? rows[i].want : "");
	}
	sb_clear(&found);
	assert_int_equal(lookup_name(&task, (const struct sockaddr *)&in,
			     sizeof(in), 4, 32, NI_NUMERICSERV, &found),
	    0);
	kinds_of(&found, &kinds);
	assert_string_equal(sb_text(&kinds), "one 80 ");
	assert_int_equal(lookup_name(&task, (const struct sockaddr *)&in,
			     sizeof(in), 3, 32, NI_NUMERICSERV, &found),
	    EAI_OVERFLOW);
	sb_clear(&found);
	assert_int_equal(lookup_addr(&task, &in.sin_addr, 4, AF_INET, &found),
	    0);
	assert_int_equal(answer_valid(found.data, found.len), true);
	session.nearby = NULL;
	sb_free(&found);
	sb_free(&kinds);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_nearby),
	};

	if (argc > 1 && strcmp(argv[1], LOOKUP_OPTION) == 0)
		return argc > 3 && strcmp(argv[2], "host") == 0 ?
		    hostile(argv[3]) :
		    0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
