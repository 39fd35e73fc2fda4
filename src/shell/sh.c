/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sh: a command of the system's shell, its output and errors apart. */
#include <stdlib.h>

#include "base/i18n.h"
#include "model/call.h"
#include "model/layout.h"
#include "shell/child.h"
#include "shell/shell.h"

static void
give_outcome(struct call *call, const struct child *c)
{
	struct value items[3] = {
		value_bytes(sb_text(&c->text[0]), c->text[0].len),
		value_bytes(sb_text(&c->text[1]), c->text[1].len),
		VALUE_INT(child_status(c)),
	};
	struct value v;

	if (value_tuple(&v, items, 3, &call->cause))
		call_give(call, v);
}

static void
sh_call(struct call *call)
{
	struct child c = CHILD_NONE;
	char sh[] = "sh", option[] = "-c";
	char *argv[] = { sh, option, call->args[0].v.bytes->data, NULL };

	CALL(call, child_run(&c, "/bin/sh", argv));
	if (c.too_much)
		call_mistake(call, 0, _("its output is more than 16 MiB"));
	else if (call->status == CALL_OK)
		give_outcome(call, &c);
	child_end(&c);
}

/* res.stdout.read(): the parser takes what read() would give for it. */
static const struct layout_field popen_fields[] = {
	{ .name = "stdout", .kind = LAYOUT_ANY },
	{ .name = "stderr", .kind = LAYOUT_ANY },
	{ .name = "returncode", .kind = LAYOUT_ANY },
};

static const struct layout popen_layout = { .name = "Popen",
	.n = 3,
	.fields = popen_fields };

/* As Python's with shell=True; when it gives its value, the command has ended. */
static void
popen_call(struct call *call)
{
	struct value items[3], v;
	char *cause = NULL;

	sh_call(call);
	if (call->status != CALL_OK || call->ret.type != VAL_TUPLE)
		return;
	for (size_t i = 0; i < 3; i++)
		items[i] = value_copy(&call->ret.tuple->items[i]);
	if (layout_record(&popen_layout, items, 3, &v, &cause))
		call_give(call, v);
	free(cause);
}

/* os.popen(command).read() */
static void
popen_text_call(struct call *call)
{
	struct value v;

	sh_call(call);
	if (call->status != CALL_OK || call->ret.type != VAL_TUPLE)
		return;
	v = value_copy(&call->ret.tuple->items[0]);
	call_give(call, v);
}

#define PIPE_PARAM(name)             \
	{                            \
		name, PARAM_VALUE, 0 \
	}

const struct prim sh_prims[] = {
	{
	    .name = "Popen",
	    .params = { { "command", PARAM_TEXT, 0 },
		{ "shell", PARAM_ONOFF, 1 }, PIPE_PARAM("stdin"),
		PIPE_PARAM("stdout"), PIPE_PARAM("stderr") },
	    .forms = { "command [shell] [stdin] [stdout] [stderr]" },
	    .call = popen_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "sh(1)",
	    .help = N_("run a shell command, as Python does; gives its stdout "
		       "and stderr"),
	    .topic = TOPIC_SHELL,
	    .example = "p = Popen(\"echo hello\", shell=True, stdout=PIPE)\n"
		       "print p.stdout.read().strip()\n"
		       "> hello",
	},
	{
	    .name = "popen",
	    .params = { { "command", PARAM_TEXT, 0 } },
	    .forms = { "command" },
	    .call = popen_text_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "popen(3)",
	    .help = N_("run a shell command; gives its output"),
	    .topic = TOPIC_SHELL,
	    .example = "print popen(\"echo hello\").read().strip()\n"
		       "> hello",
	},
	{
	    .name = "sh",
	    .params = { { "command", PARAM_TEXT, 0 } },
	    .forms = { "command" },
	    .call = sh_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "sh(1)",
	    .help =
		N_("run a shell command; gives its output, errors and status"),
	    .topic = TOPIC_SHELL,
	    .example = "out, err, status = sh \"echo hello\"\n"
		       "print out.strip() status\n"
		       "> hello 0",
	},
	{ .name = NULL },
};
