/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as text by a format of Python's braces: "{} of {:.1f}". */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/alloc.h"
#include "model/pack.h"

bool
format_spec(struct strbuf *out, const char *spec, size_t len, char **cause)
{
	static const char types[] = "sdxXocfFeEgGr";
	size_t i = 0;
	bool left = false;

	sb_char(out, '%');
	if (i < len && (spec[i] == '<' || spec[i] == '>'))
		left = spec[i++] == '<';
	if (left)
		sb_char(out, '-');
	while (i < len && spec[i] != '\0' && strchr("+ #0", spec[i]) != NULL)
		sb_char(out, spec[i++]);
	while (i < len && (isdigit((unsigned char)spec[i]) || spec[i] == '.'))
		sb_char(out, spec[i++]);
	if (i == len) {
		sb_char(out, 's');
		return true;
	}
	if (i + 1 != len || spec[i] == '\0' || strchr(types, spec[i]) == NULL)
		return cause_set(cause,
		    _("of a format's {:…} only < and >, 0, a width, a "
		      "precision and one of %s are understood"),
		    types);
	sb_char(out, spec[i]);
	return true;
}

/* A walk along the text. */
struct braces {
	const char *s;
	const char *end;
	const struct value *args;
	size_t n;
	size_t next; /* of {} */
	struct strbuf out;
};

/* The value that {} or {2} names; *s is behind that. */
static const struct value *
braces_arg(struct braces *b, char **cause)
{
	size_t i = 0;

	if (b->s == b->end || !isdigit((unsigned char)*b->s)) {
		i = b->next++;
	} else {
		while (
		    b->s < b->end && isdigit((unsigned char)*b->s) && i < 1000)
			i = i * 10 + (size_t)(*b->s++ - '0');
	}
	if (b->s == b->end || (*b->s != '}' && *b->s != ':')) {
		cause_set(cause,
		    _("format: {} or {0} stands for a value, {{ "
		      "for a brace"));
		return NULL;
	}
	if (i >= b->n) {
		cause_set(cause, _("format: there is no value for {%zu}"), i);
		return NULL;
	}
	return &b->args[i];
}

static bool
braces_value(struct braces *b, char **cause)
{
	const struct value *v = braces_arg(b, cause);
	struct strbuf format = { 0 };
	const char *spec, *close;
	struct value text;
	bool ok;

	if (v == NULL)
		return false;
	spec = b->s + (*b->s == ':');
	close = memchr(b->s, '}', (size_t)(b->end - b->s));
	if (close == NULL)
		return cause_set(cause, _("format: this { is never closed"));
	ok = format_spec(&format, spec, (size_t)(close - spec), cause) &&
	    format_values(sb_text(&format), format.len, v, 1, &text, cause);
	sb_free(&format);
	if (!ok)
		return false;
	sb_add(&b->out, text.bytes->data, text.bytes->len);
	value_drop(&text);
	b->s = close + 1;
	return b->out.len <= BYTES_MAX ||
	    cause_set(cause, _("the result has more than %d bytes"), BYTES_MAX);
}

bool
format_braces(const char *s, size_t len, const struct value *args, size_t n,
    struct value *out, char **cause)
{
	struct braces b = { .s = s, .end = s + len, .args = args, .n = n };
	bool ok = true;

	while (ok && b.s < b.end) {
		char c = *b.s++;

		if ((c == '{' || c == '}') && b.s < b.end && *b.s == c)
			sb_char(&b.out, *b.s++);
		else if (c == '{')
			ok = braces_value(&b, cause);
		else if (c == '}')
			ok = cause_set(cause,
			    _("format: a } alone; }} stands for a brace"));
		else
			sb_char(&b.out, c);
	}
	if (ok)
		*out = value_bytes(sb_text(&b.out), b.out.len);
	sb_free(&b.out);
	return ok;
}
