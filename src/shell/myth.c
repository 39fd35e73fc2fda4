/* SPDX-License-Identifier: GPL-3.0-or-later */
/* myth: what is said about sockets, tried out, and what holds. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/text.h"
#include "lesson/myth.h"
#include "model/call.h"
#include "shell/child.h"
#include "shell/shell.h"

/* What the child has to say, when it has said no records. */
static void
refuse(struct call *call, const struct child *c)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, sb_text(&c->text[1]), c->text[1].len, true);
	call_mistake(call, 0, _("it cannot be looked up here: %s"),
	    safe.len != 0 ? safe.data : _("nothing was said"));
	sb_free(&safe);
}

static void
myth_call(struct call *call)
{
	char name[] = "socksh", mode[] = "myth", option[] = MYTH_RECORDS;
	char *argv[] = { name, mode, option, NULL, NULL };
	struct child c = CHILD_NONE;
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (call_given(call, 0)) {
		argv[3] = call->args[0].v.bytes->data;
		if (!myth_known(argv[3], &cause))
			call_mistake(call, 0, "%s", cause);
		free(cause);
		if (call->status == CALL_MISTAKE)
			return;
	}
	CALL(call, child_run(&c, "/proc/self/exe", argv));
	if (call->status == CALL_OK) {
		if (!c.too_much && myth_value(&c.text[0], &v))
			call_give(call, v);
		else
			refuse(call, &c);
	}
	child_end(&c);
}

const struct prim myth_prims[] = {
	{
	    .name = "myth",
	    .params = { { "claim", PARAM_CLAIM, 0 } },
	    .forms = { "[claim]" },
	    .call = myth_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_LOOKS | PRIM_SILENT,
	    .help = N_("what is said about sockets, true or not; a number: the "
		       "experiment that decides it is made, in a network of "
		       "its own"),
	    .topic = TOPIC_LOOKING,
	    .example = "myth C33\n"
		       "> ...",
	},
	{ .name = NULL },
};
