/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell's own commands. */

#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"

static void
quiet_call(struct call *call)
{
	call->task->session->quiet = call_num(call, 0) != 0;
	call_give(call, VALUE_NONE);
}

const struct prim shell_prims[] = {
	{
	    .name = "quiet",
	    .params = { { "onoff", PARAM_ONOFF, 1 } },
	    .forms = { "[onoff]" },
	    .call = quiet_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("stop showing system calls, or go on"),
	    .topic = TOPIC_SHELL,
	    .example = "quiet on\n"
		       "quiet off",
	},
	{ .name = NULL },
};
