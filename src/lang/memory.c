/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as bytes in memory, and the functions of C that work on these. */
#include "lang/memory.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/cfuncs.h"
#include "model/addr.h"
#include "model/call.h"
#include "model/layout.h"

/* A number as wide as want says, in this machine's byte order. */
static void
get_int(int64_t i, size_t want, struct strbuf *out)
{
	uint8_t u8 = (uint8_t)i;
	uint16_t u16 = (uint16_t)i;
	uint32_t u32 = (uint32_t)i;

	switch (want) {
	case sizeof(u8):
		sb_add(out, &u8, sizeof(u8));
		break;
	case sizeof(u16):
		sb_add(out, &u16, sizeof(u16));
		break;
	case sizeof(u32):
		sb_add(out, &u32, sizeof(u32));
		break;
	default:
		sb_add(out, &i, sizeof(i));
		break;
	}
}

static int64_t
set_int(const char *bytes, size_t len)
{
	uint8_t u8 = 0;
	uint16_t u16 = 0;
	uint32_t u32 = 0;
	int64_t i = 0;

	switch (len) {
	case sizeof(u8):
		memcpy(&u8, bytes, len);
		return u8;
	case sizeof(u16):
		memcpy(&u16, bytes, len);
		return u16;
	case sizeof(u32):
		memcpy(&u32, bytes, len);
		return u32;
	default:
		memcpy(&i, bytes, len < sizeof(i) ? len : sizeof(i));
		return i;
	}
}

/* The size of the struct that an address is. */
static size_t
addr_size(const struct addr *a)
{
	if (a->u.sa.sa_family == AF_UNIX && a->len < sizeof(a->u.un))
		return sizeof(a->u.un);
	return a->len;
}

/* int sv[2], struct pollfd p[2] */
static bool
get_tuple(const struct tuple *t, struct strbuf *out, char **cause)
{
	for (size_t i = 0; i < t->len; i++) {
		if (!memory_get(&t->items[i], sizeof(int), out, cause))
			return false;
	}
	return true;
}

static bool
get_record(const struct value *v, struct strbuf *out, char **cause)
{
	size_t len = LAYOUT_SIZE_MAX;

	if (!layout_encode(value_layout(v), v, sb_reserve(out, len), &len,
		cause))
		return false;
	out->len += len;
	return true;
}

size_t
memory_size(const struct value *v)
{
	size_t size = 0;

	switch (v->type) {
	case VAL_BYTES:
		return v->bytes->size;
	case VAL_ADDR:
		return addr_size(v->addr);
	case VAL_FLOAT:
		return sizeof(double);
	case VAL_TUPLE:
		if (value_layout(v) != NULL)
			return value_layout(v)->size;
		for (size_t i = 0; i < v->tuple->len; i++)
			size += memory_size(&v->tuple->items[i]);
		return size;
	default:
		return sizeof(int);
	}
}

size_t
memory_field_size(const struct value *v, const char *path)
{
	const struct layout *layout = value_layout(v);
	const char *dot = strchr(path, '.');
	char name[64];
	int i;

	if (v->type == VAL_ADDR)
		return addr_field_size(v->addr, path);
	if (layout == NULL || strlen(path) >= sizeof(name))
		return 0;
	memcpy(name, path, strlen(path) + 1);
	if (dot != NULL)
		name[dot - path] = '\0';
	i = layout_field_index(layout, name);
	if (i < 0)
		return 0;
	if (dot != NULL && (size_t)i < v->tuple->len)
		return memory_field_size(&v->tuple->items[i], dot + 1);
	return layout->fields[i].size;
}

bool
memory_get(const struct value *v, size_t want, struct strbuf *out, char **cause)
{
	switch (v->type) {
	case VAL_INT:
		get_int(v->i, want, out);
		return true;
	case VAL_FLOAT:
		sb_add(out, &v->f, sizeof(v->f));
		return true;
	case VAL_BYTES:
		sb_add(out, v->bytes->data,
		    v->bytes->array ? v->bytes->size : v->bytes->len);
		return true;
	case VAL_ADDR:
		sb_add(out, &v->addr->u, addr_size(v->addr));
		return true;
	case VAL_TUPLE:
		return value_layout(v) != NULL ?
		    get_record(v, out, cause) :
		    get_tuple(v->tuple, out, cause);
	default:
		return cause_set(cause, _("%s has no form in memory"),
		    value_type_name(v));
	}
}

static bool
set_tuple(struct value *out, const struct tuple *like, const char *bytes,
    size_t len, char **cause)
{
	struct value *items = xcalloc(like->len, sizeof(items[0]));
	bool ok = true;

	for (size_t i = 0, at = 0; i < like->len && ok; i++) {
		const struct value *item = &like->items[i];
		size_t size = memory_size(item);

		ok = at + size <= len ?
		    memory_set(&items[i], item, bytes + at, size, size, cause) :
		    cause_set(cause, _("a tuple is shorter in memory"));
		/* int sv[2]: signed. */
		if (ok && item->type == VAL_INT)
			items[i].i = (int)items[i].i;
		at += size;
	}
	if (ok) {
		ok = value_tuple(out, items, like->len, cause);
	} else {
		for (size_t i = 0; i < like->len; i++)
			value_drop(&items[i]);
	}
	free(items);
	return ok;
}

static struct value
set_bytes(const struct bytes *like, const char *bytes, size_t len, size_t used)
{
	struct bytes *b;

	if (!like->array)
		return value_bytes(bytes, len);
	b = bytes_array(len);
	memcpy(b->data, bytes, len);
	b->len = used > like->len ? used : like->len;
	/* Zeroes at the end are room, not content. */
	if (used >= b->len && strnlen(bytes, used) == 0)
		b->len = 0;
	return value_from_bytes(b);
}

/* An AF_UNIX address is as long as its path; all zero, it keeps its size. */
static struct value
set_addr(const struct addr *like, const char *bytes, size_t len)
{
	struct addr *a = addr_from_sa((const void *)bytes, (socklen_t)len);

	if (a->u.sa.sa_family == AF_UNIX && like->u.sa.sa_family == AF_UNIX)
		a->len = like->len;
	return value_from_addr(a);
}

bool
memory_set(struct value *out, const struct value *like, const char *bytes,
    size_t len, size_t used, char **cause)
{
	switch (like->type) {
	case VAL_INT:
		*out = VALUE_INT(set_int(bytes, len));
		return true;
	case VAL_FLOAT:
		*out = VALUE_FLOAT(0);
		memcpy(&out->f, bytes, len < sizeof(out->f) ? len : 0);
		return true;
	case VAL_BYTES:
		*out = set_bytes(like->bytes, bytes, len, used);
		return true;
	case VAL_ADDR:
		*out = set_addr(like->addr, bytes, len);
		return true;
	case VAL_TUPLE:
		if (value_layout(like) == NULL)
			return set_tuple(out, like->tuple, bytes, len, cause);
		*out = layout_decode(value_layout(like), bytes, len);
		return true;
	default:
		return cause_set(cause, _("%s has no form in memory"),
		    value_type_name(like));
	}
}

/* The memory of parameter 0, for the first n bytes to be changed. */
static bool
target_memory(struct call *call, size_t n, struct strbuf *out)
{
	const struct value *v = &call->args[0].v;
	char *cause = NULL;

	if (v->type == VAL_UNSET) {
		call_mistake(call, 0,
		    _("%s: nothing is there yet; declare it: char buf[100];"),
		    call->prim->params[0].name);
		return false;
	}
	if (!memory_get(v, n, out, &cause)) {
		call_mistake(call, 0, "%s: %s", call->prim->params[0].name,
		    cause);
		free(cause);
		return false;
	}
	if (n > out->len) {
		call_mistake(call, 0,
		    _("%s has %zu bytes; %zu would overrun it"),
		    call->prim->params[0].name, out->len, n);
		return false;
	}
	return true;
}

/* Gives parameter 0 what its memory has become. */
static void
give_memory(struct call *call, const struct strbuf *memory, size_t used)
{
	struct value v = { 0 };
	char *cause = NULL;

	if (memory_set(&v, &call->args[0].v, sb_text(memory), memory->len, used,
		&cause)) {
		call_give(call, value_copy(&v));
		call_out(call, 0, v);
	} else {
		call_mistake(call, 0, "%s: %s", call->prim->params[0].name,
		    cause);
		free(cause);
	}
}

/* A struct of names alone, such as addrinfo, has no bytes to be set, but it can
 * be made empty. */
static bool
empty_record(struct call *call, int c)
{
	const struct layout *layout = value_layout(&call->args[0].v);

	if (layout == NULL || layout->size != 0 || c != 0)
		return false;
	call_out(call, 0, layout_zero(layout));
	call_give(call, VALUE_NONE);
	return true;
}

/* memset(s, c, n), bzero(s, n) */
static void
fill(struct call *call, int c, size_t n)
{
	struct strbuf memory = { 0 };

	if (empty_record(call, c))
		return;
	if (target_memory(call, n, &memory)) {
		if (n != 0)
			memset(memory.data, c, n);
		give_memory(call, &memory, n);
	}
	sb_free(&memory);
}

static void
memset_call(struct call *call)
{
	const struct value *c = &call->args[1].v;

	if (c->type == VAL_BYTES && c->bytes->len == 1)
		fill(call, *c->bytes->data, (size_t)call_num(call, 2));
	else if (c->type == VAL_INT)
		fill(call, (int)(c->i & 0xff), (size_t)call_num(call, 2));
	else
		call_mistake(call, 1, _("c: a byte is a number, or 'x'"));
}

static void
bzero_call(struct call *call)
{
	fill(call, 0, (size_t)call_num(call, 1));
}

/* The first n bytes of parameter i. */
static bool
source_memory(struct call *call, int i, size_t n, struct strbuf *out)
{
	const struct value *v = &call->args[i].v;
	char *cause = NULL;

	if (!memory_get(v, n, out, &cause)) {
		call_mistake(call, i, "%s: %s", call->prim->params[i].name,
		    cause);
		free(cause);
		return false;
	}
	/* The NUL that ends a text is there to be copied. */
	if (v->type == VAL_BYTES && !v->bytes->array)
		sb_char(out, '\0');
	if (n > out->len) {
		call_mistake(call, i,
		    _("%s has %zu bytes; %zu are asked for, and what lies "
		      "behind them is unknown"),
		    call->prim->params[i].name, out->len, n);
		return false;
	}
	return true;
}

/* memcpy(dest, src, n), memmove(dest, src, n) */
static void
memcpy_call(struct call *call)
{
	size_t n = (size_t)call_num(call, 2);
	struct strbuf to = { 0 }, from = { 0 };

	if (source_memory(call, 1, n, &from) && target_memory(call, n, &to)) {
		if (n != 0)
			memcpy(to.data, from.data, n);
		give_memory(call, &to, n);
	}
	sb_free(&to);
	sb_free(&from);
}

static void
memcmp_call(struct call *call)
{
	size_t n = (size_t)call_num(call, 2);
	struct strbuf a = { 0 }, b = { 0 };

	if (source_memory(call, 0, n, &a) && source_memory(call, 1, n, &b)) {
		int rc = n != 0 ? memcmp(a.data, b.data, n) : 0;

		call_give(call, VALUE_INT((rc > 0) - (rc < 0)));
	}
	sb_free(&a);
	sb_free(&b);
}

/* malloc(size): an array of bytes. */
static void
allocate(struct call *call, int64_t n, int64_t size)
{
	int64_t all;

	if (n < 0 || size < 0 || __builtin_mul_overflow(n, size, &all) ||
	    all > C_ARRAY_MAX)
		call_mistake(call, 0, _("%s: 0 to %d bytes here"),
		    call->prim->params[0].name, C_ARRAY_MAX);
	else
		call_give(call, value_from_bytes(bytes_array((size_t)all)));
}

static void
malloc_call(struct call *call)
{
	allocate(call, 1, call_num(call, 0));
}

static void
calloc_call(struct call *call)
{
	allocate(call, call_num(call, 0), call_num(call, 1));
}

/* Nothing is to be done: values are counted. */
static void
free_call(struct call *call)
{
	call_give(call, VALUE_NONE);
}

#define TARGET                          \
	{                               \
		"s", PARAM_OUT_VALUE, 0 \
	}

const struct prim memory_prims[] = {
	{
	    .name = "memset",
	    .params = { TARGET, { "c", PARAM_VALUE, 0 },
		{ "n", PARAM_SIZE, 0 } },
	    .forms = { "s c n" },
	    .call = memset_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "memset(3)",
	    .help = N_("fill a variable with a byte"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[4];\n"
		       "memset(buf, 'x', 3);\n"
		       "print buf\n"
		       "> xxx",
	},
	{
	    .name = "bzero",
	    .params = { TARGET, { "n", PARAM_SIZE, 0 } },
	    .forms = { "s n" },
	    .call = bzero_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "bzero(3)",
	    .help = N_("fill a variable with zero bytes"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[4] = \"abc\";\n"
		       "bzero(buf, 4);\n"
		       "print strlen(buf)\n"
		       "> 0",
	},
	{
	    .name = "memcpy",
	    .params = { { "dest", PARAM_OUT_VALUE, 0 },
		{ "src", PARAM_VALUE, 0 }, { "n", PARAM_SIZE, 0 } },
	    .forms = { "dest src n" },
	    .call = memcpy_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "memcpy(3)",
	    .help = N_("copy bytes into a variable"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[8];\n"
		       "memcpy(buf, \"hello\", 5);\n"
		       "print buf\n"
		       "> hello",
	},
	{
	    .name = "memmove",
	    .params = { { "dest", PARAM_OUT_VALUE, 0 },
		{ "src", PARAM_VALUE, 0 }, { "n", PARAM_SIZE, 0 } },
	    .forms = { "dest src n" },
	    .call = memcpy_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "memmove(3)",
	    .help = N_("copy bytes into a variable, from it too"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[16] = \"hello\";\n"
		       "memmove(buf, buf + 2, 3);\n"
		       "print buf\n"
		       "> llolo",
	},
	{
	    .name = "memcmp",
	    .params = { { "s1", PARAM_VALUE, 0 }, { "s2", PARAM_VALUE, 0 },
		{ "n", PARAM_SIZE, 0 } },
	    .forms = { "s1 s2 n" },
	    .call = memcmp_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "memcmp(3)",
	    .help = N_("compare bytes; gives 0 if they are the same"),
	    .topic = TOPIC_MEMORY,
	    .example =
		"print memcmp(\"abc\", \"abd\", 2) (memcmp(\"abc\", \"abd\", 3) < 0)\n"
		"> 0 1",
	},
	{
	    .name = "malloc",
	    .params = { { "size", PARAM_SIZE, 0 } },
	    .forms = { "size" },
	    .call = malloc_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "malloc(3)",
	    .help = N_("an array of so many bytes, as char buf[n]"),
	    .topic = TOPIC_MEMORY,
	    .example = "char *buf = malloc(16);\n"
		       "strcpy(buf, \"hello\");\n"
		       "print buf\n"
		       "> hello",
	},
	{
	    .name = "calloc",
	    .params = { { "nmemb", PARAM_SIZE, 0 }, { "size", PARAM_SIZE, 0 } },
	    .forms = { "nmemb size" },
	    .call = calloc_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "calloc(3)",
	    .help = N_("an array of nmemb times size zero bytes"),
	    .topic = TOPIC_MEMORY,
	    .example = "char *buf = calloc(3, 4);\n"
		       "memcpy(buf, \"ab\", 2);\n"
		       "print buf\n"
		       "> ab",
	},
	{
	    .name = "free",
	    .params = { { "ptr", PARAM_VALUE, 0 } },
	    .forms = { "ptr" },
	    .call = free_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "free(3)",
	    .help = N_("nothing: values are freed when nobody has them"),
	    .topic = TOPIC_MEMORY,
	    .example = "char *buf = malloc(16);\n"
		       "free(buf);",
	},
	{ .name = NULL },
};
