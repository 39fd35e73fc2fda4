/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour for calls, mistakes and the prompt. */
#include "base/text.h"
#include "view/color.h"

#include <string.h>

enum { LABEL_MAX = 24 }; /* bytes of "  why:" in any language */

/* ECMA-48, Select Graphic Rendition. */
static const char sgr_name[] = "\033[1m";
static const char sgr_string[] = "\033[32m";
static const char sgr_result[] = "\033[36m";
static const char sgr_error[] = "\033[1;31m";
static const char sgr_label[] = "\033[36m";
static const char sgr_end[] = "\033[0m";

bool
color_wanted(const char *no_color, const char *term)
{
	if (no_color != NULL && *no_color != '\0')
		return false;
	return term != NULL && *term != '\0' && strcmp(term, "dumb") != 0;
}

static void
add(struct strbuf *out, const char *sgr, const char *s, const char *end)
{
	if (s == end)
		return;
	sb_str(out, sgr);
	sb_add(out, s, (size_t)(end - s));
	sb_str(out, sgr_end);
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

/* The arguments, with their brackets; returns what is behind them. */
static const char *
add_arguments(struct strbuf *out, const char *s, const char *end)
{
	const char *from = s;
	int depth = 0;

	while (s < end) {
		if (*s == '"') {
			const char *stop = text_quote_end(s, end);

			sb_add(out, from, (size_t)(s - from));
			add(out, sgr_string, s, stop);
			from = s = stop;
			continue;
		}
		depth += *s == '(';
		depth -= *s == ')';
		s++;
		if (depth == 0)
			break;
	}
	sb_add(out, from, (size_t)(s - from));
	return s;
}

/* " = 3", " = -1 EBADF (Bad file descriptor)", " = EAI_NONAME (…)" */
static void
add_result(struct strbuf *out, const char *s, const char *end)
{
	static const char equals[] = " = ";
	const size_t n = sizeof(equals) - 1;
	const char *stop;
	bool failed;

	if ((size_t)(end - s) < n || memcmp(s, equals, n) != 0) {
		sb_add(out, s, (size_t)(end - s));
		return;
	}
	sb_add(out, s, n);
	s += n;
	failed = (end - s > 3 && memcmp(s, "-1 ", 3) == 0) ||
	    (end - s > 4 && memcmp(s, "EAI_", 4) == 0);
	stop = s + (failed && *s == '-' ? 3 : 0);
	while (stop < end && *stop != ' ' && *stop != '"')
		stop++;
	add(out, failed ? sgr_error : sgr_result, s, stop);
	sb_add(out, stop, (size_t)(end - stop));
}

/* Behind the colon that ends a label of a word, a Chinese one too; NULL if there
 * is none. */
static const char *
label_end(const char *s, const char *end)
{
	static const char wide[] = "\xef\xbc\x9a"; /* U+FF1A */
	const size_t n = sizeof(wide) - 1;

	for (const char *p = s; p < end && p - s < LABEL_MAX; p++) {
		if (*p == ' ')
			break;
		if (*p == ':')
			return p + 1;
		if ((size_t)(end - p) >= n && memcmp(p, wide, n) == 0)
			return p + n;
	}
	return NULL;
}

/* "  why: …" */
static bool
add_reason(struct strbuf *out, const char *s, const char *end)
{
	const char *stop = NULL;

	if (end - s > 2 && memcmp(s, "  ", 2) == 0)
		stop = label_end(s + 2, end);
	if (stop == NULL)
		return false;
	sb_add(out, s, 2);
	add(out, sgr_label, s + 2, stop);
	sb_add(out, stop, (size_t)(end - stop));
	return true;
}

static void
add_call(struct strbuf *out, const char *s, const char *end)
{
	const char *name = s, *stop;

	if (add_reason(out, s, end))
		return;
	/* "[2 server] " */
	if (s < end && *s == '[') {
		const char *close = memchr(s, ']', (size_t)(end - s));

		name = close != NULL ? close + 1 : s;
		if (name < end && *name == ' ')
			name++;
		sb_add(out, s, (size_t)(name - s));
	}
	stop = name;
	while (stop < end && is_name(*stop))
		stop++;
	if (stop == end || *stop != '(') {
		sb_add(out, name, (size_t)(end - name));
		return;
	}
	add(out, sgr_name, name, stop);
	add_result(out, add_arguments(out, stop, end), end);
}

static void
add_mistake(struct strbuf *out, const char *s, const char *end)
{
	static const char program[] = "socksh:";
	const size_t n = sizeof(program) - 1;
	const char *caret = s;

	if ((size_t)(end - s) >= n && memcmp(s, program, n) == 0) {
		add(out, sgr_error, s, s + n);
		sb_add(out, s + n, (size_t)(end - s) - n);
		return;
	}
	while (caret < end && *caret == ' ')
		caret++;
	if (caret == end || *caret != '^' ||
	    strspn(caret + 1, "~") < (size_t)(end - caret) - 1)
		caret = end;
	sb_add(out, s, (size_t)(caret - s));
	add(out, sgr_error, caret, end);
}

/* Line by line; s[len] may be read. */
static void
add_lines(struct strbuf *out, const char *s, size_t len,
    void (*line)(struct strbuf *out, const char *s, const char *end))
{
	const char *end = s + len;

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));

		line(out, s, nl != NULL ? nl : end);
		if (nl == NULL)
			return;
		sb_char(out, '\n');
		s = nl + 1;
	}
}

void
color_echo(struct strbuf *out, const char *s, size_t len)
{
	add_lines(out, s, len, add_call);
}

void
color_diag(struct strbuf *out, const char *s, size_t len)
{
	add_lines(out, s, len, add_mistake);
}

void
color_prompt(struct strbuf *out, const char *s)
{
	size_t n = strlen(s);

	/* The space behind it is not bold, nor is what is typed. */
	while (n > 0 && s[n - 1] == ' ')
		n--;
	sb_printf(out, "\001%s\002", sgr_name);
	sb_add(out, s, n);
	sb_printf(out, "\001%s\002%s", sgr_end, s + n);
}
