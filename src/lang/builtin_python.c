/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Python's programs call besides: format, type. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/builtin.h"
#include "model/call.h"
#include "model/layout.h"
#include "model/pack.h"

static void
format_call(struct call *call)
{
	const struct bytes *format = call->args[0].v.bytes;
	struct value v;
	char *cause = NULL;

	if (format_braces(format->data, format->len, call->rest, call->nrest,
		&v, &cause))
		call_give(call, v);
	else
		call_mistake(call, 0, "%s", cause);
	free(cause);
}

/* Python's names, where it has such a type. */
static void
type_call(struct call *call)
{
	static const char *const names[] = {
		[VAL_UNSET] = "",
		[VAL_NONE] = "NoneType",
		[VAL_INT] = "int",
		[VAL_FLOAT] = "float",
		[VAL_BYTES] = "bytes",
		[VAL_ADDR] = "sockaddr",
		[VAL_TUPLE] = "tuple",
	};
	const struct value *v = &call->args[0].v;
	const char *name = names[v->type];

	if (value_layout(v) != NULL)
		name = value_layout(v)->name;
	call_give(call, value_bytes(name, strlen(name)));
}

const struct prim builtin_python_prims[] = {
	{
	    .name = "format",
	    .params = { { "format", PARAM_TEXT, 0 },
		{ "value", PARAM_VALUE, 0 } },
	    .forms = { "format [value...]" },
	    .call = format_call,
	    .flags = PRIM_PURE,
	    .help = N_("text with values in place of its {}"),
	    .topic = TOPIC_TEXT,
	    .example = "print(\"{} is port {}\".format(\"http\", 80))\n"
		       "> http is port 80",
	},
	{
	    .name = "type",
	    .params = { { "value", PARAM_VALUE, 0 } },
	    .forms = { "value" },
	    .call = type_call,
	    .flags = PRIM_PURE,
	    .help = N_("the name of a value's type"),
	    .topic = TOPIC_VALUES,
	    .example = "print type(5) type(\"5\") type(2.5)\n"
		       "> int bytes float",
	},
	{ .name = NULL },
};
