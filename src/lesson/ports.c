/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ports of a lesson in a network that it shares with others: each number
 * that stands as a port in it is replaced, wherever it stands, by one that is
 * free at the moment.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/stage.h"

enum { PORTS_MAX = 100, TRIES = 50 };

/* A number of its own at s: its length, 0 if there is none. */
static size_t
number_at(const char *text, const char *s, unsigned *number)
{
	size_t len = 0;

	if (s > text &&
	    (isalnum((unsigned char)s[-1]) || s[-1] == '_' ||
		(s[-1] == '.' && s > text + 1 &&
		    isdigit((unsigned char)s[-2]))))
		return 0;
	for (*number = 0; len < 6 && isdigit((unsigned char)s[len]); len++)
		*number = *number * 10 + (unsigned)(s[len] - '0');
	if (isalnum((unsigned char)s[len]) || s[len] == '_' ||
	    (s[len] == '.' && isdigit((unsigned char)s[len + 1])))
		return 0;
	return len;
}

static unsigned *
port_find(const struct port_map *ports, unsigned from)
{
	for (size_t i = 0; i < ports->n; i++) {
		if (ports->v[i].from == from)
			return &ports->v[i].to;
	}
	return NULL;
}

void
ports_apply(const struct port_map *ports, const char *text, struct strbuf *out)
{
	for (const char *s = text; *s != '\0';) {
		unsigned number;
		size_t len = number_at(text, s, &number);
		const unsigned *to = len != 0 ? port_find(ports, number) : NULL;

		if (to != NULL)
			sb_printf(out, "%u", *to);
		else
			sb_add(out, s, len != 0 ? len : 1);
		s += len != 0 ? len : 1;
	}
}

/* Whether quoted text that ends before end is a host, and no format of pack's:
 * "", "localhost", or one with dots or colons. */
static bool
is_host(const char *text, const char *end)
{
	const char *s = end;
	size_t len;

	while (s > text && s[-1] != *end)
		s--;
	len = (size_t)(end - s);
	return s > text &&
	    (len == 0 || memchr(s, '.', len) != NULL ||
		memchr(s, ':', len) != NULL ||
		(len == strlen("localhost") &&
		    strncmp(s, "localhost", len) == 0));
}

/* Whether what stands before a number says that it is a port: ":", htons(, or
 * the comma behind a host in quotes. */
static bool
is_port_place(const char *text, const char *s)
{
	static const char call[] = "htons(";
	size_t before = (size_t)(s - text);

	if (before >= strlen(call) &&
	    strncmp(s - strlen(call), call, strlen(call)) == 0)
		return true;
	if (before >= 1 && s[-1] == ':')
		return true;
	while (before > 0 && text[before - 1] == ' ')
		before--;
	return before >= 2 && text[before - 1] == ',' &&
	    (text[before - 2] == '"' || text[before - 2] == '\'') &&
	    is_host(text, text + before - 2);
}

static void
collect(struct port_map *ports, const struct piece *piece)
{
	const char *text = piece->text;

	for (const char *s = text; text != NULL && *s != '\0'; s++) {
		unsigned number;

		if (number_at(text, s, &number) == 0 || number < 1024 ||
		    number > 65535 || !is_port_place(text, s) ||
		    port_find(ports, number) != NULL || ports->n >= PORTS_MAX)
			continue;
		ports->v = xgrow(ports->v, ports->n, sizeof(ports->v[0]));
		ports->v[ports->n].from = number;
		ports->v[ports->n++].to = number;
	}
}

static void
collect_commands(struct port_map *ports, const struct commands *commands)
{
	for (size_t i = 0; i < commands->n; i++)
		collect(ports, &commands->v[i].source);
}

/* A port that neither TCP nor UDP of this host uses. 0 if none was found. */
static unsigned
free_port(void)
{
	for (int i = 0; i < TRIES; i++) {
		struct sockaddr_in sa = { .sin_family = AF_INET };
		socklen_t len = sizeof(sa);
		int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		bool ok = bind(tcp, (struct sockaddr *)&sa, len) == 0 &&
		    getsockname(tcp, (struct sockaddr *)&sa, &len) == 0 &&
		    bind(udp, (struct sockaddr *)&sa, len) == 0;

		close(tcp);
		close(udp);
		if (ok)
			return ntohs(sa.sin_port);
	}
	return 0;
}

bool
ports_find(struct port_map *ports, const struct lesson *l, char **cause)
{
	for (size_t i = 0; i < l->nsteps; i++) {
		const struct step *step = &l->steps[i];

		collect_commands(ports, &step->setup);
		collect_commands(ports, &step->model);
		for (size_t k = 0; k < step->ntraps; k++)
			collect_commands(ports, &step->traps[k].commands);
	}
	for (size_t i = 0; i < ports->n; i++) {
		ports->v[i].to = free_port();
		if (ports->v[i].to == 0)
			return cause_set(cause, _("no port is free here"));
	}
	return true;
}

void
ports_free(struct port_map *ports)
{
	free(ports->v);
	*ports = (struct port_map){ 0 };
}
