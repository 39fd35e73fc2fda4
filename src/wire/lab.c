/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lab: its hosts together, and who is on which. */
#include "wire/lab.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "model/nearby.h"
#include "wire/cure.h"
#include "wire/ends.h"
#include "wire/lab_make.h"
#include "wire/netlink.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* Linux 5.14 */
#endif

static bool
name_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (!first && c >= '0' && c <= '9');
}

/* A name that on and host can take: as a variable's. */
static bool
name_check(const char *s, size_t len, char **cause)
{
	if (len == 0 || len > HOST_NAME_MAX)
		return cause_set(cause,
		    _("a host's name has 1 to %d letters or digits"),
		    HOST_NAME_MAX);
	for (size_t i = 0; i < len; i++) {
		if (!name_char(s[i], i == 0))
			return cause_set(cause,
			    _("a host's name is made of letters, digits and "
			      "_, and does not begin with a digit"));
	}
	return true;
}

static bool
name_add(struct lab_names *names, const char *s, size_t len, char **cause)
{
	if (names->n == LAB_HOSTS_MAX)
		return cause_set(cause, _("the lab has %d hosts at most"),
		    LAB_HOSTS_MAX);
	if (!name_check(s, len, cause))
		return false;
	snprintf(names->name[names->n], sizeof(names->name[0]), "%.*s",
	    (int)len, s);
	for (unsigned i = 0; i < names->n; i++) {
		if (strcmp(names->name[i], names->name[names->n]) == 0)
			return cause_set(cause, _("two hosts are called %s"),
			    names->name[i]);
	}
	names->n++;
	return true;
}

bool
lab_names(struct lab_names *names, const char *text, char **cause)
{
	*names = (struct lab_names){ 0 };
	if (text == NULL || *text == '\0')
		text = "client,server";
	for (;;) {
		size_t len = strcspn(text, ", ");

		if (!name_add(names, text, len, cause))
			return false;
		text += len;
		if (*text == '\0')
			break;
		text++;
	}
	return names->n >= LAB_HOSTS_MIN ||
	    cause_set(cause, _("the lab has %d hosts at least"), LAB_HOSTS_MIN);
}

/* What identifies the network of a socket, or 0. */
static uint64_t
cookie_of(int fd)
{
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);

	if (getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &len) != 0)
		return 0;
	return cookie;
}

/* session.fd_host */
static uint8_t
fd_host(const struct session *s, int fd)
{
	uint64_t cookie = cookie_of(fd);

	for (unsigned i = 0; i < s->lab->n && cookie != 0; i++) {
		if (s->lab->cookies[i] == cookie)
			return (uint8_t)(i + 1);
	}
	return 0;
}

/* The thread is on that host. */
static uint64_t
cookie_here(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint64_t cookie = 0;

	if (fd != -1) {
		cookie = cookie_of(fd);
		close(fd);
	}
	return cookie;
}

/* session.nearby */
static bool
nearby(const struct session *s, unsigned i, struct nearby *out)
{
	const struct host *h;

	if (i == 0 || i > s->lab->n)
		return false;
	h = &s->lab->hosts[i - 1];
	*out = (struct nearby){ .name = h->name };
	out->in.s_addr = host_addr(h);
	if (s->lab->ipv6)
		lab_addr6(h, &out->in6);
	return true;
}

/* session.resolve: a host of ours and a port need nobody to be asked. */
static int
resolve(struct task *task, const struct addr_names *names, int family, int type,
    struct addr **out)
{
	struct session *s = task->session;
	struct nearby host;
	uint16_t port;
	char *cause = NULL;

	if (nearby_named(s, names->host, &host) &&
	    addr_parse_port(names->service, &port, &cause)) {
		*out = nearby_addr(&host, family, port);
		if (*out != NULL)
			return 0;
	}
	free(cause);
	return s->lab->resolve(task, names, family, type, out);
}

static bool
cannot(const struct host_fault *fault, char **cause)
{
	char *cure = cure_text(fault);
	bool ok = cause_set(cause, _("the lab cannot be made: %s: %s%s%s"),
	    _(fault->step), strerror(fault->err), *cure != '\0' ? "; " : "",
	    cure);

	free(cure);
	return ok;
}

/* The thread goes to each host, and is on the last then. An errno if they cannot be
 * made patient. */
static int
settle_in(struct lab *lab)
{
	int first = 0;

	for (unsigned i = 0; i < lab->n; i++) {
		int err = ns_enter(lab->hosts[i].ns);

		if (err == 0) {
			lab->cookies[i] = cookie_here();
			err = host_set_patience();
		}
		if (first == 0)
			first = err;
	}
	return first;
}

/* The lab is there, but not all that it should be. */
static void
tell_impatient(struct task *task, int err)
{
	const struct host_fault fault = { HOST_PATIENCE, err };
	struct session *s = task->session;
	char *cure = cure_text(&fault), *text;

	text = xasprintf(
	    _("note: the lab's hosts will not wait for ever, as %s cannot be "
	      "written: %s; whoever holds the wire for longer than seconds "
	      "will see them give up%s%s"),
	    HOST_PATIENCE, strerror(err), *cure != '\0' ? "; " : "", cure);
	session_unlock(s);
	s->ops->remark(s->ops_ctx, task, text);
	session_lock(s);
	free(text);
	free(cure);
}

/* Frames begin to move. */
static bool
lab_pump(struct lab *lab, struct session *s, struct host_fault *fault)
{
	int err;

	if (s->frames == NULL)
		s->frames = frames_new();
	lab->expected = frames_last(s->frames);
	lab->mtu = HOST_MTU;
	lab->began = clock_now();
	lab->simple = lab->ipv6 = false;
	lab->pump = pump_start(lab->hosts, lab->n, lab->wire, s->frames, &err);
	if (lab->pump == NULL)
		return host_fails(fault, N_("the pump's thread"), err);
	return true;
}

/* Frames on its wire go nowhere any more. */
static void
lab_free(struct lab *lab)
{
	if (lab->pump != NULL)
		pump_stop(lab->pump);
	lab_unmake(lab);
	free(lab);
}

bool
lab_start(struct task *task, const struct lab_names *names, char **cause)
{
	struct session *s = task->session;
	struct lab *lab;
	struct host_fault fault;
	int err;

	assert(s->lab == NULL);
	if (!netlink_built())
		return cause_set(cause,
		    _("this socksh was built without libmnl"));
	lab = xcalloc(1, sizeof(*lab));
	if (!lab_make(lab, names, &fault) || !lab_pump(lab, s, &fault)) {
		lab_free(lab);
		return cannot(&fault, cause);
	}
	lab->resolve = s->resolve;
	s->resolve = resolve;
	s->fd_host = fd_host;
	s->nearby = nearby;
	s->fd_called = ends_note;
	s->lab = lab;
	err = settle_in(lab);
	if (!lab_go(task, 1, cause))
		return false;
	if (err != 0 && s->ops->remark != NULL)
		tell_impatient(task, err);
	return true;
}

bool
lab_reset(struct task *task, const struct lab_names *names, char **cause)
{
	struct session *s = task->session;
	struct lab *old = s->lab, *lab = xcalloc(1, sizeof(*lab));
	struct host_fault fault;

	lab->outside = -1;
	if (!lab_make_beside(lab, names, &fault) || !lab_pump(lab, s, &fault)) {
		lab_free(lab);
		ns_enter(old->hosts[task->host - 1].ns);
		return cannot(&fault, cause);
	}
	lab->outside = old->outside;
	lab->resolve = old->resolve;
	s->lab = lab;
	old->outside = -1;
	lab_free(old);
	settle_in(lab);
	return lab_go(task, 1, cause);
}

/* On the host that the thread is on. */
static int
host_simplify(const struct lab *lab, const struct host *h)
{
	static const char *const busy[] = { "net.ipv4.tcp_sack",
		"net.ipv4.tcp_timestamps", "net.ipv4.tcp_window_scaling" };
	uint8_t mac[MAC_LEN];
	uint32_t addr;
	int err = 0;

	for (size_t i = 0; i < sizeof(busy) / sizeof(busy[0]) && err == 0; i++)
		err = host_sysctl(busy[i], "0", NULL, 0);
	for (unsigned i = 0; i < lab->n && err == 0; i++) {
		if (&lab->hosts[i] == h)
			continue;
		host_mac(&lab->hosts[i], mac);
		addr = host_addr(&lab->hosts[i]);
		err = neighbour_set(HOST_DEV, AF_INET, &addr, mac);
	}
	return err == 0 && lab->ipv6 ? lab_know6(lab, h) : err;
}

static int
host_change_mtu(const struct lab *lab, const struct host *h)
{
	(void)h;
	return host_set_mtu(lab->mtu);
}

/* Does something on each host, and comes back. False with *cause. */
static bool
each_host(struct task *task, char **cause,
    int (*act)(const struct lab *lab, const struct host *h))
{
	struct lab *lab = task->session->lab;
	int err = 0;

	for (unsigned i = 0; i < lab->n && err == 0; i++) {
		err = ns_enter(lab->hosts[i].ns);
		if (err == 0)
			err = act(lab, &lab->hosts[i]);
	}
	if (!lab_go(task, task->host, cause))
		return false;
	return err == 0 ||
	    cause_set(cause, _("the hosts cannot be set so: %s"),
		strerror(err));
}

bool
lab_simplify(struct task *task, char **cause)
{
	task->session->lab->simple = true;
	return each_host(task, cause, host_simplify);
}

bool
lab_add_ipv6(struct task *task, char **cause)
{
	struct lab *lab = task->session->lab;

	lab->ipv6 = each_host(task, cause, lab_give6);
	return lab->ipv6;
}

bool
lab_set_mtu(struct task *task, int mtu, char **cause)
{
	task->session->lab->mtu = mtu;
	return each_host(task, cause, host_change_mtu);
}

void
lab_stop(struct session *s)
{
	struct lab *lab = s->lab;

	if (lab == NULL)
		return;
	if (lab->pump != NULL)
		pump_stop(lab->pump);
	/* Not possible from a user namespace: there this network is all that is
	 * left, until the process ends. */
	ns_enter(lab->outside);
	s->resolve = lab->resolve;
	s->fd_host = NULL;
	s->nearby = NULL;
	s->fd_called = NULL;
	s->lab = NULL;
	lab_unmake(lab);
	free(lab);
}

uint8_t
lab_find(const struct lab *lab, const char *name)
{
	for (unsigned i = 0; i < lab->n; i++) {
		if (strcmp(lab->hosts[i].name, name) == 0)
			return (uint8_t)(i + 1);
	}
	return 0;
}

const char *
lab_name(const struct lab *lab, unsigned number)
{
	if (lab == NULL || number == 0 || number > lab->n)
		return NULL;
	return lab->hosts[number - 1].name;
}

unsigned
lab_filter_names(const struct lab *lab, const char *names[LAB_HOSTS_MAX])
{
	for (unsigned i = 0; i < lab->n; i++)
		names[i] = lab->hosts[i].name;
	return lab->n;
}

bool
lab_go(struct task *task, uint8_t number, char **cause)
{
	struct lab *lab = task->session->lab;
	int err;

	if (lab == NULL || number == 0 || number > lab->n)
		return cause_set(cause, _("that host is gone"));
	err = ns_enter(lab->hosts[number - 1].ns);
	if (err != 0)
		return cause_set(cause, _("the host cannot be entered: %s"),
		    strerror(err));
	task->host = number;
	return true;
}

void
lab_thread(struct task *task)
{
	struct lab *lab = task->session->lab;

	if (lab == NULL)
		return;
	/* A task from before the lab is now on its first host. */
	if (task->host == 0 || task->host > lab->n)
		task->host = 1;
	ns_enter(lab->hosts[task->host - 1].ns);
}

bool
lab_wanted(struct call *call)
{
	if (call->task->session->lab != NULL)
		return true;
	call_mistake(call, -1,
	    _("%s is for the lab: enter it with lab, or start socksh --lab"),
	    call->prim->name);
	return false;
}
