/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists the rows of the command table: the name, whether it makes a system call
 * ("call") or only computes ("pure"), and whether it is Python's alone. */
#include <stdio.h>

#include "lang/builtin.h"
#include "lang/cfuncs.h"
#include "shell/shell.h"
#include "sock/sock.h"

int
main(void)
{
	static const struct session_ops ops = { 0 };
	struct session session;

	session_init(&session, &ops, NULL);
	sock_add(&session);
	builtin_add(&session);
	session_add(&session, memory_prims);
	session_add(&session, string_prims);
	session_add(&session, stdio_prims);
	session_add(&session, shell_prims);
	for (size_t i = 0; i < session.ncommands; i++) {
		const struct prim *prim = session.commands[i].prim;

		printf("%s %s%s\n", prim->name,
		    prim->flags & PRIM_PURE ? "pure" : "call",
		    prim->flags & PRIM_NOT_C ? " python" : "");
	}
	session_free(&session);
	return 0;
}
