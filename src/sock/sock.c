/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All primitives, brought together. */
#include "sock/sock.h"

#include <assert.h>

#include "sock/names.h"

void
sock_add(struct session *s)
{
	session_add(s, sock_socket_prims);
	session_add(s, sock_io_prims);
	session_add(s, sock_line_prims);
	session_add(s, sock_msg_prims);
	session_add(s, sock_cmsg_prims);
	session_add(s, sock_option_prims);
	session_add(s, sock_wait_prims);
	session_add(s, sock_timeout_prims);
	session_add(s, sock_python_prims);
	session_add(s, names_prims);
	session_add(s, host_prims);
	session_add(s, interface_prims);
	session_add(s, inet_prims);
	session_add(s, convenience_prims);
	session_add(s, sock_fd_prims);
	session_add(s, sock_fcntl_prims);
	session_add(s, sock_file_prims);
	session_add(s, sock_epoll_prims);
	session_add(s, sock_stream_prims);
	session_add(s, sock_stream_io_prims);
	s->resolve = sock_resolve;
	s->streams_free = sock_streams_free;
}

const struct prim *
sock_row(const struct call *call, const char *name)
{
	const struct command *cmd = session_command(call->task->session, name);

	assert(cmd != NULL);
	return cmd->prim;
}
