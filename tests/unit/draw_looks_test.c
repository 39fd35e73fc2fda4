/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fds, sockets, buffers and info draw, by value: tests/pictures/NAME-*.txt,
 * and at every width from 40 to 200 columns. */
#include "picture_fixture.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "model/addr.h"
#include "model/layout.h"
#include "model/xlat.h"

/* A record of a layout; the fields as many as it has. Takes them over. */
static struct value
record(const char *layout, struct value *fields, size_t n)
{
	struct value v;
	char *cause = NULL;

	assert_int_equal(layout_find(layout)->n, n);
	assert_true(layout_record(layout_find(layout), fields, n, &v, &cause));
	return v;
}

static struct value
text(const char *s)
{
	return s != NULL ? value_str(s) : VALUE_NONE;
}

static struct value
may_be(int64_t n)
{
	return n >= 0 ? VALUE_INT(n) : VALUE_NONE;
}

/* "127.0.0.1:80", "/path"; NULL: none. */
static struct value
address(const char *literal)
{
	struct addr_names names;
	struct addr *addr = NULL;
	char *cause = NULL;

	if (literal == NULL)
		return VALUE_NONE;
	assert_int_equal(addr_parse(literal, strlen(literal), AF_UNSPEC, &addr,
			     &names, &cause),
	    ADDR_NUMERIC);
	return value_from_addr(addr);
}

struct descriptor {
	int fd;
	const char *name;
	const char *kind;
	const char *state;
	const char *local;
	struct value peer;
	int64_t inq;
	int64_t outq;
	const char *flags;
	const char *job;
};

static struct value
descriptor(struct descriptor d)
{
	struct value v[] = { VALUE_INT(d.fd), text(d.name), text(d.kind),
		VALUE_NONE, VALUE_NONE, text(d.state), address(d.local), d.peer,
		may_be(d.inq), may_be(d.outq), text(d.flags), text(d.job) };

	return record("descriptor", v, LEN(v));
}

static struct value
some_descriptors(void)
{
	struct value path = value_str("/tmp/a\nb\033[2J.txt");
	struct value all[] = {
		descriptor((struct descriptor){ 3, "srv", "tcp", "LISTEN",
		    "127.0.0.1:8080", VALUE_NONE, 1, -1,
		    .job = "accept (job 2)" }),
		descriptor((struct descriptor){ 4, "c", "tcp", "ESTABLISHED",
		    "127.0.0.1:40000", address("127.0.0.1:8080"), 5, 0,
		    "O_NONBLOCK|FD_CLOEXEC", NULL }),
		descriptor((struct descriptor){ 5, "clients[10]", "tcp6",
		    "CLOSE_WAIT", "[2001:db8::1234:5678:9abc:def0]:65535",
		    address("[2001:db8::1234:5678:9abc:def1]:65535"), 1234567,
		    0, NULL, NULL }),
		descriptor((struct descriptor){ 6, "u", "udp", "CLOSE",
		    "0.0.0.0:53", VALUE_NONE, 0, 0, NULL, NULL }),
		descriptor((struct descriptor){ 7, NULL, "unix", "ESTABLISHED",
		    NULL, VALUE_INT(8), 0, 0, NULL, NULL }),
		descriptor((struct descriptor){ 8, "fresh", "tcp", "CLOSE",
		    NULL, VALUE_NONE, 0, 0, NULL, NULL }),
		descriptor((struct descriptor){ 9, "套接字", "epoll", NULL,
		    NULL, VALUE_NONE, -1, -1, NULL, NULL }),
		descriptor((struct descriptor){ 10, "f", "file", NULL, NULL,
		    VALUE_NONE, 99, -1, NULL, NULL }),
	};

	value_drop(&all[7].tuple->items[6]);
	all[7].tuple->items[6] = path;
	return list(all, LEN(all));
}

struct kernel_socket {
	const char *kind;
	const char *state;
	int64_t recvq;
	int64_t sendq;
	const char *local;
	const char *peer;
	const char *timer;
	double left;
	int64_t retransmits;
	int64_t fd;
	const char *name;
	struct value holders;
	int64_t inode;
};

static struct value
kernel_socket(struct kernel_socket s)
{
	struct value v[] = { text(s.kind), text(s.state), may_be(s.recvq),
		may_be(s.sendq), address(s.local), address(s.peer),
		text(s.timer),
		s.timer != NULL ? VALUE_FLOAT(s.left) : VALUE_NONE,
		VALUE_INT(s.retransmits), may_be(s.fd), text(s.name), s.holders,
		VALUE_INT(0), may_be(s.inode) };

	return record("kernel_socket", v, LEN(v));
}

static struct value
holder(int pid, const char *name)
{
	struct value pair[] = { VALUE_INT(pid), value_str(name) };
	struct value one = list(pair, 2);

	return list(&one, 1);
}

static struct value
some_sockets(void)
{
	struct value all[] = {
		kernel_socket((struct kernel_socket){ "tcp", "LISTEN", 1, 128,
		    "127.0.0.1:8080", NULL, .fd = 3, .name = "srv",
		    .holders = VALUE_NONE, .inode = 100 }),
		kernel_socket((struct kernel_socket){ "tcp", "ESTABLISHED", 5,
		    0, "127.0.0.1:8080", "127.0.0.1:40000", .fd = -1,
		    .holders = VALUE_NONE, .inode = -1 }),
		kernel_socket((struct kernel_socket){ "tcp", "ESTABLISHED", 0,
		    2555, "127.0.0.1:40000", "127.0.0.1:8080", "persist", 12.6,
		    3, 4, "c", VALUE_NONE, 101 }),
		kernel_socket((struct kernel_socket){ "tcp", "TIME_WAIT", 0, 0,
		    "127.0.0.1:8080", "127.0.0.1:40002", "timewait", 41.9, 0,
		    -1, NULL, VALUE_NONE, -1 }),
		kernel_socket((struct kernel_socket){ "tcp", "SYN_SENT", 0, 1,
		    "127.0.0.1:40004", "127.0.0.1:9000", "on", 0.25, 2, 5, NULL,
		    VALUE_NONE, 102 }),
		kernel_socket((struct kernel_socket){ "tcp", "FIN_WAIT2", 0, 0,
		    "127.0.0.1:8080", "127.0.0.1:40006", "keepalive", 7199, 0,
		    -1, NULL, VALUE_NONE, -1 }),
		kernel_socket((struct kernel_socket){ "udp", "CLOSE", 768, 0,
		    "0.0.0.0:53", NULL, .fd = -1,
		    .holders = holder(1234, "na\033[2Jmed"), .inode = 103 }),
		kernel_socket(
		    (struct kernel_socket){ "tcp6", "LISTEN", 0, -1, "[::]:22",
			NULL, .fd = -1, .holders = VALUE_NONE, .inode = 104 }),
		kernel_socket((struct kernel_socket){ "unix", "LISTEN", 0, 3,
		    "/run/a/path/that/is/long/enough/to/be/wider/than/any/"
		    "screen/of/forty/columns/or/of/eighty.sock",
		    NULL, .fd = 9, .name = "l", .holders = VALUE_NONE,
		    .inode = 105 }),
	};

	return list(all, LEN(all));
}

static struct value
buffer(const char *name, int64_t used, int64_t limit, int64_t most, int64_t set)
{
	struct value v[] = { value_str(name), VALUE_INT(used), may_be(limit),
		may_be(most), may_be(set) };

	return record("buffer", v, LEN(v));
}

static struct value
some_buffers(void)
{
	struct value all[] = {
		buffer("receive queue", 5, -1, -1, -1),
		buffer("receive memory", 832, 131072, 6291456, 0),
		buffer("send queue", 2960000, -1, -1, -1),
		buffer("not sent yet", 2955005, -1, -1, -1),
		buffer("send memory", 3940928, 3939840, -1, 1),
		buffer("connections", 2, 4, -1, -1),
		buffer("receive memory", -1, 4608, -1, -1),
		buffer("dropped", 0, -1, -1, -1),
	};

	return list(all, LEN(all));
}

static struct value
fact(const char *section, const char *name, const char *says)
{
	struct value v[] = { value_str(section), value_str(name), VALUE_NONE,
		value_str(says) };

	return record("fact", v, LEN(v));
}

static struct value
some_facts(void)
{
	struct value all[] = {
		fact("descriptor", "number",
		    "fd 5 (a); the same socket: fd 6 (a2)"),
		fact("descriptor", "blocking",
		    "no: O_NONBLOCK, what would wait fails with EAGAIN"),
		fact("socket", "local", "127.0.0.1:8080"),
		fact("socket", "other end", "na\033[2Jme (process 7)"),
		fact("options that differ", "TCP_THIN_LINEAR_TIMEOUTS",
		    "1; of a new socket: 0"),
		fact("options that differ", "SO_REUSEADDR",
		    "1; of a new socket: 0"),
		fact("file", "path", "/tmp/a\nb\tc"),
		fact("connection", "round trip",
		    "0.045 ms: a segment and its ACK, measured and smoothed"),
		fact("connection", "", ""),
	};

	return list(all, LEN(all));
}

static void
pictures(void **state)
{
	(void)state;
	assert_picture("fds", "fds", some_descriptors());
	assert_picture("sockets", "sockets", some_sockets());
	assert_picture("buffers", "buffers", some_buffers());
	assert_picture("info", "info", some_facts());
	assert_picture("fds-none", "fds", list(NULL, 0));
	assert_picture("sockets-none", "sockets", list(NULL, 0));
	assert_picture("buffers-none", "buffers", list(NULL, 0));
}

static void
any_width(void **state)
{
	static const struct {
		const char *command;
		struct value (*make)(void);
	} looks[] = { { "fds", some_descriptors }, { "sockets", some_sockets },
		{ "buffers", some_buffers }, { "info", some_facts } };

	(void)state;
	for (size_t i = 0; i < LEN(looks); i++) {
		struct value v = looks[i].make();

		for (unsigned columns = 40; columns <= 200; columns++) {
			struct draw_page page = { .columns = columns,
				.ascii = columns % 2 != 0 };
			struct strbuf out = { 0 };

			page.width = columns < 80 ? columns : 80;
			assert_true(
			    draw_value(&out, looks[i].command, &v, &page));
			measure(&out, columns, page.ascii);
			sb_free(&out);
		}
		value_drop(&v);
	}
}

/* Nothing is cut: every cell is there whole once the line breaks are gone. */
static void
nothing_is_lost(void **state)
{
	static const char *const words[] = { "clients[10]",
		"[2001:db8::1234:5678:9abc:def0]:65535",
		"[2001:db8::1234:5678:9abc:def1]:65535", "1234567",
		"O_NONBLOCK|FD_CLOEXEC", "accept(job2)" };
	struct value v = some_descriptors();

	(void)state;
	for (unsigned columns = 40; columns <= 200; columns++) {
		struct draw_page page = { .columns = columns, .width = 40 };
		struct strbuf out = { 0 }, joined = { 0 };

		assert_true(draw_value(&out, "fds", &v, &page));
		for (size_t i = 0; i < out.len; i++) {
			if (out.data[i] != ' ' && out.data[i] != '\n')
				sb_char(&joined, out.data[i]);
		}
		for (size_t i = 0; i < LEN(words); i++) {
			if (strstr(sb_text(&joined), words[i]) == NULL)
				fail_msg("%u columns: %s is lost in\n%s",
				    columns, words[i], sb_text(&out));
		}
		sb_free(&out);
		sb_free(&joined);
	}
	value_drop(&v);
}

static void
no_such_list(void **state)
{
	static const char *const commands[] = { "fds", "sockets", "buffers",
		"info" };
	struct draw_page page = { .columns = 80, .width = 80 };
	struct value v = VALUE_INT(1), other = some_facts();
	struct strbuf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LEN(commands); i++) {
		assert_false(draw_value(&out, commands[i], &v, &page));
		if (strcmp(commands[i], "info") != 0)
			assert_false(
			    draw_value(&out, commands[i], &other, &page));
	}
	assert_int_equal(out.len, 0);
	value_drop(&other);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures),
		cmocka_unit_test(any_width),
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(no_such_list),
	};

	return cmocka_run_group_tests(tests, picture_locale, NULL);
}
