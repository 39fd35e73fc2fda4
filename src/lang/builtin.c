/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on values. */
#include "lang/builtin.h"

#include <arpa/inet.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/memory.h"
#include "model/layout.h"
#include "model/pack.h"
#include "model/xlat.h"

enum { TIME_TEXT_MAX = 64 << 10 }; /* what strftime may give */

static const struct value *
first(const struct call *call)
{
	return &call->args[0].v;
}

enum { PRINT_SEP = 1, PRINT_END };

/* What keyword i says, or else c. */
static void
print_between(const struct call *call, struct strbuf *text, int i, char c)
{
	const struct value *v = &call->args[i].v;

	if (call_given(call, i))
		sb_add(text, v->bytes->data, v->bytes->len);
	else
		sb_char(text, c);
}

/* print a b …: as Python, a space between, a newline after. */
static void
print_call(struct call *call)
{
	struct session *s = call->task->session;
	struct strbuf text = { 0 };

	for (size_t i = 0; i < call->nrest; i++) {
		if (i != 0)
			print_between(call, &text, PRINT_SEP, ' ');
		value_text(&text, &call->rest[i]);
	}
	print_between(call, &text, PRINT_END, '\n');
	session_unlock(s);
	if (s->ops->print != NULL)
		s->ops->print(s->ops_ctx, call->task, sb_text(&text), text.len);
	session_lock(s);
	sb_free(&text);
	call_give(call, VALUE_NONE);
}

static void
len_call(struct call *call)
{
	const struct value *v = first(call);

	if (v->type == VAL_BYTES)
		call_give(call, VALUE_INT((int64_t)v->bytes->len));
	else if (v->type == VAL_TUPLE)
		call_give(call, VALUE_INT((int64_t)v->tuple->len));
	else if (v->type == VAL_ADDR)
		call_give(call, VALUE_INT((int64_t)addr_nitems(v->addr)));
	else
		call_mistake(call, 0, _("%s has no length"),
		    value_type_name(v));
}

static void
strlen_call(struct call *call)
{
	const struct value *v = first(call);

	if (v->type == VAL_BYTES)
		call_give(call,
		    VALUE_INT((int64_t)strnlen(v->bytes->data, v->bytes->len)));
	else
		call_mistake(call, 0, _("strlen wants text; this is %s"),
		    value_type_name(v));
}

/* Text without the white space around it. */
static void
trimmed(const struct bytes *b, const char **s, size_t *len)
{
	static const char blank[] = " \t\n\r\f\v";

	*s = b->data;
	*len = b->len;
	while (*len != 0 && strchr(blank, **s) != NULL && **s != '\0') {
		++*s;
		--*len;
	}
	while (*len != 0 && (*s)[*len - 1] != '\0' &&
	    strchr(blank, (*s)[*len - 1]) != NULL)
		--*len;
}

/* Digits in a base of 2 to 36, as strtoll, but strict. */
static bool
int_in_base(const char *s, size_t len, int base, int64_t *n)
{
	char text[80], *end;

	if (len == 0 || len >= sizeof(text) ||
	    strspn(s,
		"+-0123456789abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ") < len)
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	errno = 0;
	*n = strtoll(text, &end, base);
	return errno == 0 && *end == '\0';
}

static void
int_from_text(struct call *call, const struct bytes *b, int64_t base)
{
	const char *s;
	size_t len;
	char *cause = NULL;
	int64_t n;

	trimmed(b, &s, &len);
	if (len != 0 && *s == '+') {
		s++;
		len--;
	}
	if (base == 10 ? number_parse(s, len, false, &n, &cause) == 1 :
			 int_in_base(s, len, (int)base, &n))
		call_give(call, VALUE_INT(n));
	else if (cause != NULL)
		call_mistake(call, 0, "%s", cause);
	else
		call_mistake(call, 0, _("\"%.*s\" is not a number"),
		    (int)(len < 60 ? len : 60), s);
	free(cause);
}

static void
int_call(struct call *call)
{
	const struct value *v = first(call);
	int64_t base = call_num(call, 1);

	if (base < 2 || base > 36)
		call_mistake(call, 1, _("base: %lld is out of range, 2 to 36"),
		    (long long)base);
	else if (v->type == VAL_INT)
		call_give(call, VALUE_INT(v->i));
	else if (v->type == VAL_BYTES)
		int_from_text(call, v->bytes, base);
	else if (v->type == VAL_FLOAT && v->f > -9.2e18 && v->f < 9.2e18)
		call_give(call, VALUE_INT((int64_t)v->f));
	else
		call_mistake(call, 0,
		    _("int wants a number, or text that "
		      "is one; this is %s"),
		    value_type_name(v));
}

static void
str_call(struct call *call)
{
	struct strbuf text = { 0 };

	/* str(data, "utf-8") is Python's other way to decode. */
	if (call_given(call, 1)) {
		builtin_decode(call);
		return;
	}
	value_text(&text, first(call));
	call_give(call, value_bytes(sb_text(&text), text.len));
	sb_free(&text);
}

static void
pack_call(struct call *call)
{
	struct value v;
	char *cause = NULL;

	if (pack(first(call)->bytes->data, call->rest, call->nrest, &v, &cause))
		call_give(call, v);
	else
		call_mistake(call, -1, "%s", cause);
	free(cause);
}

static void
unpack_call(struct call *call)
{
	const struct value *data = &call->args[1].v;
	struct strbuf image = { 0 };
	struct value bytes, v;
	char *cause = NULL;

	/* Of a struct, its bytes: what recvmsg gives of credentials is one,
	 * where Python's gives bytes. */
	if (value_layout(data) != NULL && memory_get(data, 0, &image, &cause))
		bytes = value_bytes(sb_text(&image), image.len);
	else
		bytes = value_copy(data);
	if (bytes.type != VAL_BYTES)
		call_mistake(call, 1, _("unpack wants bytes; this is %s"),
		    value_type_name(data));
	else if (unpack(first(call)->bytes->data, bytes.bytes->data,
		     bytes.bytes->len, &v, &cause))
		call_give(call, v);
	else
		call_mistake(call, -1, "%s", cause);
	value_drop(&bytes);
	sb_free(&image);
	free(cause);
}

static void
time_call(struct call *call)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (call->c_form) {
		/* C's: time(NULL), time(&t). */
		if (!call->args[0].null)
			call_out(call, 0, VALUE_INT(ts.tv_sec));
		call_give(call, VALUE_INT(ts.tv_sec));
		return;
	}
	call_give(call,
	    VALUE_FLOAT((double)ts.tv_sec + (double)ts.tv_nsec / 1e9));
}

/* Appends what a format gives; false if that is too long. */
static bool
time_text(struct strbuf *out, const char *format, const struct tm *tm)
{
	char *whole = xasprintf("%s.", format);
	size_t n = 0;

	/* The point behind it tells an empty result from one that did not
	 * fit. */
	for (size_t room = 256; n == 0 && room <= TIME_TEXT_MAX; room *= 4)
		n = strftime(sb_reserve(out, room), room, whole, tm);
	free(whole);
	if (n == 0)
		return false;
	out->len += n - 1;
	out->data[out->len] = '\0';
	return true;
}

/* The seconds that a value is, as time_t; false if that has no such time. */
static bool
value_time(const struct value *v, struct tm *tm)
{
	time_t t;

	if (v->type == VAL_FLOAT && !(v->f > -1e17 && v->f < 1e17))
		return false;
	t = v->type == VAL_FLOAT ? (time_t)floor(v->f) : (time_t)v->i;
	return localtime_r(&t, tm) != NULL;
}

/* The local time in words, by strftime(3)'s format. That may come from a peer:
 * what it makes too long is a failure, which try handles. */
static void
strftime_call(struct call *call)
{
	struct value now = VALUE_INT(time(NULL));
	struct strbuf text = { 0 };
	struct tm tm;

	if (!value_time(call_given(call, 1) ? &call->args[1].v : &now, &tm)) {
		call_mistake(call, 1, _("seconds: no such time"));
		return;
	}
	if (time_text(&text, first(call)->bytes->data, &tm)) {
		call_give(call, value_bytes(sb_text(&text), text.len));
	} else {
		call->status = CALL_FAILED;
		call->err = ERANGE;
		call->why = _("what it gives is too long");
	}
	sb_free(&text);
}

static void
perror_call(struct call *call)
{
	/* The interpreter begins with its task. */
	const struct interp *in = (const struct interp *)call->task;
	const struct value *v = first(call);

	if (call_given(call, 0) && v->bytes->len != 0)
		call_remark(call, "%s: %s", v->bytes->data,
		    errno_text(in->err));
	else
		call_remark(call, "%s", errno_text(in->err));
	call_give(call, VALUE_NONE);
}

static void
exit_call(struct call *call)
{
	int64_t status = call_num(call, 0);

	if (status < 0 || status > 255) {
		call_mistake(call, 0,
		    _("status: %lld is out of range, 0 to 255"),
		    (long long)status);
		return;
	}
	call->status = CALL_EXIT;
	call->result = status;
}

/* Byte order: what the number is on the other side of the turn. */
static void
turn(struct call *call, int64_t max, int64_t turned)
{
	if (call_num(call, 0) < 0 || call_num(call, 0) > max)
		call_mistake(call, 0, _("%s: %lld is out of range, 0 to %lld"),
		    call->prim->params[0].name, (long long)call_num(call, 0),
		    (long long)max);
	else
		call_give(call, VALUE_INT(turned));
}

static void
htons_call(struct call *call)
{
	turn(call, UINT16_MAX, htons((uint16_t)call_num(call, 0)));
}

static void
ntohs_call(struct call *call)
{
	turn(call, UINT16_MAX, ntohs((uint16_t)call_num(call, 0)));
}

static void
htonl_call(struct call *call)
{
	turn(call, UINT32_MAX, htonl((uint32_t)call_num(call, 0)));
}

static void
ntohl_call(struct call *call)
{
	turn(call, UINT32_MAX, ntohl((uint32_t)call_num(call, 0)));
}

#define VALUE_PARAM                     \
	{                               \
		"value", PARAM_VALUE, 0 \
	}

const struct prim builtin_prims[] = {
	{
	    .name = "print",
	    .params = { VALUE_PARAM, { "sep", PARAM_TEXT, 0 },
		{ "end", PARAM_TEXT, 0 }, { "flush", PARAM_ONOFF, 0 } },
	    .forms = { "[value...]" },
	    .call = print_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("print values, a space between them"),
	    .topic = TOPIC_PRINTING,
	    .example = "print \"port\" 8080\n"
		       "> port 8080\n"
		       "print(\"a\", \"b\", sep=\":\")\n"
		       "> a:b",
	},
	{
	    .name = "len",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = len_call,
	    .flags = PRIM_PURE,
	    .help = N_("how many bytes, or values, something has"),
	    .topic = TOPIC_VALUES,
	    .example = "print len(\"你好\") len([1, 2, 3])\n"
		       "> 6 3",
	},
	{
	    .name = "strlen",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = strlen_call,
	    .flags = PRIM_PURE,
	    .man = "strlen(3)",
	    .help = N_("how many bytes come before the first NUL"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strlen(\"hello\")\n"
		       "> 5",
	},
	{
	    .name = "int",
	    .params = { VALUE_PARAM, { "base", PARAM_INT, 10 } },
	    .forms = { "value [base]" },
	    .call = int_call,
	    .flags = PRIM_PURE,
	    .help = N_("the whole number that a text or a fraction is"),
	    .topic = TOPIC_VALUES,
	    .example = "print int(\"42\") int(\"ff\", 16) int(2.9)\n"
		       "> 42 255 2",
	},
	{
	    .name = "str",
	    .params = { VALUE_PARAM, { "encoding", PARAM_VALUE, 0 },
		{ "errors", PARAM_VALUE, 0 } },
	    .forms = { "value [encoding] [errors]" },
	    .call = str_call,
	    .flags = PRIM_PURE,
	    .help = N_("a value as text"),
	    .topic = TOPIC_VALUES,
	    .example = "print (\"port \" + str(8080))\n"
		       "> port 8080",
	},
	{
	    .name = "pack",
	    .params = { { "format", PARAM_TEXT, 0 }, VALUE_PARAM },
	    .forms = { "format [value...]" },
	    .call = pack_call,
	    .flags = PRIM_PURE,
	    .help = N_("bytes from numbers, by a format of Python's struct"),
	    .topic = TOPIC_ENCODING,
	    .example = "pack(\"!I\", 5)\n"
		       "= \"\\0\\0\\0\\x05\"\n"
		       "pack(\"<H\", 8080)\n"
		       "= \"\\x90\\x1f\"",
	},
	{
	    .name = "unpack",
	    .params = { { "format", PARAM_TEXT, 0 },
		{ "data", PARAM_VALUE, 0 } },
	    .forms = { "format data" },
	    .call = unpack_call,
	    .flags = PRIM_PURE,
	    .help = N_("numbers from bytes, by a format of Python's struct"),
	    .topic = TOPIC_ENCODING,
	    .example = "n, kind = unpack(\"!IB\", b\"\\0\\0\\0\\x05\\x02\")\n"
		       "print n kind\n"
		       "> 5 2",
	},
	{
	    .name = "htons",
	    .params = { { "hostshort", PARAM_INT, 0 } },
	    .forms = { "hostshort" },
	    .call = htons_call,
	    .flags = PRIM_PURE,
	    .man = "htons(3)",
	    .help = N_("16 bits from this host's byte order to the network's"),
	    .topic = TOPIC_ENCODING,
	    .example = "print hex(htons(8080))\n"
		       "> 0x901f\n"
		       "print hex(8080)\n"
		       "> 0x1f90",
	},
	{
	    .name = "ntohs",
	    .params = { { "netshort", PARAM_INT, 0 } },
	    .forms = { "netshort" },
	    .call = ntohs_call,
	    .flags = PRIM_PURE,
	    .man = "ntohs(3)",
	    .help = N_("16 bits from the network's byte order to this host's"),
	    .topic = TOPIC_ENCODING,
	    .example = "print ntohs(0x901f)\n"
		       "> 8080",
	},
	{
	    .name = "htonl",
	    .params = { { "hostlong", PARAM_NUMBER, 0 } },
	    .forms = { "hostlong" },
	    .call = htonl_call,
	    .flags = PRIM_PURE,
	    .man = "htonl(3)",
	    .help = N_("32 bits from this host's byte order to the network's"),
	    .topic = TOPIC_ENCODING,
	    .example = "print hex(htonl(0x7f000001))\n"
		       "> 0x100007f",
	},
	{
	    .name = "ntohl",
	    .params = { { "netlong", PARAM_NUMBER, 0 } },
	    .forms = { "netlong" },
	    .call = ntohl_call,
	    .flags = PRIM_PURE,
	    .man = "ntohl(3)",
	    .help = N_("32 bits from the network's byte order to this host's"),
	    .topic = TOPIC_ENCODING,
	    .example = "print hex(ntohl(0x0100007f))\n"
		       "> 0x7f000001",
	},
	{
	    .name = "time",
	    .params = { { "tloc", PARAM_OUT_VALUE, 0 } },
	    .forms = { "", "tloc" },
	    .call = time_call,
	    .flags = PRIM_PURE,
	    .man = "time(2)",
	    .help = N_("seconds since 1970 began, with their fraction"),
	    .topic = TOPIC_VALUES,
	    .example = "start = time()\n"
		       "sleep 0.01\n"
		       "print (time() - start >= 0.01)\n"
		       "> 1",
	},
	{
	    .name = "strftime",
	    .params = { { "format", PARAM_TEXT, 0 },
		{ "seconds", PARAM_FLOAT, 0 } },
	    .forms = { "format [seconds]" },
	    .call = strftime_call,
	    .flags = PRIM_PURE,
	    .man = "strftime(3)",
	    .help = N_("a time, or now, in words"),
	    .topic = TOPIC_VALUES,
	    .example = "print len(strftime(\"%H:%M:%S\"))\n"
		       "> 8",
	},
	{
	    .name = "perror",
	    .params = { { "text", PARAM_TEXT, 0 } },
	    .forms = { "[text]" },
	    .call = perror_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .man = "perror(3)",
	    .help = N_("print what errno means, on standard error"),
	    .topic = TOPIC_PRINTING,
	    .example = "s = socket tcp\n"
		       "try connect s :8080\n"
		       "perror \"connect\"\n"
		       "> connect: Connection refused",
	},
	{
	    .name = "exit",
	    .params = { { "status", PARAM_INT, 0 } },
	    .forms = { "[status]" },
	    .call = exit_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("end the shell, or the script"),
	    .topic = TOPIC_SHELL,
	    .example = "exit 0",
	},
	{
	    .name = "quit",
	    .params = { { "status", PARAM_INT, 0 } },
	    .forms = { "[status]" },
	    .call = exit_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("end the shell, or the script"),
	    .topic = TOPIC_SHELL,
	    .example = "print \"the end\"\n"
		       "quit\n"
		       "> the end",
	},
	{ .name = NULL },
};

void
builtin_add(struct session *s)
{
	session_add(s, builtin_prims);
	session_add(s, builtin_codec_prims);
	session_add(s, builtin_list_prims);
	session_add(s, builtin_number_prims);
	session_add(s, builtin_python_prims);
	session_add(s, builtin_random_prims);
	session_add(s, builtin_shape_prims);
	session_add(s, builtin_text_prims);
}
