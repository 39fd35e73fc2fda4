/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What queue draws, by value: tests/pictures/queue-*.txt. */
#include "picture_fixture.h"

#include <sys/socket.h>

#include "model/addr.h"

/* A queue; what is not named is None. Takes over pieces. */
struct some {
	const char *name;
	const char *kind;
	int64_t waiting; /* -1: not known; so the others */
	int64_t limit;
	int64_t asked;
	int64_t mark;
	const char *urgent;
	struct value sender;
	const char *lack;
	struct value pieces;
};

static struct value
may_be(int64_t n)
{
	return n >= 0 ? VALUE_INT(n) : VALUE_NONE;
}

static struct value
text(const char *s)
{
	return s != NULL ? value_str(s) : VALUE_NONE;
}

static struct value
queue(struct some s)
{
	struct value lack = text(s.lack);
	struct value items[QUEUE_FIELDS] = {
		[QUEUE_FD] = VALUE_INT(5),
		[QUEUE_NAME] = text(s.name),
		[QUEUE_KIND] = text(s.kind),
		[QUEUE_WAITING] = may_be(s.waiting),
		[QUEUE_LIMIT] = may_be(s.limit - 1),
		[QUEUE_PIECES] = s.pieces,
		[QUEUE_ASKED] = may_be(s.asked - 1),
		[QUEUE_MARK] = may_be(s.mark - 1),
		[QUEUE_URGENT] = text(s.urgent),
		[QUEUE_SENDER] = s.sender,
		[QUEUE_LACKS] = list(&lack, s.lack != NULL),
	};

	return picture_record(&queue_layout, items);
}

/* send 0: not known which. */
static struct value
piece(const char *data, size_t len, int64_t send, int64_t begin, int64_t size)
{
	struct value items[QUEUED_FIELDS] = {
		[QUEUED_DATA] = value_bytes(data, len),
		[QUEUED_SEND] = may_be(send - 1),
		[QUEUED_BEGIN] = VALUE_INT(begin),
		[QUEUED_SIZE] = VALUE_INT(size),
		[QUEUED_WHOLE] = VALUE_INT((int64_t)len == size),
		[QUEUED_SOURCE] = VALUE_NONE,
	};

	if (send != 0)
		items[QUEUED_SEND].i = send;
	return picture_record(&queued_layout, items);
}

static void
sticky(void **state)
{
	struct value pieces[] = {
		piece("llo", 3, 1, 2, 5),
		piece("world\n你好", 12, 2, 0, 12),
		piece("half", 4, 3, 0, 9),
	};

	(void)state;
	assert_picture("queue-sticky", "queue",
	    queue((struct some){ "a", "stream", 19, .sender = value_str("c"),
		.pieces = list(pieces, LEN(pieces)) }));
}

static void
asked(void **state)
{
	struct value pieces[] = {
		piece("hello", 5, 1, 0, 5),
		piece("world", 5, 2, 0, 5),
	};

	(void)state;
	assert_picture("queue-asked", "queue",
	    queue((struct some){ "conn", "stream", 10, .asked = 1 + 7,
		.sender = VALUE_INT(-1),
		.pieces = list(pieces, LEN(pieces)) }));
}

static void
urgent(void **state)
{
	struct value pieces[] = {
		piece("ab", 2, 7, 0, 3),
		piece("after", 5, 8, 0, 5),
	};

	(void)state;
	assert_picture("queue-urgent", "queue",
	    queue((struct some){ "a", "stream", 7, .asked = 1 + 100,
		.mark = 1 + 2, .urgent = "\033", .sender = VALUE_INT(4),
		.pieces = list(pieces, LEN(pieces)) }));
}

/* Bytes of a stranger: none of them may act on the terminal. */
static void
hostile(void **state)
{
	char bytes[512];
	struct value all;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	memcpy(bytes + 16, "\xe2\x80\xae\xc2\x9b\xf0\x9f\x98\x80", 9);
	all = piece(bytes, sizeof(bytes), 0, 0, 0);
	assert_picture("queue-hostile", "queue",
	    queue((struct some){ NULL, "stream", 70000, .lack = "more",
		.pieces = list(&all, 1) }));
}

static void
messages(void **state)
{
	struct value pieces[] = {
		piece("first datagram", 14, 0, 0, 14),
		piece("", 0, 0, 0, 0),
		piece("x", 1, 0, 0, 1),
	};
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = 0x901f,
		.sin_addr = { 0x0100007f } };

	(void)state;
	pieces[0].tuple->items[QUEUED_SOURCE] =
	    value_from_addr(addr_from_sa((struct sockaddr *)&in, sizeof(in)));
	assert_picture("queue-messages", "queue",
	    queue((struct some){ "u", "messages", 3, .asked = 1 + 5,
		.pieces = list(pieces, LEN(pieces)) }));
}

static void
listener(void **state)
{
	struct value items[PENDING_FIELDS] = { VALUE_NONE, VALUE_INT(4),
		value_str("c") };
	struct value stranger[PENDING_FIELDS] = { VALUE_NONE, VALUE_NONE,
		VALUE_NONE };
	struct value both[] = { picture_record(&pending_layout, items),
		picture_record(&pending_layout, stranger) };

	(void)state;
	assert_picture("queue-listener", "queue",
	    queue((struct some){ "srv", "listener", 3, .limit = 1 + 128,
		.pieces = list(both, LEN(both)) }));
}

static void
nothing(void **state)
{
	(void)state;
	assert_picture("queue-empty", "queue",
	    queue((struct some){ "a", "stream", 0, .asked = 1 + 5,
		.pieces = list(NULL, 0) }));
	assert_picture("queue-end", "queue",
	    queue((struct some){ "a", "stream", 0, .asked = 1 + 5,
		.lack = "end", .pieces = list(NULL, 0) }));
	assert_picture("queue-error", "queue",
	    queue((struct some){ "u", "messages", -1, .lack = "error",
		.pieces = list(NULL, 0) }));
}

/* Sends of a byte each, more than are told of. */
static void
many(void **state)
{
	struct value pieces[300];

	(void)state;
	for (size_t i = 0; i < LEN(pieces); i++)
		pieces[i] = piece("z", 1, (int64_t)i + 1, 0, 1);
	assert_picture("queue-many", "queue",
	    queue((struct some){ "a", "stream", LEN(pieces),
		.sender = value_str("c"),
		.pieces = list(pieces, LEN(pieces)) }));
}

static void
no_queue(void **state)
{
	const struct draw_page page = { .width = 80, .columns = 80 };
	struct value bad = piece("x", 1, 1, 0, 1), v;
	struct strbuf out = { 0 };

	(void)state;
	assert_false(draw_value(&out, "queue", &bad, &page));
	v = queue((struct some){ "a", "listener", 1, .pieces = list(&bad, 1) });
	assert_false(draw_value(&out, "queue", &v, &page));
	value_drop(&v);
	v = VALUE_INT(1);
	assert_false(draw_value(&out, "queue", &v, &page));
	assert_int_equal(out.len, 0);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sticky),
		cmocka_unit_test(asked),
		cmocka_unit_test(urgent),
		cmocka_unit_test(hostile),
		cmocka_unit_test(messages),
		cmocka_unit_test(listener),
		cmocka_unit_test(nothing),
		cmocka_unit_test(many),
		cmocka_unit_test(no_queue),
	};

	return cmocka_run_group_tests(tests, picture_locale, NULL);
}
