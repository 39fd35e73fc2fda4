/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The child that looks a name up for its parent, and says what it found. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/io.h"
#include "model/answer.h"
#include "model/xlat.h"
#include "sock/lookup.h"

static void
add_text(struct strbuf *out, enum answer_kind kind, const char *s)
{
	answer_add(out, kind, s, strlen(s));
}

static void
add_list(struct strbuf *out, enum answer_kind kind, char **list)
{
	for (; list != NULL && *list != NULL; list++)
		add_text(out, kind, *list);
}

/* EAI_ as an error of ours. */
static int
eai_error(int rc)
{
	if (rc != EAI_SYSTEM)
		return rc;
	return errno != 0 ? errno : EIO;
}

int
lookup_info_here(const char *host, const char *service,
    const struct lookup_hints *hints, struct strbuf *out)
{
	struct addrinfo ai = {
		.ai_flags = hints->flags,
		.ai_family = hints->family,
		.ai_socktype = hints->type,
		.ai_protocol = hints->protocol,
	};
	struct addrinfo *list = NULL;
	int rc;

	errno = 0;
	rc = getaddrinfo(host, service, &ai, &list);
	if (rc != 0)
		return eai_error(rc);
	for (const struct addrinfo *p = list; p != NULL; p = p->ai_next) {
		struct answer_info info = { p->ai_flags, p->ai_socktype,
			p->ai_protocol };
		char room[sizeof(info) + sizeof(struct sockaddr_storage)];

		if (p->ai_addrlen > sizeof(struct sockaddr_storage))
			continue;
		memcpy(room, &info, sizeof(info));
		memcpy(room + sizeof(info), p->ai_addr, p->ai_addrlen);
		answer_add(out, ANSWER_INFO, room,
		    sizeof(info) + p->ai_addrlen);
		if (p->ai_canonname != NULL)
			add_text(out, ANSWER_CANON, p->ai_canonname);
	}
	freeaddrinfo(list);
	return 0;
}

int
lookup_name_here(const struct sockaddr *sa, socklen_t len, size_t host_room,
    size_t service_room, int flags, struct strbuf *out)
{
	char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "";
	int rc;

	if (host_room > sizeof(host))
		host_room = sizeof(host);
	if (service_room > sizeof(service))
		service_room = sizeof(service);
	errno = 0;
	rc = getnameinfo(sa, len, host_room != 0 ? host : NULL,
	    (socklen_t)host_room, service_room != 0 ? service : NULL,
	    (socklen_t)service_room, flags);
	if (rc != 0)
		return eai_error(rc);
	add_text(out, ANSWER_NAME, host);
	add_text(out, ANSWER_SERVICE, service);
	return 0;
}

/* "-" is NULL; "=text" is the text. */
static const char *
maybe_text(const char *arg)
{
	return *arg == '=' ? arg + 1 : NULL;
}

static int
number(const char *arg)
{
	return (int)strtol(arg, NULL, 10);
}

static size_t
unhex(const char *s, unsigned char *out, size_t room)
{
	size_t n = 0;

	for (; s[0] != '\0' && s[1] != '\0' && n < room; s += 2) {
		char two[3] = { s[0], s[1], '\0' };

		out[n++] = (unsigned char)strtoul(two, NULL, 16);
	}
	return n;
}

static int
ask_info(char **args, struct strbuf *out)
{
	struct lookup_hints hints = { number(args[2]), number(args[3]),
		number(args[4]), number(args[5]) };

	return lookup_info_here(maybe_text(args[0]), maybe_text(args[1]),
	    &hints, out);
}

static int
ask_name(char **args, struct strbuf *out)
{
	struct sockaddr_storage sa = { 0 };
	size_t len = unhex(args[0], (unsigned char *)&sa, sizeof(sa));

	return lookup_name_here((struct sockaddr *)&sa, (socklen_t)len,
	    (size_t)number(args[1]), (size_t)number(args[2]), number(args[3]),
	    out);
}

static int
add_host(const struct hostent *h, struct strbuf *out)
{
	if (h == NULL)
		return h_errno == NETDB_INTERNAL ? errno : ERR_HOST - h_errno;
	add_text(out, ANSWER_NAME, h->h_name);
	add_list(out, ANSWER_ALIAS, h->h_aliases);
	for (char **p = h->h_addr_list; *p != NULL; p++)
		answer_add(out, ANSWER_ADDR, *p, (size_t)h->h_length);
	return 0;
}

static int
ask_host(char **args, struct strbuf *out)
{
	return add_host(gethostbyname(args[0]), out);
}

static int
ask_addr(char **args, struct strbuf *out)
{
	unsigned char addr[16] = { 0 };
	size_t len = unhex(args[0], addr, sizeof(addr));

	return add_host(gethostbyaddr(addr, (socklen_t)len, number(args[1])),
	    out);
}

static int
add_service(const struct servent *s, struct strbuf *out)
{
	if (s == NULL)
		return ERR_NO_ENTRY;
	add_text(out, ANSWER_NAME, s->s_name);
	add_list(out, ANSWER_ALIAS, s->s_aliases);
	answer_add_number(out, ANSWER_PORT, ntohs((uint16_t)s->s_port));
	add_text(out, ANSWER_PROTO, s->s_proto);
	return 0;
}

static int
ask_service(char **args, struct strbuf *out)
{
	return add_service(getservbyname(args[0], maybe_text(args[1])), out);
}

static int
ask_port(char **args, struct strbuf *out)
{
	return add_service(getservbyport(htons((uint16_t)number(args[0])),
			       maybe_text(args[1])),
	    out);
}

static int
ask_protocol(char **args, struct strbuf *out)
{
	const struct protoent *p = getprotobyname(args[0]);

	if (p == NULL)
		return ERR_NO_ENTRY;
	add_text(out, ANSWER_NAME, p->p_name);
	add_list(out, ANSWER_ALIAS, p->p_aliases);
	answer_add_number(out, ANSWER_NUMBER, p->p_proto);
	return 0;
}

/* The questions, with as many arguments each. */
static const struct question {
	const char *verb;
	int nargs;
	int (*ask)(char **args, struct strbuf *out);
} questions[] = {
	{ "info", 6, ask_info },
	{ "name", 4, ask_name },
	{ "host", 1, ask_host },
	{ "addr", 2, ask_addr },
	{ "service", 2, ask_service },
	{ "port", 2, ask_port },
	{ "protocol", 1, ask_protocol },
};

static int
answer_question(const struct question *q, char **args)
{
	struct lookup_head head = { .magic = LOOKUP_MAGIC };
	struct strbuf out = { 0 };
	bool ok;

	head.err = q->ask(args, &out);
	/* So many answers that they are not to be believed. */
	if (out.len > LOOKUP_ANSWER_MAX)
		head.err = EMSGSIZE;
	head.len = head.err == 0 ? (uint32_t)out.len : 0;
	ok = io_write_all(STDOUT_FILENO, (const char *)&head, sizeof(head)) ==
		0 &&
	    io_write_all(STDOUT_FILENO, sb_text(&out), head.len) == 0;
	sb_free(&out);
	return ok ? 0 : 1;
}

int
lookup_main(char **argv)
{
	int n = 0;

	/* It ends with the thread that waits for it, whatever ends that. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (argv[0] != NULL && argv[n + 1] != NULL)
		n++;
	for (size_t i = 0;
	     argv[0] != NULL && i < sizeof(questions) / sizeof(questions[0]);
	     i++) {
		if (strcmp(questions[i].verb, argv[0]) == 0 &&
		    questions[i].nargs == n)
			return answer_question(&questions[i], argv + 1);
	}
	return 2;
}
