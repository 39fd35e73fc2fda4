/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that statements begin with. */
#include "base/i18n.h"
#include "lang/parse.h"
#include "lang/parser.h"

const struct keyword_row keywords[] = {
	{ "if", KEY_IF, N_("do a block if a condition holds"),
	    "a, b = socketpair()\n"
	    "if inq(b) == 0 { print \"nothing has come\" } else { print recv(b) }\n"
	    "> nothing has come" },
	{ "while", KEY_WHILE, N_("do a block as long as a condition holds"),
	    "n = 3\n"
	    "while n > 0 { print n; n -= 1 }\n"
	    "> 3\n"
	    "> 2\n"
	    "> 1" },
	{ "repeat", KEY_REPEAT, N_("do a block so many times, or for ever"),
	    "repeat 2 { print \"hello\" }\n"
	    "> hello\n"
	    "> hello" },
	{ "for", KEY_FOR, N_("do a block for each of a list"),
	    "for port in (80, 443) { print getservbyport(port) }\n"
	    "> http\n"
	    "> https" },
	{ "break", KEY_BREAK, N_("leave the loop"),
	    "for i in range(10) { if i == 2 { break }; print i }\n"
	    "> 0\n"
	    "> 1" },
	{ "continue", KEY_CONTINUE, N_("begin the loop's next turn"),
	    "for i in range(3) { if i == 1 { continue }; print i }\n"
	    "> 0\n"
	    "> 2" },
	{ "return", KEY_RETURN, N_("leave the function, with a value"),
	    "def twice(x) { return 2 * x }\n"
	    "print twice(21)\n"
	    "> 42" },
	{ "def", KEY_DEF, N_("make a function"),
	    "def greet(fd, name) { send(fd, \"hello \" + name) }\n"
	    "a, b = socketpair()\n"
	    "greet(a, \"Ada\")\n"
	    "recv b\n"
	    "= \"hello Ada\"" },
	{ "do", KEY_DO, N_("do a block, then look at its condition"),
	    "n = 0;\n"
	    "do { n++; } while (n < 3);\n"
	    "print n\n"
	    "> 3" },
	{ "try", KEY_TRY, N_("go on if this call fails: look at errno then"),
	    "c = socket tcp\n"
	    "try connect c :8080\n"
	    "if errno == ECONNREFUSED { print \"nobody listens there\" }\n"
	    "> nobody listens there" },
	{ "expect", KEY_EXPECT,
	    N_("the last call must have failed so, or given that"),
	    "a, b = socketpair()\n"
	    "send a \"hello\"\n"
	    "expect 5\n"
	    "recv b\n"
	    "expect 5 \"hello\"" },
	{ "else", KEY_ELSE, N_("what is done if the condition does not hold"),
	    "if 1 > 2 { print \"never\" } else { print \"always\" }\n"
	    "> always" },
	{ "elif", KEY_ELSE,
	    N_("another condition, if the one before does not hold"),
	    "n = 5\n"
	    "if n < 5 { print \"less\" } elif n == 5 { print \"five\" }\n"
	    "> five" },
	{ "import", KEY_IMPORT, N_("Python's: nothing has to be imported"),
	    "import socket\n"
	    "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n"
	    "= 3" },
	{ "from", KEY_IMPORT, N_("Python's: nothing has to be imported"),
	    "from socket import *\n"
	    "s = socket(AF_INET, SOCK_STREAM)\n"
	    "= 3" },
	{ "on", KEY_ON, N_("do a statement or a block on a host of the lab"),
	    "lab\n"
	    "on server { s = socket tcp; bind s *:8080; listen s }\n"
	    "c = on client socket tcp\n"
	    "connect c server:8080\n"
	    "= 0\n"
	    "if on server len(sockets(tcp, LISTEN)) == 1 { print \"it listens\" }\n"
	    "> it listens" },
	{ "spawn", KEY_SPAWN, N_("do a block beside this one, as a job"),
	    "srv = create_server :8080\n"
	    "spawn server { conn, peer = accept srv; send conn \"hello\" }\n"
	    "c = create_connection :8080\n"
	    "recv c\n"
	    "= \"hello\"\n"
	    "wait" },
	{ "global", KEY_GLOBAL, N_("the shell's variable, not this job's copy"),
	    "count = 0\n"
	    "spawn { global count; count = 5 }\n"
	    "wait\n"
	    "print count\n"
	    "> 5" },
	{ "wait_until", KEY_AWAIT, N_("wait until a condition holds"),
	    "srv = create_server :8080\n"
	    "c = create_connection :8080\n"
	    "wait_until inq(srv) == 1\n"
	    "conn, peer = accept srv\n"
	    "= 5" },
	{ .name = NULL },
};

const char *
parse_keyword_at(size_t i, const char **what)
{
	if (keywords[i].name == NULL)
		return NULL;
	*what = keywords[i].what != NULL ? _(keywords[i].what) : NULL;
	return keywords[i].name;
}

const char *
parse_keyword_example(size_t i)
{
	return keywords[i].example;
}

bool
parse_wants_more(const char *s, size_t len)
{
	static const char *const words[] = { "and", "or", "not", "in" };
	const char *word, *what;

	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++) {
		if (strlen(word) == len && memcmp(word, s, len) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return true;
	}
	return false;
}

bool
parse_leads_statement(const char *s, size_t len)
{
	static const char *const words[] = { "try", "else", "do", "spawn",
		"repeat" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return true;
	}
	return false;
}
