/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what sending and receiving leave behind in the session: exact totals
 * of bytes, and descriptors that came with a message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/call.h"
#include "sock/sock.h"

static const struct session_ops ops = { 0 };
static struct session session;
static struct task task;
static int fds[2];

static int
setup(void **state)
{
	(void)state;
	session_init(&session, &ops, NULL);
	sock_add(&session);
	memset(&task, 0, sizeof(task));
	task.session = &session;
	session_lock(&session);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	session_fd_opened(&session, fds[0], AF_UNIX, SOCK_STREAM, 0);
	session_fd_opened(&session, fds[1], AF_UNIX, SOCK_STREAM, 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	close(fds[0]);
	close(fds[1]);
	session_unlock(&session);
	session_free(&session);
	return 0;
}

/* Runs a row on fd with the values of the parameters named, one after another
 * up to a NULL; its value. Takes them over. */
static struct value
run(const char *name, int fd, ...)
{
	const struct command *cmd = session_command(&session, name);
	const char *param;
	struct value ret;
	struct call call;
	va_list ap;

	assert_non_null(cmd);
	call_init(&call, cmd, &task);
	assert_true(call_set(&call, 0, &VALUE_INT(fd)));
	va_start(ap, fd);
	while ((param = va_arg(ap, const char *)) != NULL) {
		struct value v = va_arg(ap, struct value);
		int i = 0;

		while (strcmp(cmd->prim->params[i].name, param) != 0)
			i++;
		if (!call_set(&call, i, &v))
			fail_msg("%s: %s", name, call.cause);
		value_drop(&v);
	}
	va_end(ap);
	call_run(&call);
	assert_int_equal(call.status, CALL_OK);
	ret = call.ret;
	call.ret.type = VAL_UNSET;
	call_free(&call);
	return ret;
}

static void
drop(struct value v)
{
	value_drop(&v);
}

static void
totals(void **state)
{
	const struct fd_info *from = session_fd(&session, fds[0]);
	const struct fd_info *to = session_fd(&session, fds[1]);

	(void)state;
	drop(run("send", fds[0], "data", value_str("12345"), NULL));
	drop(run("write", fds[0], "data", value_str("line\n67"), NULL));
	drop(run("sendmsg", fds[0], "buffers", value_str("abc"), NULL));
	assert_int_equal(from->sent, 15);
	assert_int_equal(from->received, 0);

	/* What was only looked at is not received. */
	drop(run("recv", fds[1], "flags", VALUE_INT(MSG_PEEK), NULL));
	drop(run("recvmsg", fds[1], "flags", VALUE_INT(MSG_PEEK), NULL));
	assert_int_equal(to->received, 0);
	drop(run("recvall", fds[1], "size", VALUE_INT(5), NULL));
	assert_int_equal(to->received, 5);
	drop(run("recvline", fds[1], NULL));
	assert_int_equal(to->received, 10);
	drop(run("read", fds[1], "size", VALUE_INT(2), NULL));
	drop(run("recvmsg", fds[1], "bufsize", VALUE_INT(2), NULL));
	assert_int_equal(to->received, 14);
	drop(run("recv", fds[1], NULL));
	assert_int_equal(to->received, 15);
	assert_int_equal(to->sent, 0);
}

static void
a_descriptor_that_came(void **state)
{
	struct value v;
	const struct fd_info *info;
	int fd;

	(void)state;
	drop(run("send_fds", fds[0], "buffers", value_str("x"), "fds",
	    VALUE_INT(fds[0]), NULL));
	v = run("recv_fds", fds[1], NULL);
	fd = (int)v.tuple->items[1].tuple->items[0].i;
	value_drop(&v);
	info = session_fd(&session, fd);
	assert_non_null(info);
	assert_int_equal(info->family, AF_UNIX);
	assert_int_equal(info->type, SOCK_STREAM);
	assert_int_equal(info->sent, 0);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(totals, setup, teardown),
		cmocka_unit_test_setup_teardown(a_descriptor_that_came, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
