/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's methods of text, on bytes: its edges, its case, its kind, its width.
 * Only ASCII has a case: UTF-8 stays whole. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_alpha(char c)
{
	return is_upper(c) || is_lower(c);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return is_alpha(c) || is_digit(c);
}

/* Whether an edge has c to strip: white space, or one of chars. */
static bool
stripped(const struct bytes *chars, char c)
{
	if (chars == NULL)
		return builtin_blank(c);
	return memchr(chars->data, c, chars->len) != NULL;
}

static void
strip_edges(struct call *call, bool left, bool right)
{
	const struct bytes *b = builtin_bytes(call, 0), *chars = NULL;
	const char *s, *end;

	if (b == NULL)
		return;
	if (call_given(call, 1) && call->args[1].v.type != VAL_NONE &&
	    (chars = builtin_bytes(call, 1)) == NULL)
		return;
	s = b->data;
	end = s + b->len;
	while (left && s < end && stripped(chars, *s))
		s++;
	while (right && s < end && stripped(chars, end[-1]))
		end--;
	call_give(call, value_bytes(s, (size_t)(end - s)));
}

static void
strip_call(struct call *call)
{
	strip_edges(call, true, true);
}

static void
lstrip_call(struct call *call)
{
	strip_edges(call, true, false);
}

static void
rstrip_call(struct call *call)
{
	strip_edges(call, false, true);
}

/* What a text becomes byte by byte; before: the byte that was before it. */
static void
map_bytes(struct call *call, char (*map)(char c, char before))
{
	const struct bytes *b = builtin_bytes(call, 0);
	struct bytes *out;

	if (b == NULL)
		return;
	out = bytes_new(b->data, b->len);
	for (size_t i = 0; i < b->len; i++)
		out->data[i] = map(b->data[i], i != 0 ? b->data[i - 1] : '\0');
	call_give(call, value_from_bytes(out));
}

static char
to_upper(char c, char before)
{
	(void)before;
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static char
to_lower(char c, char before)
{
	(void)before;
	return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char
to_swapped(char c, char before)
{
	return is_upper(c) ? to_lower(c, before) : to_upper(c, before);
}

static char
to_title(char c, char before)
{
	return is_alpha(before) ? to_lower(c, before) : to_upper(c, before);
}

static void
upper_call(struct call *call)
{
	map_bytes(call, to_upper);
}

static void
lower_call(struct call *call)
{
	map_bytes(call, to_lower);
}

static void
swapcase_call(struct call *call)
{
	map_bytes(call, to_swapped);
}

static void
title_call(struct call *call)
{
	map_bytes(call, to_title);
}

static void
capitalize_call(struct call *call)
{
	map_bytes(call, to_lower);
	if (call->status == CALL_OK && call->ret.bytes->len != 0)
		*call->ret.bytes->data = to_upper(*call->ret.bytes->data, '\0');
}

/* Whether a text is not empty, and all of its bytes are of a kind. */
static void
all_are(struct call *call, bool (*is)(char c))
{
	const struct bytes *b = builtin_bytes(call, 0);
	bool all = b != NULL && b->len != 0;

	for (size_t i = 0; all && i < b->len; i++)
		all = is(b->data[i]);
	call_give(call, VALUE_INT(all));
}

/* Whether it has letters of one case and none of the other. */
static void
cased(struct call *call, bool (*is)(char c), bool (*other)(char c))
{
	const struct bytes *b = builtin_bytes(call, 0);
	bool any = false, none = true;

	for (size_t i = 0; b != NULL && i < b->len; i++) {
		any |= is(b->data[i]);
		none &= !other(b->data[i]);
	}
	call_give(call, VALUE_INT(any && none));
}

static void
isdigit_call(struct call *call)
{
	all_are(call, is_digit);
}

static void
isalpha_call(struct call *call)
{
	all_are(call, is_alpha);
}

static void
isalnum_call(struct call *call)
{
	all_are(call, is_alnum);
}

static void
isspace_call(struct call *call)
{
	all_are(call, builtin_blank);
}

static void
isupper_call(struct call *call)
{
	cased(call, is_upper, is_lower);
}

static void
islower_call(struct call *call)
{
	cased(call, is_lower, is_upper);
}

/* b with bytes of fill before and after it. */
static void
give_padded(struct call *call, const struct bytes *b, size_t before,
    size_t after, char fill)
{
	struct bytes *out;

	if (before + after > BYTES_MAX - b->len) {
		builtin_too_long(call, 1);
		return;
	}
	out = bytes_new(NULL, before + b->len + after);
	memset(out->data, fill, before);
	memcpy(out->data + before, b->data, b->len);
	memset(out->data + before + b->len, fill, after);
	call_give(call, value_from_bytes(out));
}

/* The width beyond b, and what fills it. False (a mistake) if they are bad. */
static bool
pad_read(struct call *call, const struct bytes **b, size_t *pad, char *fill)
{
	const struct bytes *with = NULL;
	int64_t width = builtin_number(call, 1, 0);

	*b = builtin_bytes(call, 0);
	if (*b == NULL || call->status != CALL_OK)
		return false;
	/* zfill has no third parameter. */
	if (call->cmd->nparams > 2 && call_given(call, 2) &&
	    (with = builtin_bytes(call, 2)) == NULL)
		return false;
	if (with != NULL && with->len != 1) {
		call_mistake(call, 2, _("fillbyte: one byte, not %zu"),
		    with->len);
		return false;
	}
	*fill = with != NULL ? *with->data : ' ';
	*pad = width > (int64_t)(*b)->len ? (size_t)width - (*b)->len : 0;
	return true;
}

static void
ljust_call(struct call *call)
{
	const struct bytes *b;
	size_t pad;
	char fill;

	if (pad_read(call, &b, &pad, &fill))
		give_padded(call, b, 0, pad, fill);
}

static void
rjust_call(struct call *call)
{
	const struct bytes *b;
	size_t pad;
	char fill;

	if (pad_read(call, &b, &pad, &fill))
		give_padded(call, b, pad, 0, fill);
}

/* As CPython does it (Objects/bytes_methods.c, stringlib's center). */
static void
center_call(struct call *call)
{
	const struct bytes *b;
	size_t pad, left;
	char fill;

	if (!pad_read(call, &b, &pad, &fill))
		return;
	left = pad / 2 + (pad & (b->len + pad) & 1);
	give_padded(call, b, left, pad - left, fill);
}

/* Zeros, behind a sign. */
static void
zfill_call(struct call *call)
{
	const struct bytes *b;
	size_t pad;
	char fill;

	if (!pad_read(call, &b, &pad, &fill))
		return;
	give_padded(call, b, pad, 0, '0');
	if (call->status == CALL_OK && b->len != 0 && pad != 0 &&
	    (*b->data == '+' || *b->data == '-')) {
		call->ret.bytes->data[pad] = '0';
		*call->ret.bytes->data = *b->data;
	}
}

#define TEXT_PARAM                     \
	{                              \
		"text", PARAM_VALUE, 0 \
	}
#define ROW(function, does, shown)                                       \
	{                                                                \
		.name = #function, .params = { TEXT_PARAM },             \
		.forms = { "text" }, .call = function##_call,            \
		.flags = PRIM_PURE, .help = (does), .topic = TOPIC_TEXT, \
		.example = (shown)                                       \
	}
#define STRIP_ROW(function, does, shown)                                 \
	{                                                                \
		.name = #function,                                       \
		.params = { TEXT_PARAM, { "chars", PARAM_VALUE, 0 } },   \
		.forms = { "text [chars]" }, .call = function##_call,    \
		.flags = PRIM_PURE, .help = (does), .topic = TOPIC_TEXT, \
		.example = (shown)                                       \
	}
#define PAD_ROW(function, does, shown)                                         \
	{                                                                      \
		.name = #function,                                             \
		.params = { TEXT_PARAM, { "width", PARAM_VALUE, 0 },           \
			{ "fillbyte", PARAM_VALUE, 0 } },                      \
		.forms = { "text width [fillbyte]" }, .call = function##_call, \
		.flags = PRIM_PURE, .help = (does), .topic = TOPIC_TEXT,       \
		.example = (shown)                                             \
	}

const struct prim builtin_shape_prims[] = {
	ROW(upper, N_("text with its ASCII letters in upper case"),
	    "upper \"hello\"\n"
	    "= \"HELLO\""),
	ROW(lower, N_("text with its ASCII letters in lower case"),
	    "lower \"HELLO\"\n"
	    "= \"hello\""),
	ROW(swapcase, N_("text with upper case for lower, and lower for upper"),
	    "swapcase \"Hello\"\n"
	    "= \"hELLO\""),
	ROW(title, N_("text with each word's first letter in upper case"),
	    "title \"hello world\"\n"
	    "= \"Hello World\""),
	ROW(capitalize, N_("text with its first letter in upper case"),
	    "capitalize \"hello world\"\n"
	    "= \"Hello world\""),
	STRIP_ROW(strip, N_("text without the white space around it"),
	    "strip \"  hello\\r\\n\"\n"
	    "= \"hello\""),
	STRIP_ROW(lstrip, N_("text without the white space before it"),
	    "lstrip \"  hello \"\n"
	    "= \"hello \""),
	STRIP_ROW(rstrip, N_("text without the white space after it"),
	    "rstrip \" hello\\n\"\n"
	    "= \" hello\""),
	ROW(isdigit, N_("whether a text is digits alone"),
	    "print isdigit(\"8080\") isdigit(\"80a\")\n"
	    "> 1 0"),
	ROW(isalpha, N_("whether a text is ASCII letters alone"),
	    "print isalpha(\"abc\") isalpha(\"a1\")\n"
	    "> 1 0"),
	ROW(isalnum, N_("whether a text is ASCII letters and digits alone"),
	    "print isalnum(\"a1\") isalnum(\"a b\")\n"
	    "> 1 0"),
	ROW(isspace, N_("whether a text is white space alone"),
	    "print isspace(\" \\t\\n\") isspace(\"a\")\n"
	    "> 1 0"),
	ROW(isupper, N_("whether a text's letters are in upper case"),
	    "print isupper(\"GET\") isupper(\"Get\")\n"
	    "> 1 0"),
	ROW(islower, N_("whether a text's letters are in lower case"),
	    "print islower(\"get\") islower(\"Get\")\n"
	    "> 1 0"),
	PAD_ROW(ljust, N_("text made as wide as wanted, at the left"),
	    "print ljust(\"abc\", 6, \".\")\n"
	    "> abc..."),
	PAD_ROW(rjust, N_("text made as wide as wanted, at the right"),
	    "print rjust(\"abc\", 6, \".\")\n"
	    "> ...abc"),
	PAD_ROW(center, N_("text made as wide as wanted, in the middle"),
	    "print center(\"ab\", 6, \".\")\n"
	    "> ..ab.."),
	{
	    .name = "zfill",
	    .params = { TEXT_PARAM, { "width", PARAM_VALUE, 0 } },
	    .forms = { "text width" },
	    .call = zfill_call,
	    .flags = PRIM_PURE,
	    .help = N_("text made as wide as wanted, by zeros before it"),
	    .topic = TOPIC_TEXT,
	    .example = "print zfill(\"42\", 5)\n"
		       "> 00042",
	},
	{ .name = NULL },
};
