/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls, values and words as JSON lines. */
#include "view/jsonl.h"

#include <stddef.h>

#include "base/i18n.h"

#ifdef HAVE_JANSSON
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/msg.h"
#include "model/prim.h"
#include "model/xlat.h"
#include "view/echo.h"
#include "view/echo_arg.h"
#include "view/jsonl_part.h"

const char *
jsonl_library(void)
{
	return JANSSON_VERSION;
}

void
jsonl_start(void)
{
	json_set_alloc_funcs(xmalloc, free);
	/* Else it would read /dev/urandom, on a descriptor number that the
	 * user's next socket is to have. All keys are ours. */
	json_object_seed(1);
}

void
jsonl_end(struct strbuf *out, json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);

	for (const char *s = text; s != NULL && *s != '\0';) {
		size_t run = strcspn(s, "\x7f");

		sb_add(out, s, run);
		s += run;
		if (*s == '\0')
			break;
		sb_str(out, "\\u007f");
		s++;
	}
	sb_char(out, '\n');
	free(text);
	json_decref(object);
}

json_t *
jsonl_begin(const char *type, struct jsonl_who who)
{
	json_t *object = json_object();

	json_object_set_new(object, "type", json_string(type));
	json_object_set_new(object, "job", json_integer(who.job));
	if (who.host != NULL)
		json_object_set_new(object, "host", json_string(who.host));
	return object;
}

/* "text" or "hex", and what they are the kept bytes of. */
static void
jsonl_set_bytes(json_t *object, const void *data, size_t len, uint64_t whole)
{
	struct strbuf hex = { 0 };
	const unsigned char *s = data;

	json_object_set_new(object, "length", json_integer((json_int_t)whole));
	if (utf8_valid(data, len)) {
		json_object_set_new(object, "text",
		    json_stringn(len != 0 ? data : "", len));
		return;
	}
	for (size_t i = 0; i < len; i++)
		sb_printf(&hex, "%02x", s[i]);
	json_object_set_new(object, "hex", json_string(sb_text(&hex)));
	sb_free(&hex);
}

static json_t *
bytes_object(const void *data, size_t len, uint64_t whole)
{
	json_t *object = json_object();

	jsonl_set_bytes(object, data, len, whole);
	return object;
}

json_t *
jsonl_string(const char *s, size_t len)
{
	struct strbuf safe = { 0 };
	json_t *string;

	if (utf8_valid(s, len))
		return json_stringn(s, len);
	text_safe(&safe, s, len, false);
	string = json_stringn(sb_text(&safe), safe.len);
	sb_free(&safe);
	return string;
}

void
jsonl_set_text(json_t *object, const char *key, const char *s)
{
	json_object_set_new(object, key,
	    s != NULL ? jsonl_string(s, strlen(s)) : json_null());
}

/* The family by name, the literal of the language, and the bytes themselves. */
static json_t *
addr_object(const void *data, size_t len)
{
	json_t *object = json_object();
	struct strbuf text = { 0 };
	struct sockaddr_storage sa = { 0 };
	const char *family;

	if (len > sizeof(sa))
		len = sizeof(sa);
	memcpy(&sa, data, len);
	family = xlat_name(&xlat_families, sa.ss_family);
	jsonl_set_text(object, "family", family);
	addr_text(&text, (struct sockaddr *)&sa, (socklen_t)len);
	json_object_set_new(object, "address",
	    jsonl_string(sb_text(&text), text.len));
	sb_clear(&text);
	for (size_t i = 0; i < len; i++)
		sb_printf(&text, "%02x", ((const unsigned char *)data)[i]);
	json_object_set_new(object, "hex", json_string(sb_text(&text)));
	sb_free(&text);
	return object;
}

static json_t *
buffers_array(struct msg_view *view, bool filled)
{
	json_t *array = json_array();
	struct msg_chunk chunk;

	for (uint64_t n = 0; n < view->iovlen && msg_view_next(view, &chunk);
	     n++) {
		json_t *buffer = json_object();

		if (filled)
			jsonl_set_bytes(buffer, chunk.data, chunk.kept,
			    chunk.filled);
		json_object_set_new(buffer, "room",
		    json_integer((json_int_t)chunk.len));
		json_array_append_new(array, buffer);
	}
	return array;
}

/* struct msghdr; of an array of buffers only these. NULL if it is neither. */
static json_t *
msg_object(const struct echo_call *call, const struct echo_arg *arg)
{
	enum param_type type = arg->param->type;
	bool out = type == PARAM_OUT_MSG || type == PARAM_OUT_IOV;
	bool filled = !out || call->ev->err == 0;
	struct msg_view view;
	json_t *object;

	if (!msg_unpack(arg->data, arg->len, &view))
		return NULL;
	if (type == PARAM_IOV || type == PARAM_OUT_IOV)
		return buffers_array(&view, filled);
	object = json_object();
	if (view.name_len >= sizeof(sa_family_t) && filled)
		json_object_set_new(object, "name",
		    addr_object(view.name, view.name_len));
	json_object_set_new(object, "buffers", buffers_array(&view, filled));
	if (filled)
		json_object_set_new(object, "control",
		    bytes_object(view.control, view.control_len,
			view.controllen));
	json_object_set_new(object, "flags", json_integer(view.flags));
	return object;
}

static json_t *
lengths_object(const struct echo_arg *arg)
{
	json_t *object = json_object();

	json_object_set_new(object, "before", json_integer(arg->num));
	json_object_set_new(object, "after", json_integer(arg->after));
	return object;
}

/* What the argument is, beyond what is shown of it: NULL if nothing. */
static json_t *
arg_object(const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	size_t len = echo_length(call, i);
	int64_t whole;
	int fds[2];

	switch (arg->param->type) {
	case PARAM_ADDR:
	case PARAM_OUT_ADDR:
		return len >= sizeof(sa_family_t) ?
		    addr_object(arg->data, len) :
		    NULL;
	case PARAM_BYTES:
	case PARAM_OUT_BYTES:
	case PARAM_TEXT:
	case PARAM_HOST:
	case PARAM_PORT:
		whole = echo_whole(call, i);
		return bytes_object(arg->data, len,
		    whole > (int64_t)len ? (uint64_t)whole : len);
	case PARAM_OUT_TEXT:
		len = strnlen((const char *)arg->data, len);
		return bytes_object(arg->data, len, len);
	case PARAM_INOUT_LEN:
		return lengths_object(arg);
	case PARAM_OUT_FDS:
		if (arg->len < sizeof(fds))
			return NULL;
		memcpy(fds, arg->data, sizeof(fds));
		return json_pack("[i,i]", fds[0], fds[1]);
	case PARAM_MSG:
	case PARAM_OUT_MSG:
	case PARAM_IOV:
	case PARAM_OUT_IOV:
		return msg_object(call, arg);
	default:
		/* A struct, as it is shown; all else is a number. */
		return arg->len == 0 ? json_integer(arg->num) : NULL;
	}
}

static void
set_arg(json_t *args, json_t *shown, const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	const char *name = arg->param->name != NULL ? arg->param->name : "?";
	struct strbuf text = { 0 };
	json_t *value = NULL;

	if (arg->param->type == PARAM_ANSWER)
		echo_answer(&text, arg);
	else
		echo_arg(&text, call, i);
	json_object_set_new(shown, name,
	    jsonl_string(sb_text(&text), text.len));
	if (arg->null)
		value = json_null();
	else if (!arg->missing)
		value = arg_object(call, i);
	if (value == NULL && !arg->missing)
		value = jsonl_string(sb_text(&text), text.len);
	if (value != NULL)
		json_object_set_new(args, name, value);
	sb_free(&text);
}

static void
set_args(json_t *object, const struct event *ev)
{
	json_t *args = json_object(), *shown = json_object();
	struct echo_call call;

	echo_read(&call, ev, ECHO_ASCII);
	for (size_t i = 0; i < call.n; i++) {
		if (!echo_absent(&call, i))
			set_arg(args, shown, &call, i);
	}
	json_object_set_new(object, "args", args);
	json_object_set_new(object, "shown", shown);
}

static void
set_error(json_t *object, int err)
{
	const char *name = err != 0 ? errno_name(err) : NULL;

	if (err == 0) {
		json_object_set_new(object, "errno", json_null());
		return;
	}
	/* One without a name is its number. */
	json_object_set_new(object, "errno",
	    name != NULL ? json_string(name) : json_integer(err));
	jsonl_set_text(object, "text", errno_text(err));
}

void
jsonl_call(struct strbuf *out, const struct event *ev, const char *host,
    const char *why, const char *try)
{
	json_t *object =
	    jsonl_begin("call", (struct jsonl_who){ ev->job, host });
	struct strbuf echo = { 0 };

	echo_format(&echo, ev, ECHO_ASCII);
	json_object_set_new(object, "seq", json_integer((json_int_t)ev->seq));
	jsonl_set_text(object, "name", ev->prim->name);
	set_args(object, ev);
	json_object_set_new(object, "result", json_integer(ev->result));
	set_error(object, ev->err);
	json_object_set_new(object, "echo",
	    jsonl_string(sb_text(&echo), echo.len));
	json_object_set_new(object, "start", json_integer(ev->start));
	json_object_set_new(object, "duration",
	    json_integer(ev->end > ev->start ?
		    (json_int_t)((uint64_t)ev->end - (uint64_t)ev->start) :
		    0));
	if (why != NULL)
		jsonl_set_text(object, "why", why);
	if (try != NULL)
		jsonl_set_text(object, "try", try);
	jsonl_end(out, object);
	sb_free(&echo);
}

void
jsonl_text(struct strbuf *out, const char *type, struct jsonl_who who,
    const char *s, size_t len)
{
	json_t *object = jsonl_begin(type, who);

	jsonl_set_bytes(object, s, len, len);
	jsonl_end(out, object);
}

void
jsonl_error(struct strbuf *out, struct jsonl_who who, const struct diag *d)
{
	json_t *object = jsonl_begin("error", who);

	jsonl_set_text(object, "text", d->message);
	if (d->source != NULL)
		jsonl_set_text(object, "source", d->source);
	if (d->line != 0) {
		json_object_set_new(object, "line", json_integer(d->line));
		json_object_set_new(object, "column",
		    json_integer((json_int_t)diag_column(d)));
	}
	jsonl_end(out, object);
}

static json_t *value_json(const struct value *v);

static json_t *
tuple_json(const struct tuple *t)
{
	json_t *array;

	if (t->layout != NULL) {
		json_t *object = json_object();

		for (size_t i = 0; i < t->len && i < t->layout->n; i++)
			json_object_set_new(object, t->layout->fields[i].name,
			    value_json(&t->items[i]));
		return object;
	}
	array = json_array();
	for (size_t i = 0; i < t->len; i++)
		json_array_append_new(array, value_json(&t->items[i]));
	return array;
}

/* As deep as a tuple may be (TUPLE_DEPTH_MAX). */
static json_t *
value_json(const struct value *v)
{
	struct strbuf text = { 0 };
	json_t *json = NULL;

	switch ((enum value_type)v->type) {
	case VAL_UNSET:
	case VAL_NONE:
		return json_null();
	case VAL_INT:
		/* A constant is a name, a number a number. */
		value_repr(&text, v, 256);
		if (strspn(sb_text(&text), "-0123456789") != text.len)
			json = jsonl_string(sb_text(&text), text.len);
		sb_free(&text);
		return json != NULL ? json : json_integer(v->i);
	case VAL_FLOAT:
		/* JSON has no word for infinity. */
		json = json_real(v->f);
		return json != NULL ? json : json_null();
	case VAL_BYTES:
		return bytes_object(v->bytes->data, v->bytes->len,
		    v->bytes->len);
	case VAL_ADDR:
		return addr_object(&v->addr->u, v->addr->len);
	case VAL_TUPLE:
		return tuple_json(v->tuple);
	}
	return json_null();
}

void
jsonl_look(struct strbuf *out, const char *name, struct jsonl_who who,
    const struct value *v)
{
	json_t *object = jsonl_begin("look", who);

	jsonl_set_text(object, "name", name);
	json_object_set_new(object, "value", value_json(v));
	jsonl_end(out, object);
}

#else

const char *
jsonl_library(void)
{
	return NULL;
}

void
jsonl_start(void)
{
}

void
jsonl_call(struct strbuf *out, const struct event *ev, const char *host,
    const char *why, const char *try)
{
	(void)out;
	(void)ev;
	(void)host;
	(void)why;
	(void)try;
}

void
jsonl_text(struct strbuf *out, const char *type, struct jsonl_who who,
    const char *s, size_t len)
{
	(void)out;
	(void)type;
	(void)who;
	(void)s;
	(void)len;
}

void
jsonl_error(struct strbuf *out, struct jsonl_who who, const struct diag *d)
{
	(void)out;
	(void)who;
	(void)d;
}

void
jsonl_look(struct strbuf *out, const char *name, struct jsonl_who who,
    const struct value *v)
{
	(void)out;
	(void)name;
	(void)who;
	(void)v;
}

#endif
