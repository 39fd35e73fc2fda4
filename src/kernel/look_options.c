/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at all options of a socket, beside those of a new one. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/i18n.h"
#include "kernel/look.h"
#include "kernel/look_own.h"
#include "model/call.h"
#include "model/xlat.h"

/* The two that are compared: the user's, and one of the same kind on which
 * nothing was set. -1: there is none. */
struct look_pair {
	int fd;
	int fresh;
	int family;
};

static int
int_option(int fd, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, option, &value, &len) != 0)
		return -1;
	return value;
}

/* A socket of the same family, type and protocol; or -1. One of packets must
 * not be given any, for however short a time. */
static int
fresh_socket(int fd, int family)
{
	int type = int_option(fd, SO_TYPE);
	int protocol = int_option(fd, SO_PROTOCOL);

	if (type < 0 || protocol < 0)
		return -1;
	return socket(family, type | SOCK_CLOEXEC,
	    family == AF_PACKET ? 0 : protocol);
}

/* What the kernel says; VAL_NONE if it says nothing. */
static struct value
read_option(const struct sockopt *o, int fd, int family)
{
	char buf[OPTION_VALUE_MAX];
	socklen_t len = option_size_for(o, family);

	if (fd < 0 || getsockopt(fd, o->level, o->number, buf, &len) != 0)
		return VALUE_NONE;
	return option_decode(o, buf, len);
}

/* The kind of sockets that have the options of a level; NULL: none that
 * everybody may make. */
static const char *
kind_of_level(int level)
{
	switch (level) {
	case SOL_SOCKET:
	case IPPROTO_TCP:
	case SOL_IP:
		return "tcp";
	case SOL_IPV6:
		return "udp6";
	case IPPROTO_UDP:
		return "udp";
	default:
		return NULL;
	}
}

bool
look_option_new(const struct sockopt *o, struct value *v, const char **kind)
{
	const struct sock_kind *k;
	int fd;

	*kind = kind_of_level(o->level);
	if (*kind == NULL ||
	    (o->flags & (OPTION_WRITES | OPTION_READS | OPTION_TAKES)))
		return false;
	k = sock_kind_find(*kind);
	fd = session_own_fd(
	    socket(k->family, k->type | SOCK_CLOEXEC, k->protocol));
	*v = read_option(o, fd, k->family);
	if (fd >= 0)
		close(fd);
	return v->type != VAL_NONE;
}

static void
add_record(struct look_list *to, const struct sockopt *o, struct value value,
    struct value preset)
{
	struct value items[5];

	items[0] = value_str(o->name);
	items[1] = look_tagged(o->level, &xlat_levels);
	items[2] = value;
	items[3] = preset;
	items[4] =
	    VALUE_INT(preset.type != VAL_NONE && !value_equal(&value, &preset));
	look_add_record(to, "sockopt", items, 5);
}

/* The options of a level: at most levels none is the socket's. Those that must
 * not be read are named, where others of their level can be. */
static void
look_level(const struct look_pair *pair, int level, struct look_list *to)
{
	size_t before = to->n;
	const struct sockopt *o;

	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		struct value value, preset = VALUE_NONE;

		if (o->level != level ||
		    (o->flags & (OPTION_WRITES | OPTION_ALIAS | OPTION_TAKES)))
			continue;
		value = read_option(o, pair->fd, pair->family);
		if (value.type == VAL_NONE)
			continue;
		if (!(o->flags & OPTION_READS))
			preset = read_option(o, pair->fresh, pair->family);
		add_record(to, o, value, preset);
	}
	for (size_t i = 0; to->n != before && (o = option_at(i)) != NULL; i++) {
		if (o->level == level && (o->flags & OPTION_TAKES))
			add_record(to, o, VALUE_NONE, VALUE_NONE);
	}
}

/* Each level once, in the order of the table. */
static void
look_all(const struct look_pair *pair, struct look_list *to)
{
	const struct sockopt *o, *before;

	for (size_t i = 0; (o = option_at(i)) != NULL; i++) {
		before = i != 0 ? option_at(i - 1) : NULL;
		if (before == NULL || before->level != o->level)
			look_level(pair, o->level, to);
	}
}

bool
look_options(int fd, struct look_list *list)
{
	struct look_pair pair = { .fd = fd };

	pair.family = int_option(fd, SO_DOMAIN);
	if (pair.family < 0)
		return false;
	pair.fresh = fresh_socket(fd, pair.family);
	look_all(&pair, list);
	if (pair.fresh >= 0)
		close(pair.fresh);
	return true;
}

static void
options_call(struct call *call)
{
	struct look_list list = { 0 };

	if (look_options(call_fd(call, 0), &list)) {
		look_give(call, &list);
		return;
	}
	call->status = CALL_FAILED;
	call->err = errno;
	call->result = -1;
}

const struct prim look_option_prims[] = {
	{
	    .name = "options",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = options_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help = N_("look at all options of a socket; * is not as new"),
	    .topic = TOPIC_LOOKING,
	    .example =
		"s = socket tcp\n"
		"setsockopt s TCP_NODELAY 1\n"
		"for o in options(s) { if o.name == \"TCP_NODELAY\" { print o.value } }\n"
		"> 1",
	},
	{ .name = NULL },
};
