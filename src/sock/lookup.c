/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking names up by a child: the parent's side. */
#include "base/process.h"
#include "sock/lookup.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "model/answer.h"
#include "model/nearby.h"
#include "model/xlat.h"

enum {
	QUESTION_ARGS = 8,
	READ_SIZE = 4096,
	PORT_DIGITS = 5,
};

/* Starts the child with argv; *fd is where its answer comes from. 0, or an
 * errno. A group of its own: keys at the terminal are not for it. */
static int
child_start(char *const *argv, pid_t *pid, int *fd)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int ends[2], rc;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	for (int i = 0; i < 2; i++)
		ends[i] = session_own_fd(ends[i]);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	process_spawn_attr(&attr, POSIX_SPAWN_SETPGROUP);
	rc = ends[0] == -1 || ends[1] == -1 ?
	    EMFILE :
	    posix_spawn(pid, "/proc/self/exe", &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	if (ends[1] != -1)
		close(ends[1]);
	if (rc != 0 && ends[0] != -1)
		close(ends[0]);
	*fd = ends[0];
	return rc;
}

/* Reads to the end, into *raw; 0 or an errno. */
static int
child_read(struct task *task, int fd, struct strbuf *raw)
{
	for (;;) {
		ssize_t n = read(fd, sb_reserve(raw, READ_SIZE), READ_SIZE);

		if (n == 0)
			return 0;
		if (n == -1 && (errno != EINTR || atomic_load(&task->cancel)))
			return errno;
		if (n > 0)
			raw->len += (size_t)n;
		if (raw->len > sizeof(struct lookup_head) + LOOKUP_ANSWER_MAX)
			return EMSGSIZE;
	}
}

/* What the child has said, if it is an answer: it may have died over it. */
static int
child_answer(const struct strbuf *raw, struct strbuf *out)
{
	struct lookup_head head;
	const char *records;

	if (raw->len < sizeof(head))
		return EIO;
	memcpy(&head, raw->data, sizeof(head));
	records = raw->data + sizeof(head);
	if (head.magic != LOOKUP_MAGIC || head.len != raw->len - sizeof(head) ||
	    (head.err != 0 && !errno_known(head.err)) ||
	    !answer_valid(records, head.len))
		return EBADMSG;
	if (head.err == 0)
		sb_add(out, records, head.len);
	return head.err;
}

/* The question: a verb and its arguments, NULL-ended. */
static int
ask(struct task *task, const char *const *question, struct strbuf *out)
{
	char *argv[QUESTION_ARGS + 3];
	struct strbuf raw = { 0 };
	int status, fd = -1, rc, n = 0;
	pid_t pid = 0;

	argv[n++] = xstrdup("socksh");
	argv[n++] = xstrdup(LOOKUP_OPTION);
	for (int i = 0; question[i] != NULL; i++)
		argv[n++] = xstrdup(question[i]);
	argv[n] = NULL;
	rc = child_start(argv, &pid, &fd);
	for (int i = 0; i < n; i++)
		free(argv[i]);
	if (rc != 0)
		return rc;
	rc = child_read(task, fd, &raw);
	close(fd);
	/* What it had to say it has said. */
	assert(pid > 0);
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (rc == 0)
		rc = child_answer(&raw, out);
	sb_free(&raw);
	return rc;
}

/* "=text", or "-" for NULL: the caller's to free. */
static char *
maybe_text(const char *s)
{
	return s != NULL ? xasprintf("=%s", s) : xstrdup("-");
}

static char *
hex(const void *data, size_t len)
{
	const unsigned char *p = data;
	struct strbuf out = { 0 };

	for (size_t i = 0; i < len; i++)
		sb_printf(&out, "%02x", p[i]);
	sb_add(&out, "", 0);
	return sb_steal(&out);
}

/* Whether it is an address or a port by its looks, so that nobody is asked. An
 * interface behind % would be, and AI_ADDRCONFIG looks at the interfaces. */
static bool
is_numeric(const char *host, const char *service,
    const struct lookup_hints *hints)
{
	struct in6_addr room;

	if (host == NULL || (hints->flags & AI_ADDRCONFIG))
		return false;
	if (inet_aton(host, (struct in_addr *)&room) == 0 &&
	    inet_pton(AF_INET6, host, &room) != 1)
		return false;
	return service == NULL ||
	    (*service != '\0' && strlen(service) <= PORT_DIGITS &&
		strspn(service, "0123456789") == strlen(service));
}

/* Their first address has the name that was asked for, if that is wanted. */
static void
add_infos(const struct strbuf *found, int flags, const char *canon,
    struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)sb_text(found);
	const unsigned char *end = at + found->len;
	bool first = out->len == 0;
	struct answer record;

	while (answer_next(&at, end, &record)) {
		answer_add(out, record.kind, record.data, record.len);
		if (first && (flags & AI_CANONNAME))
			answer_add(out, ANSWER_CANON, canon, strlen(canon));
		first = false;
	}
}

/* getaddrinfo of a host of the lab: as if /etc/hosts had it. */
static int
nearby_info(struct task *task, const struct nearby *host, const char *service,
    const struct lookup_hints *hints, struct strbuf *out)
{
	static const int families[] = { AF_INET, AF_INET6 };
	char text[INET6_ADDRSTRLEN];
	int rc = EAI_ADDRFAMILY;

	for (int i = 0; i < 2; i++) {
		struct lookup_hints one = *hints;
		struct strbuf found = { 0 };

		if ((hints->family != AF_UNSPEC &&
			hints->family != families[i]) ||
		    (families[i] == AF_INET6 && !nearby_has_in6(host)))
			continue;
		one.family = families[i];
		one.flags &= ~AI_CANONNAME;
		inet_ntop(families[i],
		    i == 0 ? (const void *)&host->in : &host->in6, text,
		    sizeof(text));
		rc = lookup_info(task, text, service, &one, &found);
		if (rc == 0)
			add_infos(&found, hints->flags, host->name, out);
		sb_free(&found);
		if (rc != 0)
			break;
	}
	return rc;
}

int
lookup_info(struct task *task, const char *host, const char *service,
    const struct lookup_hints *hints, struct strbuf *out)
{
	char numbers[4][16], *texts[2];
	const char *question[QUESTION_ARGS] = { "info" };
	const int32_t n[4] = { hints->flags, hints->family, hints->type,
		hints->protocol };
	struct nearby near;
	int rc;

	if (host != NULL && (hints->flags & AI_NUMERICHOST) == 0 &&
	    nearby_named(task->session, host, &near))
		return nearby_info(task, &near, service, hints, out);
	if (is_numeric(host, service, hints))
		return lookup_info_here(host, service, hints, out);
	texts[0] = maybe_text(host);
	texts[1] = maybe_text(service);
	for (int i = 0; i < 2; i++)
		question[1 + i] = texts[i];
	for (int i = 0; i < 4; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "%d", n[i]);
		question[3 + i] = numbers[i];
	}
	rc = ask(task, question, out);
	free(texts[0]);
	free(texts[1]);
	return rc;
}

/* The host of the lab that has a socket's address. */
static bool
nearby_sa(const struct session *s, const struct sockaddr *sa, socklen_t len,
    struct nearby *out)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (sa->sa_family == AF_INET && len >= sizeof(in)) {
		memcpy(&in, sa, sizeof(in));
		return nearby_at(s, &in.sin_addr, sizeof(in.sin_addr), out);
	}
	if (sa->sa_family == AF_INET6 && len >= sizeof(in6)) {
		memcpy(&in6, sa, sizeof(in6));
		return nearby_at(s, &in6.sin6_addr, sizeof(in6.sin6_addr), out);
	}
	return false;
}

/* getnameinfo of such an address: the service alone is asked for. */
static int
nearby_name(struct task *task, const struct nearby *host,
    const struct sockaddr *sa, socklen_t len, size_t host_room,
    size_t service_room, int flags, struct strbuf *out)
{
	struct strbuf found = { 0 };
	const unsigned char *at;
	struct answer record;
	int rc;

	if (strlen(host->name) >= host_room)
		return EAI_OVERFLOW;
	rc = lookup_name(task, sa, len, NI_MAXHOST, service_room,
	    flags | NI_NUMERICHOST, &found);
	at = (const unsigned char *)sb_text(&found);
	while (rc == 0 &&
	    answer_next(&at, (const unsigned char *)sb_text(&found) + found.len,
		&record)) {
		if (record.kind == ANSWER_NAME)
			answer_add(out, ANSWER_NAME, host->name,
			    strlen(host->name));
		else
			answer_add(out, record.kind, record.data, record.len);
	}
	sb_free(&found);
	return rc;
}

int
lookup_name(struct task *task, const struct sockaddr *sa, socklen_t len,
    size_t host_room, size_t service_room, int flags, struct strbuf *out)
{
	char numbers[3][24], *addr;
	const char *question[QUESTION_ARGS] = { "name" };
	bool link_local = sa->sa_family == AF_INET6;
	struct nearby near;
	int rc;

	if (host_room != 0 && (flags & NI_NUMERICHOST) == 0 &&
	    nearby_sa(task->session, sa, len, &near))
		return nearby_name(task, &near, sa, len, host_room,
		    service_room, flags, out);

	/* An IPv6 address may have an interface, whose name is looked up. */
	if ((flags & NI_NUMERICHOST) && (flags & NI_NUMERICSERV) && !link_local)
		return lookup_name_here(sa, len, host_room, service_room, flags,
		    out);
	addr = hex(sa, len);
	snprintf(numbers[0], sizeof(numbers[0]), "%zu",
	    host_room < NI_MAXHOST ? host_room : NI_MAXHOST);
	snprintf(numbers[1], sizeof(numbers[1]), "%zu",
	    service_room < NI_MAXSERV ? service_room : NI_MAXSERV);
	snprintf(numbers[2], sizeof(numbers[2]), "%d", flags);
	question[1] = addr;
	for (int i = 0; i < 3; i++)
		question[2 + i] = numbers[i];
	rc = ask(task, question, out);
	free(addr);
	return rc;
}

int
lookup_host(struct task *task, const char *name, struct strbuf *out)
{
	const char *question[] = { "host", name, NULL };
	struct in_addr addr;
	struct nearby near;

	if (nearby_named(task->session, name, &near)) {
		answer_add(out, ANSWER_NAME, name, strlen(name));
		answer_add(out, ANSWER_ADDR, &near.in, sizeof(near.in));
		return 0;
	}
	/* libc would answer with the same. */
	if (strspn(name, "0123456789.") == strlen(name) &&
	    inet_aton(name, &addr) != 0) {
		answer_add(out, ANSWER_NAME, name, strlen(name));
		answer_add(out, ANSWER_ADDR, &addr, sizeof(addr));
		return 0;
	}
	return ask(task, question, out);
}

int
lookup_addr(struct task *task, const void *addr, size_t len, int family,
    struct strbuf *out)
{
	char number[16], *text = hex(addr, len);
	const char *question[] = { "addr", text, number, NULL };
	struct nearby near;
	int rc;

	if (len == (family == AF_INET6 ? 16 : 4) &&
	    nearby_at(task->session, addr, len, &near)) {
		answer_add(out, ANSWER_NAME, near.name, strlen(near.name));
		answer_add(out, ANSWER_ADDR, addr, len);
		free(text);
		return 0;
	}
	snprintf(number, sizeof(number), "%d", family);
	rc = ask(task, question, out);
	free(text);
	return rc;
}

int
lookup_service(struct task *task, const char *name, const char *protocol,
    struct strbuf *out)
{
	char *text = maybe_text(protocol);
	const char *question[] = { "service", name, text, NULL };
	int rc = ask(task, question, out);

	free(text);
	return rc;
}

int
lookup_port(struct task *task, int port, const char *protocol,
    struct strbuf *out)
{
	char number[16], *text = maybe_text(protocol);
	const char *question[] = { "port", number, text, NULL };
	int rc;

	snprintf(number, sizeof(number), "%d", port);
	rc = ask(task, question, out);
	free(text);
	return rc;
}

int
lookup_protocol(struct task *task, const char *name, struct strbuf *out)
{
	const char *question[] = { "protocol", name, NULL };

	return ask(task, question, out);
}
