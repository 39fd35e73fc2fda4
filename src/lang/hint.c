/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How Python's and C's ways of saying it are said here. */
#include "lang/hint.h"

#include <string.h>

#include "base/i18n.h"

/* Words that begin something in Python or C, and nothing here. */
struct hint {
	const char *word;
	const char *text;
};

static const char no_exceptions[] = N_("there are no exceptions: "
				       "try connect(…), then look at errno");

static const char outside[] = N_("that is for your own shell: quit, then "
				 "socksh learn, socksh lessons, …");

static const struct hint hints[] = {
	{ "except", no_exceptions },
	{ "finally", no_exceptions },
	{ "raise", no_exceptions },
	{ "with",
	    N_("there is no with: s = socket(…), and close(s) at the end") },
	{ "class",
	    N_("there are no classes: def name(a, b) { … } makes a "
	       "function") },
	{ "switch",
	    N_("there is no switch: if … { … } elif … { … } else { … }") },
	{ "lambda", N_("there is no lambda: def name(a) { … }") },
	{ "pass", N_("there is no pass: a block may be empty, { }") },
	{ "del",
	    N_("there is no del: x = None forgets a value, close(s) ends "
	       "a socket") },
	{ "assert", N_("there is no assert: expect looks at the call before") },
	{ "goto", N_("there is no goto: while, break, continue, return") },
	{ "typedef",
	    N_("there are no types to be defined: a variable takes "
	       "any value") },
	{ "learn", outside },
	{ "lessons", outside },
	{ "replay", outside },
	{ "lint", outside },
	{ "async",
	    N_("there is no async: every call may wait; spawn { … } "
	       "runs beside") },
};

static const char no_processes[] = N_("there are no processes and threads to "
				      "be made: spawn { … } runs beside, a "
				      "final & does so with one call");
static const char no_servers[] = N_("there are no servers to be had: socket, "
				    "bind, listen, accept, and spawn { … } "
				    "for each client");
static const char no_signals[] = N_("no signal has to be handled: send fails "
				    "with EPIPE, and Ctrl-C ends a call");

/* What programs call that makes no sense here, or is called otherwise. */
static const struct hint calls[] = {
	{ "learn", outside },
	{ "lessons", outside },
	{ "replay", outside },
	{ "lint", outside },
	{ "fork", no_processes },
	{ "pthread_create", no_processes },
	{ "Thread", no_processes },
	{ "Process", no_processes },
	{ "start_new_thread", no_processes },
	{ "TCPServer", no_servers },
	{ "UDPServer", no_servers },
	{ "ThreadingTCPServer", no_servers },
	{ "ThreadingUDPServer", no_servers },
	{ "signal", no_signals },
	{ "sigaction", no_signals },
	{ "usleep", N_("sleep takes fractions of a second: sleep(0.001)") },
	{ "nanosleep", N_("sleep takes fractions of a second: sleep(0.001)") },
	{ "scanf", N_("input() reads a line: n = int(input())") },
	{ "fgets", N_("input() reads a line of standard input") },
	{ "gets", N_("input() reads a line of standard input") },
	{ "isinstance",
	    N_("type(x) is the name of a type: type(x) == "
	       "\"bytes\"") },
	{ "dumps", N_("there is no json; pack and str make bytes of values") },
	{ "loads",
	    N_("there is no json; unpack and int make values of bytes") },
};

const char *
hint_call(const char *s)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (strcmp(calls[i].word, s) == 0)
			return _(calls[i].text);
	}
	return NULL;
}

const char *
hint_word(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		if (strlen(hints[i].word) == len &&
		    memcmp(hints[i].word, s, len) == 0)
			return _(hints[i].text);
	}
	return NULL;
}

static bool
is_word_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    c == '_';
}

const char *
hint_before(const struct lexer *lx, size_t pos)
{
	const char *text = sb_text(&lx->text);
	size_t end = pos, begin;

	while (
	    end > lx->start && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	begin = end;
	while (begin > lx->start && is_word_char(text[begin - 1]))
		begin--;
	return hint_word(text + begin, end - begin);
}
