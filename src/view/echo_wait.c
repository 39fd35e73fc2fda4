/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What poll, select and ioctl take and give, as strace(1) prints it. */
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>

#include "view/echo_arg.h"

/* In strace's order. */
static const struct xlat poll_rows[] = {
	{ "POLLIN", POLLIN },
	{ "POLLPRI", POLLPRI },
	{ "POLLOUT", POLLOUT },
	{ "POLLERR", POLLERR },
	{ "POLLHUP", POLLHUP },
	{ "POLLNVAL", POLLNVAL },
	{ "POLLRDNORM", POLLRDNORM },
	{ "POLLRDBAND", POLLRDBAND },
	{ "POLLWRNORM", POLLWRNORM },
	{ "POLLWRBAND", POLLWRBAND },
	{ "POLLMSG", POLLMSG },
	{ "POLLREMOVE", POLLREMOVE },
	{ "POLLRDHUP", POLLRDHUP },
	{ "POLL_BUSY_LOOP", 0x8000 },
};

static const struct xlat_table poll_events = {
	.prefix = "POLL",
	.what = "events",
	.rows = poll_rows,
	.n = sizeof(poll_rows) / sizeof(poll_rows[0]),
	.kind = XLAT_FLAGS,
};

/* The i-th pollfd of an argument; false when there is no such. */
static bool
pollfd_at(const struct echo_arg *arg, size_t i, struct pollfd *p)
{
	if ((i + 1) * sizeof(*p) > arg->len)
		return false;
	memcpy(p, arg->data + i * sizeof(*p), sizeof(*p));
	return true;
}

void
echo_pollfds(struct strbuf *out, const struct echo_arg *arg)
{
	struct pollfd p;
	size_t i;

	sb_char(out, '[');
	for (i = 0; pollfd_at(arg, i, &p); i++) {
		sb_printf(out, "%s{fd=%d", i != 0 ? ", " : "", p.fd);
		/* poll passes over the others. */
		if (p.fd >= 0) {
			sb_str(out, ", events=");
			echo_bits(out, &poll_events, (uint16_t)p.events,
			    "POLL???");
		}
		sb_char(out, '}');
	}
	if (arg->num > (int64_t)(i * sizeof(p)))
		sb_str(out, ", ...");
	sb_char(out, ']');
}

static void
poll_result(struct strbuf *out, const struct echo_arg *arg)
{
	struct pollfd p;
	const char *sep = " ([";

	for (size_t i = 0; pollfd_at(arg, i, &p); i++) {
		if (p.revents == 0)
			continue;
		sb_printf(out, "%s{fd=%d, revents=", sep, p.fd);
		echo_bits(out, &poll_events, (uint16_t)p.revents, "POLL???");
		sb_char(out, '}');
		sep = ", ";
	}
	if (*sep == ',')
		sb_str(out, "])");
}

/*
 * A set's payload is two rows of bits (sock/wait.c): the descriptors to wait
 * for, then those that are ready. The bit of fd, in the one or the other.
 */
static bool
fdset_has(const struct echo_arg *arg, bool ready, size_t fd)
{
	size_t at = (ready ? arg->len / 2 : 0) + fd / 8;

	return (arg->data[at] & 1u << fd % 8) != 0;
}

static void
fdset_list(struct strbuf *out, const struct echo_arg *arg, bool ready)
{
	const char *sep = "";

	sb_char(out, '[');
	for (size_t fd = 0; fd < arg->len / 2 * 8; fd++) {
		if (!fdset_has(arg, ready, fd))
			continue;
		sb_printf(out, "%s%zu", sep, fd);
		sep = " ";
	}
	sb_char(out, ']');
}

void
echo_fdset(struct strbuf *out, const struct echo_arg *arg)
{
	/* Where the call looks at no bit, strace does not either. */
	if (arg->null || arg->missing || arg->len == 0)
		echo_pointer(out, arg);
	else
		fdset_list(out, arg, false);
}

static bool
any_ready(const struct echo_arg *arg)
{
	for (size_t fd = 0; fd < arg->len / 2 * 8; fd++) {
		if (fdset_has(arg, true, fd))
			return true;
	}
	return false;
}

static void
select_result(struct strbuf *out, const struct echo_call *call)
{
	static const char *const names[] = { "in", "out", "except" };
	const char *sep = " (";
	unsigned set = 0;

	for (size_t i = 0; i < call->n; i++) {
		const struct echo_arg *arg = &call->args[i];

		if (arg->param->type != PARAM_FDSET || set == 3)
			continue;
		if (any_ready(arg)) {
			sb_printf(out, "%s%s ", sep, names[set]);
			fdset_list(out, arg, true);
			sep = ", ";
		}
		set++;
	}
	if (*sep == ',')
		sb_char(out, ')');
}

void
echo_timeval(struct strbuf *out, const struct echo_arg *arg)
{
	struct timeval tv;

	if (arg->len < sizeof(tv)) {
		sb_str(out, "NULL");
		return;
	}
	memcpy(&tv, arg->data, sizeof(tv));
	sb_printf(out, "{tv_sec=%" PRId64 ", tv_usec=%" PRId64 "}",
	    (int64_t)tv.tv_sec, (int64_t)tv.tv_usec);
}

void
echo_intptr(struct strbuf *out, const struct echo_arg *arg)
{
	int n;

	if (arg->len < sizeof(n)) {
		echo_pointer(out, arg);
		return;
	}
	memcpy(&n, arg->data, sizeof(n));
	sb_printf(out, "[%d]", n);
}

void
echo_request(struct strbuf *out, uint32_t request)
{
	echo_name(out, &xlat_requests, request, "ioctl???");
}

void
echo_wait_result(struct strbuf *out, const struct echo_call *call)
{
	const struct echo_arg *fds = echo_find(call, PARAM_POLLFDS);
	bool waits = fds != NULL || echo_find(call, PARAM_FDSET) != NULL;

	if (!waits || call->ev->err != 0)
		return;
	if (call->ev->result == 0)
		sb_str(out, " (Timeout)");
	else if (fds != NULL)
		poll_result(out, fds);
	else
		select_result(out, call);
}
