/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes in the echo: in quotes, and as text where they are text. */
#include <string.h>

#include "base/text.h"
#include "view/echo.h"
#include "view/echo_arg.h"

void
echo_quote(struct strbuf *out, const unsigned char *data, size_t len,
    int64_t whole)
{
	text_quote(out, (const char *)data, len, len);
	if (whole > (int64_t)len)
		sb_str(out, "...");
}

/* Whether the bytes are the beginning of a character, cut off: then some
 * continuation makes it a whole one. */
static bool
utf8_cut(const char *s, size_t len)
{
	char low[4] = { '\x80', '\x80', '\x80', '\x80' };
	char high[4] = { '\xbf', '\xbf', '\xbf', '\xbf' };
	uint32_t cp;

	if (len == 0 || len >= sizeof(low))
		return false;
	memcpy(low, s, len);
	memcpy(high, s, len);
	return utf8_decode(low, sizeof(low), &cp) > len ||
	    utf8_decode(high, sizeof(high), &cp) > len;
}

/* How many bytes are text worth reading: UTF-8, but for a character cut off at
 * the end, with something beyond ASCII in it. 0 if they are not. */
static size_t
readable_length(const char *s, size_t len)
{
	bool beyond = false;
	size_t done = 0;
	uint32_t cp;
	size_t n;

	for (; done < len; done += n) {
		n = utf8_decode(s + done, len - done, &cp);
		if (n == 0)
			break;
		beyond |= cp > 0x7f && text_printable(cp);
	}
	if (done < len && !utf8_cut(s + done, len - done))
		return 0;
	return beyond ? done : 0;
}

/* How a character that would leave the line is written, or NULL. */
static const char *
line_escape(char c)
{
	switch (c) {
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

/* The text in a comment, on one line, which it cannot end. */
static void
echo_readable(struct strbuf *out, const char *s, size_t len)
{
	size_t run;

	sb_str(out, " /* ");
	for (; len != 0; s += run, len -= run) {
		for (run = 0; run < len; run++) {
			if (line_escape(s[run]) != NULL ||
			    (run > 0 && s[run - 1] == '*' && s[run] == '/'))
				break;
		}
		text_safe(out, s, run, false);
		if (run == len)
			break;
		sb_str(out, s[run] == '/' ? " /" : line_escape(s[run]));
		run++;
	}
	sb_str(out, " */");
}

void
echo_comment(struct strbuf *out, const struct echo_call *call,
    const unsigned char *data, size_t len)
{
	if (call->flags & ECHO_ASCII)
		return;
	len = readable_length((const char *)data, len);
	if (len != 0)
		echo_readable(out, (const char *)data, len);
}

int64_t
echo_whole(const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];

	/* With MSG_TRUNC there may be more than there was room for. */
	if (i + 1 < call->n && arg[1].param->type == PARAM_SIZE &&
	    arg[1].num < arg->num)
		return arg[1].num;
	return arg->num;
}

void
echo_bytes(struct strbuf *out, const struct echo_call *call, size_t i)
{
	const struct echo_arg *arg = &call->args[i];
	size_t len = echo_length(call, i);

	if (arg->null || arg->missing) {
		echo_pointer(out, arg);
		return;
	}
	echo_quote(out, arg->data, len, echo_whole(call, i));
	echo_comment(out, call, arg->data, len);
}
