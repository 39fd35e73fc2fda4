/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a stranger's lesson may not do. Its network is its own; so what is left
 * to refuse is whatever else a call can reach: files, programs, the host's name,
 * and sockets that have their name among the files.
 */
#include <stddef.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "model/call.h"

static bool
is_path(const struct arg *arg)
{
	const struct sockaddr_un *un = arg->data;

	return un != NULL &&
	    arg->len > offsetof(struct sockaddr_un, sun_path) &&
	    un->sun_family == AF_UNIX && un->sun_path[0] != '\0';
}

bool
call_confined(struct call *call)
{
	if (!call->task->session->confined)
		return true;
	if (call->prim->flags & PRIM_HOST) {
		call_mistake(call, -1,
		    _("this lesson did not come with socksh: it may reach "
		      "neither files nor programs"));
		return false;
	}
	for (int i = 0; i < PRIM_PARAMS; i++) {
		if (call->prim->params[i].type == PARAM_END)
			break;
		if (call->prim->params[i].type != PARAM_ADDR ||
		    !is_path(&call->args[i]))
			continue;
		call_mistake(call, i,
		    _("this lesson did not come with socksh: its AF_UNIX "
		      "names begin with @"));
		return false;
	}
	return true;
}
