/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as text by a format: what Python's % and C's printf have in common. */
#include "model/pack.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/text.h"

enum {
	FORMAT_WIDTH_MAX = 10000, /* and the largest precision */
	FORMAT_PRECISION = 6,     /* of a float, if none is given */
};

/* A conversion: %, flags, width, precision, character. */
struct conv {
	bool left; /* - */
	bool plus; /* + */
	bool space;
	bool alt; /* # */
	bool zero;
	int width;
	int precision; /* -1: none */
	char c;
	char wide; /* C's h, l, … before it */
};

/* A walk along the format, the arguments used up and the result. */
struct format {
	const char *s;
	const char *end;
	const struct value *args;
	size_t nargs;
	size_t used;
	bool as_c; /* printf's rules, not Python's */
	struct strbuf out;
};

static bool
format_end(const struct format *f)
{
	return f->s == f->end;
}

static const struct value *
format_arg(struct format *f, char **cause)
{
	if (f->used == f->nargs) {
		cause_set(cause,
		    _("not enough arguments for format string (got %zu)"),
		    f->nargs);
		return NULL;
	}
	return &f->args[f->used++];
}

static bool
bad_arg(char c, const struct value *v, const char *wants, char **cause)
{
	struct strbuf sb = { 0 };

	value_repr(&sb, v, 64);
	cause_set(cause, _("%%%c takes %s, not %s"), c, wants, sb_text(&sb));
	sb_free(&sb);
	return false;
}

/* Which flags there are, in any order, as often as they come. */
static void
read_flags(struct format *f, struct conv *conv)
{
	for (; !format_end(f); f->s++) {
		switch (*f->s) {
		case '-':
			conv->left = true;
			break;
		case '+':
			conv->plus = true;
			break;
		case ' ':
			conv->space = true;
			break;
		case '#':
			conv->alt = true;
			break;
		case '0':
			conv->zero = true;
			break;
		default:
			return;
		}
	}
}

/* The next argument as a width or precision. */
static bool
read_star(struct format *f, int64_t *n, char **cause)
{
	const struct value *v = format_arg(f, cause);

	f->s++;
	if (v == NULL)
		return false;
	if (v->type != VAL_INT)
		return bad_arg('*', v, _("an int"), cause);
	*n = v->i;
	return true;
}

/* A width or precision: digits, maybe none, or * for the next argument. */
static bool
read_number(struct format *f, int *n, char **cause)
{
	int64_t number = 0;

	if (!format_end(f) && *f->s == '*') {
		if (!read_star(f, &number, cause))
			return false;
	} else {
		for (; !format_end(f) && *f->s >= '0' && *f->s <= '9'; f->s++)
			if (number <= FORMAT_WIDTH_MAX)
				number = number * 10 + (*f->s - '0');
	}
	if (number > FORMAT_WIDTH_MAX || number < -FORMAT_WIDTH_MAX)
		return cause_set(cause, _("a width or precision is at most %d"),
		    FORMAT_WIDTH_MAX);
	*n = number;
	return true;
}

/* What stands between % and the end of a conversion. */
static bool
read_conv(struct format *f, struct conv *conv, char **cause)
{
	*conv = (struct conv){ .precision = -1 };
	read_flags(f, conv);
	if (!read_number(f, &conv->width, cause))
		return false;
	if (conv->width < 0) {
		conv->left = true;
		conv->width = -conv->width;
	}
	if (!format_end(f) && *f->s == '.') {
		f->s++;
		if (!read_number(f, &conv->precision, cause))
			return false;
		if (conv->precision < 0)
			conv->precision = 0;
	}
	/* C's sizes: an int is an int here. */
	while (
	    !format_end(f) && *f->s != '\0' && strchr("hljztLq", *f->s) != NULL)
		conv->wide = *f->s++;
	if (format_end(f))
		return cause_set(cause,
		    _("incomplete format: a %% stands for a conversion, %%%% "
		      "for itself"));
	conv->c = *f->s++;
	return true;
}

/* Adds n bytes, filled up with spaces to the width. */
static void
put_text(struct format *f, const struct conv *conv, const char *s, size_t n)
{
	size_t width = conv->width;
	size_t fill = width > n ? width - n : 0;

	if (!conv->left)
		sb_fill(&f->out, ' ', fill);
	sb_add(&f->out, s, n);
	if (conv->left)
		sb_fill(&f->out, ' ', fill);
}

/* Adds a number: its sign and prefix, zeros up to the width if the flag says
 * so, then its digits. */
static void
put_number(struct format *f, const struct conv *conv, bool negative,
    const char *prefix, const char *digits)
{
	const char *sign = conv->plus ? "+" : conv->space ? " " : "";
	size_t width = conv->width;
	size_t fill, n;

	if (negative)
		sign = "-";
	n = strlen(sign) + strlen(prefix) + strlen(digits);
	fill = width > n ? width - n : 0;
	if (!conv->left && !conv->zero)
		sb_fill(&f->out, ' ', fill);
	sb_str(&f->out, sign);
	sb_str(&f->out, prefix);
	if (!conv->left && conv->zero)
		sb_fill(&f->out, '0', fill);
	sb_str(&f->out, digits);
	if (conv->left)
		sb_fill(&f->out, ' ', fill);
}

/* The value of %d: as in Python, a float loses its fraction. */
static bool
arg_int(const struct conv *conv, const struct value *v, int64_t *n,
    char **cause)
{
	bool decimal = strchr("diu", conv->c) != NULL;

	if (v->type == VAL_INT) {
		*n = v->i;
		return true;
	}
	if (v->type != VAL_FLOAT || !decimal)
		return bad_arg(conv->c, v,
		    decimal ? _("a number") : _("an int"), cause);
	/* Not beyond what an int holds, and not NaN: undefined in C. */
	if (!(v->f >= -0x1p63 && v->f < 0x1p63))
		return bad_arg(conv->c, v, _("what fits an int"), cause);
	*n = (int64_t)v->f;
	return true;
}

/* As printf does: what is unsigned is cut to its width. */
static uint64_t
magnitude_in_c(const struct conv *conv, int64_t n)
{
	if (conv->c == 'd' || conv->c == 'i')
		return n < 0 ? -(uint64_t)n : (uint64_t)n;
	if (conv->wide == 'h')
		return (uint16_t)n;
	return conv->wide == '\0' ? (uint32_t)n : (uint64_t)n;
}

static bool
conv_int(struct format *f, const struct conv *conv, const struct value *v,
    char **cause)
{
	struct strbuf digits = { 0 };
	const char *prefix = "";
	int precision = conv->precision > 1 ? conv->precision : 1;
	unsigned long long magnitude;
	int64_t n = 0;

	if (!arg_int(conv, v, &n, cause))
		return false;
	/* A sign and the magnitude, as in Python: -0xff, not two's complement. */
	magnitude = n < 0 ? -(uint64_t)n : (uint64_t)n;
	if (f->as_c) {
		magnitude = magnitude_in_c(conv, n);
		if (conv->c != 'd' && conv->c != 'i')
			n = 0;
	}
	switch (conv->c) {
	case 'x':
		sb_printf(&digits, "%.*llx", precision, magnitude);
		prefix = "0x";
		break;
	case 'X':
		sb_printf(&digits, "%.*llX", precision, magnitude);
		prefix = "0X";
		break;
	case 'o':
		sb_printf(&digits, "%.*llo", precision, magnitude);
		prefix = f->as_c ? "0" : "0o";
		break;
	default:
		sb_printf(&digits, "%.*llu", precision, magnitude);
		break;
	}
	put_number(f, conv, n < 0, conv->alt ? prefix : "", digits.data);
	sb_free(&digits);
	return true;
}

/* |x| by printf itself, which is told no more than the precision and #. */
static void
float_digits(struct strbuf *out, const struct conv *conv, double x)
{
	char fmt[] = { '%', '#', '.', '*', conv->c, '\0' };

	if (!conv->alt)
		memmove(fmt + 1, fmt + 2, sizeof(fmt) - 2);
	sb_printf(out, fmt,
	    conv->precision >= 0 ? conv->precision : FORMAT_PRECISION, x);
}

static bool
conv_float(struct format *f, const struct conv *conv, const struct value *v,
    char **cause)
{
	struct strbuf digits = { 0 };
	double x;

	if (v->type != VAL_FLOAT && v->type != VAL_INT)
		return bad_arg(conv->c, v, _("a number"), cause);
	x = v->type == VAL_INT ? (double)v->i : v->f;
	float_digits(&digits, conv, fabs(x));
	put_number(f, conv, signbit(x) && !isnan(x), "", digits.data);
	sb_free(&digits);
	return true;
}

/* %s and %r; a precision is the most bytes that are shown. */
static bool
conv_text(struct format *f, const struct conv *conv, const struct value *v)
{
	struct strbuf repr = { 0 };
	const char *s;
	size_t n;

	if (conv->c == 's' && v->type == VAL_BYTES) {
		s = v->bytes->data;
		n = f->as_c ? strnlen(s, v->bytes->len) : v->bytes->len;
	} else {
		value_repr(&repr, v, BYTES_MAX);
		s = sb_text(&repr);
		n = repr.len;
	}
	if (conv->precision >= 0 && n > (size_t)conv->precision)
		n = conv->precision;
	put_text(f, conv, s, n);
	sb_free(&repr);
	return true;
}

static bool
conv_char(struct format *f, const struct conv *conv, const struct value *v,
    char **cause)
{
	char c;

	if (v->type == VAL_BYTES && v->bytes->len == 1)
		c = v->bytes->data[0];
	else if (v->type == VAL_INT && v->i >= 0 && v->i <= UINT8_MAX)
		c = (char)v->i;
	else
		return bad_arg(conv->c, v, _("0 to 255 or one byte"), cause);
	put_text(f, conv, &c, 1);
	return true;
}

static bool
bad_conv(char c, char **cause)
{
	struct strbuf sb = { 0 };

	text_quote(&sb, &c, 1, 1);
	cause_set(cause,
	    _("unsupported format character %s; a %% itself is written %%%%"),
	    sb_text(&sb));
	sb_free(&sb);
	return false;
}

static bool
format_conv(struct format *f, const struct conv *conv, char **cause)
{
	const struct value *v;

	if (conv->c == '\0' || strchr("diuxXocsrfFeEgG", conv->c) == NULL)
		return bad_conv(conv->c, cause);
	v = format_arg(f, cause);
	if (v == NULL)
		return false;
	switch (conv->c) {
	case 's':
	case 'r':
		return conv_text(f, conv, v);
	case 'c':
		return conv_char(f, conv, v, cause);
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		return conv_int(f, conv, v, cause);
	default:
		return conv_float(f, conv, v, cause);
	}
}

/* Text up to the next %, then one conversion. */
static bool
format_step(struct format *f, char **cause)
{
	const char *percent = memchr(f->s, '%', f->end - f->s);
	const char *stop = percent != NULL ? percent : f->end;
	struct conv conv;

	sb_add(&f->out, f->s, stop - f->s);
	f->s = stop;
	if (percent == NULL)
		return true;
	f->s++;
	if (!read_conv(f, &conv, cause))
		return false;
	if (conv.c == '%')
		sb_char(&f->out, '%');
	else if (!format_conv(f, &conv, cause))
		return false;
	return true;
}

static bool
format_all(struct format *f, char **cause)
{
	while (!format_end(f)) {
		if (!format_step(f, cause))
			return false;
		if (f->out.len > BYTES_MAX)
			return cause_set(cause,
			    _("the result has more than %d bytes"), BYTES_MAX);
	}
	if (f->used != f->nargs)
		return cause_set(cause,
		    _("not all arguments converted during formatting (%zu of "
		      "%zu)"),
		    f->used, f->nargs);
	return true;
}

static bool
format_give(struct format *f, struct value *out, char **cause)
{
	bool ok = format_all(f, cause);

	if (ok)
		*out = value_bytes(sb_text(&f->out), f->out.len);
	sb_free(&f->out);
	return ok;
}

bool
format_values(const char *fmt, size_t fmt_len, const struct value *args,
    size_t n, struct value *out, char **cause)
{
	struct format f = { .s = fmt,
		.end = fmt + fmt_len,
		.args = args,
		.nargs = n };

	return format_give(&f, out, cause);
}

bool
format_c(const char *fmt, size_t fmt_len, const struct value *args, size_t n,
    struct value *out, char **cause)
{
	struct format f = { .s = fmt,
		.end = fmt + fmt_len,
		.args = args,
		.nargs = n,
		.as_c = true };

	return format_give(&f, out, cause);
}
