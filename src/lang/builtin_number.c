/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text and as bytes, and back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"
#include "model/pack.h"

/* -0x1f: a number in base 16, 8 or 2. */
static void
give_digits(struct call *call, int64_t n, const char *prefix, unsigned bits)
{
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char text[72], *at = text + sizeof(text);

	do
		*--at = "0123456789abcdef"[left & ((1u << bits) - 1)];
	while ((left >>= bits) != 0);
	*--at = prefix[1];
	*--at = prefix[0];
	if (n < 0)
		*--at = '-';
	call_give(call, value_bytes(at, (size_t)(text + sizeof(text) - at)));
}

static void
give_base(struct call *call, const char *prefix, unsigned bits)
{
	int64_t n = builtin_number(call, 0, 0);

	if (call->status == CALL_OK)
		give_digits(call, n, prefix, bits);
}

static void
bin_call(struct call *call)
{
	give_base(call, "0b", 1);
}

static void
oct_call(struct call *call)
{
	give_base(call, "0o", 3);
}

/* hex 255, hex "ab", data.hex(":") */
static void
hex_call(struct call *call)
{
	static const char digits[] = "0123456789abcdef";
	const struct bytes *b, *sep = NULL;
	struct strbuf out = { 0 };

	if (call->args[0].v.type == VAL_INT) {
		give_base(call, "0x", 4);
		return;
	}
	b = builtin_bytes(call, 0);
	if (b == NULL ||
	    (call_given(call, 1) && (sep = builtin_bytes(call, 1)) == NULL))
		return;
	if (sep != NULL && sep->len != 1) {
		call_mistake(call, 1, _("sep: one byte, not %zu"), sep->len);
		return;
	}
	if (b->len > BYTES_MAX / 3) {
		builtin_too_long(call, 0);
		return;
	}
	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->data[i];

		if (i != 0 && sep != NULL)
			sb_char(&out, *sep->data);
		sb_char(&out, digits[c >> 4]);
		sb_char(&out, digits[c & 15]);
	}
	call_give(call, value_bytes(sb_text(&out), out.len));
	sb_free(&out);
}

/* bytes.fromhex("61 62"): white space may stand between two bytes. */
static void
fromhex_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0);
	struct strbuf out = { 0 };
	size_t i = 0;

	while (b != NULL && i < b->len) {
		int high, low = -1;

		if (builtin_blank(b->data[i])) {
			i++;
			continue;
		}
		high = char_hex(b->data[i]);
		/* data[len] is a NUL. */
		if (high >= 0) {
			i++;
			low = char_hex(b->data[i]);
		}
		if (low < 0) {
			call_mistake(call, 0,
			    _("fromhex: no hexadecimal digit at %zu"), i);
			break;
		}
		i++;
		sb_char(&out, (char)(high << 4 | low));
	}
	if (call->status == CALL_OK)
		call_give(call, value_bytes(sb_text(&out), out.len));
	sb_free(&out);
}

static void
chr_call(struct call *call)
{
	int64_t n = builtin_number(call, 0, 0);
	struct strbuf out = { 0 };

	if (n < 0 || n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) {
		call_mistake(call, 0,
		    _("chr: no character has the number %lld"), (long long)n);
		return;
	}
	utf8_encode(&out, (uint32_t)n);
	if (call->status == CALL_OK)
		call_give(call, value_bytes(sb_text(&out), out.len));
	sb_free(&out);
}

/* The number of one character, or of one byte that is none. */
static void
ord_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0);
	uint32_t cp;

	if (b == NULL)
		return;
	if (b->len != 0 && utf8_decode(b->data, b->len, &cp) == b->len)
		call_give(call, VALUE_INT(cp));
	else if (b->len == 1)
		call_give(call, VALUE_INT((unsigned char)*b->data));
	else
		call_mistake(call, 0,
		    _("ord wants one character, not %zu bytes"), b->len);
}

static void
abs_call(struct call *call)
{
	const struct value *v = &call->args[0].v;

	if (v->type == VAL_FLOAT)
		call_give(call, VALUE_FLOAT(fabs(v->f)));
	else if (v->type != VAL_INT)
		call_mistake(call, 0, _("abs wants a number; this is %s"),
		    value_type_name(v));
	else if (v->i == INT64_MIN)
		call_mistake(call, 0,
		    _("%lld has no positive counterpart in 64 bits"),
		    (long long)v->i);
	else
		call_give(call, VALUE_INT(v->i < 0 ? -v->i : v->i));
}

static void
float_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	const char *s, *end;
	char *stop;
	double f;

	if (v->type == VAL_INT || v->type == VAL_FLOAT) {
		call_give(call,
		    VALUE_FLOAT(v->type == VAL_INT ? (double)v->i : v->f));
		return;
	}
	if (builtin_bytes(call, 0) == NULL)
		return;
	s = v->bytes->data;
	end = s + v->bytes->len;
	while (s < end && builtin_blank(*s))
		s++;
	while (end > s && builtin_blank(end[-1]))
		end--;
	/* Hexadecimal ones are C's alone. */
	f = strtod(s, &stop);
	if (s == end || stop != end || memchr(s, 'x', (size_t)(end - s)) ||
	    memchr(s, 'X', (size_t)(end - s)) ||
	    memchr(s, '(', (size_t)(end - s)))
		call_mistake(call, 0, _("\"%.*s\" is not a number"),
		    (int)(end - s < 60 ? end - s : 60), s);
	else
		call_give(call, VALUE_FLOAT(f));
}

static void
bool_call(struct call *call)
{
	call_give(call,
	    VALUE_INT(call_given(call, 0) && value_truth(&call->args[0].v)));
}

/* bytes(3), bytes((1, 2, 3)), bytes("text", "utf-8") */
static void
bytes_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	struct bytes *b;

	if (!call_given(call, 0)) {
		call_give(call, value_str(""));
		return;
	}
	if (v->type == VAL_BYTES) {
		if (call_given(call, 1))
			builtin_encode(call);
		else
			call_give(call, value_copy(v));
		return;
	}
	if (v->type == VAL_INT) {
		if (v->i < 0 || v->i > BYTES_MAX) {
			builtin_too_long(call, 0);
			return;
		}
		b = bytes_new(NULL, (size_t)v->i);
		memset(b->data, 0, b->len);
		call_give(call, value_from_bytes(b));
		return;
	}
	if (builtin_list(call, 0) == NULL)
		return;
	b = bytes_new(NULL, v->tuple->len);
	for (size_t i = 0; i < b->len; i++) {
		const struct value *item = &v->tuple->items[i];
		bool byte =
		    item->type == VAL_INT && item->i >= 0 && item->i <= 255;

		if (!byte)
			call_mistake(call, 0,
			    _("a byte is a number from 0 to 255"));
		b->data[i] = byte ? (char)item->i : 0;
	}
	call_give(call, value_from_bytes(b));
}

/* "big" or "little"; false (a mistake) if it is neither. */
static bool
order_read(struct call *call, int i, bool *big)
{
	const char *name = builtin_word(call, i);

	*big = name == NULL || strcmp(name, "big") == 0;
	if (!*big && strcmp(name, "little") != 0)
		call_mistake(call, i, _("byteorder: big or little"));
	return call->status == CALL_OK;
}

static void
from_bytes_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 0);
	bool has_sign = call_num(call, 2) != 0, big, minus;
	uint64_t n;

	if (b == NULL || !order_read(call, 1, &big))
		return;
	minus = has_sign && b->len != 0 &&
	    ((unsigned char)b->data[big ? 0 : b->len - 1] & 0x80) != 0;
	n = minus ? UINT64_MAX : 0;
	for (size_t i = 0; i < b->len; i++) {
		unsigned char c =
		    (unsigned char)b->data[big ? i : b->len - 1 - i];

		if (n >> 56 != (minus ? 0xff : 0)) {
			n = minus ? 0 : UINT64_MAX;
			break;
		}
		n = n << 8 | c;
	}
	if ((n >> 63 != 0) != minus)
		call_mistake(call, 0,
		    _("the number does not fit in a signed 64-bit number"));
	else
		call_give(call, VALUE_INT((int64_t)n));
}

static void
to_bytes_call(struct call *call)
{
	int64_t n = builtin_number(call, 0, 0);
	int64_t len = builtin_number(call, 1, 1);
	bool has_sign = call_num(call, 3) != 0, big, fits;
	struct bytes *b;

	if (!order_read(call, 2, &big))
		return;
	if (len < 0 || len > BYTES_MAX) {
		builtin_too_long(call, 1);
		return;
	}
	if (has_sign)
		fits = len >= 8 ||
		    (len == 0 ? n == 0 :
				n >= -((int64_t)1 << (8 * len - 1)) &&
				n < (int64_t)1 << (8 * len - 1));
	else
		fits = n >= 0 && (len >= 8 || n < (int64_t)1 << 8 * len);
	if (!fits) {
		call_mistake(call, 0, _("%lld does not fit in %lld bytes"),
		    (long long)n, (long long)len);
		return;
	}
	b = bytes_new(NULL, (size_t)len);
	for (size_t i = 0; i < b->len; i++)
		b->data[big ? b->len - 1 - i : i] = i < 8 ?
		    (char)((uint64_t)n >> 8 * i & 0xff) :
		    (char)(n < 0 ? 0xff : 0);
	call_give(call, value_from_bytes(b));
}

static void
calcsize_call(struct call *call)
{
	char *cause = NULL;
	size_t size;

	if (pack_size(call->args[0].data, &size, &cause))
		call_give(call, VALUE_INT((int64_t)size));
	else
		call_mistake(call, 0, "%s", cause);
	free(cause);
}

/* unpack_from format buffer [offset] */
static void
unpack_from_call(struct call *call)
{
	const struct bytes *b = builtin_bytes(call, 1);
	int64_t offset = builtin_number(call, 2, 0);
	const char *format = call->args[0].data;
	char *cause = NULL;
	struct value v;
	size_t size;

	if (b == NULL || call->status != CALL_OK)
		return;
	if (offset < 0)
		offset += (int64_t)b->len;
	if (!pack_size(format, &size, &cause))
		call_mistake(call, 0, "%s", cause);
	else if (offset < 0 || (uint64_t)offset > b->len ||
	    b->len - (size_t)offset < size)
		call_mistake(call, 2,
		    _("offset: %zu bytes are not there at %lld of %zu"), size,
		    (long long)offset, b->len);
	else if (unpack(format, b->data + offset, size, &v, &cause))
		call_give(call, v);
	else
		call_mistake(call, -1, "%s", cause);
	free(cause);
}

#define VALUE_PARAM                     \
	{                               \
		"value", PARAM_VALUE, 0 \
	}

const struct prim builtin_number_prims[] = {
	{
	    .name = "hex",
	    .params = { VALUE_PARAM, { "sep", PARAM_VALUE, 0 } },
	    .forms = { "value [sep]" },
	    .call = hex_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number, or bytes, in hexadecimal digits"),
	    .topic = TOPIC_ENCODING,
	    .example = "print hex(255)\n"
		       "> 0xff\n"
		       "print hex(b\"AB\")\n"
		       "> 4142",
	},
	{
	    .name = "bin",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = bin_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number in binary digits"),
	    .topic = TOPIC_ENCODING,
	    .example = "print bin(5)\n"
		       "> 0b101",
	},
	{
	    .name = "oct",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = oct_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number in octal digits"),
	    .topic = TOPIC_ENCODING,
	    .example = "print oct(8)\n"
		       "> 0o10",
	},
	{
	    .name = "fromhex",
	    .params = { { "text", PARAM_VALUE, 0 } },
	    .forms = { "text" },
	    .call = fromhex_call,
	    .flags = PRIM_PURE,
	    .help = N_("bytes from hexadecimal digits"),
	    .topic = TOPIC_ENCODING,
	    .example = "fromhex \"48 65\"\n"
		       "= \"He\"",
	},
	{
	    .name = "chr",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = chr_call,
	    .flags = PRIM_PURE,
	    .help = N_("the character of a number, in UTF-8"),
	    .topic = TOPIC_ENCODING,
	    .example = "print chr(65) chr(20320)\n"
		       "> A 你",
	},
	{
	    .name = "ord",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = ord_call,
	    .flags = PRIM_PURE,
	    .help = N_("the number of a character"),
	    .topic = TOPIC_ENCODING,
	    .example = "print ord(\"A\") ord(\"你\")\n"
		       "> 65 20320",
	},
	{
	    .name = "abs",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = abs_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number without its sign"),
	    .topic = TOPIC_VALUES,
	    .example = "abs(-5)\n"
		       "= 5",
	},
	{
	    .name = "float",
	    .params = { VALUE_PARAM },
	    .forms = { "value" },
	    .call = float_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number, or text that is one, with a fraction"),
	    .topic = TOPIC_VALUES,
	    .example = "print (float(\"2.5\") * 2)\n"
		       "> 5.0",
	},
	{
	    .name = "bool",
	    .params = { VALUE_PARAM },
	    .forms = { "[value]" },
	    .call = bool_call,
	    .flags = PRIM_PURE,
	    .help = N_("1 if a value is true, 0 if it is not"),
	    .topic = TOPIC_VALUES,
	    .example = "print bool(\"\") bool(\"0\")\n"
		       "> 0 1",
	},
	{
	    .name = "bytes",
	    .params = { { "source", PARAM_VALUE, 0 },
		{ "encoding", PARAM_VALUE, 0 }, { "errors", PARAM_VALUE, 0 } },
	    .forms = { "[source] [encoding] [errors]" },
	    .call = bytes_call,
	    .flags = PRIM_PURE,
	    .help = N_("bytes: so many zeros, of a list of numbers, of a text"),
	    .topic = TOPIC_ENCODING,
	    .example = "bytes([72, 105])\n"
		       "= \"Hi\"\n"
		       "bytes(3)\n"
		       "= \"\\0\\0\\0\"",
	},
	{
	    .name = "bytearray",
	    .params = { { "source", PARAM_VALUE, 0 },
		{ "encoding", PARAM_VALUE, 0 }, { "errors", PARAM_VALUE, 0 } },
	    .forms = { "[source] [encoding] [errors]" },
	    .call = bytes_call,
	    .flags = PRIM_PURE,
	    .help = N_("bytes: so many zeros, of a list of numbers, of a text"),
	    .topic = TOPIC_ENCODING,
	    .example = "buf = bytearray(4)\n"
		       "print len(buf)\n"
		       "> 4",
	},
	{
	    .name = "from_bytes",
	    .params = { { "bytes", PARAM_VALUE, 0 },
		{ "byteorder", PARAM_VALUE, 0 }, { "signed", PARAM_ONOFF, 0 } },
	    .forms = { "bytes [byteorder] [signed]" },
	    .call = from_bytes_call,
	    .flags = PRIM_PURE,
	    .help = N_("the number that bytes are, big or little end first"),
	    .topic = TOPIC_ENCODING,
	    .example = "print int.from_bytes(b\"\\x01\\x02\", \"big\")\n"
		       "> 258",
	},
	{
	    .name = "to_bytes",
	    .params = { VALUE_PARAM, { "length", PARAM_VALUE, 0 },
		{ "byteorder", PARAM_VALUE, 0 }, { "signed", PARAM_ONOFF, 0 } },
	    .forms = { "value [length] [byteorder] [signed]" },
	    .call = to_bytes_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number as bytes, big or little end first"),
	    .topic = TOPIC_ENCODING,
	    .example = "n = 258\n"
		       "n.to_bytes(2, \"big\")\n"
		       "= \"\\x01\\x02\"",
	},
	{
	    .name = "calcsize",
	    .params = { { "format", PARAM_TEXT, 0 } },
	    .forms = { "format" },
	    .call = calcsize_call,
	    .flags = PRIM_PURE,
	    .help = N_("how many bytes a format of Python's struct has"),
	    .topic = TOPIC_ENCODING,
	    .example = "calcsize \"!IB\"\n"
		       "= 5",
	},
	{
	    .name = "unpack_from",
	    .params = { { "format", PARAM_TEXT, 0 },
		{ "buffer", PARAM_VALUE, 0 }, { "offset", PARAM_VALUE, 0 } },
	    .forms = { "format buffer [offset]" },
	    .call = unpack_from_call,
	    .flags = PRIM_PURE,
	    .help = N_("numbers from bytes, which begin at an offset"),
	    .topic = TOPIC_ENCODING,
	    .example = "data = pack(\"!HI\", 1, 100)\n"
		       "print unpack_from(\"!I\", data, 2)[0]\n"
		       "> 100",
	},
	{ .name = NULL },
};
