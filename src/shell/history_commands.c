/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history, private: what was typed before, and what is not to be kept. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/call.h"
#include "shell/history.h"
#include "shell/shell.h"

enum { LISTED = 20 };

static struct history *
history_of(struct call *call)
{
	struct history *h = shell_of(call->task->session)->history;

	if (h == NULL)
		call_mistake(call, -1,
		    _("only a prompt has a history: this is a script"));
	return h;
}

/* "30" is a number of entries, anything else a text. */
static bool
list_wanted(struct call *call, size_t *n, const char **text)
{
	const struct bytes *b;
	int64_t number = 0;
	char *cause = NULL;
	int kind;

	*n = LISTED;
	*text = NULL;
	if (!call_given(call, 0))
		return true;
	b = call->args[0].v.bytes;
	kind = number_parse(b->data, b->len, false, &number, &cause);
	free(cause);
	if (strlen(b->data) != b->len || b->len == 0)
		call_mistake(call, 0, _("no line has this text"));
	else if (kind == 1 && number < 1)
		call_mistake(call, 0,
		    _("a number of lines, from 1, or a text that they have"));
	*n = kind == 1 ? (size_t)number : 0;
	*text = kind == 1 ? NULL : b->data;
	return call->status == CALL_OK;
}

static void
history_call(struct call *call)
{
	struct history *h = history_of(call);
	struct session *s = call->task->session;
	struct strbuf out = { 0 };
	const char *text;
	size_t n;

	call_give(call, VALUE_NONE);
	if (h == NULL || !list_wanted(call, &n, &text))
		return;
	if (history_show(h, &out, n, text) == 0 && text != NULL)
		call_mistake(call, 0, _("no line has this text"));
	session_unlock(s);
	s->ops->print(s->ops_ctx, call->task, sb_text(&out), out.len);
	session_lock(s);
	sb_free(&out);
}

static void
private_call(struct call *call)
{
	struct history *h = history_of(call);

	call_give(call, VALUE_NONE);
	if (h != NULL)
		history_private(h, call_num(call, 0) != 0);
}

const struct prim history_prims[] = {
	{
	    .name = "history",
	    .params = { { "what", PARAM_TEXT, 0 } },
	    .forms = { "[what]" },
	    .call = history_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("list what was typed: the last 20 lines, the last of a "
		       "number, or those that contain a text"),
	    .topic = TOPIC_SHELL,
	    .example = "history\n"
		       "> ...",
	},
	{
	    .name = "private",
	    .params = { { "onoff", PARAM_ONOFF, 1 } },
	    .forms = { "[onoff]" },
	    .call = private_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("do not keep what is typed from now on in the file of "
		       "the history, or do so again"),
	    .topic = TOPIC_SHELL,
	    .example = "private\n"
		       "private off",
	},
	{ .name = NULL },
};
