/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What getsockopt and setsockopt would do. The first only looks, so it is asked,
 * but where reading takes or clears something.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/i18n.h"
#include "kernel/ahead_row.h"
#include "model/option.h"

static int
level_of(const struct why_case *c)
{
	return (int)case_number(c, "level", -1);
}

static int
number_of(const struct why_case *c)
{
	return (int)case_number(c, "option", -1);
}

static bool
negative_length(struct why_case *c)
{
	return case_number(c, "optlen", 0) < 0;
}

static void
get_fate(struct why_case *c, struct ahead *a)
{
	const struct sockopt *o = option_by_number(level_of(c), number_of(c));
	char value[OPTION_VALUE_MAX];
	socklen_t len = sizeof(value);
	int64_t room = case_number(c, "optlen", sizeof(int));

	if (o == NULL || (o->flags & OPTION_TAKES) ||
	    (level_of(c) == SOL_SOCKET && number_of(c) == SO_ERROR)) {
		ahead_unknown(a,
		    _("reading it takes or clears what is there, "
		      "so it is not looked at"));
		return;
	}
	if (room < (int64_t)len)
		len = (socklen_t)room;
	if (getsockopt(c->fd, o->level, o->number, value, &len) != 0)
		ahead_fails(c, a, errno);
	else
		ahead_works(a, 0);
	sb_str(&a->wire, _("nothing: the kernel knows it"));
}

static const struct ahead_check get_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EINVAL, negative_length },
	{ 0, NULL },
};

/* Options of one int that any value (or any of a range) will do for, in any
 * state. */
static const struct {
	int level;
	int number;
	int64_t min, max;
} plain[] = {
	{ SOL_SOCKET, SO_REUSEADDR, INT32_MIN, INT32_MAX },
	{ SOL_SOCKET, SO_KEEPALIVE, INT32_MIN, INT32_MAX },
	{ SOL_SOCKET, SO_BROADCAST, INT32_MIN, INT32_MAX },
	{ SOL_SOCKET, SO_OOBINLINE, INT32_MIN, INT32_MAX },
	{ SOL_SOCKET, SO_RCVBUF, 0, INT32_MAX },
	{ SOL_SOCKET, SO_SNDBUF, 0, INT32_MAX },
	{ SOL_SOCKET, SO_RCVLOWAT, 0, INT32_MAX },
	{ IPPROTO_TCP, TCP_NODELAY, INT32_MIN, INT32_MAX },
	{ IPPROTO_TCP, TCP_CORK, INT32_MIN, INT32_MAX },
	{ IPPROTO_TCP, TCP_KEEPIDLE, 1, 32767 },
	{ IPPROTO_TCP, TCP_KEEPINTVL, 1, 32767 },
	{ IPPROTO_TCP, TCP_KEEPCNT, 1, 127 },
	{ IPPROTO_TCP, TCP_SYNCNT, 1, 127 },
	{ IPPROTO_IP, IP_TTL, 1, 255 },
};

static bool
is_plain(const struct why_case *c, int64_t *min, int64_t *max)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (plain[i].level != level_of(c) ||
		    plain[i].number != number_of(c))
			continue;
		*min = plain[i].min;
		*max = plain[i].max;
		return true;
	}
	return false;
}

static bool
is_own(struct why_case *c)
{
	switch (level_of(c)) {
	case SOL_SOCKET:
		return true;
	case IPPROTO_TCP:
		return ahead_is_tcp(c);
	case IPPROTO_IP:
		return look_family(c, AF_INET);
	default:
		return false;
	}
}

/* sock_setsockopt looks at the length first, ip and tcp too. */
static bool
too_short(struct why_case *c)
{
	int64_t min, max;

	return is_plain(c, &min, &max) && is_own(c) &&
	    level_of(c) != IPPROTO_IP &&
	    case_number(c, "optlen", 0) < (int64_t)sizeof(int);
}

static bool
out_of_range(struct why_case *c)
{
	int64_t min, max;
	int value;

	return is_plain(c, &min, &max) && is_own(c) &&
	    case_bytes(c, "value", &value, sizeof(value)) == sizeof(value) &&
	    (value < min || value > max) && number_of(c) != SO_RCVLOWAT &&
	    !(level_of(c) == SOL_SOCKET &&
		(number_of(c) == SO_RCVBUF || number_of(c) == SO_SNDBUF)) &&
	    !(level_of(c) == IPPROTO_IP && value == -1);
}

static bool
is_read_only(struct why_case *c)
{
	static const int numbers[] = { SO_ACCEPTCONN, SO_DOMAIN, SO_ERROR,
		SO_PEERCRED, SO_PROTOCOL, SO_TYPE };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (level_of(c) == SOL_SOCKET && number_of(c) == numbers[i])
			return case_number(c, "optlen", 0) >=
			    (int64_t)sizeof(int);
	}
	return false;
}

static bool
tcp_on_udp(struct why_case *c)
{
	return level_of(c) == IPPROTO_TCP && is_dgram_inet(c);
}

static bool
level_on_unix(struct why_case *c)
{
	return level_of(c) != SOL_SOCKET && is_unix(c);
}

static void
set_fate(struct why_case *c, struct ahead *a)
{
	struct linger linger;
	int64_t min, max;

	if (is_plain(c, &min, &max) && is_own(c))
		ahead_works(a, 0);
	else if (level_of(c) == SOL_SOCKET && number_of(c) == SO_LINGER &&
	    case_bytes(c, "value", &linger, sizeof(linger)) == sizeof(linger))
		ahead_works(a, 0);
	else
		ahead_unknown(a,
		    _("its man page says which values it takes, "
		      "and when"));
	sb_str(&a->wire, _("nothing"));
}

static const struct ahead_check set_checks[] = {
	{ EBADF, has_bad_fd },
	{ ENOTSOCK, is_no_socket },
	{ EINVAL, negative_length },
	{ ENOPROTOOPT, is_read_only },
	{ ENOPROTOOPT, tcp_on_udp },
	{ EOPNOTSUPP, level_on_unix },
	{ EINVAL, too_short },
	{ EINVAL, out_of_range },
	{ 0, NULL },
};

const struct ahead_row ahead_option_rows[] = {
	{ "getsockopt", get_checks, get_fate, NULL },
	{ "setsockopt", set_checks, set_fate, NULL },
	{ .calls = NULL },
};
