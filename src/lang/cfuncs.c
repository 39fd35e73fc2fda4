/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C's printf and its like, and the macros of select's sets. */
#include "lang/cfuncs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "model/pack.h"

/* Standard output as print has it; standard error as a remark. */
static void
put(struct call *call, int64_t stream, const char *text, size_t len)
{
	struct session *s = call->task->session;

	if (stream == STDERR_FILENO) {
		/* A remark brings its own newline. */
		call_remark(call, "%.*s",
		    (int)(len - (len != 0 && text[len - 1] == '\n')), text);
		return;
	}
	session_unlock(s);
	if (s->ops->print != NULL)
		s->ops->print(s->ops_ctx, call->task, text, len);
	session_lock(s);
}

static bool
stream_ok(struct call *call, int i)
{
	int64_t stream = call_num(call, i);

	if (stream == STDOUT_FILENO || stream == STDERR_FILENO)
		return true;
	call_mistake(call, i, _("%s: stdout or stderr here"),
	    call->prim->params[i].name);
	return false;
}

/* The text that the format at parameter i makes of the rest. */
static bool
format_rest(struct call *call, int i, struct value *v)
{
	const struct bytes *format = call->args[i].v.bytes;
	char *cause = NULL;

	if (format_c(format->data, format->len, call->rest, call->nrest, v,
		&cause))
		return true;
	call_mistake(call, i, "%s", cause);
	free(cause);
	return false;
}

static void
printf_call(struct call *call)
{
	struct value v;

	if (!format_rest(call, 0, &v))
		return;
	put(call, STDOUT_FILENO, v.bytes->data, v.bytes->len);
	call_give(call, VALUE_INT((int64_t)v.bytes->len));
	value_drop(&v);
}

static void
fprintf_call(struct call *call)
{
	struct value v;

	if (!stream_ok(call, 0) || !format_rest(call, 1, &v))
		return;
	put(call, call_num(call, 0), v.bytes->data, v.bytes->len);
	call_give(call, VALUE_INT((int64_t)v.bytes->len));
	value_drop(&v);
}

/* The text goes into the array at parameter 0, of size bytes with its NUL. */
static void
give_printed(struct call *call, int format, size_t size)
{
	const struct value *to = &call->args[0].v;
	size_t room = to->type == VAL_BYTES ? to->bytes->size : 0, len;
	struct bytes *b;
	struct value v;

	if (to->type != VAL_BYTES || !to->bytes->array) {
		call_mistake(call, 0,
		    _("%s: an array is wanted: char buf[100];"),
		    call->prim->params[0].name);
		return;
	}
	if (!format_rest(call, format, &v))
		return;
	len = v.bytes->len;
	if (len >= size)
		len = size != 0 ? size - 1 : 0;
	if ((size != SIZE_MAX && size > room) || len >= room + (size == 0)) {
		call_mistake(call, 0,
		    _("%s has room for %zu bytes; %zu would overrun it"),
		    call->prim->params[0].name, room,
		    size != SIZE_MAX ? size : len + 1);
	} else {
		b = bytes_array(room);
		if (size == 0)
			memcpy(b->data, to->bytes->data, room);
		else
			memcpy(b->data, v.bytes->data, len);
		b->len = size == 0 ? to->bytes->len : len;
		call_out(call, 0, value_from_bytes(b));
		call_give(call, VALUE_INT((int64_t)v.bytes->len));
	}
	value_drop(&v);
}

static void
sprintf_call(struct call *call)
{
	give_printed(call, 1, SIZE_MAX);
}

static void
snprintf_call(struct call *call)
{
	give_printed(call, 2, (size_t)call_num(call, 1));
}

static void
puts_call(struct call *call)
{
	const struct bytes *b = call->args[0].v.bytes;
	char *line = xasprintf("%s\n", b->data);

	put(call, STDOUT_FILENO, line, strlen(line));
	free(line);
	call_give(call, VALUE_INT(1));
}

static void
fputs_call(struct call *call)
{
	const struct bytes *b = call->args[0].v.bytes;

	if (!stream_ok(call, 1))
		return;
	put(call, call_num(call, 1), b->data, strlen(b->data));
	call_give(call, VALUE_INT(1));
}

static void
putchar_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	char c;

	if (v->type == VAL_BYTES && v->bytes->len == 1) {
		c = *v->bytes->data;
	} else if (v->type == VAL_INT) {
		c = (char)v->i;
	} else {
		call_mistake(call, 0, _("c: a byte is a number, or 'x'"));
		return;
	}
	put(call, STDOUT_FILENO, &c, 1);
	call_give(call, VALUE_INT((unsigned char)c));
}

/* What is printed is never held back. */
static void
fflush_call(struct call *call)
{
	if (call->args[0].v.type != VAL_INT)
		call_mistake(call, 0, _("%s: stdout or stderr here"),
		    call->prim->params[0].name);
	else
		call_give(call, VALUE_INT(0));
}

/*
 * fd_set: here a tuple of descriptors, in the order in which they were put in.
 * NULL if the value is none.
 */
static const struct tuple *
set_of(struct call *call, int i)
{
	const struct value *v = &call->args[i].v;

	if (v->type == VAL_TUPLE)
		return v->tuple;
	call_mistake(call, i, _("%s: first fd_set %s; and FD_ZERO(&%s)"),
	    call->prim->params[i].name, call->prim->params[i].name,
	    call->prim->params[i].name);
	return NULL;
}

static size_t
set_find(const struct tuple *t, int64_t fd)
{
	size_t i = 0;

	while (
	    i < t->len && (t->items[i].type != VAL_INT || t->items[i].i != fd))
		i++;
	return i;
}

static bool
set_fd_ok(struct call *call)
{
	int64_t fd = call_num(call, 0);

	if (fd >= 0 && fd < FD_SETSIZE)
		return true;
	call_mistake(call, 0,
	    _("fd: a set holds descriptors from 0 to %d; %lld would write "
	      "beyond it"),
	    FD_SETSIZE - 1, (long long)fd);
	return false;
}

/* The set with fd, or without. */
static void
set_change(struct call *call, bool with)
{
	const struct tuple *t = set_of(call, 1);
	int64_t fd = call_num(call, 0);
	struct value *items, v;
	size_t at, n = 0;

	if (t == NULL || !set_fd_ok(call))
		return;
	at = set_find(t, fd);
	items = xcalloc(t->len + 1, sizeof(items[0]));
	for (size_t i = 0; i < t->len; i++) {
		if (i != at || with)
			items[n++] = value_copy(&t->items[i]);
	}
	if (with && at == t->len)
		items[n++] = VALUE_INT(fd);
	if (value_tuple(&v, items, n, &call->cause))
		call_out(call, 1, v);
	else
		call->status = CALL_MISTAKE;
	free(items);
	call_give(call, VALUE_NONE);
}

static void
fd_set_call(struct call *call)
{
	set_change(call, true);
}

static void
fd_clr_call(struct call *call)
{
	set_change(call, false);
}

static void
fd_isset_call(struct call *call)
{
	const struct tuple *t = set_of(call, 1);

	if (t != NULL && set_fd_ok(call))
		call_give(call,
		    VALUE_INT(set_find(t, call_num(call, 0)) != t->len));
}

static void
fd_zero_call(struct call *call)
{
	struct value v;

	if (value_tuple(&v, NULL, 0, &call->cause))
		call_out(call, 0, v);
	call_give(call, VALUE_NONE);
}

#define FORMAT                          \
	{                               \
		"format", PARAM_TEXT, 0 \
	}
#define STREAM                         \
	{                              \
		"stream", PARAM_INT, 0 \
	}
#define VALUES                          \
	{                               \
		"value", PARAM_VALUE, 0 \
	}
#define ARRAY                             \
	{                                 \
		"str", PARAM_OUT_VALUE, 0 \
	}
#define SET                               \
	{                                 \
		"set", PARAM_OUT_VALUE, 0 \
	}
#define FD                        \
	{                         \
		"fd", PARAM_FD, 0 \
	}

const struct prim stdio_prims[] = {
	{
	    .name = "printf",
	    .params = { FORMAT, VALUES },
	    .forms = { "format [value...]" },
	    .call = printf_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "printf(3)",
	    .help = N_("print values by a format, as C does"),
	    .topic = TOPIC_PRINTING,
	    .example = "printf(\"%s has %d bytes\\n\", \"hello\", 5)\n"
		       "> hello has 5 bytes",
	},
	{
	    .name = "fprintf",
	    .params = { STREAM, FORMAT, VALUES },
	    .forms = { "stream format [value...]" },
	    .call = fprintf_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "fprintf(3)",
	    .help = N_("print by a format to stdout or stderr"),
	    .topic = TOPIC_PRINTING,
	    .example = "fprintf(stdout, \"%04x\\n\", 80)\n"
		       "> 0050",
	},
	{
	    .name = "sprintf",
	    .params = { ARRAY, FORMAT, VALUES },
	    .forms = { "str format [value...]" },
	    .call = sprintf_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "sprintf(3)",
	    .help = N_("print by a format into an array"),
	    .topic = TOPIC_PRINTING,
	    .example = "char buf[32];\n"
		       "sprintf(buf, \"%d+%d\", 1, 2);\n"
		       "print buf\n"
		       "> 1+2",
	},
	{
	    .name = "snprintf",
	    .params = { ARRAY, { "size", PARAM_SIZE, 0 }, FORMAT, VALUES },
	    .forms = { "str size format [value...]" },
	    .call = snprintf_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "snprintf(3)",
	    .help = N_("print by a format into an array, size bytes at most"),
	    .topic = TOPIC_PRINTING,
	    .example = "char buf[32];\n"
		       "n = snprintf(buf, 4, \"hello\");\n"
		       "print n buf\n"
		       "> 5 hel",
	},
	{
	    .name = "puts",
	    .params = { { "s", PARAM_TEXT, 0 } },
	    .forms = { "s" },
	    .call = puts_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "puts(3)",
	    .help = N_("print a text and a newline"),
	    .topic = TOPIC_PRINTING,
	    .example = "puts(\"hello\");\n"
		       "> hello",
	},
	{
	    .name = "fputs",
	    .params = { { "s", PARAM_TEXT, 0 }, STREAM },
	    .forms = { "s stream" },
	    .call = fputs_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "fputs(3)",
	    .help = N_("print a text to stdout or stderr"),
	    .topic = TOPIC_PRINTING,
	    .example = "fputs(\"hello\\n\", stdout);\n"
		       "> hello",
	},
	{
	    .name = "putchar",
	    .params = { { "c", PARAM_VALUE, 0 } },
	    .forms = { "c" },
	    .call = putchar_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "putchar(3)",
	    .help = N_("print one byte"),
	    .topic = TOPIC_PRINTING,
	    .example = "putchar('A'); putchar('\\n');\n"
		       "> A",
	},
	{
	    .name = "fflush",
	    .params = { { "stream", PARAM_VALUE, 0 } },
	    .forms = { "stream" },
	    .call = fflush_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "fflush(3)",
	    .help = N_("nothing: what is printed is not held back"),
	    .topic = TOPIC_PRINTING,
	    .example = "printf(\"no need to wait\\n\"); fflush(stdout);\n"
		       "> no need to wait",
	},
	{
	    .name = "FD_ZERO",
	    .params = { SET },
	    .forms = { "set" },
	    .call = fd_zero_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "select(2)",
	    .help = N_("empty a set of descriptors"),
	    .topic = TOPIC_MEMORY,
	    .example = "fd_set r;\n"
		       "FD_ZERO(&r);\n"
		       "print FD_ISSET(3, &r)\n"
		       "> 0",
	},
	{
	    .name = "FD_SET",
	    .params = { FD, SET },
	    .forms = { "fd set" },
	    .call = fd_set_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "select(2)",
	    .help = N_("put a descriptor into a set"),
	    .topic = TOPIC_MEMORY,
	    .example = "a, b = socketpair()\n"
		       "fd_set r;\n"
		       "FD_ZERO(&r);\n"
		       "FD_SET(b, &r);\n"
		       "print FD_ISSET(b, &r)\n"
		       "> 1",
	},
	{
	    .name = "FD_CLR",
	    .params = { FD, SET },
	    .forms = { "fd set" },
	    .call = fd_clr_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "select(2)",
	    .help = N_("take a descriptor out of a set"),
	    .topic = TOPIC_MEMORY,
	    .example = "fd_set r;\n"
		       "FD_SET(3, &r);\n"
		       "FD_CLR(3, &r);\n"
		       "print FD_ISSET(3, &r)\n"
		       "> 0",
	},
	{
	    .name = "FD_ISSET",
	    .params = { FD, { "set", PARAM_VALUE, 0 } },
	    .forms = { "fd set" },
	    .call = fd_isset_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "select(2)",
	    .help = N_("whether a descriptor is in a set"),
	    .topic = TOPIC_MEMORY,
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "fd_set r;\n"
		       "FD_ZERO(&r);\n"
		       "FD_SET(b, &r);\n"
		       "select(b + 1, &r, NULL, NULL, NULL);\n"
		       "if (FD_ISSET(b, &r)) { print recv(b) }\n"
		       "> hello",
	},
	{ .name = NULL },
};
