/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * encode and decode. Text is UTF-8 here already, so for that they only look
 * whether it is; other encodings are the C library's (iconv).
 */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/text.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"

/* Encodings, by Python's names for them; those of a kind side by side, the first
 * is the one that messages have. */
struct encoding {
	const char *name;
	const char *iconv; /* NULL: UTF-8 itself */
};

static const struct encoding encodings[] = {
	{ "utf-8", NULL },
	{ "ascii", "US-ASCII" },
	{ "latin-1", "ISO-8859-1" },
	{ "gbk", "GBK" },
	{ "gb18030", "GB18030" },
	{ "gb2312", "EUC-CN" },
	{ "big5", "BIG5" },
	{ "utf-16-le", "UTF-16LE" },
	{ "utf-16-be", "UTF-16BE" },
	{ "utf8", NULL },
	{ "u8", NULL },
	{ "us-ascii", "US-ASCII" },
	{ "latin1", "ISO-8859-1" },
	{ "iso-8859-1", "ISO-8859-1" },
	{ "iso8859-1", "ISO-8859-1" },
	{ "cp936", "GBK" },
};

/* What is done with what has no meaning. */
enum errors { ERRORS_STRICT, ERRORS_IGNORE, ERRORS_REPLACE };

/* As Python, "-" and "_" alike, in any case. */
static bool
same_name(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		char x = *a == '_' || *a == ' ' ? '-' : *a;

		if (strncasecmp(&x, b, 1) != 0)
			return false;
	}
	return *a == *b;
}

static const struct encoding *
encoding_read(struct call *call, int i)
{
	const char *name = builtin_word(call, i);

	if (name == NULL)
		return &encodings[0];
	for (size_t k = 0; k < sizeof(encodings) / sizeof(encodings[0]); k++) {
		if (same_name(name, encodings[k].name))
			return &encodings[k];
	}
	call_mistake(call, i,
	    _("encoding: not %.40s, but utf-8, ascii, latin-1, gbk, gb18030, "
	      "gb2312, big5, utf-16-le or utf-16-be"),
	    name);
	return NULL;
}

static bool
errors_read(struct call *call, int i, enum errors *errors)
{
	const char *name = builtin_word(call, i);

	*errors = ERRORS_STRICT;
	if (name == NULL || strcmp(name, "strict") == 0)
		return true;
	*errors = strcmp(name, "ignore") == 0 ? ERRORS_IGNORE : ERRORS_REPLACE;
	if (*errors == ERRORS_IGNORE || strcmp(name, "replace") == 0)
		return true;
	call_mistake(call, i,
	    _("errors: not %.40s, but strict, ignore or replace"), name);
	return false;
}

/* How many bytes at s, which are no character, are left out as one: as many as
 * could have begun one (Unicode 3.9, "maximal subpart"). */
static size_t
utf8_bad_length(const char *s, size_t len)
{
	static const char tails[2][4] = { "\x80\x80\x80", "\xbf\xbf\xbf" };
	size_t best = 1;

	for (size_t n = 1; n <= 3 && n <= len; n++) {
		for (int k = 0; k < 2; k++) {
			char whole[8];
			uint32_t cp;

			memcpy(whole, s, n);
			memcpy(whole + n, tails[k], 3);
			if (utf8_decode(whole, n + 3, &cp) > n)
				best = n;
		}
	}
	return best;
}

/* Checks that s is UTF-8, and gives it. */
static void
give_utf8(struct call *call, const struct bytes *b, enum errors errors,
    const char *what)
{
	struct strbuf out = { 0 };
	size_t at = 0;

	while (at < b->len) {
		uint32_t cp;
		size_t n = utf8_decode(b->data + at, b->len - at, &cp);

		if (n != 0) {
			sb_add(&out, b->data + at, n);
			at += n;
			continue;
		}
		if (errors == ERRORS_STRICT) {
			call_mistake(call, 0,
			    _("%s: the byte 0x%02x at %zu is not UTF-8"), what,
			    (unsigned char)b->data[at], at);
			break;
		}
		if (errors == ERRORS_REPLACE)
			utf8_encode(&out, 0xfffd);
		at += utf8_bad_length(b->data + at, b->len - at);
		if (out.len > BYTES_MAX) {
			builtin_too_long(call, 0);
			break;
		}
	}
	if (call->status == CALL_OK)
		call_give(call, value_bytes(sb_text(&out), out.len));
	sb_free(&out);
}

/* One conversion under way. */
struct conversion {
	iconv_t cd;
	const struct bytes *from;
	const struct encoding *encoding;
	bool to_text; /* decode: the result is UTF-8 */
	enum errors errors;
	struct strbuf out;
};

/* A character that cannot be converted: how many bytes of input it has, 0 if
 * that is a mistake. */
static size_t
convert_bad(struct call *call, struct conversion *c, const char *s, size_t left)
{
	size_t at = (size_t)(s - c->from->data), n = 1;
	uint32_t cp = 0;

	if (!c->to_text) {
		n = utf8_decode(s, left, &cp);
		n = n != 0 ? n : 1;
	}
	if (c->errors == ERRORS_STRICT) {
		if (c->to_text)
			call_mistake(call, 0,
			    _("decode: the byte 0x%02x at %zu is not %s"),
			    (unsigned char)*s, at, c->encoding->name);
		else
			call_mistake(call, 0,
			    _("encode: the character at %zu is not in %s"), at,
			    c->encoding->name);
		return 0;
	}
	if (c->errors == ERRORS_REPLACE && c->to_text)
		utf8_encode(&c->out, 0xfffd);
	else if (c->errors == ERRORS_REPLACE)
		sb_str(&c->out, "?");
	return n;
}

static void
convert(struct call *call, struct conversion *c)
{
	/* iconv does not write to what it reads; its type says so nowhere. */
	char *s = (char *)(uintptr_t)c->from->data;
	size_t left = c->from->len;

	while (left != 0 && call->status == CALL_OK) {
		size_t room = 4096, n;
		char *to = sb_reserve(&c->out, room), *begin = to;
		size_t rc = iconv(c->cd, &s, &left, &to, &room);
		int err = errno;

		c->out.len += (size_t)(to - begin);
		c->out.data[c->out.len] = '\0';
		if (c->out.len > BYTES_MAX) {
			builtin_too_long(call, 0);
			break;
		}
		if (rc != (size_t)-1 || err == E2BIG)
			continue;
		n = convert_bad(call, c, s, left);
		s += n;
		left -= n;
	}
}

static void
convert_call(struct call *call, bool to_text)
{
	struct conversion c = { .to_text = to_text };

	c.from = builtin_bytes(call, 0);
	c.encoding = encoding_read(call, 1);
	if (c.from == NULL || c.encoding == NULL ||
	    !errors_read(call, 2, &c.errors))
		return;
	if (c.encoding->iconv == NULL) {
		give_utf8(call, c.from, c.errors, call->prim->name);
		return;
	}
	c.cd = to_text ? iconv_open("UTF-8", c.encoding->iconv) :
			 iconv_open(c.encoding->iconv, "UTF-8");
	if (c.cd == (iconv_t)-1) {
		call_mistake(call, 1,
		    _("encoding: %s is not installed on this system"),
		    c.encoding->name);
		return;
	}
	convert(call, &c);
	iconv_close(c.cd);
	if (call->status == CALL_OK)
		call_give(call, value_bytes(sb_text(&c.out), c.out.len));
	sb_free(&c.out);
}

void
builtin_encode(struct call *call)
{
	convert_call(call, false);
}

void
builtin_decode(struct call *call)
{
	convert_call(call, true);
}

#define CODEC_PARAMS                                                        \
	{                                                                   \
		{ "text", PARAM_VALUE, 0 }, { "encoding", PARAM_VALUE, 0 }, \
		{                                                           \
			"errors", PARAM_VALUE, 0                            \
		}                                                           \
	}

const struct prim builtin_codec_prims[] = {
	{
	    .name = "encode",
	    .params = CODEC_PARAMS,
	    .forms = { "text [encoding] [errors]" },
	    .call = builtin_encode,
	    .flags = PRIM_PURE,
	    .help = N_("text as bytes: UTF-8, or gbk, latin-1, …"),
	    .topic = TOPIC_ENCODING,
	    .example = "print len(encode(\"你好\"))\n"
		       "> 6\n"
		       "print len(encode(\"你好\", \"gbk\"))\n"
		       "> 4",
	},
	{
	    .name = "decode",
	    .params = CODEC_PARAMS,
	    .forms = { "text [encoding] [errors]" },
	    .call = builtin_decode,
	    .flags = PRIM_PURE,
	    .help = N_("text from bytes that are UTF-8, or gbk, latin-1, …"),
	    .topic = TOPIC_ENCODING,
	    .example = "print decode(b\"\\xc4\\xe3\\xba\\xc3\", \"gbk\")\n"
		       "> 你好",
	},
	{ .name = NULL },
};
