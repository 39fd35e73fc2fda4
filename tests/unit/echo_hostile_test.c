/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of text from strangers, and of events that no call would make. */
#include <limits.h>

#include "base/text.h"
#include "echo_rows.h"
#include "view/jsonl.h"

/* What is sent, and the text that stands behind it. */
static const struct {
	struct in data;
	const char *want;
} readables[] = {
	{ TEXT("\xe4\xbd\xa0\xe5\xa5\xbd"),
	    "\"\\344\\275\\240\\345\\245\\275\" /* "
	    "\xe4\xbd\xa0\xe5\xa5\xbd */" },
	{ TEXT("ascii"), "\"ascii\"" },
	/* The end of a character is missing. */
	{ TEXT("\xc3\xa9\xe4\xbd"),
	    "\"\\303\\251\\344\\275\" /* "
	    "\xc3\xa9 */" },
	{ TEXT("\xc3\xa9\xf0\x9f\x98"),
	    "\"\\303\\251\\360\\237\\230\" "
	    "/* \xc3\xa9 */" },
	{ TEXT("\xc3\xa9\xe4"), "\"\\303\\251\\344\" /* \xc3\xa9 */" },
	{ TEXT("\xe4\xbd"), "\"\\344\\275\"" },
	/* These are no beginning of any character. */
	{ TEXT("\xc3\xa9\xe0\x80"), "\"\\303\\251\\340\\200\"" },
	{ TEXT("\xc3\xa9\xed\xa0"), "\"\\303\\251\\355\\240\"" },
	{ TEXT("\xc3\xa9\xf4\x90"), "\"\\303\\251\\364\\220\"" },
	{ TEXT("\xc3\xa9\xff"), "\"\\303\\251\\377\"" },
	{ TEXT("\xbd\xa0\xc3\xa9"), "\"\\275\\240\\303\\251\"" },
	{ TEXT("\xc3\xa9\xc3z"), "\"\\303\\251\\303z\"" },
	/* Nothing in it can be shown. */
	{ TEXT("\xc2\x85"), "\"\\302\\205\"" },
	{ TEXT("\xe2\x80\xae"), "\"\\342\\200\\256\"" },
	/* One line, one comment, and no escape reaches the terminal. */
	{ TEXT("\xc3\xa9*/\n\t\r\x1b[2J"),
	    "\"\\303\\251*/\\n\\t\\r\\33[2J\" /* "
	    "\xc3\xa9* /\\n\\t\\r\\x1b[2J */" },
	{ TEXT("*/\xc3\xa9"), "\"*/\\303\\251\" /* * /\xc3\xa9 */" },
	{ TEXT("**//\xc3\xa9*"),
	    "\"**//\\303\\251*\" /* "
	    "** //\xc3\xa9* */" },
	{ TEXT("\xc3\xa9\0\xc2\x9b\x7f"),
	    "\"\\303\\251\\0\\302\\233\\177\" /* "
	    "\xc3\xa9\\x00\\u009b\\x7f */" },
	{ BIG("\xc3\xa9\xe4", 1000),
	    "\"\\303\\251\\344\"... /* "
	    "\xc3\xa9 */" },
};

static void
test_readable(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(readables); i++) {
		struct in in[PRIM_PARAMS] = { N(4), readables[i].data, N(1000),
			N(0) };
		struct event *ev = event_new(&send_row, in);
		struct strbuf want = { 0 };
		size_t quoted = strcspn(readables[i].want, " ");

		ev->result = 1;
		sb_printf(&want, "send(4, %s, 1000, 0) = 1", readables[i].want);
		assert_echo(ev, 0, sb_text(&want));
		sb_clear(&want);
		sb_printf(&want, "send(4, %.*s, 1000, 0) = 1", (int)quoted,
		    readables[i].want);
		assert_echo(ev, ECHO_ASCII, sb_text(&want));
		sb_free(&want);
		free(ev);
	}
}

static void
test_blocked(void **state)
{
	static const struct {
		const struct prim *row;
		int64_t start;
		int64_t end;
		unsigned flags;
		const char *want;
	} times[] = {
		{ &accept_row, 0, 49999999, ECHO_BLOCKED, "" },
		{ &accept_row, 5, 50000005, ECHO_BLOCKED,
		    "   [blocked 50 ms]" },
		{ &accept_row, 0, 340900000, ECHO_BLOCKED,
		    "   [blocked 340 ms]" },
		{ &accept_row, 0, 999999999, ECHO_BLOCKED,
		    "   [blocked 999 ms]" },
		{ &accept_row, 0, 1000000000, ECHO_BLOCKED,
		    "   [blocked 1.00 s]" },
		{ &accept_row, 0, 2149000000, ECHO_BLOCKED,
		    "   [blocked 2.14 s]" },
		{ &accept_row, 0, 2149000000, 0, "" },
		{ &accept4_row, 0, 2149000000, ECHO_BLOCKED, "" },
		{ &accept_row, 2149000000, 0, ECHO_BLOCKED, "" },
		{ &accept_row, INT64_MIN, INT64_MAX, ECHO_BLOCKED,
		    "   [blocked 18446744073.70 s]" },
	};
	static const struct in in[PRIM_PARAMS] = { N(3), NUL, NUL, N(0) };

	(void)state;
	for (size_t i = 0; i < LEN(times); i++) {
		struct event *ev = event_new(times[i].row, in);
		struct strbuf want = { 0 };

		ev->start = times[i].start;
		ev->end = times[i].end;
		sb_printf(&want, "%s(3, NULL, NULL%s) = 0%s",
		    times[i].row->name,
		    times[i].row == &accept4_row ? ", 0" : "", times[i].want);
		assert_echo(ev, times[i].flags, sb_text(&want));
		sb_free(&want);
		free(ev);
	}
}

/* Records that no call makes. */
static void
test_broken(void **state)
{
	static const struct in in[PRIM_PARAMS] = { N(4), TEXT("hello"), N(5),
		N(0) };
	struct event *ev = event_new(&send_row, in);

	(void)state;
	ev->args[1].off = 1;
	assert_echo(ev, 0, "send(4, data, 5, 0) = 0");
	ev->args[1].off = UINT16_MAX;
	assert_echo(ev, 0, "send(4, data, 5, 0) = 0");
	ev->args[1].off = 0;
	ev->args[1].len = UINT16_MAX;
	assert_echo(ev, 0, "send(4, data, 5, 0) = 0");
	ev->args[1].off = 5;
	ev->args[1].len = 0;
	assert_echo(ev, 0, "send(4, \"\"..., 5, 0) = 0");
	ev->nargs = 0;
	assert_echo(ev, 0, "send(fd, data, size, flags) = 0");
	ev->nargs = 5;
	ev->args[1].off = 0;
	ev->args[1].len = 5;
	assert_echo(ev, 0, "send(fd, data, size, flags) = 0");
	ev->nargs = UINT32_MAX;
	assert_echo(ev, 0, "send(fd, data, size, flags) = 0");
	ev->nargs = 4;
	ev->size = 0;
	assert_echo(ev, 0, "send(fd, data, size, flags) = 0");
	ev->size = sizeof(*ev) + sizeof(ev->args[0]);
	assert_echo(ev, 0, "send(fd, data, size, flags) = 0");
	free(ev);
}

static void
test_numbers(void **state)
{
	static const struct line lines[] = {
		{ "bind(-1, {sa_family=AF_INET}, 2) = 9223372036854775807",
		    &bind_row, INT64_MAX, 0,
		    { N(INT64_MAX), OBJ(in_8080), N(2) } },
		{ "bind(0, addr, -2147483648) = 0", &bind_row, 0, 0,
		    { N(INT64_MIN), OBJ(in_8080), N(INT32_MIN) } },
		{ "recv(0, \"AB\", 18446744073709551615, 0) = "
		  "-9223372036854775808",
		    &recv_row, INT64_MIN, 0,
		    { N(INT64_MIN), BIG("AB", INT64_MIN), N(-1), N(0) } },
		{ "accept(3, addr, [-1 => 2147483647]) = 0", &accept_row, 0, 0,
		    { N(3), OBJ(in_8080), INOUT(-1, INT_MAX) } },
		{ "accept(3, addr, [2147483647 => -2147483648]) = 0",
		    &accept_row, 0, 0,
		    { N(3), OBJ(in_8080), INOUT(INT_MAX, INT_MIN) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

/* Seven arguments, each as long as can be: the line ends in time. */
static void
test_long(void **state)
{
	char text[EVENT_PAYLOAD_MAX];
	struct in in[PRIM_PARAMS];
	struct strbuf out = { 0 };
	struct event *ev;

	(void)state;
	memset(text, '\x01', sizeof(text));
	memcpy(text, "\xc3\xa9", 2);
	for (size_t i = 0; i < LEN(in); i++)
		in[i] = (struct in)OBJ(text);
	ev = event_new(&texts_row, in);
	echo_format(&out, ev, 0);
	assert_true(out.len < ECHO_LINE_MAX);
	assert_non_null(strstr(sb_text(&out), ", ..., ...) = 0"));
	sb_free(&out);
	free(ev);
}

static uint32_t
random_next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static int64_t
random_num(uint64_t *seed)
{
	static const int64_t edges[] = { 0, 1, 2, 3, 7, 15, 16, 27, 28, 110,
		128, 256, -1, INT_MAX, INT_MIN, INT64_MAX, INT64_MIN };
	uint32_t r = random_next(seed);

	if (r % 3 == 0)
		return edges[random_next(seed) % LEN(edges)];
	return r % 3 == 1 ?
	    random_next(seed) % 300 :
	    (int64_t)((uint64_t)random_next(seed) << 32 | random_next(seed));
}

static void
random_payload(unsigned char *p, size_t len, uint64_t *seed)
{
	static const char *const parts[] = { "\x1b[6n", "\xc3\xa9", "*/",
		"\xe4\xbd\xa0", "\xc2\x9b", "\n", "\xe2\x80\xae", "\0ab",
		"\xcc\x81\xcc\x81\xcc\x81", "/*", "\xf0\x9f\x98\x80" };
	bool text = random_next(seed) % 2 == 0;

	for (size_t i = 0; i < len; i++)
		p[i] = (unsigned char)random_next(seed);
	for (size_t i = 0; text && i < len;) {
		const char *part = parts[random_next(seed) % LEN(parts)];
		size_t n = strlen(part) + 1;

		if (n > 1)
			n--;
		if (n > len - i)
			n = len - i;
		memcpy(p + i, part, n);
		i += n;
	}
	/* Often an address whose family is one of those we take apart. */
	if (len > 2 && random_next(seed) % 3 == 0) {
		p[0] = (unsigned char)(random_next(seed) % 20);
		p[1] = 0;
	}
}

static struct event *
random_event(uint64_t *seed)
{
	const struct prim *row = rows[random_next(seed) % LEN(rows)];
	uint32_t nargs = random_next(seed) % 9;
	size_t payload = random_next(seed) % 600;
	size_t size =
	    sizeof(struct event) + nargs * sizeof(struct event_arg) + payload;
	struct event *ev = malloc(size);

	assert_non_null(ev);
	random_payload((unsigned char *)ev, size, seed);
	random_payload((unsigned char *)&ev->args[nargs], payload, seed);
	ev->size = (uint32_t)(random_next(seed) % 8 ? size : 8);
	ev->prim = row;
	ev->nargs = random_next(seed) % 8 ? nargs : random_next(seed);
	ev->err = random_next(seed) % 2 ? 0 : (int32_t)random_num(seed);
	for (uint32_t i = 0; i < nargs; i++) {
		struct event_arg *arg = &ev->args[i];

		arg->num = random_num(seed);
		if (random_next(seed) % 4 == 0)
			arg->num = random_next(seed) % 50;
		arg->after = (int32_t)random_num(seed);
		arg->off = (uint16_t)(random_next(seed) % (payload + 2));
		arg->len = (uint16_t)random_num(seed);
		arg->unfilled = random_next(seed) % 8 == 0;
		arg->null = random_next(seed) % 8 == 0;
	}
	return ev;
}

static void
assert_shown(const struct strbuf *out, bool ascii)
{
	const char *s = sb_text(out);
	uint32_t cp = 0;

	assert_true(out->len < ECHO_LINE_MAX);
	for (size_t i = 0, n; i < out->len; i += n) {
		n = utf8_decode(s + i, out->len - i, &cp);
		assert_int_not_equal(n, 0);
		assert_true(text_printable(cp));
		assert_true(!ascii || cp < 0x7f);
	}
}

/* As a line of --json: one line, ASCII, balanced; that it is JSON is json.test's
 * matter. */
static void
assert_json(const struct event *ev)
{
	struct strbuf out = { 0 };

	if (jsonl_library() == NULL)
		return;
	jsonl_call(&out, ev, "server", NULL, NULL);
	assert_memory_equal(out.data, "{\"type\":\"call\",", 15);
	assert_memory_equal(out.data + out.len - 2, "}\n", 2);
	for (size_t i = 0; i + 1 < out.len; i++)
		assert_true(out.data[i] >= ' ' && out.data[i] < 0x7f);
	sb_free(&out);
}

static void
test_random(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct event *ev = random_event(&seed);
		unsigned flags = random_next(&seed) % 4;
		struct strbuf out = { 0 };

		echo_format(&out, ev, flags);
		assert_shown(&out, flags & ECHO_ASCII);
		if (i % 4 == 0)
			assert_json(ev);
		sb_free(&out);
		free(ev);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readable),
		cmocka_unit_test(test_blocked),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
